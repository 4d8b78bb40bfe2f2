//! What a wording is about, as the engine that answers reads it.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Nearest;
use crate::bot::{Bars, Blocker, Bot, Question, Reading};
use crate::nlu::Target;
use crate::nlu::function_words::is_filler;

/// Subjects of these names are asked about one title or another; which one it is makes the gap.
const OF_OTHERS: &str = "uncovered/other-role-";
/// What is not for the bot is no entry.
const SMALLTALK: &str = "smalltalk#";

/// What a wording is about.
pub(super) struct Meaning {
    /// The same for wordings of one subject; nothing where the engine is not sure of any.
    pub(super) subject: Option<String>,
    /// The entry whose phrasings come nearest.
    pub(super) nearest: Option<Nearest>,
    /// As the encoder reads it.
    words: String,
}

/// Reads wordings.
pub(super) struct Reader<'a> {
    bot: &'a Bot,
    /// The entries that candidates of the engine lead to.
    entries: Vec<String>,
}

impl Reader<'_> {
    /// With the engine of a bot.
    pub(super) fn new(bot: &Bot) -> Reader<'_> {
        let labels = bot.knowledge().asked().into_iter().map(|asked| asked.entry);
        Reader { bot, entries: labels.filter(|label| Target::parse(label).is_some()).collect() }
    }

    /// A wording by itself.
    pub(super) fn read(&self, text: &str) -> Meaning {
        let at = Timestamp::UNIX_EPOCH;
        let question = Question {
            text: text.to_owned(),
            addressed: true,
            conversation: String::new(),
            user: String::new(),
            at,
            today: TimeZone::UTC.to_datetime(at).date(),
        };
        let readings = self.bot.explain_after(&question, None);
        let surest = readings.iter().max_by(|a, b| a.confidence.total_cmp(&b.confidence));
        Meaning {
            subject: surest.and_then(subject),
            nearest: surest.and_then(|reading| self.nearest(reading)),
            words: readings.first().map(words).unwrap_or_default(),
        }
    }

    /// Its meaning as a unit vector; takes a while.
    pub(super) fn vector(&self, meaning: &Meaning) -> Option<Vec<f32>> {
        self.bot.understanding().engine.meaning(&meaning.words)
    }

    fn nearest(&self, reading: &Reading) -> Option<Nearest> {
        let mut each = reading.candidates.iter().filter_map(|c| Some((self.entries.get(c.document)?, c)));
        let (label, best) = each.find(|(label, _)| !label.starts_with(SMALLTALK))?;
        let entry = label.split('#').next().unwrap_or(label).to_owned();
        Some(Nearest { entry, similarity: best.meaning.nearest.clamp(0.0, 1.0) })
    }
}

/// What it asks for, where that is sure: a subject without a source, or an entry with what stands in the way of it.
fn subject(reading: &Reading) -> Option<String> {
    let sure = reading.confidence >= Bars::default().addressed;
    match (&reading.target, &reading.blocker) {
        (Some(Target::Uncovered(id)), _) if sure && id.starts_with(OF_OTHERS) => {
            let title = reading.analysis.entities.other_titles().next();
            Some(of_other(title.map_or("", |title| &title.name)))
        }
        (Some(Target::Uncovered(id)), _) if sure => Some(id.clone()),
        (Some(Target::Pay(..)), Some(Blocker::Title(title))) if sure => Some(of_other(title)),
        (Some(target), blocker) if sure && target.is_covered() => {
            Some(format!("{target:?} {:?} {blocker:?}", reading.slots.stages))
        }
        _ => cue(reading),
    }
}

fn of_other(title: &str) -> String {
    format!("{OF_OTHERS}{}", title.to_lowercase().trim_end_matches('s'))
}

/// The one subject whose cue words it holds.
fn cue(reading: &Reading) -> Option<String> {
    match reading.analysis.entities.uncovered.as_slice() {
        [id] if !id.starts_with(OF_OTHERS) => Some(id.clone()),
        _ => None,
    }
}

fn words(whole: &Reading) -> String {
    let words = whole.analysis.tokens.iter().map(|t| t.word.as_str()).filter(|w| !is_filler(w));
    words.collect::<Vec<_>>().join(" ")
}
