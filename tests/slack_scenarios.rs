//! Every feature in Slack, the same scenarios over both transports, with the real binary.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/slack/mod.rs"]
mod slack;

use serde_json::{Value, json};
use slack::process::Bot;
use slack::{ALICE, BOB, BOT, CHANNEL, DM, Fake, Fault, OTHER_CHANNEL, Say, Transport, text_of};

const SENIOR: &str = "what does a senior MLOps engineer make?";
const FIGURE: &str = "$185K–$285K a year";

struct Stage {
    fake: Fake,
    _folder: tempfile::TempDir,
    bot: Bot,
}

async fn staged(transport: Transport) -> Stage {
    let (fake, folder) = (Fake::start(transport).await, tempfile::tempdir().unwrap());
    let bot = Bot::ready(&fake, folder.path()).await;
    Stage { fake, _folder: folder, bot }
}

/// The same scenario over both transports.
macro_rules! over_both {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            use super::*;
            #[tokio::test(flavor = "multi_thread")]
            async fn over_socket_mode() { super::$name(Transport::Socket).await }
            #[tokio::test(flavor = "multi_thread")]
            async fn over_http() { super::$name(Transport::Http).await }
        }
    )*};
}

over_both! {
    questions_are_answered_in_their_thread,
    channels_do_what_is_set_for_them,
    commands_are_answered_privately_and_shared,
    buttons_do_what_they_say,
    shortcuts_and_forms,
    the_page_of_the_app,
    changed_and_deleted_questions,
    nobody_is_mentioned_and_bots_are_not_heard,
    what_concerns_people_is_told_to_them,
    blocks_that_slack_does_not_take_become_text,
    a_shared_answer_can_be_deleted_where_the_bot_is_no_member,
    forms_count_as_questions,
}

async fn questions_are_answered_in_their_thread(transport: Transport) {
    let Stage { fake, bot, _folder } = staged(transport).await;
    let mention = format!("<@{BOT}> {SENIOR}");
    let question = fake.say(&Say { text: &mention, ..Say::default() });
    let reply = fake.reply(CHANNEL, &question).await;
    assert!(reply.text().contains(FIGURE) && reply.text().contains("KORE1"), "{}", reply.text());
    assert_eq!(
        (&reply.json["thread_ts"], reply.json["blocks"][0]["type"].as_str()),
        (&json!(question), Some("header"))
    );
    assert!(reply.json["text"].as_str().unwrap().contains(FIGURE), "the text without blocks says it too");

    // A follow-up in the thread needs no mention; a stranger in it is not answered unasked, nor is chatter.
    let say = |text| Say { text, thread: Some(&question), ..Say::default() };
    let next = fake.say(&say("and on c2c?"));
    let next = fake.reply(CHANNEL, &next).await;
    assert!(next.text().contains("a day") && next.json["thread_ts"] == json!(question), "{}", next.text());
    let thanks = fake.say(&say("thanks, have a nice weekend!"));
    let stranger = fake.say(&Say { user: BOB, ..say("shall we have lunch?") });

    // In private nothing needs a mention; what was talked about is known there from message to message.
    let private = Say { channel: DM, ..Say::default() };
    let asked = fake.say(&Say { text: SENIOR, ..private.clone() });
    let answer = fake.reply(DM, &asked).await;
    assert!(answer.text().contains(FIGURE) && answer.json["thread_ts"] == json!(asked));
    let follow = fake.say(&Say { text: "and staff?", ..private.clone() });
    assert!(fake.reply(DM, &follow).await.text().contains("Staff"), "{}", fake.world().story());
    let unknown = fake.say(&Say { text: "what does an mlops engineer make in London?", ..private });
    assert!(fake.reply(DM, &unknown).await.text().contains("no sourced pay figure for London"));

    // Nothing but the name still gets a word.
    let name = format!("<@{BOT}>");
    let only = fake.say(&Say { text: &name, ..Say::default() });
    assert!(fake.reply(CHANNEL, &only).await.text().contains("I read no question"));
    fake.quiet().await;
    {
        let world = fake.world();
        for (channel, question) in [(CHANNEL, &thanks), (CHANNEL, &stranger)] {
            assert!(world.replies(channel, question).is_empty());
        }
        assert!(world.reactions.is_empty(), "what is quick needs no sign");
        assert_eq!(
            world.sent().len(),
            6,
            "each question once, though mention and message both came: {}",
            world.story()
        );
    }
    fake.finish();
    assert_eq!(bot.stop().await.code, Some(0));
}

