//! Slash commands, buttons, menus, shortcuts and forms.

mod admin;
mod button;
mod command;
mod form;
mod home;
mod share;
mod shortcut;
mod suggestion;

pub(super) use command::taken as command;
pub(super) use home::{offered, opened};

use std::sync::Arc;

use serde_json::{Value, json};

use super::app::App;
use super::blocks::{Block, Element};
use super::fault::{Cure, Fault};
use super::incoming::Interaction;
use super::message::{Message, To};
use super::outbox::{self, Seen};
use super::render::limits::SECTION;
use super::render::{self, Audience, View};
use super::workspaces::Workspace;
use crate::answer::Reply;
use crate::platform::limits::TooMany;
use crate::platform::recipe::Recipe;

const FAILED: &str = "Slack did not let me do that. Please try again.";
/// Of the title of a form.
const TITLE: &str = "rolecall";
/// Blocks that a form can hold.
const FORM_BLOCKS: usize = 100;

/// An interaction that has to be answered, and the ways to do that.
#[derive(Clone)]
struct Call {
    app: Arc<App>,
    workspace: Arc<Workspace>,
    user: String,
    /// Where it happened; nowhere in a form or on the app's page.
    channel: Option<String>,
    /// The message under which it happened.
    thread: Option<String>,
    response_url: Option<String>,
    trigger_id: Option<String>,
    /// Whether it happened in a form that is open.
    in_form: bool,
    /// What asks, as the journal calls it.
    event: String,
}

impl Call {
    /// Whether this person, or this channel, has asked too much; they are told.
    async fn too_often(&self) -> bool {
        let Err(many) = self.counted() else { return false };
        self.tell(&many.told()).await;
        true
    }

    /// Counts a question; a form and the app's page are a channel of the person's own.
    fn counted(&self) -> Result<(), TooMany> {
        let channel = self.channel.clone().unwrap_or_else(|| self.conversation());
        self.app.limits.ask(&self.user, &channel)
    }

    /// A message for the person alone: where they are, or in a form where they are on no channel.
    async fn show(&self, message: &Message) -> bool {
        match (&self.response_url, &self.trigger_id) {
            (Some(address), _) => {
                let seen = Seen::ByOne { thread: self.thread.as_deref() };
                outbox::respond(&self.app, address, seen, message).await.is_ok()
            }
            (None, Some(trigger)) => {
                let method = if self.in_form { "views.push" } else { "views.open" };
                match self.opened(method, trigger, &form_of(message)).await {
                    Err(fault) if fault.cure() == Cure::PlainText => {
                        self.open(method, trigger, &form_of(&message.without_blocks())).await
                    }
                    opened => self.or_excuse(opened).await,
                }
            }
            (None, None) => false,
        }
    }

    /// Words for the person alone.
    async fn tell(&self, text: &str) -> bool {
        self.show(&Message::text(text)).await
    }

    /// A reply for the person alone.
    async fn answer(&self, reply: &Reply, question: Option<String>, page: usize, recipe: Option<Recipe>) -> bool {
        let view = View { question, audience: Audience::Private, recipe, page };
        self.show(&render::reply(reply, &view).about(&self.event)).await
    }

    /// Opens a form; where that fails, the person hears why.
    async fn open(&self, method: &'static str, trigger: &str, view: &Value) -> bool {
        self.or_excuse(self.opened(method, trigger, view).await).await
    }

    async fn opened(&self, method: &'static str, trigger: &str, view: &Value) -> Result<(), Fault> {
        let body = json!({ "trigger_id": trigger, "view": view });
        outbox::call(&self.app, &self.workspace, method, &body).await
    }

    async fn or_excuse(&self, done: Result<(), Fault>) -> bool {
        if let Err(fault) = &done {
            self.excuse(fault).await;
        }
        done.is_ok()
    }

