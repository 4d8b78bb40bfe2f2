//! `faq`: the questions that have an answer of their own.

use super::{Command, CommandError, Context, Kind, List, Opt, Response, Values};
use crate::answer::Request;

pub(super) const COMMAND: Command = Command {
    name: "faq",
    summary: "Questions with an answer of their own",
    example: "faq remote-work",
    options: &[Opt {
        name: "topic",
        help: "A question or the id of one; a topic lists its questions, nothing lists all",
        required: false,
        kind: Kind::Article,
    }],
    run,
};

fn run(context: &Context<'_>, values: &Values) -> Result<Response, CommandError> {
    Ok(match values.text("topic") {
        Some(id) if context.knowledge.articles.contains_key(id) => {
            Response::Answer(vec![Request::Article(id.to_owned())])
        }
        topic => Response::List(questions(context, topic)),
    })
}

/// The questions of a topic, or all of them.
fn questions(context: &Context<'_>, topic: Option<&str>) -> List {
    let slug = |id: &str| id.trim_start_matches("faq/").to_owned();
    let asked = context.knowledge.articles.values().filter(|a| topic.is_none_or(|t| a.header.topic == t));
    let items = asked.map(|a| (Some(slug(&a.id)), a.header.question.clone()));
    List {
        title: "Questions with an answer of their own:".to_owned(),
        items: items.collect(),
        closing: "Ask for one with `faq` and its name, such as `faq remote-work`.".to_owned(),
    }
}
