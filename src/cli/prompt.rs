//! A conversation with a person at a terminal.

use std::env;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use jiff::Timestamp;
use rolecall::bot::Bot;
use rolecall::commands;
use rolecall::platform::terminal::plain;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{Config, Editor};

use super::failure::Failure;
use super::globals::Globals;
use super::{slash, terminal};

const GREETING: &str = "Ask about MLOps careers and pay in the US. `help` shows what can be asked, `quit` ends.";
/// Lines kept from one conversation to the next.
const REMEMBERED: usize = 1_000;

type Line = Editor<(), FileHistory>;

/// Reads lines and answers them until `quit` or Ctrl-D.
pub(crate) fn run(globals: &Globals, bot: &Bot) -> Result<(), Failure> {
    let mut editor = editor()?;
    let history = history_file();
    if let Some(file) = &history {
        // The first time there is none yet.
        let _ = editor.load_history(file);
    }
    writeln!(anstream::stdout(), "{GREETING}\n")?;
    let talked = talk(globals, bot, &mut editor);
    if let Some(file) = &history {
        // A history that cannot be kept is no reason to complain.
        let _ = file.parent().map(fs::create_dir_all);
        let _ = editor.save_history(file);
    }
    talked
}

fn editor() -> Result<Line, Failure> {
    let config = Config::builder().max_history_size(REMEMBERED).and_then(|b| b.history_ignore_dups(true));
    let config = config.map_err(unreadable)?.history_ignore_space(true).auto_add_history(true).build();
    Editor::with_config(config).map_err(unreadable)
}

fn unreadable(error: ReadlineError) -> Failure {
    Failure::new(format!("the terminal cannot be read: {error}"))
        .hint("send questions through a pipe: `echo … | rolecall`")
}

fn talk(globals: &Globals, bot: &Bot, editor: &mut Line) -> Result<(), Failure> {
    loop {
        let line = match editor.readline("> ") {
            Ok(line) => line,
            Err(ReadlineError::Eof) => return Ok(()),
            Err(ReadlineError::Interrupted) => {
                writeln!(anstream::stdout(), "Ctrl-D or `quit` ends.")?;
                continue;
            }
            Err(error) => return Err(unreadable(error)),
        };
        match line.trim() {
            "" => {}
            "quit" | "exit" | "/quit" => return Ok(()),
            text => writeln!(anstream::stdout(), "\n{}\n", reply(globals, bot, text))?,
        }
    }
}

/// What is said to a line: `help`, a command such as `/salary senior`, or a question.
pub(crate) fn reply(globals: &Globals, bot: &Bot, text: &str) -> String {
    let line = if text.trim() == "help" { "/help" } else { text.trim() };
    let line = line.strip_prefix("/ask ").map_or(line, str::trim);
    match slash::line(globals, bot.knowledge(), line) {
        Some(Ok(reply)) => terminal::text(&reply),
        Some(Err(failure)) => failure.text(),
        None if is_command(line) => unknown_command(line).text(),
        None => terminal::text(&bot.answer(&plain::asked(line.to_owned(), Timestamp::now(), globals.set_day()))),
    }
}

/// "/word", and nothing else that begins with a slash.
fn is_command(line: &str) -> bool {
    line.strip_prefix('/').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
}

fn unknown_command(line: &str) -> Failure {
    let name: String = line.chars().take_while(|c| !c.is_whitespace()).filter(|c| !c.is_control()).take(30).collect();
    let names: Vec<String> = commands::ALL.iter().map(|c| format!("`/{}`", c.name)).collect();
    Failure::new(format!("there is no command `{name}`")).hint(format!("try {}", names.join(", ")))
}

/// In the state folder of the XDG rules.
fn history_file() -> Option<PathBuf> {
    let named = |name: &str| env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
    let state = named("XDG_STATE_HOME").or_else(|| named("HOME").map(|home| home.join(".local/state")));
    Some(state?.join("rolecall").join("history"))
}
