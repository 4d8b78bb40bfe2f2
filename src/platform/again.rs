//! Answers made again from their recipes: what buttons ask for.

use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tokio::time::timeout;

use super::answering::{Answering, Asker, together};
use super::recipe::Recipe;
use super::shorthand;
use crate::answer::{Outcome, Reply, Request, compose};
use crate::commands::{self, CommandError};
use crate::hex::hex;

/// Bytes of a digest: enough to tell one answer of a person from the next.
const DIGEST: usize = 4;
/// How long a question is looked for: whoever pressed a button waits.
const PATIENCE: Duration = Duration::from_millis(800);

impl Recipe {
    /// By what its answers answer; nothing where more was said than answers, or where that cannot be written in short.
    pub fn of(reply: &Reply) -> Option<Recipe> {
        if reply.answers.is_empty() || !reply.notes.is_empty() {
            return None;
        }
        let requests: Option<Vec<&Request>> = reply.answers.iter().map(|answer| answer.request.as_deref()).collect();
        let short = shorthand::written(requests?)?;
        Some(Recipe::Requests { digest: digest_of(reply), short })
    }

    /// By the question, which is written down under the name of what asked.
    pub fn asked(reply: &Reply, asker: &Asker) -> Recipe {
        Recipe::Asked { digest: digest_of(reply), event: format!("{}/{}", asker.platform, asker.event) }
    }
}

impl Answering {
    /// The reply to a line such as `salary senior c2c` or `ask is 170k fair?`; nothing where it is no command.
    pub fn line(&self, line: &str, asker: &Asker) -> Option<Result<Reply, CommandError>> {
        let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        commands::named(name).map(|command| self.words(command, rest, asker))
    }

    /// A recipe that needs no store: a question that was written down is looked up. Nothing where it is not there.
    pub async fn found(&self, recipe: Recipe) -> Option<Recipe> {
        let Recipe::Asked { digest, event } = recipe else { return Some(recipe) };
        let question = timeout(PATIENCE, self.journal()?.store().question(&event)).await;
        let question = question.ok()?.inspect_err(|error| tracing::warn!(%error, "a question is not looked up"));
        question.ok()?.map(|text| Recipe::Line { digest, line: format!("ask {text}") })
    }

    /// The answer, made again; nothing where it is no longer the same, or not there.
    pub fn again(&self, recipe: &Recipe, asker: &Asker) -> Option<Reply> {
        let asker = &asker.unwritten();
        let same = |reply: Reply, digest: &String| (digest_of(&reply) == *digest).then_some(reply);
        let reply = match recipe {
            Recipe::Requests { digest, short } => same(self.composed(&shorthand::read(short)?, asker)?, digest),
            Recipe::Command(name, given) => self.command(commands::named(name)?, given, asker).ok(),
            Recipe::Line { digest, line } => same(self.line(line, asker)?.ok()?, digest),
            // It has to be found first.
            Recipe::Asked { .. } => None,
        };
        reply.filter(|reply| reply.outcome != Outcome::Ignored)
    }

    /// What the answer stands on.
    pub fn sources_of(&self, recipe: &Recipe, asker: &Asker) -> Option<Reply> {
        let answers = self.again(recipe, asker)?.answers;
        let requests: Vec<Request> = answers.into_iter().filter_map(|a| a.request.map(Request::Sources)).collect();
        self.composed(&requests, asker)
    }

    /// Answers to requests; nothing where one has none any more.
    fn composed(&self, requests: &[Request], asker: &Asker) -> Option<Reply> {
        let (bot, day) = (self.bot(), self.day(asker.at));
        together(requests.iter().map(|request| compose(bot.knowledge(), request, day)).collect::<Option<_>>()?)
    }
}

/// Tells one answer from another, whenever they are looked at: how old a figure is does not make another one of it.
pub fn digest_of(reply: &Reply) -> String {
    let mut hash = Sha256::new();
    for answer in &reply.answers {
        let lines = std::iter::once(&answer.headline).chain(&answer.body).map(|line| &line.text);
        let sources = answer.citations.iter().map(|citation| &citation.source);
        std::iter::once(&answer.entry).chain(lines).chain(sources).for_each(|part| hash.update(part.as_bytes()));
    }
    reply.notes.iter().for_each(|note| hash.update(note.as_bytes()));
    hex(&hash.finalize()[..DIGEST])
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::loading::Origin;

    /// Answers, the recipe of what is said to a question, and both.
    fn said(answering: &Answering, question: &str) -> (Reply, Option<Recipe>) {
        let reply = answering.ask_alone(question, true, &Asker::nobody(Timestamp::UNIX_EPOCH));
        let recipe = Recipe::of(&reply);
        (reply, recipe)
    }

    fn answering() -> Answering {
        Answering::load(Origin::Embedded, Some(jiff::civil::date(2026, 11, 24))).unwrap()
    }

    #[test]
    fn an_answer_that_is_made_again_is_the_same_and_so_are_its_sources() {
        let (answering, asker) = (answering(), Asker::nobody(Timestamp::UNIX_EPOCH));
        for question in [
            "is 170k fair for mid level",
            "what does a senior make on c2c",
            "what does a senior make on c2c? and is 170k fair for mid level?",
            "how is MLOps different from DevOps?",
            "what does it take to reach the staff stage?",
            "is 95 an hour good for a junior?",
        ] {
            let (reply, recipe) = said(&answering, question);
            let again = answering.again(recipe.as_ref().unwrap(), &asker).unwrap();
            assert!(!reply.answers.is_empty(), "{question}");
            assert_eq!(crate::answer::text::render(&again), crate::answer::text::render(&reply), "{question}");
            let sources = answering.sources_of(recipe.as_ref().unwrap(), &asker).unwrap();
            for (of, answer) in sources.answers.iter().zip(&reply.answers) {
                assert!(
                    of.body.iter().any(|line| line.text.trim_end_matches(['.', ':'])
                        == answer.headline.text.trim_end_matches(['.', ':'])),
                    "{question}: {of:?}"
                );
            }
        }
    }

    #[test]
    fn another_answer_than_the_one_on_the_screen_is_gone() {
        let (answering, asker) = (answering(), Asker::nobody(Timestamp::UNIX_EPOCH));
        let Some(Recipe::Requests { short, .. }) = said(&answering, "is 170k fair for mid level").1 else {
            panic!("no recipe");
        };
        let other = Recipe::Requests { digest: "00000000".to_owned(), short };
        assert_eq!((answering.again(&other, &asker), answering.sources_of(&other, &asker)), (None, None));
    }

    #[test]
    fn the_age_of_a_figure_does_not_make_another_answer() {
        let answering = Answering::load(Origin::Embedded, None).unwrap();
        let at = |text: &str| Asker::nobody(text.parse().unwrap());
        let reply = answering.ask_alone("what does a senior make?", true, &at("2026-06-01T00:00:00Z"));
        let recipe = Recipe::of(&reply).unwrap();
        assert!(answering.again(&recipe, &at("2029-06-01T00:00:00Z")).is_some());
    }
}