async fn channels_do_what_is_set_for_them(transport: Transport) {
    let Stage { fake, _folder, bot: _bot } = staged(transport).await;
    let plain = Say { text: SENIOR, ..Say::default() };
    let unheard = fake.say(&plain);
    let refused = fake.answer(&fake.command(ALICE, "/rolecall", "channel listen")).await;
    assert!(refused["text"].as_str().unwrap().contains("for admins"), "{refused}");
    let set = fake.answer(&fake.command(BOB, "/rolecall", "channel listen 3600")).await;
    assert!(set["text"].as_str().unwrap().contains("plainly a question for me"), "{set}");

    let heard = fake.say(&plain);
    assert!(fake.reply(CHANNEL, &heard).await.text().contains(FIGURE));
    let again = fake.say(&Say { user: BOB, ..plain.clone() });
    let chatter = fake.say(&Say { text: "who is up for lunch today?", ..Say::default() });
    fake.quiet().await;
    for ts in [&unheard, &again, &chatter] {
        assert!(fake.world().replies(CHANNEL, ts).is_empty(), "overheard and not for it, or just said");
    }
    fake.answer(&fake.command(BOB, "/rolecall", "channel off")).await;
    let mention = format!("<@{BOT}> {SENIOR}");
    let off = fake.say(&Say { text: &mention, ..Say::default() });
    fake.quiet().await;
    assert!(fake.world().replies(CHANNEL, &off).is_empty());
    let status = fake.answer(&fake.command(BOB, "/rolecall", "status")).await;
    assert!(status["text"].as_str().unwrap().contains("This channel: off"), "{status}");
    // What is set everywhere holds where a channel has nothing of its own.
    let everywhere = fake.answer(&fake.command(BOB, "/rolecall", "channel everywhere listen 3600")).await;
    assert!(
        everywhere["text"].as_str().unwrap().starts_with("In channels that have nothing of their own: I answer"),
        "{everywhere}"
    );
    let elsewhere = fake.say(&Say { channel: OTHER_CHANNEL, ..plain.clone() });
    assert!(fake.reply(OTHER_CHANNEL, &elsewhere).await.text().contains(FIGURE));
    let own = fake.say(&Say { text: &mention, ..Say::default() });
    fake.quiet().await;
    assert!(fake.world().replies(CHANNEL, &own).is_empty(), "here it is off");
    let status = fake.answer(&fake.command(BOB, "/rolecall", "status")).await;
    let said = status["text"].as_str().unwrap();
    assert!(said.contains("This channel: off") && said.contains("nothing of their own: I answer whatever"), "{said}");
    let usage = fake.answer(&fake.command(BOB, "/rolecall", "channel sometimes")).await;
    assert!(usage["text"].as_str().unwrap().contains("`sometimes` is neither"), "{usage}");
    fake.finish();
}

async fn commands_are_answered_privately_and_shared(transport: Transport) {
    let Stage { fake, _folder, bot: _bot } = staged(transport).await;
    for (command, text, said) in [
        ("/ask", SENIOR, FIGURE),
        ("/salary", "senior c2c", "a day"),
        ("/salary", "senior mlops c2c", "a day"),
        ("/offer", "170k mid", "170"),
        ("/compare", "mlops devops", "DevOps"),
        ("/career", "staff", "Staff"),
        ("/faq", "remote", "remote"),
        ("/quick", "pay/mlops-engineer/senior", FIGURE),
        ("/sources", "pay/mlops-engineer", "KORE1"),
        ("/help", "", "salary"),
    ] {
        let answer = fake.type_command(command, text).await;
        assert!(
            text_of(&answer).to_lowercase().contains(&said.to_lowercase()),
            "{command} {text}: {}",
            text_of(&answer)
        );
        assert_eq!(answer["response_type"], "ephemeral", "{command}");
    }
    let wrong = fake.type_command("/salary", "sneior").await;
    assert!(wrong["text"].as_str().unwrap().contains("senior") && wrong["response_type"] == "ephemeral", "{wrong}");

    let private = fake.type_command("/salary", "senior").await;
    assert!(fake.world().sent().is_empty(), "nothing of it is in the channel");
    let shown = fake.answer(&fake.press(ALICE, CHANNEL, "77.1", &private, "share")).await;
    assert_eq!(shown["response_type"], "in_channel");
    assert!(text_of(&shown).contains("Shared by alice") && text_of(&shown).contains(FIGURE), "{}", text_of(&shown));
    let twice = fake.answer(&fake.press(ALICE, CHANNEL, "77.1", &private, "share")).await;
    assert!(twice["text"].as_str().unwrap().contains("shared this already") && twice["response_type"] == "ephemeral");
    let copy = fake.answer(&fake.press(ALICE, CHANNEL, "77.1", &private, "copy")).await;
    assert!(text_of(&copy).starts_with("```") && text_of(&copy).contains("Sources:"), "{copy}");
    fake.finish();
}

