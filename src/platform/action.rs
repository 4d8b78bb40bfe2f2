//! What a button says when it is pressed. Everything is in it, so that buttons work after a restart.

use super::cut;
use super::recipe::Recipe;

/// The form of these ids; one of another version gets a polite answer.
const VERSION: &str = "1";

/// What a button, menu or form is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// The answer of an entry helped.
    Helpful(String),
    /// It did not; asks why.
    Unhelpful(String),
    /// A figure in it is wrong; asks which.
    WrongFigure(String),
    /// The form that says why it did not help.
    Reason(String),
    /// The form that says which figure is wrong.
    Figure(String),
    /// What the answer stands on.
    Sources(Recipe),
    /// The page of a long answer, from 1.
    More(usize, Recipe),
    /// Shows a private answer to everyone: the one on the message, or where a platform does not tell it, by its recipe.
    Share(Option<Recipe>),
    /// The answer as plain text, in the same way.
    Copy(Option<Recipe>),
    /// Takes a reply away; for the person with this id, and moderators.
    Delete(String),
    /// Asks this.
    Ask(String),
    /// Asks what was chosen.
    Related,
}

impl Action {
    /// As an id of at most so many UTF-16 units; nothing where it is too long.
    pub fn id(&self, most: usize) -> Option<String> {
        let id = match self {
            Action::Helpful(entry) => format!("{VERSION}:up:{entry}"),
            Action::Unhelpful(entry) => format!("{VERSION}:down:{entry}"),
            Action::WrongFigure(entry) => format!("{VERSION}:wrong:{entry}"),
            Action::Reason(entry) => format!("{VERSION}:reason:{entry}"),
            Action::Figure(entry) => format!("{VERSION}:figure:{entry}"),
            Action::Sources(recipe) => format!("{VERSION}:sources:{recipe}"),
            Action::More(page, recipe) => format!("{VERSION}:more:{page}:{recipe}"),
            Action::Share(recipe) => format!("{VERSION}:share:{}", written(recipe)),
            Action::Copy(recipe) => format!("{VERSION}:copy:{}", written(recipe)),
            Action::Delete(asker) => format!("{VERSION}:delete:{asker}"),
            Action::Ask(question) => format!("{VERSION}:ask:{question}"),
            Action::Related => format!("{VERSION}:related:"),
        };
        (cut::length(&id) <= most).then_some(id)
    }

    /// Reads an id; nothing where it is none of ours, or of another version.
    pub fn parse(id: &str) -> Option<Action> {
        let (kind, rest) = id.strip_prefix(VERSION)?.strip_prefix(':')?.split_once(':')?;
        let rest = rest.to_owned();
        Some(match kind {
            "up" => Action::Helpful(rest),
            "down" => Action::Unhelpful(rest),
            "wrong" => Action::WrongFigure(rest),
            "reason" => Action::Reason(rest),
            "figure" => Action::Figure(rest),
            "sources" => Action::Sources(Recipe::parse(&rest)?),
            "more" => {
                let (page, recipe) = rest.split_once(':')?;
                Action::More(page.parse().ok()?, Recipe::parse(recipe)?)
            }
            "share" => Action::Share(read(&rest)?),
            "copy" => Action::Copy(read(&rest)?),
            "delete" => Action::Delete(rest),
            "ask" => Action::Ask(rest),
            "related" => Action::Related,
            _ => return None,
        })
    }
}

fn written(recipe: &Option<Recipe>) -> String {
    recipe.as_ref().map(Recipe::to_string).unwrap_or_default()
}

/// A recipe or none; nothing where it is neither.
fn read(text: &str) -> Option<Option<Recipe>> {
    if text.is_empty() { Some(None) } else { Recipe::parse(text).map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_comes_back_as_it_was() {
        let entry = || "faq/remote-work".to_owned();
        let recipe = || Recipe::Requests { digest: "0a".to_owned(), short: "a,faq/a+a,faq/b".to_owned() };
        for action in [
            Action::Helpful(entry()),
            Action::Unhelpful(entry()),
            Action::WrongFigure(entry()),
            Action::Reason(entry()),
            Action::Figure(entry()),
            Action::Sources(recipe()),
            Action::More(3, recipe()),
            Action::Share(None),
            Action::Share(Some(recipe())),
            Action::Copy(None),
            Action::Delete("123".to_owned()),
            Action::Ask("What does it pay: 1:2?".to_owned()),
            Action::Related,
        ] {
            assert_eq!(action.id(100).and_then(|id| Action::parse(&id)), Some(action));
        }
    }

    #[test]
    fn what_is_too_long_or_not_ours_is_none() {
        assert_eq!(Action::Ask("é".repeat(101)).id(100), None);
        for foreign in ["", "1", "2:up:x", "1:nothing:x", "share", "1:more:x:e:y", "1:sources:x", "1:share:x"] {
            assert_eq!(Action::parse(foreign), None, "{foreign}");
        }
    }
}
