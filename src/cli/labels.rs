//! Which entry a text finds: what checks and measurements ask.

use rolecall::bot::{Reader, Setting};
use rolecall::knowledge::Knowledge;
use rolecall::nlu::{Target, normalise};

/// The entries in the order in which the engine numbers them.
pub(crate) struct Labels(Vec<String>);

impl Labels {
    /// Of one knowledge base.
    pub(crate) fn of(knowledge: &Knowledge) -> Labels {
        let entries = knowledge.asked().into_iter().map(|asked| asked.entry);
        Labels(entries.filter(|entry| Target::parse(entry).is_some()).collect())
    }

    /// The entry that a text leads to and how sure that is; nothing for a text without words.
    pub(crate) fn found(&self, reader: &Reader<'_>, text: &str) -> Option<(&str, f32)> {
        let analysis = reader.understanding.analyser.analyse(&normalise::clean(text));
        if analysis.tokens.is_empty() {
            return None;
        }
        let reading = reader.read(&analysis, Setting { asks: true, ..Setting::default() });
        let first = reading.candidates.first()?;
        self.0.get(first.document).map(|label| (label.as_str(), first.confidence))
    }
}
