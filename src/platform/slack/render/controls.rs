//! Buttons and menus below a reply. A message that one person sees is not told back by Slack when a button of it is
//! pressed, so every button carries what it needs.

use crate::answer::{Outcome, Reply};
use crate::platform::action::Action;
use crate::platform::recipe::Recipe;

use super::super::blocks::{Block, Choice, Element, Style, Text};
use super::limits::{CHOICE, CHOICES, LABEL, VALUE, cut, length};
use super::{Audience, View};

/// What the ids of buttons that ask something begin with; a number follows.
pub const ASK: &str = "ask";
/// Readings that are offered.
const READINGS: usize = 10;

/// Everything below a reply.
pub(super) fn rows(reply: &Reply, view: &View, pages: usize) -> Vec<Block> {
    let mut rows = Vec::new();
    match reply.outcome {
        Outcome::Clarify => rows.extend(choices(reply)),
        _ => rows.extend(related(reply)),
    }
    let recipe = fitting(view, reply);
    let mut buttons: Vec<Option<Element>> = Vec::new();
    if view.page + 1 < pages {
        let more = |recipe: &Recipe| button("more", "More", &Action::More(view.page + 1, recipe.clone()), true);
        buttons.push(recipe.as_ref().and_then(more));
    }
    if reply.outcome == Outcome::Answered && !reply.answers.is_empty() {
        buttons.extend(feedback(reply, recipe.as_ref()));
    }
    buttons.extend(passing_on(reply, view, recipe));
    let elements: Vec<Element> = buttons.into_iter().flatten().collect();
    rows.extend((!elements.is_empty()).then_some(Block::Actions { elements }));
    rows
}

/// How to make the answer again, in few enough words for a button.
fn fitting(view: &View, reply: &Reply) -> Option<Recipe> {
    let fits = |recipe: &Recipe| Action::More(9_999, recipe.clone()).id(VALUE).is_some();
    view.recipe.clone().filter(fits).or_else(|| Recipe::of(reply).filter(fits))
}

fn feedback(reply: &Reply, recipe: Option<&Recipe>) -> Vec<Option<Element>> {
    let entry = reply.answers.first().map(|a| a.entry.clone()).unwrap_or_default();
    vec![
        button("up", "Helpful", &Action::Helpful(entry.clone()), false),
        button("down", "Not helpful", &Action::Unhelpful(entry.clone()), false),
        button("wrong", "Report a wrong figure", &Action::WrongFigure(entry), false),
        recipe.and_then(|recipe| button("sources", "Sources", &Action::Sources(recipe.clone()), false)),
    ]
}

fn passing_on(reply: &Reply, view: &View, recipe: Option<Recipe>) -> Vec<Option<Element>> {
    match &view.audience {
        Audience::Private if reply.answers.is_empty() || recipe.is_none() => Vec::new(),
        Audience::Private => vec![
            button("share", "Share in channel", &Action::Share(recipe.clone()), true),
            button("copy", "Copy as text", &Action::Copy(recipe), false),
        ],
        Audience::Public { asker } => vec![
            recipe.and_then(|recipe| button("copy", "Copy as text", &Action::Copy(Some(recipe)), false)),
            delete(asker),
        ],
    }
}

fn delete(asker: &str) -> Option<Element> {
    let value = Action::Delete(asker.to_owned()).id(VALUE)?;
    let (action_id, text) = ("delete".to_owned(), Text::plain("Delete"));
    Some(Element::Button { action_id, text, value, style: Some(Style::Danger) })
}

/// The readings, one button each.
fn choices(reply: &Reply) -> Option<Block> {
    let buttons = distinct(&reply.suggestions).into_iter().enumerate();
    let button = |(at, question): (usize, &String)| {
        button(&format!("{ASK}{at}"), question, &Action::Ask(question.clone()), true)
    };
    let elements: Vec<Element> = buttons.filter_map(button).take(READINGS).collect();
    (!elements.is_empty()).then_some(Block::Actions { elements })
}

/// What to ask next, as a menu.
fn related(reply: &Reply) -> Option<Block> {
    let fitting = distinct(&reply.suggestions).into_iter().filter(|q| length(q) <= CHOICE);
    let options: Vec<Choice> =
        fitting.take(CHOICES).map(|q| Choice { text: Text::plain(cut(q, LABEL)), value: q.clone() }).collect();
    let menu = Element::StaticSelect {
        action_id: "related".to_owned(),
        placeholder: Text::plain("You could also ask…"),
        initial_option: None,
        options,
    };
    let empty = matches!(&menu, Element::StaticSelect { options, .. } if options.is_empty());
    (!empty).then(|| Block::Actions { elements: vec![menu] })
}

fn distinct(questions: &[String]) -> Vec<&String> {
    let mut seen: Vec<&String> = Vec::new();
    for question in questions.iter().filter(|q| !q.trim().is_empty()) {
        if !seen.contains(&question) {
            seen.push(question);
        }
    }
    seen
}

fn button(action_id: &str, label: &str, action: &Action, main: bool) -> Option<Element> {
    let text = Text::plain(cut(label, LABEL));
    let style = main.then_some(Style::Primary);
    Some(Element::Button { action_id: action_id.to_owned(), text, value: action.id(VALUE)?, style })
}