async fn buttons_do_what_they_say(transport: Transport) {
    let Stage { fake, _folder, bot: _bot } = staged(transport).await;
    let reply = fake.ask(SENIOR).await;
    let press = |user: &str, action: &str| fake.press(user, CHANNEL, &reply.ts, &reply.json, action);
    let thanks = fake.answer(&press(ALICE, "up")).await;
    assert!(
        thanks["text"].as_str().unwrap().starts_with("Thank you") && thanks["thread_ts"] == reply.json["thread_ts"]
    );
    let sources = fake.answer(&press(ALICE, "sources")).await;
    assert!(text_of(&sources).contains("KORE1"), "{sources}");
    let related = fake.answer(&press(ALICE, "related")).await;
    assert!(text_of(&related).contains("day rate") && related["response_type"] == "ephemeral", "{related}");

    // A reason is asked for in a form, and kept.
    press(BOB, "down");
    let form = fake.form(0).await;
    let written = json!({ "written": { "written": { "type": "plain_text_input", "value": "too old" } } });
    let (sent, _) = fake.interact(json!({ "type": "view_submission", "user": { "id": BOB }, "view": {
        "id": "V1", "type": "modal", "callback_id": form["callback_id"], "private_metadata": form["private_metadata"],
        "state": { "values": written } } }));
    let answer = fake.acknowledgement(&sent).await;
    assert!(answer["response_action"] == "update" && text_of(&answer["view"]).contains("editors"), "{answer}");
    let gaps = fake.answer(&fake.command(BOB, "/rolecall", "gaps")).await;
    assert!(gaps["text"].as_str().unwrap().contains("1 no, 1 yes"), "{gaps}");

    // Only who asked, or an admin, takes it away.
    let mine = fake.ask("do mlops engineers work remotely?").await;
    let stranger = fake.answer(&fake.press("U0CAROL", CHANNEL, &mine.ts, &mine.json, "delete")).await;
    assert!(stranger["text"].as_str().unwrap().contains("Only the person who asked"), "{stranger}");
    fake.press(ALICE, CHANNEL, &mine.ts, &mine.json, "delete");
    fake.until("the reply to go", |w| w.deleted.contains(&(CHANNEL.to_owned(), mine.ts.clone())).then_some(())).await;
    fake.press(BOB, CHANNEL, &reply.ts, &reply.json, "delete");
    fake.until("the other to go", |w| (w.deleted.len() == 2).then_some(())).await;

    let mut old = reply.json.clone();
    old["blocks"] =
        json!([{ "type": "actions", "elements": [{ "type": "button", "action_id": "old", "value": "0:old" }] }]);
    let told = fake.answer(&fake.press(ALICE, CHANNEL, &reply.ts, &old, "old")).await;
    assert!(told["text"].as_str().unwrap().contains("older message"), "{told}");
    fake.finish();
}

