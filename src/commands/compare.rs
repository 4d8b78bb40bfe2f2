//! `compare`: two roles side by side.

use super::salary::{DAY, subject_name};
use super::{Command, CommandError, Context, Kind, Opt, Response, Values};
use crate::answer::{self, EvidenceRequest, Request, format};
use crate::knowledge::Aspect;

pub(super) const COMMAND: Command = Command {
    name: "compare",
    summary: "Two roles side by side",
    example: "compare mlops-engineer devops-engineer overlap",
    options: &[
        Opt { kind: Kind::Payee, ..ONE },
        Opt { kind: Kind::Payee, ..OTHER },
        Opt {
            name: "aspect",
            help: "Difference (the default), overlap, litmus or candidates",
            required: false,
            kind: Kind::Aspect,
        },
    ],
    run,
};

pub(super) const ONE: Opt = Opt { name: "role", help: "A role", required: true, kind: Kind::Role };
pub(super) const OTHER: Opt = Opt { name: "other", help: "Another role", required: true, kind: Kind::Role };

fn run(context: &Context<'_>, values: &Values) -> Result<Response, CommandError> {
    let (one, other) = sides(values)?;
    if values.has("aspect") || context.knowledge.comparison(one, other).is_some() {
        return section(context, values, values.aspect().unwrap_or(Aspect::Difference));
    }
    // Of roles whose work no source of ours compares, what each is paid can still stand side by side.
    let subjects = vec![one.to_owned(), other.to_owned()];
    let pay = Request::Evidence(EvidenceRequest { subjects, ..EvidenceRequest::default() });
    match answer::compose(context.knowledge, &pay, DAY) {
        Some(_) => Ok(Response::Answer(vec![pay])),
        None => Err(none(context, one, other)),
    }
}

fn sides(values: &Values) -> Result<(&str, &str), CommandError> {
    let (one, other) = (values.text("role").unwrap_or_default(), values.text("other").unwrap_or_default());
    match one == other {
        true => Err(CommandError::invalid(format!("`{one}` was named twice")).hint("name two different roles")),
        false => Ok((one, other)),
    }
}

/// A section of the comparison of two roles.
pub(super) fn section(context: &Context<'_>, values: &Values, aspect: Aspect) -> Result<Response, CommandError> {
    let (one, other) = sides(values)?;
    let Some(comparison) = context.knowledge.comparison(one, other) else { return Err(none(context, one, other)) };
    if comparison.sections.contains_key(&aspect) {
        return Ok(Response::Answer(vec![Request::Compare(comparison.id.clone(), aspect)]));
    }
    let there: Vec<String> = comparison.sections.keys().map(|a| a.heading().to_lowercase()).collect();
    Err(CommandError::unknown(format!(
        "I have no sourced text for {}, {}; what I have is: {}.",
        pair(context, one, other),
        aspect.heading().to_lowercase(),
        format::list(&there)
    )))
}

fn none(context: &Context<'_>, one: &str, other: &str) -> CommandError {
    let pairs = context.knowledge.comparisons.values().map(|c| pair(context, &c.header.roles[0], &c.header.roles[1]));
    let there: Vec<String> = pairs.collect();
    CommandError::unknown(format!(
        "I have no sourced comparison of {}; what I have compares {}.",
        pair(context, one, other),
        there.join(", ")
    ))
}

fn pair(context: &Context<'_>, one: &str, other: &str) -> String {
    format!("{} with {}", subject_name(context, one), subject_name(context, other))
}
