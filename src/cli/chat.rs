//! `rolecall chat`: a conversation, with a person or with a tool.

use std::io::{self, IsTerminal as _};
use std::process::ExitCode;
use std::thread;

use jiff::Timestamp;
use rolecall::bot::Bot;
use rolecall::platform::terminal::{json, plain};

use super::globals::Globals;
use super::{Done, prompt};

/// Ask in a conversation; follow-ups lean on what was said before
///
/// In a terminal, `help` shows what can be asked and `quit` ends. Through pipes, every line is a question.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// Speak JSON lines: one object in, one object out
    #[arg(long)]
    json: bool,
}

/// Talks until the input ends.
pub(crate) fn run(globals: &Globals, args: &Args) -> Done {
    let bot = globals.origin().bot()?;
    thread::scope(|scope| {
        scope.spawn(|| bot.warm_up());
        talk(globals, args, &bot)
    })
}

fn talk(globals: &Globals, args: &Args, bot: &Bot) -> Done {
    if args.json {
        json::serve(bot, globals.set_day(), Timestamp::now, io::stdin().lock(), io::stdout().lock())?;
    } else if io::stdin().is_terminal() && io::stdout().is_terminal() {
        prompt::run(globals, bot)?;
    } else {
        let reply = |text: &str| prompt::reply(globals, bot, text);
        plain::serve(reply, io::stdin().lock(), anstream::stdout().lock())?;
    }
    Ok(ExitCode::SUCCESS)
}
