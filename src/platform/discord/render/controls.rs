//! Buttons and menus below a reply.

use crate::answer::{Outcome, Reply};
use crate::platform::action::Action;
use crate::platform::recipe::Recipe;

use super::super::payload::{Component, MenuItem, Row};
use super::limits::{self, BUTTON, CUSTOM_ID, ITEM, ITEMS, ROW};
use super::{Audience, View};

const MAIN: u8 = 1;
const PLAIN: u8 = 2;
const DANGER: u8 = 4;
/// Rows of choices, at most.
const CHOICE_ROWS: usize = 2;

/// Everything below a reply; at most five rows.
pub(super) fn rows(reply: &Reply, view: &View, pages: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    match reply.outcome {
        Outcome::Clarify => rows.extend(choices(reply)),
        _ => rows.extend(related(reply)),
    }
    let mut buttons = Vec::new();
    if view.page + 1 < pages {
        let more = |recipe| Action::More(view.page + 1, recipe);
        buttons.push(made_again(reply, view).iter().find_map(|r| button(MAIN, "More", &more(r.clone()))));
    }
    if reply.outcome == Outcome::Answered && !reply.answers.is_empty() {
        buttons.extend(feedback(reply, view));
    }
    buttons.extend(passing_on(reply, view));
    let buttons: Vec<Component> = buttons.into_iter().flatten().collect();
    rows.extend(buttons.chunks(ROW).map(|row| Row::of(row.to_vec())));
    rows
}

/// How to make the reply again, the surest way first; a button has no room for some.
fn made_again(reply: &Reply, view: &View) -> Vec<Recipe> {
    [Recipe::of(reply), view.recipe.clone()].into_iter().flatten().collect()
}

/// How to make its answers again: what else was said has no sources.
fn sources_of(reply: &Reply, view: &View) -> Vec<Recipe> {
    made_again(&Reply { notes: Vec::new(), ..reply.clone() }, view)
}

fn feedback(reply: &Reply, view: &View) -> Vec<Option<Component>> {
    let entry = reply.answers.first().map(|a| a.entry.clone()).unwrap_or_default();
    vec![
        button(PLAIN, "Helpful", &Action::Helpful(entry.clone())),
        button(PLAIN, "Not helpful", &Action::Unhelpful(entry.clone())),
        button(PLAIN, "Report a wrong figure", &Action::WrongFigure(entry)),
        sources_of(reply, view).into_iter().find_map(|recipe| button(PLAIN, "Sources", &Action::Sources(recipe))),
    ]
}

fn passing_on(reply: &Reply, view: &View) -> Vec<Option<Component>> {
    match &view.audience {
        Audience::Private if reply.answers.is_empty() => Vec::new(),
        Audience::Private => {
            vec![
                button(MAIN, "Share in channel", &Action::Share(None)),
                button(PLAIN, "Copy as text", &Action::Copy(None)),
            ]
        }
        Audience::Public { asker } => vec![button(DANGER, "Delete", &Action::Delete(asker.clone()))],
    }
}

/// The readings, one button each.
fn choices(reply: &Reply) -> Vec<Row> {
    let mut seen: Vec<&String> = Vec::new();
    for question in &reply.suggestions {
        if !seen.contains(&question) {
            seen.push(question);
        }
    }
    let buttons: Vec<Component> =
        seen.iter().filter_map(|q| button(MAIN, q, &Action::Ask((*q).clone()))).take(CHOICE_ROWS * ROW).collect();
    buttons.chunks(ROW).map(|row| Row::of(row.to_vec())).collect()
}

/// What to ask next, as a menu.
fn related(reply: &Reply) -> Option<Row> {
    let mut options: Vec<MenuItem> = Vec::new();
    for question in reply.suggestions.iter().filter(|q| !q.is_empty() && limits::length(q) <= ITEM) {
        if options.len() < ITEMS && !options.iter().any(|o| o.value == *question) {
            options.push(MenuItem { label: question.clone(), value: question.clone() });
        }
    }
    let custom_id = Action::Related.id(CUSTOM_ID)?;
    let menu = Component::Menu { kind: 3, custom_id, placeholder: "You could also ask…".to_owned(), options };
    matches!(&menu, Component::Menu { options, .. } if !options.is_empty()).then(|| Row::of(vec![menu]))
}

fn button(style: u8, label: &str, action: &Action) -> Option<Component> {
    let label = limits::cut(label, BUTTON);
    (!label.is_empty()).then_some(())?;
    Some(Component::Button { kind: 2, style, label, custom_id: action.id(CUSTOM_ID)? })
}
