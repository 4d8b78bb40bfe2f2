//! `rolecall ask`: exit status, the JSON object, bad input, options that every command takes.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use support::Scratch;

const SENIOR: &str = "What does a senior MLOps engineer make?";

#[test]
fn answered_is_0() {
    let run = Scratch::new().run(&["ask", SENIOR]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("$185K–$285K a year") && run.out.contains("KORE1"), "{run:?}");
    assert!(!run.out.contains('\u{1b}') && run.err.is_empty(), "{run:?}");
}

#[test]
fn words_need_no_quotes() {
    let run = Scratch::new().run(&["ask", "what", "does", "a", "senior", "mlops", "engineer", "make"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn unknown_and_ignored_are_2() {
    for question in ["what does a senior MLOps engineer make in London?", "purple zebra xylophone", "thanks!"] {
        let run = Scratch::new().run(&["ask", question]);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(!run.out.trim().is_empty() && !run.out.contains("Sources:"), "{run:?}");
    }
}

#[test]
fn errors_are_1() {
    let scratch = Scratch::new();
    scratch.run(&["ask"]).assert_error("required");
    scratch.run(&["ask", " "]).assert_error("the question is empty");
    scratch.run(&["ask", SENIOR, "--nope"]).assert_error("--nope");
    scratch.run(&["ask", SENIOR, "--today", "soon"]).assert_error("write it as YYYY-MM-DD");
    scratch.run(&["ask", SENIOR, "--knowledge", "nowhere"]).assert_error("cannot read nowhere");
    scratch.run(&["salarry"]).assert_error("salary");
}

#[test]
fn json_is_the_object_of_the_contract() {
    let run = Scratch::new().run(&["ask", SENIOR, "--json"]);
    let reply = run.json();
    assert_eq!((run.code, run.out.lines().count()), (0, 1));
    assert_eq!(reply["outcome"], "answered");
    let answer = &reply["answers"][0];
    assert_eq!((&answer["entry"], &answer["kind"]), (&"pay/mlops-engineer/senior".into(), &"pay".into()));
    assert!(answer["confidence"].as_f64().is_some_and(|c| (0.0..=1.0).contains(&c)));
    for key in ["source", "publisher", "title", "date", "via", "url"] {
        assert!(answer["citations"][0].get(key).is_some(), "{key}");
    }
    assert!(reply["suggestions"].is_array() && reply["text"].as_str().unwrap().contains("Sources:"));
}

#[test]
fn explained_in_words() {
    let run = Scratch::new().run(&["ask", "--explain", "is 170k fair for a mid level in London?"]);
    for said in ["stage mid", "place London", "confidence", "best matches", "in the way"] {
        assert!(run.out.contains(said), "{said}: {}", run.out);
    }
    assert_eq!(run.code, 2, "{run:?}");
}

#[test]
fn strange_text_is_answered_honestly() {
    let scratch = Scratch::new();
    for text in ["\u{1b}[31mred\u{7}", "\u{200b}\u{202e}", "💸💸💸", "'; DROP TABLE roles; --", "{{7*7}} ${HOME}"]
    {
        let run = scratch.run(&["ask", "--", text]);
        assert!(run.code == 2 && !run.out.contains('\u{1b}') && !run.out.trim().is_empty(), "{text:?}: {run:?}");
    }
    let run = scratch.run(&["ask", &"pay ".repeat(25_000)]);
    assert!([0, 2, 3].contains(&run.code), "{}", run.code);
}

#[test]
fn knowledge_comes_from_the_nearest_place() {
    let scratch = Scratch::with_little();
    let tea = ["ask", "how long does tea steep"];
    assert!(scratch.run(&tea).out.contains("Three minutes. [1]"));
    assert_eq!(Scratch::new().run(&tea).code, 2);
    let elsewhere = Scratch::new();
    let folder = scratch.path("knowledge");
    let output = elsewhere.command(&tea).env("ROLECALL_KNOWLEDGE", &folder).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let run = elsewhere.run(&["--knowledge", folder.to_str().unwrap(), "ask", "how long does tea steep"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn colour_only_where_it_is_wanted() {
    let scratch = Scratch::new();
    let forced = scratch.command(&["ask", SENIOR]).env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(String::from_utf8(forced.stdout).unwrap().contains("\u{1b}[1m"));
    let none = scratch.command(&["ask", SENIOR]).env("NO_COLOR", "1").output().unwrap();
    assert!(!String::from_utf8(none.stdout).unwrap().contains('\u{1b}'));
}

#[test]
fn the_age_of_sources_counts_from_today() {
    let scratch = Scratch::new();
    let later = scratch.run(&["ask", SENIOR, "--today", "2030-01-01"]);
    assert!(later.out.contains("3 years old"), "{later:?}");
    assert!(!scratch.run(&["ask", SENIOR]).out.contains("years old"));
}

#[test]
fn logging_is_silent_unless_asked_for() {
    let scratch = Scratch::new();
    let bad = scratch.command(&["ask", SENIOR]).env("RUST_LOG", "rolecall=loud=er").output().unwrap();
    assert_eq!(bad.status.code(), Some(1), "{bad:?}");
    assert!(String::from_utf8(bad.stderr).unwrap().contains("RUST_LOG"));
    let good = scratch.command(&["ask", SENIOR]).env("RUST_LOG", "trace").output().unwrap();
    let log = String::from_utf8(good.stderr).unwrap();
    assert!(good.status.success() && !log.contains("senior"), "{log}");
}
