//! What every chat platform asks: one bot that can be exchanged while it runs.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::thread;
use std::time::{Duration, Instant};

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

use crate::answer::{Answer, Outcome, Reply, compose};
use crate::bot::{Bot, Question};
use crate::commands::{self, Command, CommandError, Context, Response, Values};
use crate::loading::{LoadError, Origin};
use crate::metrics;
use crate::store::journal::outcome_id;
use crate::store::{Heard, Keeper};

use super::recall::Known;

/// A bot that can be exchanged while it runs.
pub struct Answering {
    origin: Origin,
    running: RwLock<Arc<Running>>,
    today: Option<Date>,
    journal: OnceLock<Keeper>,
}

/// The bot that answers now, and what it can know of conversations.
struct Running {
    bot: Arc<Bot>,
    known: Arc<Known>,
}

impl Running {
    fn load(origin: &Origin) -> Result<Arc<Running>, LoadError> {
        let bot = warmed_up(origin.bot()?);
        Ok(Arc::new(Running { bot, known: Arc::new(Known::since(Timestamp::now())) }))
    }
}

/// Who asks, where, and when.
#[derive(Debug, Clone)]
pub struct Asker {
    /// `discord`, `slack`, `web`.
    pub platform: &'static str,
    /// The server or workspace; empty in private messages and on the page.
    pub server: String,
    /// Of the platform.
    pub channel: String,
    /// What asked: the id of the message or the interaction. The same event is written down once; without an id, never.
    pub event: String,
    /// Follow-ups share it.
    pub conversation: String,
    /// Follow-ups never cross from person to person.
    pub user: String,
    /// When it was asked.
    pub at: Timestamp,
}

impl Asker {
    /// Somebody who asks for a try, of whom nothing is written down.
    pub fn nobody(at: Timestamp) -> Asker {
        let none = String::new;
        Asker {
            platform: "web",
            server: none(),
            channel: none(),
            event: none(),
            conversation: none(),
            user: none(),
            at,
        }
    }

    /// The same person, for an answer that is made again and is no new question.
    pub fn unwritten(&self) -> Asker {
        Asker { event: String::new(), ..self.clone() }
    }
}

/// Readies a bot for its first question without holding anybody up.
fn warmed_up(bot: Bot) -> Arc<Bot> {
    let bot = Arc::new(bot);
    let warm = Arc::clone(&bot);
    thread::spawn(move || warm.warm_up());
    bot
}

impl Answering {
    /// Loads the knowledge base; `today` is the day on which ages are counted, where it is not to be the day of the
    /// question.
    ///
    /// # Errors
    /// If it cannot be used.
    pub fn load(origin: Origin, today: Option<Date>) -> Result<Answering, LoadError> {
        let running = RwLock::new(Running::load(&origin)?);
        Ok(Answering { origin, running, today, journal: OnceLock::new() })
    }

    /// From now on, what is asked is written down there.
    pub fn write_down(&self, keeper: Keeper) {
        // The first one stays: there is one store a process.
        let _ = self.journal.set(keeper);
    }

    /// Where what is asked is written down, if anywhere.
    pub(super) fn journal(&self) -> Option<&Keeper> {
        self.journal.get()
    }

