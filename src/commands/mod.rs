//! The commands that every platform has: one file each, one line each in [`ALL`].
//!
//! The terminal's subcommands, the registrations of Discord and Slack and the help pages come from this table.

mod ask;
mod career;
mod compare;
mod entry;
mod error;
mod faq;
mod find;
mod help;
mod kind;
mod litmus;
mod offer;
mod paid;
mod quick;
mod reply;
mod salary;
mod sources;
mod steward;
mod suggest;
mod values;
mod words;

pub use entry::{name_of, phrasings_of, requests_of, subjects_of};
pub use error::CommandError;
pub use help::covered;
pub use kind::{Choice, Kind};
pub use reply::{reply, reply_to};
pub use steward::{Steward, steward};
pub use suggest::suggest;
pub use values::{Value, Values};
pub use words::assign;

use crate::answer::Request;
use crate::knowledge::Knowledge;

/// Every command, in the order in which help shows them.
pub const ALL: &[Command] = &[
    ask::COMMAND,
    salary::COMMAND,
    offer::COMMAND,
    compare::COMMAND,
    litmus::COMMAND,
    career::COMMAND,
    faq::COMMAND,
    quick::COMMAND,
    sources::COMMAND,
    help::COMMAND,
];

/// The command of that name.
pub fn named(name: &str) -> Option<&'static Command> {
    ALL.iter().find(|command| command.name == name)
}

/// "/salary senior c2c".
pub fn typed(name: &str, given: &[(String, String)]) -> String {
    given.iter().fold(format!("/{name}"), |line, (_, value)| format!("{line} {value}"))
}

/// A command.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// One word, lower case.
    pub name: &'static str,
    /// What it does, in a line.
    pub summary: &'static str,
    /// An example, without the platform's own mark before it.
    pub example: &'static str,
    /// What it takes, in the order in which values are shown.
    pub options: &'static [Opt],
    /// From values to what is to be answered.
    pub run: fn(&Context<'_>, &Values) -> Result<Response, CommandError>,
}

/// A value that a command takes.
#[derive(Debug, Clone, Copy)]
pub struct Opt {
    /// One word, lower case.
    pub name: &'static str,
    /// What it means, in a few words.
    pub help: &'static str,
    /// Whether the command needs it.
    pub required: bool,
    /// What can be given.
    pub kind: Kind,
}

/// What a command works with.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// What is known.
    pub knowledge: &'a Knowledge,
}

/// What a command comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Response {
    /// What is to be answered.
    Answer(Vec<Request>),
    /// What there is to choose from.
    List(List),
    /// A question in somebody's own words, for the bot.
    Question(String),
}

/// What there is to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// What the items are.
    pub title: String,
    /// Each with its id, if it has one, and its text.
    pub items: Vec<(Option<String>, String)>,
    /// What to do with them.
    pub closing: String,
}

impl List {
    /// As lines of text.
    pub fn text(&self) -> String {
        let line = |(id, text): &(Option<String>, String)| match id {
            Some(id) => format!("- {id}: {text}"),
            None => format!("- {text}"),
        };
        let items: Vec<String> = self.items.iter().map(line).collect();
        format!("{}\n{}\n\n{}", self.title, items.join("\n"), self.closing)
    }
}

impl Context<'_> {
    /// The role that is meant where none is named: the one with pay and a career.
    fn role(&self, values: &Values) -> Result<String, CommandError> {
        if let Some(role) = values.text("role") {
            return Ok(role.to_owned());
        }
        let mut paid = self.knowledge.pay.keys();
        match (paid.next(), paid.next()) {
            (Some(only), None) => Ok(only.clone()),
            _ => Err(CommandError::missing("role", &Kind::Role.choices(self.knowledge))),
        }
    }

    /// The name of a role as it is shown.
    fn role_name(&self, id: &str) -> String {
        self.knowledge.roles.get(id).map_or_else(|| id.to_owned(), |role| role.name.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Tree;

    #[test]
    fn every_example_works() {
        let knowledge = Knowledge::load(&Tree::embedded()).unwrap();
        for command in ALL {
            let mut words = command.example.split_whitespace();
            assert_eq!(words.next(), Some(command.name));
            let words: Vec<&str> = words.collect();
            let values = assign(command, &knowledge, &words, Values::default()).unwrap();
            let response = (command.run)(&Context { knowledge: &knowledge }, &values);
            assert!(response.is_ok(), "{}: {response:?}", command.example);
        }
    }

    #[test]
    fn platforms_accept_the_table() {
        let plain = |name: &str| name.len() <= 32 && name.bytes().all(|b| b.is_ascii_lowercase());
        for command in ALL {
            assert!(plain(command.name) && command.summary.len() <= 100, "{}", command.name);
            assert!(command.options.len() <= 25);
            let late = command.options.iter().skip_while(|o| o.required).any(|o| o.required);
            assert!(!late, "{}: required options come first", command.name);
            assert!(command.options.iter().all(|o| plain(o.name) && o.help.len() <= 100), "{}", command.name);
        }
    }
}