async fn shortcuts_and_forms(transport: Transport) {
    let Stage { fake, _folder, bot: _bot } = staged(transport).await;
    let message = json!({ "type": "message", "user": BOB, "ts": "5.5", "text": format!("hm, {SENIOR}") });
    let (_, url) = fake.interact(json!({ "type": "message_action", "callback_id": "answer_with_sources",
        "channel": { "id": CHANNEL, "name": "jobs" }, "message": message }));
    let answer = fake.answer(&url).await;
    assert!(text_of(&answer).contains(FIGURE) && answer["response_type"] == "ephemeral", "{answer}");

    fake.interact(json!({ "type": "shortcut", "callback_id": "look_up_pay" }));
    let form = fake.form(0).await;
    let blocks: Vec<&str> =
        form["blocks"].as_array().unwrap().iter().map(|b| b["block_id"].as_str().unwrap()).collect();
    assert_eq!(blocks, ["role", "stage", "basis"]);
    assert!(form["blocks"].as_array().unwrap().iter().all(|b| b["element"]["type"] == "external_select"));

    // Typing errors are mended in the menus.
    let ask = |menu: &str, typed: &str| {
        fake.interact(json!({ "type": "block_suggestion", "action_id": menu, "block_id": menu, "value": typed,
            "container": { "type": "view", "view_id": "V1" } }))
    };
    for (menu, typed, value) in
        [("stage", "senoir", "senior"), ("role", "mlpos", "mlops-engineer"), ("basis", "c2", "c2c")]
    {
        let (asked, _) = ask(menu, typed);
        let options = fake.acknowledgement(&asked).await;
        assert_eq!(options["options"][0]["value"], value, "{menu} {typed}: {options}");
    }
    let chosen = |value: &str| json!({ "m": { "type": "external_select", "selected_option": { "value": value } } });
    let values = json!({ "role": chosen("mlops-engineer"), "stage": chosen("senior"), "basis": chosen("permanent") });
    let (sent, _) = fake.interact(json!({ "type": "view_submission", "view": { "id": "V1", "type": "modal",
        "callback_id": form["callback_id"], "state": { "values": values } } }));
    let answer = fake.acknowledgement(&sent).await;
    assert!(answer["response_action"] == "update" && text_of(&answer["view"]).contains(FIGURE), "{answer}");
    fake.finish();
}

async fn the_page_of_the_app(transport: Transport) {
    let Stage { fake, _folder, bot: _bot } = staged(transport).await;
    fake.type_command("/ask", SENIOR).await;
    let opened = |user: &str| json!({ "type": "app_home_opened", "user": user, "channel": DM, "tab": "home", "event_ts": "1.1" });
    fake.send_event(opened(ALICE));
    let page = fake.until("the page", |w| w.homes.get(ALICE).cloned()).await;
    let text = text_of(&page);
    assert!(text.contains("Ask me") && text.contains("Your recent questions") && text.contains(SENIOR), "{text}");
    assert!(!text.contains("For admins"), "{text}");
    fake.ask("do companies sponsor visas").await;
    fake.answer(&fake.command(BOB, "/rolecall", "channel listen")).await;
    fake.send_event(opened(BOB));
    let page = text_of(&fake.until("the page", |w| w.homes.get(BOB).cloned()).await);
    assert!(page.contains("without an answer that helped:\n- do companies sponsor visas"), "{page}");
    assert!(page.contains("For admins") && page.contains(&format!("<#{CHANNEL}>: I answer whatever")), "{page}");

    // In the pane of assistants, the same questions to try are offered.
    fake.send_event(json!({ "type": "assistant_thread_started", "event_ts": "1.2", "assistant_thread": {
        "user_id": ALICE, "context": {}, "channel_id": DM, "thread_ts": "1.1" } }));
    let offered = |w: &mut slack::World| w.calls.iter().find(|c| c.method.ends_with("setSuggestedPrompts")).cloned();
    let offered = fake.until("questions to try", offered).await;
    assert_eq!((&offered.body["thread_ts"], offered.body["prompts"].as_array().unwrap().len()), (&json!("1.1"), 3));

    // A button there opens the answer in a form.
    let (button, _) = (slack::button(&fake.world().homes[ALICE].clone(), "try0"), ());
    fake.interact(json!({ "type": "block_actions", "container": { "type": "view", "view_id": "V9" },
        "view": { "id": "V9", "type": "home" }, "actions": [button] }));
    let form = fake.form(0).await;
    assert!(text_of(&form).contains(FIGURE), "{form}");
    fake.finish();
}

