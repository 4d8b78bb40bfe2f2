//! `offer`: whether an amount is fair.

use super::salary::{BASIS, ROLE, STAGE, YEARS, answered};
use super::{Command, CommandError, Context, Kind, Opt, Response, Values};
use crate::nlu::target::PayTopic;

pub(super) const COMMAND: Command = Command {
    name: "offer",
    summary: "Where an offer stands in the band",
    example: "offer 170k a year mid",
    options: &[
        Opt { name: "amount", help: "What was offered, such as 170k", required: true, kind: Kind::Amount },
        Opt { name: "per", help: "Year, day or hour; without it, by the size", required: false, kind: Kind::Per },
        ROLE,
        STAGE,
        BASIS,
        YEARS,
    ],
    run,
};

fn run(context: &Context<'_>, values: &Values) -> Result<Response, CommandError> {
    answered(context, values, PayTopic::Offer)
}
