//! `rolecall chat` through pipes, for people and for tools.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use support::Scratch;

#[test]
fn a_reply_a_line_with_a_blank_line_between() {
    let run = Scratch::with_little().pipe(&[], b"how long does tea steep\nsteeping time of tea\n");
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.out.matches("Three minutes. [1]").count(), 2, "{run:?}");
    assert!(run.out.contains("2026\n\nThree minutes"), "{run:?}");
    assert!(!run.out.contains("> ") && run.err.is_empty(), "{run:?}");
}

#[test]
fn every_line_gets_a_reply_whatever_is_in_it() {
    let mut input = b"\n \t\n\xff\xfe\n\x07\x1b[31m\x00\nthanks\n".to_vec();
    input.extend("pay ".repeat(250_000).as_bytes());
    input.push(b'\n');
    input.extend(vec![b'x'; 2 << 20]);
    input.extend(b"\nWhat does a senior MLOps engineer make?");
    let run = Scratch::new().pipe(&["chat"], &input);
    assert!(run.code == 0 && run.err.is_empty(), "{:?}", run.err);
    assert_eq!(run.out.matches("error: the line is empty").count(), 2, "{}", run.out);
    assert_eq!(run.out.matches("error: the line is not UTF-8 text at byte 1").count(), 1);
    assert_eq!(run.out.matches("error: the line is longer than").count(), 1);
    assert!(run.out.contains("I read no question in that."));
    assert!(run.out.contains("$185K–$285K") && !run.out.contains('\u{1b}'));
}

#[test]
fn nothing_in_nothing_out() {
    for args in [&["chat"][..], &["chat", "--json"]] {
        let run = Scratch::new().run(args);
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    }
}

#[test]
fn help_and_commands_work_in_a_conversation() {
    let run = Scratch::new().pipe(&["chat"], b"help\n/salary senior c2c\n/salary foo\n/nope\n");
    assert!(run.out.contains("compare ROLE OTHER [aspect]"), "{run:?}");
    assert!(run.out.contains("$1,250–$1,750 a day"), "{run:?}");
    assert!(
        run.out
            .contains("error: no role, stage, basis, number of years, country, year or place of work is called `foo`"),
        "{run:?}"
    );
    assert!(run.out.contains("error: there is no command `/nope`\n  hint: try `/ask`, `/salary`"), "{run:?}");
}

#[test]
fn json_lines_come_back_in_order_with_their_ids() {
    let input = r#"{"id":"1","conversation":"c","text":"What does a senior MLOps engineer make?","addressed":true}

{"id":"2","conversation":"d","text":"slides from my talk are up","addressed":false}
{"id":"3","text":""}
{"id":"4"}
not json
{"id":"5","text":"purple zebra xylophone","locale":"en-US"}
"#;
    let run = Scratch::new().pipe(&["chat", "--json"], input.as_bytes());
    let lines = run.lines();
    assert_eq!(lines.len(), 6, "{run:?}");
    assert_eq!((&lines[0]["id"], &lines[0]["outcome"]), (&"1".into(), &"answered".into()));
    assert_eq!((&lines[1]["outcome"], &lines[1]["text"]), (&"ignored".into(), &"".into()));
    assert_eq!(lines[2]["outcome"], "unknown");
    assert!(lines[3]["id"] == "4" && lines[3]["error"].as_str().unwrap().contains("missing field `text`"));
    assert!(lines[4]["id"].is_null() && lines[4]["hint"].is_string());
    assert_eq!((&lines[5]["id"], &lines[5]["outcome"]), (&"5".into(), &"unknown".into()));
}

#[test]
fn json_survives_every_line() {
    let mut input = b"{\"id\":\"a\",\"text\":\"\xff\xfe\"}\n\x00\x01\n".to_vec();
    input.extend(vec![b'{'; 2 << 20]);
    input.extend(b"\n{\"id\":\"b\",\"text\":\"");
    input.extend("pay ".repeat(250_000).as_bytes());
    input.extend(b"\"}\n");
    let run = Scratch::new().pipe(&["chat", "--json"], &input);
    let lines = run.lines();
    assert_eq!((run.code, lines.len()), (0, 4), "{:?}", run.err);
    assert!(lines[0]["id"] == "a" && lines[3]["id"] == "b");
    assert!(lines[1]["error"].is_string() && lines[2]["error"].as_str().unwrap().contains("longer than"));
}

/// A question and, some time later, a follow-up; what the follow-up comes to.
fn follow_up(first: &str, second: &str) -> serde_json::Value {
    let input = format!("{first}\n{second}\n");
    Scratch::new().pipe(&["chat", "--json"], input.as_bytes()).lines().pop().unwrap()
}

const FIRST: &str =
    r#"{"conversation":"c","user":"ann","at":"2026-11-24T10:00:00Z","text":"What does a senior MLOps engineer make?"}"#;

#[test]
fn a_follow_up_leans_on_what_was_said_for_ten_minutes() {
    let soon =
        follow_up(FIRST, r#"{"conversation":"c","user":"ann","at":"2026-11-24T10:09:59Z","text":"and on contract?"}"#);
    assert!(soon["text"].as_str().unwrap().contains("$1,000–$1,750 a day"), "{soon}");
    let late =
        follow_up(FIRST, r#"{"conversation":"c","user":"ann","at":"2026-11-24T10:10:01Z","text":"one level up?"}"#);
    assert!(!late["text"].as_str().unwrap().contains("$245K"), "{late}");
}

#[test]
fn a_follow_up_never_leans_on_somebody_else() {
    for (conversation, user) in [("c", "bob"), ("d", "ann")] {
        let second = format!(
            r#"{{"conversation":"{conversation}","user":"{user}","at":"2026-11-24T10:01:00Z","text":"one level up?"}}"#
        );
        let other = follow_up(FIRST, &second);
        assert!(!other["text"].as_str().unwrap().contains("$245K"), "{other}");
    }
    let own =
        follow_up(FIRST, r#"{"conversation":"c","user":"ann","at":"2026-11-24T10:01:00Z","text":"one level up?"}"#);
    assert!(own["text"].as_str().unwrap().contains("$245K"), "{own}");
}