async fn changed_and_deleted_questions(transport: Transport) {
    let Stage { fake, _folder, bot: _bot } = staged(transport).await;
    let mention = format!("<@{BOT}> what does a junior MLOps engineer make?");
    let question = fake.say(&Say { text: &mention, ..Say::default() });
    let reply = fake.reply(CHANNEL, &question).await;
    fake.change(CHANNEL, &question, &format!("<@{BOT}> {SENIOR}"));
    let key = (CHANNEL.to_owned(), reply.ts.clone());
    fake.until("the reply to change", |w| text_of(&w.messages[&key]).contains(FIGURE).then_some(())).await;
    fake.take_back(CHANNEL, &question);
    fake.until("the reply to go", |w| w.deleted.contains(&key).then_some(())).await;
    fake.finish();
}

async fn nobody_is_mentioned_and_bots_are_not_heard(transport: Transport) {
    let Stage { fake, _folder, bot: _bot } = staged(transport).await;
    let trap = format!(
        "<@{BOT}> what does a senior make at <!here> <@{ALICE}> <https://evil.example|Google> &lt;!channel&gt;?"
    );
    let question = fake.say(&Say { text: &trap, ..Say::default() });
    fake.reply(CHANNEL, &question).await;
    fake.type_command("/ask", "what does a senior make <!here> &lt;!channel&gt; <https://evil.example|here>").await;
    fake.quiet().await;
    let before = fake.world().sent().len();
    // Another bot, ourselves under another name, and Slack's own.
    for sender in [
        json!({ "bot_id": "B0OTHER", "user": "U0OTHERBOT" }),
        json!({ "bot_id": "B0OTHER", "subtype": "bot_message", "username": "hook" }),
        json!({ "app_id": "A0APP", "user": "U0X" }),
        json!({ "user": BOT }),
        json!({ "user": "USLACKBOT" }),
        json!({ "user": ALICE, "subtype": "channel_join" }),
    ] {
        for channel in [CHANNEL, DM] {
            let mut event = json!({ "type": "message", "channel": channel, "ts": fake.world().new_ts(),
                "text": format!("<@{BOT}> {SENIOR}") });
            event.as_object_mut().unwrap().extend(sender.as_object().unwrap().clone());
            fake.send_event(event);
        }
    }
    fake.quiet().await;
    assert_eq!(fake.world().sent().len(), before, "{}", fake.world().story());
    fake.finish();
}

async fn what_concerns_people_is_told_to_them(transport: Transport) {
    let Stage { fake, bot, _folder } = staged(transport).await;
    let mention = format!("<@{BOT}> {SENIOR}");
    let elsewhere = fake.say(&Say { text: &mention, channel: "C0AWAY", ..Say::default() });
    let told = fake.until("a word in private", |w| w.sent().into_iter().find(|s| s.channel == ALICE)).await;
    assert!(told.text().contains("I am not in that channel"), "{}", told.text());
    assert!(fake.world().replies("C0AWAY", &elsewhere).is_empty());
    assert!(
        bot.log().contains("Slack did not take it method=\"chat.postMessage\" code=\"not_in_channel\""),
        "{}",
        bot.log()
    );

    fake.world().lacks.insert("users:read");
    let refused: Value = fake.answer(&fake.command(BOB, "/rolecall", "status")).await;
    let said = refused["text"].as_str().unwrap();
    assert!(said.contains("lacks the permission `users:read`") && !said.contains("for admins"), "{refused}");
    assert!(bot.log().contains("missing_scope"), "{}", bot.log());
    fake.send_event(json!({ "type": "app_home_opened", "user": BOB, "channel": DM, "tab": "home" }));
    let page = text_of(&fake.until("the page", |w| w.homes.get(BOB).cloned()).await);
    assert!(page.contains("`users:read`"), "{page}");

    // A form that does not open is told of where the person reads it, though nobody knows on which channel they are.
    let refusal = Fault { method: "views.open", status: 200, error: Some("expired_trigger_id"), ..Fault::default() };
    fake.world().faults.push_back(refusal);
    fake.interact(json!({ "type": "shortcut", "callback_id": "look_up_pay" }));
    let excuse = |w: &mut slack::World| w.sent().into_iter().find(|s| s.text().contains("did not let me"));
    assert_eq!(fake.until("an excuse", excuse).await.channel, ALICE);

    fake.finish();
}

