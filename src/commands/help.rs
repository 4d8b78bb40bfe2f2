//! `help`: what can be asked, from the table of commands and the knowledge base.

use super::{ALL, Command, CommandError, Context, List, Response, Values};
use crate::answer::format;
use crate::knowledge::Knowledge;

pub(super) const COMMAND: Command =
    Command { name: "help", summary: "What can be asked", example: "help", options: &[], run };

fn run(context: &Context<'_>, _: &Values) -> Result<Response, CommandError> {
    let mut items: Vec<(Option<String>, String)> = covered(context.knowledge).into_iter().map(|t| (None, t)).collect();
    items.extend(ALL.iter().map(|c| (Some(usage(c)), c.summary.to_owned())));
    Ok(Response::List(List {
        title: "Ask a question in your own words, or use a command (in a conversation with `/` before it):".to_owned(),
        items,
        closing: "Every answer names its sources; where there is none, I say so.".to_owned(),
    }))
}

/// "salary [role] [stage] [basis]".
fn usage(command: &Command) -> String {
    let options =
        command.options.iter().map(|o| if o.required { o.name.to_uppercase() } else { format!("[{}]", o.name) });
    std::iter::once(command.name.to_owned()).chain(options).collect::<Vec<_>>().join(" ")
}

/// What the knowledge base covers, a line for each kind of question, with an example.
pub fn covered(knowledge: &Knowledge) -> Vec<String> {
    let mut out = Vec::new();
    for role in knowledge.pay.keys().filter_map(|id| knowledge.roles.get(id)) {
        let stages: Vec<String> = role.stage.iter().map(|s| s.id.clone()).collect();
        let name = format::with_article(&role.name);
        out.push(format!("pay of {name}, {}: \"what does a senior {} make?\"", format::list(&stages), role.name));
        out.push(format!("the career of {name}: \"what does it take to reach staff?\""));
    }
    for comparison in knowledge.comparisons.values() {
        let names: Vec<String> =
            comparison.header.roles.iter().filter_map(|id| knowledge.roles.get(id)).map(|r| r.name.clone()).collect();
        out.push(format!("{} side by side: \"how do they differ?\"", format::list(&names)));
    }
    out.extend(topics(knowledge));
    out
}

/// One line a topic of the FAQ, with its first question.
fn topics(knowledge: &Knowledge) -> Vec<String> {
    let mut seen: Vec<&str> = Vec::new();
    let mut out = Vec::new();
    for article in knowledge.articles.values() {
        if !seen.contains(&article.header.topic.as_str()) {
            seen.push(&article.header.topic);
            out.push(format!("{}: \"{}\"", article.header.topic, article.header.question));
        }
    }
    out
}
