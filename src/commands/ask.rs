//! `ask`: a question in one's own words.

use super::{Command, CommandError, Context, Kind, Opt, Response, Values};

pub(super) const COMMAND: Command = Command {
    name: "ask",
    summary: "A question in your own words",
    example: "ask what does a senior MLOps engineer make?",
    options: &[Opt { name: "question", help: "What you want to know", required: true, kind: Kind::Words }],
    run,
};

fn run(_: &Context<'_>, values: &Values) -> Result<Response, CommandError> {
    let question = values.words("question").ok_or_else(|| CommandError::missing("question", &[]))?;
    Ok(Response::Question(question.to_owned()))
}
