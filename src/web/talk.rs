//! A conversation as its address tells it: a link gives the same answers again, follow-ups included.

use crate::bot::Question;
use crate::platform::answering::{Answering, Asker};
use jiff::Timestamp;

/// Questions that an address holds at most; older ones are left out.
pub(super) const MOST: usize = 6;
/// Characters of a question that are read; what is longer is cut, as a platform would.
const LONGEST: usize = 4_000;

/// A conversation, and what is wanted of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Talk {
    /// What was asked before, oldest first.
    pub(super) after: Vec<String>,
    /// What is asked.
    pub(super) question: String,
    /// The id of a button that was pressed under the last answer.
    pub(super) press: Option<String>,
    /// Whether it is to be shown how the question was read.
    pub(super) explain: bool,
    /// As which platform shows it.
    pub(super) shown_as: ShownAs,
}

/// As which platform shows an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum ShownAs {
    #[default]
    Discord,
    Slack,
    Text,
}

impl ShownAs {
    /// All of them, with their names.
    pub(super) const ALL: [(ShownAs, &'static str); 3] =
        [(ShownAs::Discord, "Discord"), (ShownAs::Slack, "Slack"), (ShownAs::Text, "Plain text")];

    /// As addresses write it.
    pub(super) fn id(self) -> &'static str {
        match self {
            ShownAs::Discord => "discord",
            ShownAs::Slack => "slack",
            ShownAs::Text => "text",
        }
    }
}

impl Talk {
    /// Reads an address or a form; what it does not know it leaves out.
    pub(super) fn read(query: &str) -> Talk {
        let mut talk = Talk::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "after" => talk.after.extend(worded(&value)),
                "q" => talk.question = worded(&value).unwrap_or_default(),
                "press" => talk.press = Some(value.into_owned()),
                "explain" => talk.explain = value == "1",
                "as" => {
                    let named = ShownAs::ALL.into_iter().find(|(shown, _)| shown.id() == value);
                    talk.shown_as = named.map_or_else(ShownAs::default, |(shown, _)| shown);
                }
                _ => {}
            }
        }
        let surplus = talk.after.len().saturating_sub(MOST - 1);
        talk.after.drain(..surplus);
        talk
    }

    /// Whether anything is asked.
    pub(super) fn asks(&self) -> bool {
        !self.question.is_empty()
    }

    /// Whether the question is what is new: nothing is wanted of its answer.
    pub(super) fn is_new(&self) -> bool {
        self.press.is_none() && !self.explain
    }

    /// The same conversation, one question on.
    pub(super) fn then(&self, question: &str) -> Talk {
        Talk { after: self.before_next(), question: question.to_owned(), shown_as: self.shown_as, ..Talk::default() }
    }

    /// What the next question comes after.
    pub(super) fn before_next(&self) -> Vec<String> {
        let mut all = self.after.clone();
        all.extend(self.asks().then(|| self.question.clone()));
        let surplus = all.len().saturating_sub(MOST - 1);
        all.drain(..surplus);
        all
    }

    /// The conversation up to a question, counted from 0.
    pub(super) fn upto(&self, at: usize) -> Talk {
        let mut all = self.after.clone();
        all.push(self.question.clone());
        let question = all.get(at).cloned().unwrap_or_default();
        all.truncate(at);
        Talk { after: all, question, shown_as: self.shown_as, ..Talk::default() }
    }

    /// Its address.
    pub(super) fn href(&self) -> String {
        let mut out = form_urlencoded::Serializer::for_suffix("/?".to_owned(), 2);
        for before in &self.after {
            out.append_pair("after", before);
        }
        if self.asks() {
            out.append_pair("q", &self.question);
        }
        if self.shown_as != ShownAs::default() {
            out.append_pair("as", self.shown_as.id());
        }
        if let Some(press) = &self.press {
            out.append_pair("press", press);
        }
        if self.explain {
            out.append_pair("explain", "1");
        }
        out.finish()
    }

    /// Its questions as the bot takes them.
    pub(super) fn questions(&self, answering: &Answering, at: Timestamp) -> Vec<Question> {
        let asker = Asker::nobody(at);
        let all = self.after.iter().chain(std::iter::once(&self.question));
        all.map(|text| answering.question(text, true, &asker)).collect()
    }
}

fn worded(text: &str) -> Option<String> {
    let text = text.trim();
    let text: String = text.chars().take(LONGEST).collect();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_gives_the_same_conversation() {
        let talk = Talk {
            after: vec!["pay & more?".to_owned(), "é + ü".to_owned()],
            question: "and on contract?".to_owned(),
            press: Some("1:copy:".to_owned()),
            explain: true,
            shown_as: ShownAs::Slack,
        };
        let href = talk.href();
        assert!(href.starts_with("/?after="), "{href}");
        assert_eq!(Talk::read(&href[2..]), talk);
        assert_eq!(Talk::default().href(), "/?");
    }

    #[test]
    fn the_next_question_comes_after_all_before_it() {
        let mut talk = Talk::default();
        for n in 0..10 {
            talk = talk.then(&n.to_string());
        }
        assert_eq!((talk.after.join(""), talk.question.as_str()), ("45678".to_owned(), "9"));
        assert_eq!(talk.upto(1).href(), "/?after=4&q=5");
    }

    #[test]
    fn what_is_too_much_is_cut() {
        let long = format!("q={}&{}", "x".repeat(10_000), "after=y&".repeat(50));
        let talk = Talk::read(&long);
        assert_eq!((talk.question.len(), talk.after.len()), (LONGEST, MOST - 1));
        assert_eq!(Talk::read("q=%20%20&after=&as=none&x=%ff"), Talk::default());
    }
}
