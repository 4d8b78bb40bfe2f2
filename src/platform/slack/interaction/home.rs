//! The app's page: what can be asked, buttons to try it, one's own questions; for admins gaps and settings.

use std::sync::Arc;

use serde_json::json;

use super::super::app::{App, PLATFORM};
use super::super::blocks::{Block, Element, Text};
use super::super::fault::{Cure, Fault};
use super::super::incoming::AssistantThread;
use super::super::mrkdwn::Markup;
use super::super::outbox;
use super::super::render::limits::{HEADER, LABEL, SECTION, VALUE, cut};
use super::super::workspaces::Workspace;
use crate::commands;
use crate::platform::action::Action;
use crate::platform::{admin, texts};
use crate::store::Server;

/// Questions to try.
const TRY: [&str; 3] = [
    "What does a senior MLOps engineer make?",
    "What does it take to reach the staff stage?",
    "How is MLOps different from DevOps?",
];
/// Channels whose settings are shown.
const CHANNELS: usize = 15;

/// Somebody opened the page.
pub(in super::super) async fn opened(app: &Arc<App>, workspace: &Workspace, user: &str) {
    let mut blocks = can_answer(app);
    blocks.extend([Block::Divider, header("Try it"), asking("try", &TRY.map(str::to_owned))]);
    let asked = app.asked(user);
    if !asked.is_empty() {
        blocks.push(header("Your recent questions"));
        blocks.push(asking("again", &asked));
    }
    match app.admin(workspace, user).await {
        Ok(true) => blocks.extend(for_admins(app, workspace).await),
        Ok(false) => {}
        Err(fault) => blocks.extend(fault.told().map(|told| Block::section(Markup::plain(&told)))),
    }
    if let Err(fault) = publish(app, workspace, user, &blocks).await
        && fault.cure() == Cure::PlainText
    {
        // What went wrong is logged where it is sent.
        let _ = publish(app, workspace, user, &can_answer(app)).await;
    }
}

/// Somebody opened the pane of assistants: questions to try are offered there.
pub(in super::super) async fn offered(app: &App, workspace: &Workspace, thread: &AssistantThread) {
    let prompts: Vec<_> = TRY.iter().map(|question| json!({ "title": question, "message": question })).collect();
    let AssistantThread { channel_id, thread_ts } = thread;
    let body = json!({ "channel_id": channel_id, "thread_ts": thread_ts, "title": "Ask me", "prompts": prompts });
    // What went wrong is logged where it is sent.
    let _ = outbox::call(app, workspace, "assistant.threads.setSuggestedPrompts", &body).await;
}

async fn publish(app: &App, workspace: &Workspace, user: &str, blocks: &[Block]) -> Result<(), Fault> {
    let view = json!({ "user_id": user, "view": { "type": "home", "blocks": blocks } });
    outbox::call(app, workspace, "views.publish", &view).await
}

fn can_answer(app: &App) -> Vec<Block> {
    let bot = app.answering.bot();
    let lines: Vec<String> = commands::covered(bot.knowledge()).iter().map(|line| format!("• {line}")).collect();
    vec![
        header("Ask me"),
        Block::section(Markup::plain(
            "Mention me in a channel, write to me here, or type `/ask`. Every answer names its sources; where there is \
             none, I say so.",
        )),
        Block::section(Markup::plain(&lines.join("\n")).cut(SECTION)),
    ]
}

async fn for_admins(app: &App, workspace: &Workspace) -> Vec<Block> {
    let server = Server { platform: PLATFORM, name: workspace.team.clone() };
    let gaps = admin::gaps(&app.answering, &app.keeper, &server, app.now()).await;
    let everywhere =
        Markup::plain(&format!("{}: {}", texts::EVERYWHERE, app.settings.everywhere(&server.name).described()));
    let settings = app.settings.all(&server.name).into_iter().take(CHANNELS);
    let line = |(channel, setting): (String, crate::platform::settings::Setting)| {
        Markup::joined([Markup::channel(&channel), Markup::plain(&setting.described())], ": ")
    };
    let lines: Vec<Markup> = settings.map(line).collect();
    let none =
        || Markup::plain("No channel has a setting of its own. `/rolecall channel listen` in a channel makes one.");
    let channels = if lines.is_empty() { none() } else { Markup::joined(lines, "\n") };
    vec![
        Block::Divider,
        header("For admins: what had no answer, or none that helped"),
        Block::section(Markup::plain(&gaps).cut(SECTION)),
        header("For admins: channels"),
        Block::section(Markup::joined([everywhere, channels], "\n")),
    ]
}

fn header(text: &str) -> Block {
    Block::Header { text: Text::plain(cut(text, HEADER)) }
}

/// A button for each question.
fn asking(name: &str, questions: &[String]) -> Block {
    let button = |(at, question): (usize, &String)| {
        let (value, text) = (Action::Ask(question.clone()).id(VALUE)?, Text::plain(cut(question, LABEL)));
        Some(Element::Button { action_id: format!("{name}{at}"), text, value, style: None })
    };
    Block::Actions { elements: questions.iter().enumerate().filter_map(button).collect() }
}
