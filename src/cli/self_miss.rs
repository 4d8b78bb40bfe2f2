//! Entries that their own phrasings do not find.

use jiff::Timestamp;
use jiff::civil::Date;
use rolecall::answer::Outcome;
use rolecall::bot::{Bot, Question, Reader};
use rolecall::knowledge::survey::Asked;
use rolecall::knowledge::{Findings, Tree};
use rolecall::parallel;

use super::labels::Labels;

/// A phrasing that leads elsewhere.
struct Miss {
    file: String,
    entry: String,
    phrasing: String,
    instead: String,
}

/// Asks every phrasing, and finds those that lead to another entry than their own.
pub(crate) fn find(bot: &Bot, tree: &Tree, today: Date, findings: &mut Findings) {
    let asker = Asker { bot, labels: Labels::of(bot.knowledge()), today };
    for miss in misses(&bot.knowledge().asked(), &asker) {
        let Miss { file, entry, phrasing, instead } = miss;
        findings.error(
            "self-miss",
            &file,
            line_of(tree, &file, &phrasing),
            format!("\"{phrasing}\" leads to `{instead}`, not to `{entry}`"),
            "reword it, move it there, or give this entry more phrasings like it",
        );
    }
}

/// In the order of the entries.
fn misses(asked: &[Asked<'_>], asker: &Asker<'_>) -> Vec<Miss> {
    parallel::map(asked, |asked| misses_of(asked, asker)).into_iter().flatten().collect()
}

fn misses_of(asked: &Asked<'_>, asker: &Asker<'_>) -> Vec<Miss> {
    let miss = |phrasing: &String| {
        asker.instead(&asked.entry, phrasing).map(|instead| Miss {
            file: asked.file.clone(),
            entry: asked.entry.clone(),
            phrasing: phrasing.clone(),
            instead,
        })
    };
    asked.phrasings.iter().filter_map(miss).collect()
}

/// Asks phrasings.
struct Asker<'a> {
    bot: &'a Bot,
    labels: Labels,
    today: Date,
}

impl Asker<'_> {
    /// The other entry that a phrasing leads to. Small talk only has to stay unanswered where it is overheard.
    fn instead(&self, entry: &str, phrasing: &str) -> Option<String> {
        let reader = Reader { knowledge: self.bot.knowledge(), understanding: self.bot.understanding() };
        let (found, _) = self.labels.found(&reader, phrasing)?;
        if found == entry || (entry.starts_with("smalltalk#") && !self.is_answered(phrasing)) {
            return None;
        }
        Some(found.to_owned())
    }

    fn is_answered(&self, overheard: &str) -> bool {
        let question = Question {
            text: overheard.to_owned(),
            addressed: false,
            conversation: overheard.to_owned(),
            user: String::new(),
            at: Timestamp::UNIX_EPOCH,
            today: self.today,
        };
        self.bot.answer(&question).outcome != Outcome::Ignored
    }
}

/// The line in which a phrasing stands, as TOML writes it.
fn line_of(tree: &Tree, file: &str, phrasing: &str) -> usize {
    let written = phrasing.replace('\\', "\\\\").replace('"', "\\\"");
    let text = tree.text(file);
    let quoted = [format!("\"{written}\""), written];
    let at = quoted.iter().find_map(|needle| text.find(needle.as_str()));
    1 + at.map_or(0, |at| text[..at].matches('\n').count())
}
