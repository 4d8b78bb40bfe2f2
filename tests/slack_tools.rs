//! `slack manifest` and `doctor`, with and without tokens.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/slack/mod.rs"]
mod slack;

use std::process::{Command, Output};

use serde_json::Value;
use slack::{APP_TOKEN, Fake, TOKEN, Transport};

/// Runs the binary beside the fake.
async fn run(fake: Option<&Fake>, args: &[&str], more: &[(&str, &str)]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
    command.args(args).current_dir(folder.path()).env_clear();
    if let Some(fake) = fake {
        command.env("ROLECALL_SLACK_API", fake.api()).env("SLACK_BOT_TOKEN", TOKEN).env("SLACK_APP_TOKEN", APP_TOKEN);
    }
    command.envs(more.iter().copied());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert!(!folder.path().join("rolecall.db").exists(), "only `serve` makes a store");
    output
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_manifest_needs_nothing_and_names_every_command_and_scope() {
    let output = run(None, &["slack", "manifest"], &[]).await;
    let manifest: Value = serde_json::from_slice(&output.stdout).unwrap();
    let commands = manifest["features"]["slash_commands"].as_array().unwrap();
    for name in ["/ask", "/salary", "/compare", "/career", "/faq", "/offer", "/quick", "/rolecall"] {
        assert!(commands.iter().any(|c| c["command"] == name), "{name}");
    }
    assert!(output.status.success() && manifest["settings"]["socket_mode_enabled"] == true);
    let documented = include_str!("../docs/slack.md");
    for scope in manifest["oauth_config"]["scopes"]["bot"].as_array().unwrap() {
        assert!(
            documented.contains(&format!("`{}`", scope.as_str().unwrap())),
            "docs/slack.md does not explain {scope}"
        );
    }
    let http = run(None, &["slack", "manifest", "--url", "https://bot.example"], &[]).await;
    let manifest: Value = serde_json::from_slice(&http.stdout).unwrap();
    assert_eq!(manifest["settings"]["event_subscriptions"]["request_url"], "https://bot.example/slack/events");
    assert_eq!(manifest["settings"]["interactivity"]["message_menu_options_url"], "https://bot.example/slack/options");
    assert!(!run(None, &["slack", "manifest", "--url", "http://bot.example"], &[]).await.status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_names_what_is_missing_with_its_mend() {
    let without = run(None, &["doctor"], &[]).await;
    assert!(without.status.success() && out(&without).contains("`SLACK_BOT_TOKEN` is not set"), "{without:?}");

    let fake = Fake::start(Transport::Socket).await;
    let well = run(Some(&fake), &["doctor"], &[("SLACK_SIGNING_SECRET", "a,b")]).await;
    assert!(well.status.success(), "{well:?}");
    for said in
        ["for the workspace `Recruiters`", "may read and answer", "Socket Mode can be opened", "2 signing secret(s)"]
    {
        assert!(out(&well).contains(said), "{said}: {}", out(&well));
    }
    fake.world().lacks.extend(["users:read", "im:history", "commands"]);
    let lacking = run(Some(&fake), &["doctor"], &[]).await;
    assert!(
        lacking.status.code() == Some(1)
            && out(&lacking).contains("lacks the scopes: commands, im:history, users:read"),
        "{lacking:?}"
    );
    fake.world().token = "xoxb-another".to_owned();
    let refused = run(Some(&fake), &["doctor"], &[]).await;
    assert!(refused.status.code() == Some(1) && out(&refused).contains("Slack refuses the bot token"), "{refused:?}");
    let alone = run(None, &["serve"], &[("SLACK_BOT_TOKEN", TOKEN)]).await;
    assert!(
        alone.status.code() == Some(78) && String::from_utf8_lossy(&alone.stderr).contains("SLACK_APP_TOKEN"),
        "{alone:?}"
    );
    fake.finish();
}
