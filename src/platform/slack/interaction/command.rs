//! Slash commands: the registry's, with their values in any order, and `/rolecall`.

use std::sync::Arc;

use super::super::app::App;
use super::super::incoming::Command;
use super::super::manifest::ADMIN;
use super::super::workspaces::Workspace;
use super::{Call, admin};
use crate::answer::{Outcome, Reply};
use crate::commands::{self, CommandError};
use crate::platform::again::digest_of;
use crate::platform::recipe::Recipe;
use crate::platform::texts;

/// Longer texts are read up to here.
const LONGEST: usize = 8_000;

/// Answers a command, for the person alone.
pub(in super::super) async fn taken(app: Arc<App>, workspace: Arc<Workspace>, command: Command) {
    let text: String = command.text.chars().take(LONGEST).collect();
    let text = super::super::mrkdwn::read(&text, &workspace.me);
    let call = Call {
        app,
        workspace,
        user: command.user_id,
        channel: Some(command.channel_id),
        thread: None,
        response_url: Some(command.response_url),
        trigger_id: Some(command.trigger_id),
        in_form: false,
        event: crate::store::person::fresh_id(),
    };
    let name = command.command.trim_start_matches('/');
    if name == ADMIN {
        return admin::taken(&call, text.trim()).await;
    }
    if call.too_often().await {
        return;
    }
    let Some(command) = commands::named(name) else {
        call.tell(texts::NO_COMMAND).await;
        return;
    };
    call.app.answering.recall(&call.asker()).await;
    match reply(&call, command, text.trim()) {
        Ok(reply) if reply.outcome == Outcome::Ignored => call.tell(texts::NO_QUESTION).await,
        Ok(reply) => shown(&call, name, text.trim(), &reply).await,
        Err(error) => call.tell(&error.text()).await,
    };
}

/// By its values; where they make no sense, the line is read as a question, which may be what was meant.
fn reply(call: &Call, command: &'static commands::Command, text: &str) -> Result<Reply, CommandError> {
    let asker = call.asker();
    call.app.answering.words(command, text, &asker).or_else(|error| {
        if text.is_empty() {
            return Err(error);
        }
        let asked = call.app.answering.ask(&format!("{} {text}", command.name), true, &asker);
        if asked.outcome == Outcome::Answered && !asked.answers.is_empty() { Ok(asked) } else { Err(error) }
    })
}

async fn shown(call: &Call, name: &str, text: &str, reply: &Reply) -> bool {
    let line = format!("{name} {text}");
    let question = if name == "ask" { text.to_owned() } else { format!("/{}", line.trim()) };
    if !text.is_empty() {
        call.app.asks(&call.user, &question);
    }
    let recipe = Recipe::Line { digest: digest_of(reply), line: line.trim().to_owned() };
    call.answer(reply, Some(question), 0, Some(recipe)).await
}
