//! `salary`: what a role is paid.

use super::{Command, CommandError, Context, Kind, Opt, Response, Values};
use crate::answer::{Request, format};
use crate::bot::{Blocker, Slots, requests};
use crate::knowledge::Basis;
use crate::nlu::Target;
use crate::nlu::target::PayTopic;

pub(super) const COMMAND: Command = Command {
    name: "salary",
    summary: "What a role is paid, by stage and terms",
    example: "salary senior c2c",
    options: &[ROLE, STAGE, BASIS, YEARS],
    run,
};

pub(super) const ROLE: Opt =
    Opt { name: "role", help: "The role; without it, the MLOps engineer", required: false, kind: Kind::Role };
pub(super) const STAGE: Opt =
    Opt { name: "stage", help: "The career stage, such as senior", required: false, kind: Kind::Stage };
pub(super) const BASIS: Opt =
    Opt { name: "basis", help: "Permanent, contract, W2 or C2C", required: false, kind: Kind::Basis };
pub(super) const YEARS: Opt =
    Opt { name: "years", help: "Years of experience, in place of a stage", required: false, kind: Kind::Years };

fn run(context: &Context<'_>, values: &Values) -> Result<Response, CommandError> {
    let topic = match (values.has("stage"), values.years(), values.basis()) {
        (false, None, None | Some(Basis::Permanent)) => PayTopic::Ladder,
        _ => PayTopic::Band,
    };
    answered(context, values, topic)
}

/// Pay or an offer, or what there is no figure for.
pub(super) fn answered(context: &Context<'_>, values: &Values, topic: PayTopic) -> Result<Response, CommandError> {
    let role = context.role(values)?;
    if !context.knowledge.pay.contains_key(&role) {
        return Err(unpaid(context, &role));
    }
    let slots = Slots {
        role: Some(role.clone()),
        stages: values.list("stage"),
        years: values.years(),
        bases: values.basis().into_iter().collect(),
        money: values.money(),
        cadences: Vec::new(),
    };
    let asked = requests(context.knowledge, &Target::Pay(role.clone(), topic), &slots);
    let asked = asked.map_err(|blocker| no_figure(context, &role, values, &blocker))?;
    let figures = |r: &Request| match r {
        Request::Pay(pay) | Request::Offer(pay, _) => has_band(context, pay),
        _ => true,
    };
    if asked.iter().all(figures) {
        Ok(Response::Answer(asked))
    } else {
        Err(no_figure(context, &role, values, &Blocker::NoBand))
    }
}

fn has_band(context: &Context<'_>, pay: &crate::answer::PayRequest) -> bool {
    let bands = context.knowledge.pay.get(&pay.role).map(|s| s.bands.as_slice()).unwrap_or_default();
    let wanted = if pay.bases.is_empty() { vec![Basis::Permanent] } else { pay.bases.clone() };
    bands.iter().any(|b| wanted.contains(&b.basis) && (pay.stages.is_empty() || pay.stages.contains(&b.stage)))
}

fn unpaid(context: &Context<'_>, role: &str) -> CommandError {
    let paid: Vec<String> =
        context.knowledge.pay.keys().map(|id| format::with_article(&context.role_name(id))).collect();
    let name = format::with_article(&context.role_name(role));
    CommandError::unknown(format!(
        "I have no sourced pay figure for {name}; what I have is for {}.",
        format::list(&paid)
    ))
}

/// What is missing, and for which stages there are figures on these terms.
fn no_figure(context: &Context<'_>, role: &str, values: &Values, blocker: &Blocker) -> CommandError {
    if *blocker != Blocker::NoBand {
        return CommandError::unknown("I have no sourced answer for that.");
    }
    let basis = values.basis().unwrap_or(Basis::Permanent);
    let bands = context.knowledge.pay.get(role).map(|s| s.bands.as_slice()).unwrap_or_default();
    let mut known: Vec<String> = bands.iter().filter(|b| b.basis == basis).map(|b| b.stage.clone()).collect();
    known.dedup();
    let asked = values.text("stage").map(|s| format!(" for the {s} stage")).unwrap_or_default();
    let there = match known.as_slice() {
        [] => "there is none for any stage".to_owned(),
        [only] => format!("what I have is for the {only} stage"),
        several => format!("what I have is for the stages {}", format::list(several)),
    };
    CommandError::unknown(format!("I have no sourced pay figure {}{asked}; {there}.", on(basis)))
}

fn on(basis: Basis) -> &'static str {
    match basis {
        Basis::Permanent => "for permanent work",
        Basis::C2c => "on C2C",
        other => format::basis(other),
    }
}
