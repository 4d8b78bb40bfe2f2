//! `offer`: whether an amount is fair.

use super::salary::{BASIS, COUNTRY, ROLE, STAGE, YEARS, answered};
use super::{Command, CommandError, Context, Kind, Opt, Response, Values};
use crate::answer::{Assumptions, EvidenceRequest, Request};
use crate::nlu::target::PayTopic;

pub(super) const COMMAND: Command = Command {
    name: "offer",
    summary: "Where an offer stands in the band",
    example: "offer 170k a year mid",
    options: &[
        Opt { name: "amount", help: "What was offered, such as 170k", required: true, kind: Kind::Amount },
        Opt {
            name: "per",
            help: "Year, month, week, day or hour; without it, by the size",
            required: false,
            kind: Kind::Per,
        },
        ROLE,
        STAGE,
        BASIS,
        YEARS,
        Opt { name: "hours", help: "Hours a day, where a rate is annualized (8)", required: false, kind: Kind::Number },
        Opt {
            name: "days",
            help: "Paid days a year, where a rate is annualized (220)",
            required: false,
            kind: Kind::Number,
        },
        Opt {
            name: "load",
            help: "Percent for leave and insurance of a contractor (25)",
            required: false,
            kind: Kind::Number,
        },
        COUNTRY,
    ],
    run,
};

fn run(context: &Context<'_>, values: &Values) -> Result<Response, CommandError> {
    let response = answered(context, values, PayTopic::Offer)?;
    let Response::Answer(requests) = response else { return Ok(response) };
    let with = |request| match request {
        Request::Annual(pay, amounts, _) => Request::Annual(pay, amounts, assumed(values)),
        Request::Evidence(evidence) => Request::Evidence(EvidenceRequest { assumed: assumed(values), ..evidence }),
        // Whoever changes the assumptions wants the rate by the year.
        Request::Offer(pay, amount) if changes(values) && amount.is_rate(&pay.bases) => {
            Request::Annual(pay, vec![amount], assumed(values))
        }
        other => other,
    };
    Ok(Response::Answer(requests.into_iter().map(with).collect()))
}

fn changes(values: &Values) -> bool {
    ["hours", "days", "load"].into_iter().any(|name| values.has(name))
}

fn assumed(values: &Values) -> Assumptions {
    let usual = Assumptions::default();
    let given = |name: &str, usual: f64| values.number(name).map_or(usual, f64::from);
    Assumptions {
        hours: given("hours", usual.hours),
        days: given("days", usual.days),
        load: given("load", usual.load * 100.0) / 100.0,
    }
}