    /// Takes the knowledge base anew, whole, or leaves everything as it is.
    ///
    /// # Errors
    /// If the new one cannot be used.
    pub fn reload(&self) -> Result<(), LoadError> {
        let fresh = Running::load(&self.origin)?;
        *self.running.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// When the knowledge base was last taken.
    pub fn taken(&self) -> Timestamp {
        self.known().since
    }

    /// Where the knowledge base is.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The bot that answers now.
    pub fn bot(&self) -> Arc<Bot> {
        Arc::clone(&self.running().bot)
    }

    /// What is known here of conversations.
    pub(super) fn known(&self) -> Arc<Known> {
        Arc::clone(&self.running().known)
    }

    fn running(&self) -> Arc<Running> {
        Arc::clone(&self.running.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The reply to a message.
    pub fn ask(&self, text: &str, addressed: bool, asker: &Asker) -> Reply {
        self.written(text, addressed, asker, |bot, question| bot.answer(question))
    }

    /// The reply to a message that leans on nothing and that nothing can lean on.
    pub fn ask_alone(&self, text: &str, addressed: bool, asker: &Asker) -> Reply {
        self.written(text, addressed, asker, |bot, question| {
            bot.replay(std::slice::from_ref(question)).0.pop().unwrap_or_else(Reply::ignored)
        })
    }

    fn written(
        &self,
        text: &str,
        addressed: bool,
        asker: &Asker,
        answer: impl FnOnce(&Bot, &Question) -> Reply,
    ) -> Reply {
        let begun = Instant::now();
        let reply = answer(&self.bot(), &self.question(text, addressed, asker));
        // What was overheard and is not answered was not for the bot: nobody writes it down.
        if addressed || matches!(reply.outcome, Outcome::Answered | Outcome::Clarify) {
            self.note(text, &reply, begun.elapsed(), asker);
        }
        reply
    }

    /// Writes a question down, off the way of its answer; for platforms that ask the bot themselves.
    pub fn note(&self, text: &str, reply: &Reply, latency: Duration, asker: &Asker) {
        metrics::question(asker.platform, outcome_id(reply.outcome), latency);
        tracing::debug!(outcome = outcome_id(reply.outcome), us = latency.as_micros(), "answered");
        if let Some(keeper) =
            self.journal.get().filter(|_| reply.outcome != Outcome::Ignored && !asker.event.is_empty())
        {
            self.known().heard(asker);
            keeper.hear(Heard::of(text, reply, latency, asker));
        }
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
        self.done(command, &bot, &values, (&commands::typed(command.name, given), asker))
    }

    /// The reply to a command whose values are words in any order.
    ///
    /// # Errors
    /// If a value is missing or cannot be used.
    pub fn words(&self, command: &'static Command, words: &str, asker: &Asker) -> Result<Reply, CommandError> {
        let bot = self.bot();
        let each: Vec<&str> = words.split_whitespace().collect();
        let values = commands::assign(command, bot.knowledge(), &each, Values::default())?;
        self.done(command, &bot, &values, (&format!("/{} {words}", command.name), asker))
    }

    fn done(
        &self,
        command: &'static Command,
        bot: &Bot,
        values: &Values,
        (line, asker): (&str, &Asker),
    ) -> Result<Reply, CommandError> {
        let context = Context { knowledge: bot.knowledge() };
        match (command.run)(&context, values) {
            Ok(Response::Question(text)) => Ok(self.ask(&text, true, asker)),
            response => {
                let begun = Instant::now();
                let reply = commands::reply_to(response, &context, self.day(asker.at))?;
                self.note(line, &reply, begun.elapsed(), asker);
                Ok(reply)
            }
        }
    }

    /// Entries joined by `+`, whole.
    pub fn entry(&self, entry: &str, asker: &Asker) -> Option<Reply> {
        let (bot, day) = (self.bot(), self.day(asker.at));
        let requests = entry.split('+').flat_map(|entry| commands::requests_of(bot.knowledge(), entry));
        together(requests.filter_map(|request| compose(bot.knowledge(), &request, day)).collect())
    }

    /// The day on which ages are counted.
    pub fn day(&self, at: Timestamp) -> Date {
        self.today.unwrap_or_else(|| TimeZone::UTC.to_datetime(at).date())
    }
}

/// Answers as one reply; nothing where there is none.
pub(super) fn together(answers: Vec<Answer>) -> Option<Reply> {
    let suggestions = answers.first()?.suggestions.clone();
    Some(Reply { outcome: Outcome::Answered, answers, notes: Vec::new(), suggestions })
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
