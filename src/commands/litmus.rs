//! `litmus`: the question that tells two roles apart.

use super::compare::{ONE, OTHER, section};
use super::{Command, CommandError, Context, Response, Values};
use crate::knowledge::Aspect;

pub(super) const COMMAND: Command = Command {
    name: "litmus",
    summary: "The screening question that tells two roles apart",
    example: "litmus mlops-engineer devops-engineer",
    options: &[ONE, OTHER],
    run,
};

fn run(context: &Context<'_>, values: &Values) -> Result<Response, CommandError> {
    section(context, values, Aspect::Litmus)
}
