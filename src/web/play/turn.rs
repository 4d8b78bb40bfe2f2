//! One question and its answer, on every platform at once.

use std::time::Instant;

use maud::{Markup, html};

use super::press::{self, Pressed};
use super::visitor::Visitor;
use crate::answer::exhibits::{Exhibits, exhibits};
use crate::answer::{Outcome, Reply, text};
use crate::evidence::files::Visibility;
use crate::platform::action::Action;
use crate::platform::explained::{Explained, Match, explained};
use crate::platform::recipe::Recipe;
use crate::platform::{discord, slack};
use crate::store::Write;
use crate::store::journal::outcome_id;
use crate::web::library::address;
use crate::web::preview::{self, Controls, Look};
use crate::web::prose;
use crate::web::site::Site;
use crate::web::talk::{ShownAs, Talk};

/// One question and its answer.
pub(super) struct Turn {
    talk: Talk,
    /// As a vote calls it.
    id: String,
    reply: Reply,
    exhibits: Vec<Exhibits>,
    explained: Option<Vec<Explained>>,
    pressed: Option<Pressed>,
}

/// Every turn of a conversation. The last one is new, and written down, unless it is about the answer to it.
pub(super) fn all(site: &Site, visitor: Visitor, talk: &Talk) -> Vec<Turn> {
    let (bot, at) = (site.answering.bot(), site.now());
    let questions = talk.questions(&site.answering, at);
    let begun = Instant::now();
    let (replies, _) = bot.replay(&questions);
    // Those before were answered once more: each took its part of the time.
    let latency = begun.elapsed() / u32::try_from(questions.len()).unwrap_or(1).max(1);
    if let Some(reply) = replies.last().filter(|_| talk.is_new()) {
        site.answering.note(&talk.question, reply, latency, &visitor.asker(site, talk));
    }
    let last = replies.len().saturating_sub(1);
    let mut turns = Vec::with_capacity(replies.len());
    for (n, reply) in replies.into_iter().enumerate() {
        let requests = reply.answers.iter().filter_map(|a| a.request.as_deref());
        let beside = requests.map(|r| exhibits(bot.knowledge(), r, Visibility::Public, site.answering.day(at)));
        let explained = (n == last && talk.explain).then(|| {
            let before = bot.replay(&questions[..n]).1;
            explained(&bot, &bot.explain_after(&questions[n], before.as_ref()))
        });
        let own = talk.upto(n);
        let id = visitor.question(site, &own);
        let pressed = talk.press.as_ref().filter(|_| n == last);
        let pressed = pressed.and_then(|press| press::pressed(site, press, &reply));
        if let Some(Pressed::Shared(reply)) = &pressed {
            site.keeper.keep(Write::Shared(visitor.share(site, &own, reply)));
        }
        turns.push(Turn { talk: own, id, exhibits: beside.collect(), reply, explained, pressed });
    }
    turns
}

/// Where buttons below an answer lead: on with the conversation, and to votes on this question.
#[derive(Clone, Copy)]
pub(super) struct Link<'a> {
    pub(super) talk: &'a Talk,
    id: &'a str,
}

impl Turn {
    fn link(&self) -> Link<'_> {
        Link { talk: &self.talk, id: &self.id }
    }

    /// What a script adds to the page: what a button comes to, how it was read, or the turn.
    pub(super) fn newest(&self) -> Markup {
        match (&self.pressed, &self.explained) {
            (Some(pressed), _) => pressed.shown(self.link()),
            (None, Some(explained)) => explanation(explained),
            (None, None) => self.whole(),
        }
    }

    /// The question and everything below it.
    pub(super) fn whole(&self) -> Markup {
        html! {
            article.turn {
                div.asked { p { span.unseen { "You asked: " } (self.talk.question) } }
                @if self.reply.outcome == Outcome::Ignored {
                    p.quiet { "This is not a question for the bot: in a channel it stays silent." }
                } @else {
                    (messages(&self.reply, 0, None, self.link()))
                }
                (self.parts())
                (self.beside())
                div.below {
                    @let outcome = outcome_id(self.reply.outcome);
                    span class=(format!("outcome {outcome}")) { (outcome) }
                    @let asking = Talk { explain: true, ..self.talk.clone() };
                    a data-part href=(at_result(&asking)) { "Explain" }
                    a data-link href=(self.talk.href()) { "Link" }
                    @for answer in &self.reply.answers {
                        a href=(address(&answer.entry)) { (answer.entry) }
                    }
                }
            }
        }
    }

    /// What a button came to stands right below the message with the button, and the address leads to it.
    fn parts(&self) -> Markup {
        let is_filled = self.explained.is_some() || self.pressed.is_some();
        html! {
            div.parts id=[is_filled.then_some(RESULT)] tabindex="-1" role="group" aria-label="What the button came to" {
                @if let Some(explained) = &self.explained { (explanation(explained)) }
                @if let Some(pressed) = &self.pressed { (pressed.shown(self.link())) }
            }
        }
    }

    /// Charts, and the table of all evidence.
    fn beside(&self) -> Markup {
        html! {
            @for chart in self.exhibits.iter().filter_map(|e| e.chart.as_ref()) { (prose::chart(chart, BESIDE)) }
            @let details: Vec<_> = self.exhibits.iter().flat_map(|e| &e.details).collect();
            @if !details.is_empty() {
                details.evidence {
                    summary { "All evidence (" (details.len()) ")" }
                    div.wide tabindex="0" {
                        table {
                            thead { tr { th scope="col" { "Kind" } th scope="col" { "What it says" } } }
                            tbody { @for detail in details { tr { td { (detail.kind) } td { (detail.text) } } } }
                        }
                    }
                }
            }
        }
    }
}

