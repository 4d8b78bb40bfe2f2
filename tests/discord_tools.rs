//! `discord register` and `doctor`, with and without a token.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/discord/mod.rs"]
mod discord;

use std::process::{Command, Output};

use discord::{Fake, TOKEN};
use serde_json::Value;

/// Runs the binary beside the fake.
async fn run(fake: Option<&Fake>, args: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
    command.args(args).current_dir(folder.path()).env_clear();
    if let Some(fake) = fake {
        command.env("DISCORD_TOKEN", TOKEN).env("ROLECALL_DISCORD_PROXY", fake.url());
    }
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert!(!folder.path().join("rolecall.db").exists(), "only `serve` makes a store");
    output
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_token_the_whole_set_is_printed_as_json() {
    let output = run(None, &["discord", "register", "--dry-run"]).await;
    let set: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let names: Vec<&str> = set.iter().map(|c| c["name"].as_str().unwrap()).collect();
    for name in [
        "ask",
        "salary",
        "compare",
        "career",
        "faq",
        "litmus",
        "offer",
        "sources",
        "help",
        "quick",
        "rolecall",
        "forget-me",
    ] {
        assert!(names.contains(&name), "{names:?}");
    }
    assert!(output.status.success() && names.contains(&"Answer with sources"));
    let refused = run(None, &["discord", "register"]).await;
    assert_eq!(refused.status.code(), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_difference_is_shown_and_then_made_once() {
    let fake = Fake::start().await;
    let dry = run(Some(&fake), &["discord", "register", "--dry-run"]).await;
    assert!(out(&dry).contains("+ /salary\n") && out(&dry).contains("dry run"), "{dry:?}");
    assert_eq!(fake.world().command_writes, 0);
    assert!(out(&run(Some(&fake), &["discord", "register"]).await).contains("registered"));
    assert_eq!(out(&run(Some(&fake), &["discord", "register"]).await), "nothing is different\n");
    assert_eq!(fake.world().command_writes, 1);
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_names_what_is_missing_with_its_mend() {
    let without = run(None, &["doctor"]).await;
    assert!(without.status.success() && out(&without).contains("`DISCORD_TOKEN` is not set"), "{without:?}");

    let fake = Fake::start().await;
    let well = out(&run(Some(&fake), &["doctor"]).await);
    assert!(!well.contains("missing"), "{well}");

    let ill = Fake::with(|w| {
        w.flags = 0;
        w.permissions = 1 << 10;
        w.no_command_scope = true;
    });
    let ill = ill.await;
    let output = run(Some(&ill), &["doctor"]).await;
    assert_eq!(output.status.code(), Some(1));
    for said in [
        "the Message Content intent is off",
        "lacks: Send Messages, Send Messages in Threads, Embed Links, Read Message History",
        "without the scope `applications.commands`",
        "https://discord.com/oauth2/authorize?client_id=100000000000000001&scope=bot+applications.commands",
        "not registered",
    ] {
        assert!(out(&output).contains(said), "{said}: {}", out(&output));
    }

    let refused = Fake::with(|w| w.token = "another".to_owned()).await;
    let output = run(Some(&refused), &["doctor"]).await;
    assert!(
        output.status.code() == Some(1) && out(&output).contains("missing Discord refuses the token"),
        "{output:?}"
    );
}
