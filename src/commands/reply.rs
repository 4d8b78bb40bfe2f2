//! From what a command comes to, to a reply.

use jiff::civil::Date;

use super::{Command, CommandError, Context, Response, Values};
use crate::answer::{Answer, Outcome, Reply, compose};

/// Runs a command.
///
/// # Errors
/// Where a value cannot be used.
pub fn reply(command: &Command, context: &Context<'_>, values: &Values, today: Date) -> Result<Reply, CommandError> {
    reply_to((command.run)(context, values), context, today)
}

/// From what a command came to.
///
/// # Errors
/// Where a value cannot be used, or where it is a question: those are for the bot.
pub fn reply_to(
    response: Result<Response, CommandError>,
    context: &Context<'_>,
    today: Date,
) -> Result<Reply, CommandError> {
    match response {
        Ok(Response::Answer(requests)) => {
            let answers = requests.iter().filter_map(|r| compose(context.knowledge, r, today)).collect();
            Ok(of_answers(answers))
        }
        Ok(Response::List(list)) => Ok(said(Outcome::Answered, list.text(), Vec::new())),
        Ok(Response::Question(_)) => Err(CommandError::invalid("a question is asked in a conversation")),
        Err(CommandError::Unknown { note, suggestions }) => Ok(said(Outcome::Unknown, note, suggestions)),
        Err(invalid) => Err(invalid),
    }
}

fn of_answers(answers: Vec<Answer>) -> Reply {
    match answers.first() {
        None => said(Outcome::Unknown, "I have no sourced answer for that.".to_owned(), Vec::new()),
        Some(first) => {
            let suggestions = first.suggestions.clone();
            Reply { outcome: Outcome::Answered, answers, notes: Vec::new(), suggestions }
        }
    }
}

fn said(outcome: Outcome, note: String, suggestions: Vec<String>) -> Reply {
    Reply { outcome, answers: Vec::new(), notes: vec![note], suggestions }
}