/// What buttons come to, in the address of a page.
const RESULT: &str = "result";

/// An address that leads to what a button comes to.
fn at_result(talk: &Talk) -> String {
    format!("{}#{RESULT}", talk.href())
}

/// Below a chart: no platform shows it.
const BESIDE: &str =
    "On this page only: the evidence behind the answer as a picture. Discord and Slack get the message alone.";

/// A reply as each platform would show it to the person who asked.
pub(super) fn messages(reply: &Reply, page: usize, recipe: Option<Recipe>, link: Link<'_>) -> Markup {
    let view = discord::render::View { question: None, audience: discord::render::Audience::Private, recipe, page };
    three(&discord::render::reply(reply, &view), &slack::render::reply(reply, &view), true, &text::render(reply), link)
}

/// One message in its three forms.
pub(super) fn three(
    discord: &discord::payload::Payload,
    slack: &slack::message::Message,
    private: bool,
    plain: &str,
    link: Link<'_>,
) -> Markup {
    let controls = &link;
    html! {
        div.as-discord { (preview::discord::message(discord, controls)) }
        div.as-slack { (preview::slack::message(slack, private, controls)) }
        div.as-text { pre.copied tabindex="0" { (plain) } }
    }
}

impl Controls for Link<'_> {
    fn button(&self, id: &str, label: &str, look: Look) -> Markup {
        let class = look.class();
        match Action::parse(id) {
            Some(Action::Ask(question)) => {
                html! { a class=(class) data-ask href=(self.talk.then(&question).href()) { (label) } }
            }
            Some(Action::Delete(_)) => html! { a class=(class) data-delete href=(self.talk.href()) { (label) } },
            Some(Action::Helpful(entry)) => self.vote(class, label, &entry, "yes"),
            Some(Action::Unhelpful(entry)) => self.vote(class, label, &entry, "no"),
            Some(Action::WrongFigure(entry)) => self.vote(class, label, &entry, "wrong-figure"),
            _ => {
                let pressed = Talk { press: Some(id.to_owned()), ..self.talk.clone() };
                html! { a class=(class) data-part href=(at_result(&pressed)) { (label) } }
            }
        }
    }

    fn menu(&self, _: &str, placeholder: &str, options: &[(String, String)]) -> Markup {
        html! {
            form.menu method="get" action="/" {
                @for before in self.talk.before_next() { input type="hidden" name="after" value=(before); }
                @if self.talk.shown_as != ShownAs::default() { input type="hidden" name="as" value=(self.talk.shown_as.id()); }
                select name="q" aria-label=(placeholder) required {
                    option value="" { (placeholder) }
                    @for (label, value) in options { option value=(value) { (label) } }
                }
                button.btn type="submit" { "Ask" }
            }
        }
    }
}

impl Link<'_> {
    fn vote(&self, class: &str, label: &str, entry: &str, say: &str) -> Markup {
        html! {
            form.vote method="post" action="/feedback" {
                input type="hidden" name="entry" value=(entry);
                input type="hidden" name="question" value=(self.id);
                input type="hidden" name="back" value=(self.talk.href());
                button class=(class) type="submit" name="say" value=(say) { (label) }
            }
        }
    }
}

/// How a question was read.
fn explanation(clauses: &[Explained]) -> Markup {
    html! {
        section.explained aria-label="How it was read" {
            @if clauses.is_empty() { p { "There are no words in this." } }
            @for clause in clauses {
                h3 { (clause.part) }
                p.words { (clause.words) }
                dl { @for (name, value) in &clause.rows { dt { (name) } dd { (value) } } }
                @if !clause.matches.is_empty() { (matches(&clause.matches)) }
            }
        }
    }
}

fn matches(matches: &[Match]) -> Markup {
    html! {
        div.wide tabindex="0" {
            table {
                caption { "Best matches" }
                thead {
                    tr {
                        th scope="col" { "Target" }
                        @for name in ["rank", "sure", "words", "letters", "meaning", "learned"] {
                            th.num scope="col" { (name) }
                        }
                    }
                }
                tbody {
                    @for m in matches {
                        tr {
                            th scope="row" { (m.target) }
                            @for score in [m.rank, m.confidence, m.words, m.letters, m.meaning, m.learned] {
                                td.num { (format!("{score:.2}")) }
                            }
                        }
                    }
                }
            }
        }
    }
}
