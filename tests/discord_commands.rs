//! Slash commands, suggestions while typing, the menu of a message, buttons, forms.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/discord/mod.rs"]
mod discord;

use discord::make::{self, Say, button, command, press};
use discord::process::Bot;
use discord::{ALICE, BOB, CHANNEL, Fake, Fault};
use serde_json::{Value, json};

const STRING: u8 = 3;
const BOOLEAN: u8 = 5;
const MANAGE_MESSAGES: u64 = 1 << 13;

async fn started() -> (Fake, tempfile::TempDir, Bot) {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let bot = Bot::ready(&fake, folder.path()).await;
    (fake, folder, bot)
}

fn senior() -> Value {
    command("salary", &[("stage", STRING, json!("senior"))])
}

fn text(response: &Value) -> String {
    discord::text_of(&response["data"])
}

fn is_private(response: &Value) -> bool {
    response["data"]["flags"] == 64
}

/// Sends an interaction; returns its first response and the message in it.
async fn message_of(fake: &Fake, interaction: Value) -> (Value, Value) {
    let id = fake.start_interaction(interaction);
    let response = fake.response(id).await;
    (response, fake.original(id).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_is_registered_once_and_answers_privately() {
    let (fake, folder, bot) = started().await;
    fake.until("registration", |w| (!w.commands.is_empty()).then_some(())).await;
    let names: Vec<String> = fake.world().commands.iter().map(|c| c["name"].as_str().unwrap().to_owned()).collect();
    for example in rolecall::commands::ALL {
        assert!(names.contains(&example.name.to_owned()), "{names:?}");
    }
    #[expect(clippy::type_complexity, reason = "a table that is read once")]
    let cases: [(&str, &[(&str, u8, Value)], &str); 9] = [
        ("ask", &[("question", STRING, json!("is 170k fair for mid level"))], "lower half"),
        ("salary", &[("stage", STRING, json!("senior")), ("basis", STRING, json!("c2c"))], "$1,250–$1,750 a day"),
        ("offer", &[("amount", STRING, json!("170k")), ("stage", STRING, json!("mid"))], "$145K–$215K"),
        (
            "compare",
            &[("role", STRING, json!("mlops-engineer")), ("other", STRING, json!("devops-engineer"))],
            "DevOps",
        ),
        (
            "litmus",
            &[("role", STRING, json!("mlops-engineer")), ("other", STRING, json!("devops-engineer"))],
            "silently",
        ),
        ("career", &[], "stages"),
        ("faq", &[("topic", STRING, json!("faq/remote-work"))], "remote"),
        ("sources", &[], "sources"),
        ("help", &[], "/salary"),
    ];
    for (name, options, said) in cases {
        let response = fake.interact(command(name, options)).await;
        assert!(is_private(&response), "{name}");
        let said = if name == "help" { "salary" } else { said };
        assert!(text(&response).contains(said), "{name}: {}", text(&response));
    }
    // A second start changes nothing at Discord.
    bot.stop().await;
    let _bot = Bot::ready(&fake, folder.path()).await;
    assert_eq!(fake.world().command_writes, 1);
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn values_are_checked_and_visibility_is_kept() {
    let (fake, _folder, _bot) = started().await;
    let share = ("share", BOOLEAN, json!(true));
    let wrong = fake.interact(command("salary", &[("stage", STRING, json!("seniro")), share.clone()])).await;
    assert!(is_private(&wrong) && text(&wrong).contains("did you mean `senior`"), "{wrong}");
    let unknown = fake
        .interact(command(
            "salary",
            &[("stage", STRING, json!("junior")), ("basis", STRING, json!("c2c")), share.clone()],
        ))
        .await;
    assert!(is_private(&unknown) && text(&unknown).contains("no sourced"), "{unknown}");
    let shared = fake.interact(command("salary", &[("stage", STRING, json!("senior")), share])).await;
    assert!(!is_private(&shared) && text(&shared).contains("/salary senior"));
    // `/quick` is for passing on.
    let quick = [("name", STRING, json!("pay/mlops-engineer/senior"))];
    assert!(!is_private(&fake.interact(command("quick", &quick)).await));
    assert!(is_private(&fake.interact(command("quick", &[])).await));
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_come_in_spite_of_typing_errors() {
    let (fake, _folder, _bot) = started().await;
    let first = |r: &Value| r["data"]["choices"][0]["value"].as_str().unwrap_or_default().to_owned();
    let typed = fake.interact(make::typing("compare", "role", "devosp")).await;
    assert_eq!(first(&typed), "devops-engineer");
    let all = fake.interact(make::typing("quick", "name", "")).await;
    assert_eq!(all["data"]["choices"].as_array().unwrap().len(), 25);
    let two_keys = fake.interact(make::typing("quick", "name", "se")).await;
    assert!(first(&two_keys).contains("senior"), "{two_keys}");
    let none = fake.interact(make::typing("salary", "stage", "🦀🦀🦀🦀")).await;
    assert_eq!(none["data"]["choices"], json!([]));
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_menu_answers_what_anyone_wrote() {
    let (fake, _folder, _bot) = started().await;
    let id = fake.say(&Say { author: BOB, text: "what does a senior MLOps engineer make?", ..Say::default() });
    let message = fake.world().messages[&(CHANNEL, id)].clone();
    let response = fake.interact(make::menu(&message)).await;
    assert!(is_private(&response) && text(&response).contains("$185K–$285K"), "{response}");
    let empty = make::message(1, &Say::default());
    assert!(text(&fake.interact(make::menu(&empty)).await).contains("no text"));
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_answer_is_shared_once_with_a_name_and_copied_as_text() {
    let (fake, folder, bot) = started().await;
    let (_, message) = message_of(&fake, senior()).await;
    let (share, copy) = (button(&message, "Share in channel"), button(&message, "Copy as text"));
    // Buttons work after a restart.
    bot.kill();
    let _bot = Bot::ready(&fake, folder.path()).await;
    let (shared, public) = message_of(&fake, press(&message, &share, ALICE, 0)).await;
    assert!(!is_private(&shared) && text(&shared).contains("Shared by **Alice \\*A\\***"), "{shared}");
    assert!(text(&shared).contains("$185K–$285K") && text(&shared).contains("KORE1"));
    let twice = fake.interact(press(&message, &share, ALICE, 0)).await;
    assert!(is_private(&twice) && text(&twice).contains("already"));
    let copied = fake.interact(press(&message, &copy, ALICE, 0)).await;
    let copied_text = copied["data"]["content"].as_str().unwrap();
    assert!(is_private(&copied) && copied_text.starts_with("```\n/salary senior"), "{copied_text}");
    assert!(copied_text.contains("Senior MLOps engineer, permanent: $185K–$285K a year. [1]"));
    assert!(copied_text.contains("Sources:\n[1]") && !copied_text.contains("**"));
    // Others cannot take it away, the person who shared it and moderators can.
    let delete = button(&public, "Delete");
    let foreign = fake.interact(press(&public, &delete, BOB, 0)).await;
    assert!(is_private(&foreign) && text(&foreign).contains("Only the person"));
    fake.interact(press(&public, &delete, BOB, MANAGE_MESSAGES)).await;
    let id: u64 = public["id"].as_str().unwrap().parse().unwrap();
    fake.until("the message to go", |w| w.deleted.contains(&(CHANNEL, id)).then_some(())).await;
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_share_that_failed_can_be_tried_again() {
    let (fake, _folder, _bot) = started().await;
    let (_, message) = message_of(&fake, senior()).await;
    let share = button(&message, "Share in channel");
    fake.world().faults.push_back(Fault { path: "/callback", status: 403, ..Fault::default() });
    fake.start_interaction(press(&message, &share, ALICE, 0));
    fake.until("the refusal", |w| w.calls.iter().any(|c| c.status == 403).then_some(())).await;
    fake.quiet().await;
    let shared = fake.interact(press(&message, &share, ALICE, 0)).await;
    assert!(!is_private(&shared) && text(&shared).contains("Shared by"), "{shared}");
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_speak_of_the_answer_on_the_screen() {
    let (fake, _folder, _bot) = started().await;
    let asked = |question: &str| command("ask", &[("question", STRING, json!(question))]);
    let cases: [(&str, &[&str]); 3] = [
        ("is 170k fair for mid level", &["lower half"]),
        ("what does a senior make on c2c", &["$1,250–$1,750 a day"]),
        ("how is mlops different from devops? and is 170k fair for mid level?", &["DevOps ships code", "lower half"]),
    ];
    for (question, said) in cases {
        let public = fake.ask(question).await.json;
        let (_, private) = message_of(&fake, asked(question)).await;
        for message in [&public, &private] {
            let sources = fake.interact(press(message, &button(message, "Sources"), BOB, 0)).await;
            for said in said {
                assert!(discord::text_of(message).contains(said), "{message}");
                assert!(is_private(&sources) && text(&sources).contains("This comes from"), "{sources}");
                assert!(text(&sources).contains(said), "{question}: {}", text(&sources));
            }
        }
        let copied = fake.interact(press(&private, &button(&private, "Copy as text"), ALICE, 0)).await;
        assert!(said.iter().all(|said| text(&copied).contains(said)), "{copied}");
    }
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_button_has_room_for_is_looked_up() {
    let (fake, folder, bot) = started().await;
    let question = "how is mlops different from devops? and how does an mlops engineer differ from an ml engineer? \
                    and what does a senior make on c2c?";
    let (_, message) = message_of(&fake, command("ask", &[("question", STRING, json!(question))])).await;
    let sources = button(&message, "Sources");
    assert!(sources.starts_with("1:sources:q:"), "{sources}");
    bot.stop().await;
    let _bot = Bot::ready(&fake, folder.path()).await;
    let shown = fake.interact(press(&message, &sources, ALICE, 0)).await;
    assert!(
        text(&shown).contains("ML engineers build the model") && text(&shown).contains("$1,250–$1,750 a day"),
        "{shown}"
    );
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_that_is_chosen_is_answered() {
    let (fake, _folder, _bot) = started().await;
    let unclear = fake.ask("hello").await;
    let rows = unclear.json["components"].as_array().unwrap().clone();
    let choices: Vec<&Value> = rows.iter().flat_map(|row| row["components"].as_array().unwrap()).collect();
    let choice = choices.iter().find(|c| c["custom_id"].as_str().unwrap().starts_with("1:ask:"));
    let choice = choice.unwrap_or_else(|| panic!("no choice on {:#}", unclear.json));
    let id = choice["custom_id"].as_str().unwrap();
    let answer = fake.interact(press(&unclear.json, id, ALICE, 0)).await;
    assert!(is_private(&answer) && text(&answer).contains(choice["label"].as_str().unwrap()), "{answer}");
    assert!(text(&answer).contains("[1]"), "{answer}");
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn votes_count_once_a_person_and_reasons_reach_the_editors() {
    let (fake, _folder, _bot) = started().await;
    let message = fake.ask("what does a senior MLOps engineer make?").await.json;
    let (up, down) = (button(&message, "Helpful"), button(&message, "Not helpful"));
    let thanked = fake.interact(press(&message, &up, ALICE, 0)).await;
    assert!(is_private(&thanked) && text(&thanked).contains("Thank you"));
    let form = fake.interact(press(&message, &down, ALICE, 0)).await;
    assert_eq!(form["type"], 9);
    let custom_id = form["data"]["custom_id"].as_str().unwrap();
    assert!(text(&fake.interact(make::form(&message, custom_id, "too old")).await).contains("editors"));
    fake.interact(press(&message, &down, BOB, 0)).await;
    let wrong = fake.interact(press(&message, &button(&message, "Report a wrong figure"), BOB, 0)).await;
    assert_eq!(wrong["type"], 9);
    let gaps = fake.interact(make::admin("gaps", &[])).await;
    assert!(is_private(&gaps) && text(&gaps).contains("`pay/mlops-engineer/senior`: 2 no, 0 yes"), "{gaps}");
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn sources_related_questions_pages_and_strange_buttons() {
    let (fake, _folder, _bot) = started().await;
    let (_, message) = message_of(&fake, senior()).await;
    let sources = fake.interact(press(&message, &button(&message, "Sources"), BOB, 0)).await;
    assert!(is_private(&sources) && text(&sources).contains("This comes from"), "{sources}");
    let menu = &message["components"][0]["components"][0];
    let question = menu["options"][0]["value"].as_str().unwrap();
    let related = fake.interact(make::choose(&message, menu["custom_id"].as_str().unwrap(), question)).await;
    assert!(is_private(&related) && text(&related).contains(question), "{related}");

    let (_, long) = message_of(&fake, command("quick", &[])).await;
    let more = fake.interact(press(&long, &button(&long, "More"), ALICE, 0)).await;
    assert!(is_private(&more) && text(&more).contains("page 2 of"), "{more}");

    for strange in [
        "0:old:thing",
        "nonsense",
        "1:more:7:r:00:a,faq/gone",
        "1:sources:r:00:a,faq/gone",
        "1:sources:q:00:discord/1",
        "1:reason:x",
    ] {
        let answer = fake.interact(press(&message, strange, ALICE, 0)).await;
        assert!(is_private(&answer) && text(&answer).contains("ask again"), "{strange}: {answer}");
    }
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn admins_see_the_status_and_take_the_knowledge_anew() {
    let fake = Fake::start().await;
    let folder = tempfile::tempdir().unwrap();
    let knowledge = folder.path().join("knowledge");
    std::fs::create_dir_all(knowledge.join("faq")).unwrap();
    let source = "[[source]]\nid = \"tea-2026\"\npublisher = \"Tea Board\"\ntitle = \"Tea\"\npublished = \"2026-01\"\ntier = \"reputable\"\n";
    let faq = |answer: &str| {
        format!(
            "+++\nquestion = \"How long does tea steep?\"\nanswer = \"{answer}[^tea-2026]\"\ntopic = \"drinks\"\nroles = []\nowner = \"editors\"\nreview_by = \"2027-06\"\nas_of = \"2026\"\nregion = \"United States\"\nphrasings = [\"how long does tea steep\"]\n+++\nLonger makes it bitter.[^tea-2026]\n"
        )
    };
    std::fs::write(knowledge.join("sources.toml"), source).unwrap();
    std::fs::write(knowledge.join("faq/tea.md"), faq("Three minutes.")).unwrap();
    let _bot = Bot::ready(&fake, folder.path()).await;
    let ask = || command("faq", &[("topic", STRING, json!("faq/tea"))]);
    assert!(text(&fake.interact(ask()).await).contains("Three minutes"));
    assert!(text(&fake.interact(make::admin("status", &[])).await).contains("1 entries from knowledge"));
    // A bad edit is refused with file, line and mend, and the old answer stays.
    std::fs::write(knowledge.join("faq/tea.md"), faq("Four minutes.").replace("tea-2026]\"", "nobody]\"")).unwrap();
    let refused = fake.interact(make::admin("reload", &[])).await;
    assert!(is_private(&refused) && text(&refused).contains("faq/tea.md:3"), "{refused}");
    assert!(text(&fake.interact(ask()).await).contains("Three minutes"));
    std::fs::write(knowledge.join("faq/tea.md"), faq("Four minutes.")).unwrap();
    assert!(text(&fake.interact(make::admin("reload", &[])).await).contains("Taken anew"));
    assert!(text(&fake.interact(ask()).await).contains("Four minutes"));
    fake.finish();
}
