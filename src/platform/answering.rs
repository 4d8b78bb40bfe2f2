//! What every chat platform asks: one bot that can be exchanged while it runs.

use std::sync::{Arc, PoisonError, RwLock};

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use sha2::{Digest as _, Sha256};

use crate::answer::{Outcome, Reply, compose};
use crate::bot::{Bot, Question};
use crate::commands::{self, Command, CommandError, Context, Response, Values};
use crate::config::Secret;
use crate::loading::{LoadError, Origin};

/// A bot that can be exchanged while it runs.
pub struct Answering {
    origin: Origin,
    bot: RwLock<Arc<Bot>>,
    today: Option<Date>,
}

/// Who asks, where, and when.
#[derive(Debug, Clone)]
pub struct Asker {
    /// Follow-ups share it.
    pub conversation: String,
    /// Follow-ups never cross from person to person.
    pub user: String,
    /// When it was asked.
    pub at: Timestamp,
}

impl Answering {
    /// Loads the knowledge base; `today` is the day on which ages are counted, where it is not to be the day of the
    /// question.
    ///
    /// # Errors
    /// If it cannot be used.
    pub fn load(origin: Origin, today: Option<Date>) -> Result<Answering, LoadError> {
        let bot = RwLock::new(Arc::new(origin.bot()?));
        Ok(Answering { origin, bot, today })
    }

    /// Takes the knowledge base anew, whole, or leaves everything as it is.
    ///
    /// # Errors
    /// If the new one cannot be used.
    pub fn reload(&self) -> Result<(), LoadError> {
        let fresh = Arc::new(self.origin.bot()?);
        *self.bot.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// Where the knowledge base is.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The bot that answers now.
    pub fn bot(&self) -> Arc<Bot> {
        Arc::clone(&self.bot.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The reply to a message.
    pub fn ask(&self, text: &str, addressed: bool, asker: &Asker) -> Reply {
        self.bot().answer(&self.question(text, addressed, asker))
    }

    /// A message as the bot takes it.
    pub fn question(&self, text: &str, addressed: bool, asker: &Asker) -> Question {
        Question {
            text: text.to_owned(),
            addressed,
            conversation: asker.conversation.clone(),
            user: asker.user.clone(),
            at: asker.at,
            today: self.day(asker.at),
        }
    }

    /// The reply to a command whose values are given by name.
    ///
    /// # Errors
    /// If a value is missing or cannot be used.
    pub fn command(
        &self,
        command: &'static Command,
        given: &[(String, String)],
        asker: &Asker,
    ) -> Result<Reply, CommandError> {
        let bot = self.bot();
        let values = values(command, &bot, given)?;
        self.done(command, &bot, &values, asker)
    }

    /// The reply to a command whose values are words in any order.
    ///
    /// # Errors
    /// If a value is missing or cannot be used.
    pub fn words(&self, command: &'static Command, words: &str, asker: &Asker) -> Result<Reply, CommandError> {
        let bot = self.bot();
        let words: Vec<&str> = words.split_whitespace().collect();
        let values = commands::assign(command, bot.knowledge(), &words, Values::default())?;
        self.done(command, &bot, &values, asker)
    }

    fn done(
        &self,
        command: &'static Command,
        bot: &Bot,
        values: &Values,
        asker: &Asker,
    ) -> Result<Reply, CommandError> {
        let context = Context { knowledge: bot.knowledge() };
        match (command.run)(&context, values) {
            Ok(Response::Question(text)) => Ok(self.ask(&text, true, asker)),
            response => commands::reply_to(response, &context, self.day(asker.at)),
        }
    }

    /// Entries joined by `+`, whole.
    pub fn entry(&self, entry: &str, asker: &Asker) -> Option<Reply> {
        self.composed(entry, asker, |request| request)
    }

    /// What entries joined by `+` stand on.
    pub fn sources(&self, entry: &str, asker: &Asker) -> Option<Reply> {
        self.composed(entry, asker, |request| crate::answer::Request::Sources(Box::new(request)))
    }

    fn composed(
        &self,
        entry: &str,
        asker: &Asker,
        of: impl Fn(crate::answer::Request) -> crate::answer::Request,
    ) -> Option<Reply> {
        let bot = self.bot();
        let requests = entry.split('+').flat_map(|entry| commands::requests_of(bot.knowledge(), entry)).map(of);
        let answers: Vec<_> = requests.filter_map(|r| compose(bot.knowledge(), &r, self.day(asker.at))).collect();
        let suggestions = answers.first()?.suggestions.clone();
        Some(Reply { outcome: Outcome::Answered, answers, notes: Vec::new(), suggestions })
    }

    /// The day on which ages are counted.
    pub fn day(&self, at: Timestamp) -> Date {
        self.today.unwrap_or_else(|| TimeZone::UTC.to_datetime(at).date())
    }
}

/// A person, as the store knows them: the same for every vote, and nobody's name.
pub fn voter(key: &Secret, user: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(key.expose().as_bytes());
    hash.update(user);
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn values(command: &'static Command, bot: &Bot, given: &[(String, String)]) -> Result<Values, CommandError> {
    let mut values = Values::default();
    for (name, text) in given {
        if let Some(option) = command.options.iter().find(|o| o.name == name) {
            values.set(option.name, option.kind.read(bot.knowledge(), text)?);
        }
    }
    commands::assign(command, bot.knowledge(), &[], values)
}