    /// Says why something was not done: where the person is, or in their conversation with the bot.
    async fn excuse(&self, fault: &Fault) {
        let message = Message::text(&fault.told().unwrap_or_else(|| FAILED.to_owned()));
        // What goes wrong with this is logged where it is sent.
        match &self.response_url {
            Some(address) => {
                let seen = Seen::ByOne { thread: self.thread.as_deref() };
                let _ = outbox::respond(&self.app, address, seen, &message).await;
            }
            None => {
                let to = To { channel: &self.user, thread: None, name: &self.event, doubtful: false };
                let _ = outbox::post(&self.app, &self.workspace, to, &message).await;
            }
        }
    }

    /// Where follow-ups belong.
    fn conversation(&self) -> String {
        match (&self.channel, &self.thread) {
            (Some(channel), Some(thread)) => format!("{channel}/{thread}"),
            (Some(channel), None) => channel.clone(),
            (None, _) => format!("home/{}", self.user),
        }
    }

    fn asker(&self) -> crate::platform::answering::Asker {
        self.app.asker(&self.workspace.team, &self.conversation(), &self.user, self.event.clone())
    }
}

/// A message as a form that is only read.
fn form_of(message: &Message) -> Value {
    let mut blocks = readable(&message.blocks);
    if blocks.is_empty() {
        blocks.push(Block::section(message.text.cut(SECTION)));
    }
    blocks.truncate(FORM_BLOCKS);
    json!({ "type": "modal", "title": plain(TITLE), "close": plain("Close"), "blocks": blocks })
}

/// Without what makes sense in a channel only.
fn readable(blocks: &[Block]) -> Vec<Block> {
    let kept = |element: &Element| match element {
        Element::Button { action_id, .. } => !matches!(action_id.as_str(), "share" | "delete" | "copy"),
        _ => true,
    };
    let block = |block: &Block| match block {
        Block::Actions { elements } => {
            let elements: Vec<Element> = elements.iter().filter(|e| kept(e)).cloned().collect();
            (!elements.is_empty()).then_some(Block::Actions { elements })
        }
        other => Some(other.clone()),
    };
    blocks.iter().filter_map(block).collect()
}

fn plain(text: &str) -> Value {
    json!({ "type": "plain_text", "text": text, "emoji": false })
}

/// What has to be in the acknowledgement, where that is what is asked for.
pub(super) fn at_once(app: &Arc<App>, workspace: &Arc<Workspace>, interaction: &Interaction) -> Option<Value> {
    match interaction.kind.as_str() {
        "block_suggestion" => Some(suggestion::choices(app, interaction)),
        "view_submission" => Some(form::submitted(&call_of(app, Arc::clone(workspace), interaction), interaction)),
        _ => None,
    }
}

/// Deals with an interaction that is answered later.
pub(super) async fn taken(app: &Arc<App>, workspace: Arc<Workspace>, interaction: Interaction) {
    work(call_of(app, workspace, &interaction), interaction).await;
}

async fn work(call: Call, interaction: Interaction) {
    match interaction.kind.as_str() {
        "block_actions" => button::pressed(&call, &interaction).await,
        "message_action" | "shortcut" => shortcut::used(&call, &interaction).await,
        other => {
            if call.app.counts.unknown(other) == 1 {
                tracing::info!(kind = %other.escape_debug(), "an interaction of a kind that is not known here");
            }
        }
    }
}

fn call_of(app: &Arc<App>, workspace: Arc<Workspace>, interaction: &Interaction) -> Call {
    let named = interaction.channel.as_ref().map(|channel| channel.id.clone());
    let message_thread = interaction.message.as_ref().and_then(|message| message.thread_ts.clone());
    Call {
        app: Arc::clone(app),
        workspace,
        user: interaction.user.id.clone(),
        channel: named.or_else(|| interaction.container.channel_id.clone()),
        thread: interaction.container.thread_ts.clone().or(message_thread),
        response_url: interaction.response_url.clone().filter(|url| !url.is_empty()),
        trigger_id: interaction.trigger_id.clone(),
        in_form: interaction.view.as_ref().is_some_and(|view| view.kind == "modal"),
        event: crate::store::person::fresh_id(),
    }
}
