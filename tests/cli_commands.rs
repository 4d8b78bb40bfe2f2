//! The commands of the registry, as subcommands, and the tools for editors.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use support::{Run, Scratch};

fn run(line: &str) -> Run {
    Scratch::new().run(&line.split(' ').collect::<Vec<_>>())
}

fn assert_says(line: &str, code: i32, said: &str) {
    let run = run(line);
    assert!(run.code == code && run.out.contains(said), "{line}: {run:?}");
}

fn assert_refused(line: &str, said: &str, hint: &str) {
    let run = run(line);
    run.assert_error(said);
    assert!(run.err.contains(hint), "{line}: {run:?}");
}

#[test]
fn salary() {
    assert_says("salary senior c2c", 0, "$1,250–$1,750 a day");
    assert_says("salary c2c senior", 0, "$1,250–$1,750 a day");
    assert_says("salary --stage mid", 0, "$145K–$215K a year");
    assert_says("salary 7 years", 0, "$185K–$285K a year");
    assert_says("salary", 0, "$90K to $450K+");
    assert_says("salary junior c2c", 2, "no sourced pay figure on C2C for the junior stage");
    assert_says("salary devops", 0, "nearest occupation Software Developers (SOC 15-1252)");
    assert_says("salary devops c2c", 2, "no sourced contract rate for a DevOps engineer");
    assert_refused("salary foo", "is called `foo`", "stage: `junior`");
    assert_refused("salary seniro", "is called `seniro`", "did you mean `senior`");
    run("salary --role seniro").assert_error("no role is called `seniro`");
    assert_refused("salary senior junior", "is called `junior`", "basis: `permanent`");
}

#[test]
fn offer() {
    assert_says("offer 170k mid", 0, "$145K–$215K a year");
    assert_says("offer $1,500 a day senior c2c", 0, "$1,250–$1,750 a day");
    assert_refused("offer", "`amount` is missing", "offer 170k a year mid");
    assert_refused("offer --amount lots mid", "`lots` is no amount of money", "170k");
}

#[test]
fn compare_and_litmus() {
    assert_says("compare mlops-engineer devops-engineer", 0, "MLOps");
    assert_says("compare devops vs mlops overlap", 0, "Kubernetes");
    assert_says("litmus mlops devops", 0, "silently failing");
    assert_says("compare devops data-scientist", 0, "This is their pay");
    assert_refused("compare mlops", "`other` is missing", "`data-engineer`");
    assert_refused("compare mlops mlops", "named twice", "two different roles");
    assert_refused("litmus mlops astronaut", "no role is called `astronaut`", "try `data-scientist`");
}

#[test]
fn career() {
    assert_says("career", 0, "five stages");
    assert_says("career staff transition", 0, "Staff MLOps Engineer");
    assert_says("career devops", 2, "no sourced career path for a DevOps engineer");
    assert_refused("career transition", "`stage` is missing", "`junior`");
    assert_refused("career --stage wizard", "no stage is called `wizard`", "try `junior`");
}

#[test]
fn faq() {
    assert_says("faq", 0, "- remote-pay: Does remote MLOps work pay less?");
    assert_says("faq remote-pay", 0, "national median");
    assert_says("faq faq/remote-pay", 0, "national median");
    assert_says("faq does remote mlops pay less?", 0, "national median");
    assert_refused("faq zzz qqq", "no question is called `zzz qqq`", "`faq` alone shows every question");
}

#[test]
fn sources() {
    assert_says("sources", 0, "- kore1-2026-04: KORE1, MLOps Salary Guide, Apr 2026");
    assert_says("sources pay/mlops-engineer/senior", 0, "This comes from");
    assert_says("sources uncovered/mentoring", 2, "without a sourced answer");
    assert_refused("sources faq/remot-pay", "no entry is called `faq/remot-pay`", "did you mean `faq/remote-pay`");
}

#[test]
fn help_comes_from_registry_and_knowledge() {
    for said in ["salary [role] [stage] [basis] [years]", "offer AMOUNT", "pay of an MLOps engineer, junior, mid"] {
        assert_says("help", 0, said);
    }
    for command in ["salary", "offer", "compare", "litmus", "career", "faq", "sources", "help", "ask", "knowledge"] {
        assert_says("--help", 0, command);
        assert_says(&format!("{command} --help"), 0, "Usage: rolecall");
    }
}

#[test]
fn every_command_speaks_json() {
    for line in
        ["salary senior", "offer 170k mid", "compare mlops devops", "litmus mlops devops", "career", "faq", "sources"]
    {
        let reply = run(&format!("{line} --json")).json();
        assert_eq!(reply["outcome"], "answered", "{line}");
        assert!(!reply["text"].as_str().unwrap().is_empty() && reply["answers"].is_array(), "{line}");
    }
    let reply = run("salary devops c2c --json").json();
    assert_eq!((&reply["outcome"], &reply["answers"]), (&"unknown".into(), &serde_json::json!([])));
}

#[test]
fn knowledge_list_show_and_schema() {
    assert_says("knowledge list", 0, "faq/remote-pay ");
    assert_says("knowledge list", 0, "Does remote MLOps work pay less?");
    for said in ["national median", "faq/remote-pay.md", "editors", "does remote mlops pay less", "Acceler8 Talent"] {
        assert_says("knowledge show faq/remote-pay", 0, said);
    }
    assert_says("knowledge show remote-pay", 0, "national median");
    assert_says("knowledge show uncovered/mentoring", 0, "I have no sourced answer on");
    assert_refused("knowledge show faq/remot-pay", "no entry is called", "did you mean `faq/remote-pay`");
    assert_eq!(run("knowledge schema pay").json()["additionalProperties"], false);
    assert!(run("knowledge schema").json()["faq/*.md"]["properties"]["phrasings"].is_object());
    assert_refused("knowledge schema nope", "no kind of file is called `nope`", "`faq`");
}

#[test]
fn every_entry_can_be_shown() {
    let scratch = Scratch::with_little();
    let list = scratch.run(&["knowledge", "list"]);
    assert_eq!(list.out, "faq/tea  How long does tea steep?\n");
    assert!(scratch.run(&["knowledge", "show", "faq/tea"]).out.contains("Three minutes. [1]"));
}

#[test]
fn measures() {
    let scratch = Scratch::with_little();
    std::fs::write(scratch.path("kb.jsonl"), "{\"label\":\"tea\",\"questions\":[\"how long does tea steep\"]}\n")
        .unwrap();
    let rows = "{\"question\":\"how long does tea steep\",\"label\":\"tea\"}\n{\"question\":\"xyzzy\",\"label\":\"__oos__\"}\n";
    std::fs::write(scratch.path("q.jsonl"), rows).unwrap();
    let eval = scratch.run(&["eval", "--kb", "kb.jsonl", "--questions", "q.jsonl", "--json"]);
    assert_eq!((eval.code, &eval.json()["accuracy"]), (0, &1.0.into()), "{eval:?}");
    scratch.run(&["eval", "--kb", "none", "--questions", "q.jsonl"]).assert_error("none: ");
    std::fs::write(scratch.path("l.jsonl"), "{\"question\":\"tea steeping time\",\"label\":\"faq/tea\"}\n").unwrap();
    let eval = scratch.run(&["knowledge", "eval", "l.jsonl"]);
    assert!(eval.out.starts_with("1 questions, 1 find their entry (100.0 %)"), "{eval:?}");
    std::fs::write(scratch.path("bad.jsonl"), "{}\n").unwrap();
    scratch.run(&["knowledge", "eval", "bad.jsonl"]).assert_error("bad.jsonl:1: missing field");
}
