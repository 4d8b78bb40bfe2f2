//! `quick`: prepared answers by name, to pass on.

use super::{Command, CommandError, Context, Kind, List, Opt, Response, Values, requests_of};

pub(super) const COMMAND: Command = Command {
    name: "quick",
    summary: "A prepared answer by name, to share; without a name, all of them",
    example: "quick pay/mlops-engineer/senior",
    options: &[Opt { name: "name", help: "Part of its name", required: false, kind: Kind::Prepared }],
    run,
};

fn run(context: &Context<'_>, values: &Values) -> Result<Response, CommandError> {
    Ok(match values.text("name") {
        Some(entry) => Response::Answer(requests_of(context.knowledge, entry)),
        None => Response::List(all(context)),
    })
}

fn all(context: &Context<'_>) -> List {
    let choices = Kind::Prepared.choices(context.knowledge);
    List {
        title: format!("{} prepared answers:", choices.len()),
        items: choices.into_iter().map(|c| (Some(c.value), c.label)).collect(),
        closing: "`quick` and a name shows one, such as `quick pay/mlops-engineer/senior`.".to_owned(),
    }
}
