//! Messages of ours, made into something else: plain text to pass on, or a copy for everyone.

use serenity::model::channel::Embed as Sent;

use crate::platform::action::Action;

use super::super::payload::{Author, Component, Embed, Field, Footer, Payload, Row};
use super::limits::{self, CONTENT, CUSTOM_ID, DESCRIPTION};
use super::markdown;

/// Around text that is shown with a button to copy it.
const FENCE: usize = "```\n\n```".len();

/// The text of our message in a box that can be copied, for one person.
pub fn plain(embeds: &[Sent]) -> Payload {
    // Three backticks would end the box.
    let text = embeds.iter().map(text_of).collect::<Vec<_>>().join("\n\n").replace("```", "'''");
    let boxed = |text: &str| format!("```\n{text}\n```");
    if limits::length(&text) + FENCE <= CONTENT {
        return Payload::text(boxed(&text)).private(true);
    }
    let description = boxed(&limits::cut(&text, DESCRIPTION - FENCE));
    let embed = Embed { description, ..Embed::default() };
    Payload::framed(vec![embed], Vec::new()).private(true)
}

fn text_of(embed: &Sent) -> String {
    let mut blocks: Vec<String> = Vec::new();
    blocks.extend(embed.author.as_ref().map(|a| a.name.clone()));
    blocks.extend(embed.description.as_ref().map(|d| markdown::plain(d)));
    blocks.extend(embed.footer.as_ref().map(|f| format!("({})", f.text)));
    let sources: Vec<String> = embed.fields.iter().map(|f| markdown::plain(&f.value)).collect();
    if !sources.is_empty() {
        blocks.push(format!("Sources:\n{}", sources.join("\n")));
    }
    blocks.join("\n")
}

/// Our message again, for everyone, with who shows it.
pub fn shared(embeds: &[Sent], name: &str, asker: &str) -> Payload {
    let button = |id| Component::Button { kind: 2, style: 4, label: "Delete".to_owned(), custom_id: id };
    let delete = Action::Delete(asker.to_owned()).id(CUSTOM_ID).map(button);
    let embeds = embeds.iter().take(1).map(again).collect();
    let mut payload = Payload::framed(embeds, delete.map(|d| Row::of(vec![d])).into_iter().collect());
    payload.content = limits::cut(&format!("Shared by **{}**", markdown::escape(name)), CONTENT);
    payload
}

fn again(embed: &Sent) -> Embed {
    Embed {
        author: embed.author.as_ref().map(|a| Author { name: a.name.clone() }),
        description: embed.description.clone().unwrap_or_default(),
        color: embed.colour.map_or(0, |c| c.0),
        fields: embed.fields.iter().map(|f| Field { name: f.name.clone(), value: f.value.clone() }).collect(),
        footer: embed.footer.as_ref().map(|f| Footer { text: f.text.clone() }),
    }
}
