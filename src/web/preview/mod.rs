//! Messages drawn as platforms show them, from what their renderers made.

pub(super) mod discord;
mod markup;
pub(super) mod slack;

pub(super) use markup::link;
use maud::{Markup, html};

/// What a button or a menu of a message leads to on this page.
pub(super) trait Controls {
    /// A button, by the id that the renderer gave it.
    fn button(&self, id: &str, label: &str, look: Look) -> Markup;
    /// A menu, by its id: what there is to choose, as label and value.
    fn menu(&self, id: &str, placeholder: &str, options: &[(String, String)]) -> Markup;
}

/// How much a button asks to be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Main,
    Plain,
    Danger,
}

impl Look {
    /// As the stylesheet calls it.
    pub(super) fn class(self) -> &'static str {
        match self {
            Look::Main => "btn main",
            Look::Plain => "btn",
            Look::Danger => "btn danger",
        }
    }
}

/// A message with its sender before it.
fn sent(class: &str, badge: &str, private: bool, body: &Markup) -> Markup {
    html! {
        div.msg.(class) {
            span.face aria-hidden="true" { "r" }
            div.said {
                p.who { b { "rolecall" } " " span.badge { (badge) } }
                (body)
                @if private { p.private { "Only you can see this" } }
            }
        }
    }
}
