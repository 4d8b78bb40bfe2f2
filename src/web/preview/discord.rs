//! A message as Discord shows it, drawn from what Discord would be sent.

use maud::{Markup, html};

use super::markup::{blocks, inline};
use super::{Controls, Look, sent};
use crate::platform::discord::payload::{Component, Embed, Payload, Row};

/// The message.
pub(in crate::web) fn message(payload: &Payload, controls: &dyn Controls) -> Markup {
    let body = html! {
        @if !payload.content.is_empty() { div.content { (blocks(&payload.content)) } }
        @for embed in &payload.embeds { (framed(embed)) }
        @for row in &payload.components { (components(row, controls)) }
    };
    sent("discord", "APP", payload.is_private(), &body)
}

fn framed(embed: &Embed) -> Markup {
    html! {
        div class=(format!("embed {}", bar(embed.color))) {
            @if let Some(author) = &embed.author { p.author { (author.name) } }
            div.description { (blocks(&embed.description)) }
            @for field in &embed.fields {
                div.field { p.name { (inline(&field.name)) } div.value { (blocks(&field.value)) } }
            }
            @if let Some(footer) = &embed.footer { p.footer { (footer.text) } }
        }
    }
}

/// The bar on the left; styles may not stand in the page, so each color of ours is a class.
fn bar(color: u32) -> &'static str {
    match color {
        0x002e_7d32 => "good",
        0x00f9_a825 => "unsure",
        _ => "plain",
    }
}

fn components(row: &Row, controls: &dyn Controls) -> Markup {
    html! {
        div.row {
            @for component in &row.components {
                @match component {
                    Component::Button { style, label, custom_id, .. } => (controls.button(custom_id, label, look(*style))),
                    Component::Menu { custom_id, placeholder, options, .. } => {
                        @let options: Vec<_> = options.iter().map(|o| (o.label.clone(), o.value.clone())).collect();
                        (controls.menu(custom_id, placeholder, &options))
                    }
                    // Forms open in a window of their own and never stand in a message.
                    Component::Input { .. } => {}
                }
            }
        }
    }
}

fn look(style: u8) -> Look {
    match style {
        1 => Look::Main,
        4 => Look::Danger,
        _ => Look::Plain,
    }
}
