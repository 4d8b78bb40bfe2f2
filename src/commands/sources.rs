//! `sources`: what is known from where.

use super::entry::requests_of;
use super::{Command, CommandError, Context, Kind, List, Opt, Response, Values};
use crate::answer::Request;
use crate::knowledge::Source;

pub(super) const COMMAND: Command = Command {
    name: "sources",
    summary: "All sources, or what one entry stands on",
    example: "sources pay/mlops-engineer/senior",
    options: &[Opt { name: "entry", help: "The id of an entry", required: false, kind: Kind::Entry }],
    run,
};

fn run(context: &Context<'_>, values: &Values) -> Result<Response, CommandError> {
    let Some(entry) = values.text("entry") else { return Ok(Response::List(all(context))) };
    let requests = requests_of(context.knowledge, entry);
    if requests.is_empty() {
        return Err(CommandError::unknown(format!("`{entry}` is a subject without a sourced answer.")));
    }
    Ok(Response::Answer(requests.into_iter().map(|r| Request::Sources(Box::new(r))).collect()))
}

fn all(context: &Context<'_>) -> List {
    let sources = &context.knowledge.sources;
    List {
        title: format!("{} sources:", sources.len()),
        items: sources.values().map(|s| (Some(s.id.clone()), described(context, s))).collect(),
        closing: "`sources` and the id of an entry shows what it stands on.".to_owned(),
    }
}

fn described(context: &Context<'_>, source: &Source) -> String {
    let date = source.published.map_or_else(|| "undated".to_owned(), |d| d.display());
    let via = source.via.as_ref().and_then(|id| context.knowledge.sources.get(id));
    let via = via.map(|v| format!(", via {}, {}", v.publisher, v.title)).unwrap_or_default();
    let url = source.url.as_ref().map(|u| format!(" {u}")).unwrap_or_default();
    format!("{}, {}, {date}{via}{url}", source.publisher, source.title)
}
