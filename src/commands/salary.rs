//! `salary`: what a role is paid.

use super::{Command, CommandError, Context, Kind, Opt, Response, Values, paid};
use crate::answer::{self, Assumptions, EvidenceRequest, Request, format};
use crate::bot::{Blocker, Slots, amount, requests};
use crate::evidence::files::Visibility;
use crate::knowledge::{Basis, Currency};
use crate::nlu::Target;
use crate::nlu::target::PayTopic;

pub(super) const COMMAND: Command = Command {
    name: "salary",
    summary: "What a role is paid, by stage and terms",
    example: "salary senior c2c",
    options: &[ROLE, STAGE, BASIS, YEARS, COUNTRY, YEAR, REMOTE],
    run,
};

pub(super) const ROLE: Opt =
    Opt { name: "role", help: "The role; without it, the MLOps engineer", required: false, kind: Kind::Payee };
pub(super) const STAGE: Opt =
    Opt { name: "stage", help: "The career stage, such as senior", required: false, kind: Kind::Stage };
pub(super) const BASIS: Opt =
    Opt { name: "basis", help: "Permanent, contract, W2 or C2C", required: false, kind: Kind::Basis };
pub(super) const YEARS: Opt =
    Opt { name: "years", help: "Years of experience, in place of a stage", required: false, kind: Kind::Years };
pub(super) const COUNTRY: Opt =
    Opt { name: "country", help: "A country; without it, the United States", required: false, kind: Kind::Country };
const YEAR: Opt =
    Opt { name: "year", help: "The year of pay records, such as 2024", required: false, kind: Kind::Year };
const REMOTE: Opt =
    Opt { name: "remote", help: "Pay records of remote, hybrid or on-site work", required: false, kind: Kind::Remote };

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
    if !context.knowledge.pay.contains_key(&role) || asks_for_records(values) {
        return evidence(context, values, role);
    }
    let slots = Slots {
        role: Some(role.clone()),
        stages: values.list("stage"),
        years: values.years(),
        bases: values.basis().into_iter().collect(),
        money: values.money().into_iter().collect(),
        ..Slots::default()
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

/// Whether something was given that only records can tell.
fn asks_for_records(values: &Values) -> bool {
    let abroad = values.text("country").is_some_and(|country| country != "US");
    let foreign = values.money().and_then(|money| money.currency).is_some_and(|currency| currency != Currency::Usd);
    abroad || foreign || values.has("year") || values.has("remote")
}

/// Pay by records and official statistics.
fn evidence(context: &Context<'_>, values: &Values, role: String) -> Result<Response, CommandError> {
    let ours = context.knowledge.pay.contains_key(&role);
    let bases: Vec<Basis> = values.basis().into_iter().collect();
    let country = country(context, values)?;
    let own = country.as_deref().and_then(|code| context.knowledge.evidence.country(code)?.currency);
    let amount = values.money().map(|money| amount(money, &bases).paid_in(own));
    let request = EvidenceRequest {
        subjects: vec![role],
        stage: values.text("stage").map(str::to_owned),
        years: values.years(),
        country,
        year: values.text("year").and_then(|y| y.parse().ok()),
        remote: values.text("remote").and_then(|r| r.parse().ok()),
        official: false,
        amounts: amount.into_iter().collect(),
        bases,
        assumed: Assumptions::default(),
        audience: Visibility::Public,
        outlook: None,
    };
    let abroad = request.country.as_deref().is_some_and(|country| country != "US");
    let contract = values.basis().is_some_and(|basis| basis != Basis::Permanent) && request.amounts.is_empty();
    let nothing = || {
        let said = answer::lack(context.knowledge, &request);
        CommandError::unknown(said.unwrap_or_else(|| "I have no sourced answer for that.".to_owned()))
    };
    if contract {
        let name = subject_name(context, &request.subjects[0]);
        return Err(CommandError::unknown(format!(
            "I have no sourced contract rate for {}; what I have are salaries.",
            format::with_article(&name)
        )));
    }
    // What the guide covers is known for the United States alone.
    if ours && abroad || answer::compose(context.knowledge, &Request::Evidence(request.clone()), DAY).is_none() {
        return Err(nothing());
    }
    Ok(Response::Answer(vec![Request::Evidence(request)]))
}

/// The country that was named; else the one in which people are paid in the currency that was.
fn country(context: &Context<'_>, values: &Values) -> Result<Option<String>, CommandError> {
    let named = values.text("country").map(str::to_owned);
    match values.money().and_then(|money| money.currency) {
        Some(currency) if named.is_none() && currency != Currency::Usd => {
            let only = paid::country_of(context.knowledge, currency);
            let of_many = || {
                let paid = format::currency(currency);
                CommandError::invalid(format!("many countries pay in {paid}")).hint("name one, such as `Germany`")
            };
            only.map(Some).ok_or_else(of_many)
        }
        _ => Ok(named),
    }
}

/// Whether there is an answer does not depend on the day.
pub(super) const DAY: jiff::civil::Date = jiff::civil::Date::constant(2026, 1, 1);

/// The name of a role, title or occupation as it is shown.
pub(super) fn subject_name(context: &Context<'_>, id: &str) -> String {
    let subject = || context.knowledge.evidence.subject_by_id(id).map_or_else(|| id.to_owned(), |s| s.name.clone());
    context.knowledge.roles.get(id).map_or_else(subject, |role| role.name.clone())
}

fn has_band(context: &Context<'_>, pay: &crate::answer::PayRequest) -> bool {
    let bands = context.knowledge.pay.get(&pay.role).map(|s| s.bands.as_slice()).unwrap_or_default();
    let wanted = if pay.bases.is_empty() { vec![Basis::Permanent] } else { pay.bases.clone() };
    bands.iter().any(|b| wanted.contains(&b.basis) && (pay.stages.is_empty() || pay.stages.contains(&b.stage)))
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
