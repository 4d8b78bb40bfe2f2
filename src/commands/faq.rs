//! `faq`: the questions that have an answer of their own.

use super::{Command, CommandError, Context, Kind, List, Opt, Response, Values};
use crate::answer::Request;

pub(super) const COMMAND: Command = Command {
    name: "faq",
    summary: "Questions with an answer of their own",
    example: "faq remote-work",
    options: &[Opt {
        name: "topic",
        help: "A question, or the topic or id of one; without it, all of them",
        required: false,
        kind: Kind::Article,
    }],
    run,
};

fn run(context: &Context<'_>, values: &Values) -> Result<Response, CommandError> {
    Ok(match values.text("topic") {
        Some(id) => Response::Answer(vec![Request::Article(id.to_owned())]),
        None => Response::List(questions(context)),
    })
}

fn questions(context: &Context<'_>) -> List {
    let slug = |id: &str| id.trim_start_matches("faq/").to_owned();
    let items = context.knowledge.articles.values().map(|a| (Some(slug(&a.id)), a.header.question.clone()));
    List {
        title: "Questions with an answer of their own:".to_owned(),
        items: items.collect(),
        closing: "Ask for one with `faq` and its name, such as `faq remote-work`.".to_owned(),
    }
}
