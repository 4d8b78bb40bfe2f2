//! Answers made again from their recipes: what buttons ask for.

use sha2::{Digest as _, Sha256};

use super::answering::{Answering, Asker};
use super::recipe::Recipe;
use crate::answer::{Outcome, Reply, text};
use crate::commands::{self, CommandError};

/// Bytes of a digest: enough to tell one answer of a person from the next.
const DIGEST: usize = 4;

impl Answering {
    /// The reply to a line such as `salary senior c2c` or `ask is 170k fair?`; nothing where it is no command.
    pub fn line(&self, line: &str, asker: &Asker) -> Option<Result<Reply, CommandError>> {
        let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        commands::named(name).map(|command| self.words(command, rest, asker))
    }

    /// The answer, made again; nothing where it is no longer the same, or not there.
    pub fn again(&self, recipe: &Recipe, asker: &Asker) -> Option<Reply> {
        let asker = &asker.unwritten();
        let reply = match recipe {
            Recipe::Entry(entries) => self.entry(entries, asker),
            Recipe::Command(name, given) => self.command(commands::named(name)?, given, asker).ok(),
            Recipe::Line { digest, line } => self.line(line, asker)?.ok().filter(|reply| digest_of(reply) == *digest),
        };
        reply.filter(|reply| reply.outcome != Outcome::Ignored)
    }

    /// What the answer stands on.
    pub fn sources_of(&self, recipe: &Recipe, asker: &Asker) -> Option<Reply> {
        let entries = match recipe {
            Recipe::Entry(entries) => entries.clone(),
            _ => {
                let entries: Vec<String> = self.again(recipe, asker)?.answers.into_iter().map(|a| a.entry).collect();
                entries.join("+")
            }
        };
        self.sources(&entries, asker)
    }
}

/// Tells one answer from another.
pub fn digest_of(reply: &Reply) -> String {
    let hash = Sha256::digest(text::render(reply).as_bytes());
    hash.iter().take(DIGEST).map(|byte| format!("{byte:02x}")).collect()
}