async fn blocks_that_slack_does_not_take_become_text(transport: Transport) {
    let Stage { fake, _folder, bot: _bot } = staged(transport).await;
    let refuse = |method| Fault { method, status: 200, error: Some("invalid_blocks"), ..Fault::default() };
    let is_plain = |message: &Value| message["blocks"].as_array().is_some_and(Vec::is_empty);
    fake.world().faults.push_back(refuse("chat.postMessage"));
    let question = fake.say(&Say { text: &format!("<@{BOT}> {SENIOR}"), ..Say::default() });
    let plain = fake.reply(CHANNEL, &question).await;
    assert!(is_plain(&plain.json) && plain.text().contains(FIGURE), "{}", plain.json);

    fake.world().faults.push_back(refuse("chat.update"));
    fake.change(CHANNEL, &question, &format!("<@{BOT}> what does a senior MLOps engineer make on c2c?"));
    let key = (CHANNEL.to_owned(), plain.ts.clone());
    let changed = |w: &mut slack::World| Some(w.messages[&key].clone()).filter(|m| text_of(m).contains("a day"));
    let changed = fake.until("the reply to change", changed).await;
    assert!(is_plain(&changed), "{changed}");

    // An address for answers says it beside a status.
    fake.world().faults.push_back(Fault { status: 400, ..refuse("response/") });
    let answer = fake.type_command("/salary", "senior").await;
    assert!(is_plain(&answer) && text_of(&answer).contains(FIGURE), "{answer}");

    let opened = json!({ "type": "app_home_opened", "user": ALICE, "channel": DM, "tab": "home" });
    fake.send_event(opened.clone());
    let page = fake.until("the page", |w| w.homes.remove(ALICE)).await;
    fake.world().faults.push_back(refuse("views.open"));
    fake.interact(json!({ "type": "block_actions", "container": { "type": "view", "view_id": "V9" },
        "view": { "id": "V9", "type": "home" }, "actions": [slack::button(&page, "try0")] }));
    let form = fake.form(0).await;
    let blocks = form["blocks"].as_array().unwrap();
    assert!(blocks.len() == 1 && text_of(&form).contains(FIGURE), "{form}");

    fake.world().faults.push_back(refuse("views.publish"));
    fake.send_event(opened);
    let page = fake.until("the page", |w| w.homes.remove(ALICE)).await;
    assert!(text_of(&page).contains("Ask me") && !text_of(&page).contains("Try it"), "{page}");
    fake.finish();
}

async fn a_shared_answer_can_be_deleted_where_the_bot_is_no_member(transport: Transport) {
    let Stage { fake, _folder, bot: _bot } = staged(transport).await;
    let private = fake.answer(&fake.command_in("C0AWAY", ALICE, "/salary", "senior")).await;
    fake.press(ALICE, "C0AWAY", "77.1", &private, "share");
    let shared = fake.until("it to be shared", |w| w.sent().into_iter().next()).await;
    let stranger = fake.answer(&fake.press("U0CAROL", "C0AWAY", &shared.ts, &shared.json, "delete")).await;
    assert!(stranger["text"].as_str().unwrap().contains("Only the person who asked"), "{stranger}");
    fake.press(ALICE, "C0AWAY", &shared.ts, &shared.json, "delete");
    fake.until("it to go", |w| w.sent().is_empty().then_some(())).await;
    fake.finish();
}

async fn forms_count_as_questions(transport: Transport) {
    let (fake, folder) = (Fake::start(transport).await, tempfile::tempdir().unwrap());
    let bot = Bot::with(&fake, folder.path(), &[("ROLECALL_LIMIT_PERSON", "1")]);
    bot.is_ready(&fake).await;
    fake.type_command("/salary", "senior").await;
    let chosen = |value: &str| json!({ "m": { "type": "external_select", "selected_option": { "value": value } } });
    let (sent, _) = fake.interact(json!({ "type": "view_submission", "view": { "id": "V1", "type": "modal",
        "callback_id": "look_up_pay", "state": { "values": { "stage": chosen("senior") } } } }));
    let answer = fake.acknowledgement(&sent).await;
    assert!(text_of(&answer["view"]).contains("asked a lot"), "{answer}");
    fake.finish();
}
