//! A message as Slack shows it, drawn from what Slack would be sent.

use maud::{Markup, html};

use super::markup::link;
use super::{Controls, Look, sent};
use crate::platform::slack::blocks::{Block, Element, Style, Text};
use crate::platform::slack::message::Message;

/// The message; a private one is seen by the person who asked.
pub(in crate::web) fn message(message: &Message, private: bool, controls: &dyn Controls) -> Markup {
    let body = html! {
        @if message.blocks.is_empty() { div.section { (mrkdwn(message.text.as_str())) } }
        @for block in &message.blocks { (drawn(block, controls)) }
    };
    sent("slack", "APP", private, &body)
}

fn drawn(block: &Block, controls: &dyn Controls) -> Markup {
    html! {
        @match block {
            Block::Header { text } => p.header { (text.as_str()) },
            Block::Section { text, accessory } => {
                div.section { (words(text)) @if let Some(element) = accessory { (control(element, controls)) } }
            }
            Block::Context { elements } => div.context { @for text in elements { div { (words(text)) } } },
            Block::Actions { elements } => div.row { @for element in elements { (control(element, controls)) } },
            Block::Divider => hr;,
            // Inputs stand in windows of their own and never in a message.
            Block::Input { .. } => {}
        }
    }
}

fn control(element: &Element, controls: &dyn Controls) -> Markup {
    match element {
        Element::Button { text, value, style, .. } => {
            let look = match style {
                Some(Style::Primary) => Look::Main,
                Some(Style::Danger) => Look::Danger,
                None => Look::Plain,
            };
            controls.button(value, text.as_str(), look)
        }
        Element::StaticSelect { action_id, placeholder, options, .. } => {
            let options: Vec<_> = options.iter().map(|o| (o.text.as_str().to_owned(), o.value.clone())).collect();
            controls.menu(action_id, placeholder.as_str(), &options)
        }
        Element::ExternalSelect { .. } | Element::PlainTextInput { .. } => Markup::default(),
    }
}

fn words(text: &Text) -> Markup {
    match text {
        Text::Plain(text) => html! { (text) },
        Text::Mrkdwn(markup) => mrkdwn(markup.as_str()),
    }
}

/// The little of Slack's markup that our messages use: bold lines, links, boxes, entities.
fn mrkdwn(text: &str) -> Markup {
    if let Some(boxed) = text.strip_prefix("```").and_then(|rest| rest.strip_suffix("```")) {
        return html! { pre.copied tabindex="0" { (entities(boxed.trim_matches('\n'))) } };
    }
    html! { @for line in text.split('\n').filter(|line| !line.is_empty()) { p { (line_of(line)) } } }
}

fn line_of(line: &str) -> Markup {
    let bold = line.strip_prefix('*').and_then(|rest| rest.split_once('*'));
    match bold.filter(|(inner, _)| !inner.is_empty()) {
        Some((inner, rest)) => html! { strong { (links(inner)) } (links(rest)) },
        None => links(line),
    }
}

/// `<address|words>`: text of ours has no other angle brackets.
fn links(text: &str) -> Markup {
    let Some((before, rest)) = text.split_once('<') else { return html! { (entities(text)) } };
    let Some((inside, after)) = rest.split_once('>') else { return html! { (entities(text)) } };
    let (address, label) = inside.split_once('|').unwrap_or((inside, inside));
    let address = entities(address);
    let web = address.starts_with("https://") || address.starts_with("http://");
    html! {
        (entities(before))
        @if web && label == inside { (link(&address)) }
        @else if web { a href=(address) rel="noopener noreferrer nofollow" target="_blank" { (entities(label)) } }
        @else { (entities(label)) }
        (links(after))
    }
}

fn entities(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_elements_and_nothing_else_does() {
        assert_eq!(mrkdwn("*A &amp; b* [1]").into_string(), "<p><strong>A &amp; b</strong> [1]</p>");
        let html = mrkdwn("[1] X, <https://a.example/?a&amp;b|T &lt;i&gt;>, via").into_string();
        assert!(html.contains("href=\"https://a.example/?a&amp;b\"") && html.contains(">T &lt;i&gt;</a>"), "{html}");
        assert!(!mrkdwn("<javascript:alert(1)|x>").into_string().contains("href"));
        assert!(!mrkdwn("&lt;script&gt;alert(1)&lt;/script&gt;").into_string().contains("<script"));
    }
}
