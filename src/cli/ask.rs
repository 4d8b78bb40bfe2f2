//! `rolecall ask`: one question, one reply.

use std::io::Write as _;
use std::process::ExitCode;

use jiff::Timestamp;
use rolecall::answer::{Outcome, Reply};
use rolecall::bot::Question;
use rolecall::platform::contract::Outgoing;

use super::failure::Failure;
use super::globals::Globals;
use super::{Done, explain, terminal};

/// Answer one question
///
/// Exit status: 0 answered, 2 unknown (or nothing was asked), 3 two readings are close, 1 for errors.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The question; quotes are optional
    #[arg(required = true, value_name = "QUESTION")]
    words: Vec<String>,
    /// What was asked just before, so that the question can lean on it; may be given several times
    #[arg(long, value_name = "QUESTION")]
    after: Vec<String>,
    /// Print the reply as one JSON object
    #[arg(long)]
    json: bool,
    /// Show how the question was read
    #[arg(long, conflicts_with = "json")]
    explain: bool,
}

/// Answers, and tells by the exit status what became of the question.
pub(crate) fn run(globals: &Globals, args: &Args) -> Done {
    let text = args.words.join(" ");
    if text.trim().is_empty() {
        return Err(Failure::new("the question is empty")
            .hint("try `rolecall ask \"what does a senior MLOps engineer make?\"`"));
    }
    let bot = globals.origin().bot()?;
    for before in &args.after {
        bot.answer(&question(globals, before.clone()));
    }
    let question = question(globals, text);
    if args.explain {
        write!(anstream::stdout().lock(), "{}", explain::text(&bot, &question)?)?;
    }
    let reply = bot.answer(&question);
    // The process is about to end: taking the index apart first would only keep people waiting.
    std::mem::forget(bot);
    show(&reply, args.json)
}

fn question(globals: &Globals, text: String) -> Question {
    Question {
        text,
        addressed: true,
        conversation: String::new(),
        user: String::new(),
        at: Timestamp::now(),
        today: globals.today(),
    }
}

/// Prints a reply, and turns its outcome into the exit status.
pub(crate) fn show(reply: &Reply, json: bool) -> Done {
    let mut out = anstream::stdout().lock();
    if json {
        let line = serde_json::to_string(&Outgoing::new(String::new(), reply))
            .map_err(|error| Failure::new(format!("the reply cannot be written as JSON: {error}")))?;
        writeln!(out, "{line}")?;
    } else {
        writeln!(out, "{}", terminal::text(reply))?;
    }
    out.flush()?;
    Ok(status(reply.outcome))
}

fn status(outcome: Outcome) -> ExitCode {
    match outcome {
        Outcome::Answered => ExitCode::SUCCESS,
        Outcome::Unknown | Outcome::Ignored => ExitCode::from(2),
        Outcome::Clarify => ExitCode::from(3),
    }
}
