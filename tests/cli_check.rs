//! `rolecall knowledge check` on broken trees: each rule finds its fault, in its file and line.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use support::{Run, Scratch};

const FAQ: &str = "faq/remote-pay.md";
const PAY: &str = "pay/mlops-engineer.toml";

fn check(scratch: &Scratch) -> Run {
    scratch.run(&["knowledge", "check"])
}

/// The check fails with this rule in this place, and says how to mend it.
fn assert_found(scratch: &Scratch, rule: &str, place: &str) {
    let run = check(scratch);
    assert_eq!(run.code, 1, "{run:?}");
    let finding = format!("knowledge/{place}: error[{rule}]: ");
    let (_, rest) = run.out.split_once(&finding).unwrap_or_else(|| panic!("no `{finding}` in {}", run.out));
    assert!(rest.lines().nth(1).is_some_and(|hint| hint.starts_with("  hint: ")), "{}", run.out);
    assert!(run.out.trim_end().lines().last().unwrap().contains(" error"), "{}", run.out);
}

fn assert_broken(rule: &str, file: &str, from: &str, to: &str, at: &str) {
    let scratch = Scratch::with_knowledge();
    scratch.edit(file, from, to);
    let line = scratch.line_of(file, at);
    assert_found(&scratch, rule, &format!("{file}:{line}"));
}

#[test]
fn dangling_source() {
    assert_broken("dangling-source", FAQ, "[^acceler8-2026]", "[^nobody-1999]", "[^nobody-1999]");
}

#[test]
fn dangling_entry() {
    assert_broken("dangling-entry", FAQ, "related = [", "related = [\"faq/nowhere\", ", "faq/nowhere");
}

#[test]
fn dangling_role() {
    assert_broken("dangling-role", FAQ, "roles = [\"mlops-engineer\"]", "roles = [\"astronaut\"]", "astronaut");
}

#[test]
fn dangling_stage() {
    assert_broken("dangling-stage", PAY, "stage = \"junior\"", "stage = \"cadet\"", "cadet");
}

#[test]
fn dangling_figure() {
    let scratch = Scratch::with_knowledge();
    scratch.append(FAQ, "\nIt is {no-such-figure} a day.[^acceler8-2026]\n");
    let line = scratch.line_of(FAQ, "{no-such-figure}");
    assert_found(&scratch, "dangling-figure", &format!("{FAQ}:{line}"));
}

#[test]
fn uncited_figure() {
    let scratch = Scratch::with_knowledge();
    scratch.append(FAQ, "\nIt takes 1717 weeks.\n");
    let line = scratch.line_of(FAQ, "1717");
    assert_found(&scratch, "uncited-figure", &format!("{FAQ}:{line}"));
}

#[test]
fn unused_source() {
    let scratch = Scratch::with_knowledge();
    scratch.append(
        "sources.toml",
        "\n[[source]]\nid = \"idle-2026\"\npublisher = \"Idle\"\ntitle = \"T\"\npublished = \"2026\"\ntier = \"reputable\"\n",
    );
    let line = scratch.line_of("sources.toml", "idle-2026");
    assert_found(&scratch, "unused-source", &format!("sources.toml:{line}"));
}

#[test]
fn missing_owner() {
    let scratch = Scratch::with_knowledge();
    scratch.edit(FAQ, "owner = \"editors\"\n", "");
    assert_found(&scratch, "missing-owner", &format!("{FAQ}:1"));
}

#[test]
fn disagreement() {
    let scratch = Scratch::with_knowledge();
    let band = "\n[[pay]]\nstage = \"senior\"\nbasis = \"permanent\"\nlabel = \"another\"\nlow = 1234\nhigh = 5678\n\
                currency = \"USD\"\nper = \"year\"\nregion = \"United States\"\nas_of = \"2026\"\nsources = [\"acceler8-2026\"]\n";
    scratch.append(PAY, band);
    let line = scratch.line_of(PAY, "low = 1234");
    assert_found(&scratch, "disagreement", &format!("{PAY}:{line}"));
}

#[test]
fn a_band_of_two_without_a_source_is_found_in_its_own_line() {
    let scratch = Scratch::with_knowledge();
    let text = scratch.read(PAY);
    let second = text.find("label = \"entry level\"").unwrap();
    let sources = second + text[second..].find("sources = ").unwrap();
    let end = sources + text[sources..].find('\n').unwrap();
    scratch.write(PAY, format!("{}sources = []{}", &text[..sources], &text[end..]));
    let line = scratch.line_of(PAY, "sources = []");
    assert_found(&scratch, "uncited-figure", &format!("{PAY}:{line}"));
}

#[test]
fn faults_of_facts_are_found_in_their_file_and_line() {
    const FACTS: &str = "facts/market.toml";
    assert_broken("dangling-source", FACTS, "\"linkedin-emerging-jobs\"", "\"nobody-1999\"", "nobody-1999");
    assert_broken("dangling-source", FACTS, "so both are kept.[^second", "so both are kept.[^third", "[^third");
    assert_broken("dangling-figure", FACTS, "[\"demand-supply-ratio\"]", "[\"nothing\"]", "\"nothing\"");
    assert_broken(
        "uncited-figure",
        FACTS,
        "sources = [\"linkedin-emerging-jobs\", \"arcade-2025-11\"]",
        "sources = []",
        "sources = []",
    );
    let scratch = Scratch::with_knowledge();
    scratch.edit(FACTS, "owner = \"editors\"\n", "");
    assert_found(&scratch, "missing-owner", &format!("{FACTS}:1"));
}

#[test]
fn self_reference() {
    let entry_level = "disagrees_with = [\"pay/mlops-engineer/junior/permanent/entry-level\"]";
    let scratch = Scratch::with_knowledge();
    let right = "disagrees_with = [\"pay/mlops-engineer/junior/permanent\"]";
    scratch.edit(PAY, right, entry_level);
    let text = scratch.read(PAY);
    let line = 1 + text[..text.rfind(entry_level).unwrap()].matches('\n').count();
    assert_found(&scratch, "self-reference", &format!("{PAY}:{line}"));
    assert_broken("self-reference", FAQ, "related = [", "related = [\"faq/remote-pay\", ", "related = [");
}

#[test]
fn a_phrasing_of_two_entries_is_shared_and_misses_one_of_them() {
    let scratch = Scratch::with_little();
    let other = scratch.read("faq/tea.md").replace("steeping time of tea", "is tea left to brew for long");
    scratch.write("faq/zen.md", other.replace("How long does tea steep?", "Is tea brewed long?"));
    assert_found(&scratch, "shared-phrasing", "faq/zen.md:10");
    let run = check(&scratch);
    let miss = run.out.lines().find(|l| l.contains("[self-miss]")).unwrap_or_else(|| panic!("{}", run.out));
    assert!(miss.contains("\"how long does tea steep\" leads to `faq/"), "{miss}");
    assert!(miss.starts_with("knowledge/faq/") && miss.contains(".md:10: error"), "{miss}");
}

#[test]
fn no_phrasings() {
    let scratch = Scratch::with_little();
    scratch.edit("faq/tea.md", "[\"how long does tea steep\", \"steeping time of tea\"]", "[]");
    assert_found(&scratch, "no-phrasings", "faq/tea.md:1");
}

#[test]
fn an_unknown_key_is_found_in_its_line() {
    let scratch = Scratch::with_knowledge();
    scratch.edit(FAQ, "topic = ", "colour = \"red\"\ntopic = ");
    let line = scratch.line_of(FAQ, "colour");
    assert_found(&scratch, "toml", &format!("{FAQ}:{line}"));
    assert!(check(&scratch).out.contains("unknown field `colour`"));
}

#[test]
fn a_file_cut_short() {
    let scratch = Scratch::with_knowledge();
    let text = scratch.read(PAY);
    let cut = text.find("phrasings").unwrap() + 30;
    scratch.write(PAY, &text[..cut]);
    assert!(check(&scratch).out.contains(&format!("knowledge/{PAY}:")));
    assert_eq!(check(&scratch).code, 1);
}

#[test]
fn not_utf8() {
    let scratch = Scratch::with_little();
    scratch.write("faq/tea.md", b"+++\nquestion = \"\xff\"\n+++\n");
    assert_found(&scratch, "not-utf8", "faq/tea.md:2");
}

#[test]
fn front_matter_not_closed() {
    let scratch = Scratch::with_little();
    scratch.edit("faq/tea.md", "\n+++\n", "\n");
    assert_found(&scratch, "front-matter", "faq/tea.md:1");
}

#[test]
fn files_that_do_not_belong_or_are_missing() {
    let scratch = Scratch::with_little();
    scratch.write("faq/notes.txt", "hello");
    assert_found(&scratch, "unknown-file", "faq/notes.txt:1");
    let scratch = Scratch::with_little();
    std::fs::remove_file(scratch.path("knowledge/sources.toml")).unwrap();
    let run = scratch.run(&["knowledge", "check", "--knowledge", "knowledge"]);
    assert!(run.code == 1 && run.out.contains("error[missing-file]"), "{run:?}");
}

#[test]
fn ids_defined_twice() {
    let scratch = Scratch::with_little();
    scratch.append("sources.toml", &scratch.read("sources.toml"));
    assert_found(&scratch, "duplicate-id", "sources.toml:8");
}

#[test]
fn a_comparison_without_its_section() {
    let scratch = Scratch::with_knowledge();
    let file = "comparisons/mlops-engineer-vs-devops-engineer.md";
    scratch.edit(file, "## Overlap", "## Common ground");
    let line = scratch.line_of(file, "Common ground");
    assert_found(&scratch, "unknown-section", &format!("{file}:{line}"));
    assert_found(&scratch, "missing-section", &format!("{file}:1"));
}

#[test]
fn a_band_upside_down() {
    assert_broken("pay-range", PAY, "low = 90000", "low = 990000", "low = 990000");
}

#[test]
fn nothing_wrong_exits_zero() {
    let run = Scratch::with_little().run(&["knowledge", "check", "--strict"]);
    assert_eq!((run.code, run.out.as_str()), (0, "knowledge: 0 errors, 0 warnings\n"), "{run:?}");
}

fn assert_warned(scratch: &Scratch, rule: &str) {
    let run = check(scratch);
    assert!(run.code == 0 && run.out.contains(&format!(": warning[{rule}]: ")), "{run:?}");
    assert!(run.out.ends_with("knowledge: 0 errors, 1 warning\n"), "{run:?}");
    assert_eq!(scratch.run(&["knowledge", "check", "--strict"]).code, 1);
}

#[test]
fn undated_stale_and_overdue_are_warnings() {
    let scratch = Scratch::with_little();
    scratch.edit("sources.toml", "published = \"2026-01\"\n", "");
    assert_warned(&scratch, "undated-source");
    let scratch = Scratch::with_little();
    scratch.edit("sources.toml", "2026-01", "2019-01");
    assert_warned(&scratch, "stale-source");
    let scratch = Scratch::with_little();
    scratch.edit("faq/tea.md", "2027-06", "2025-06");
    assert_warned(&scratch, "review-due");
}

#[test]
fn findings_as_json() {
    let scratch = Scratch::with_little();
    scratch.edit("faq/tea.md", "owner = \"editors\"\n", "");
    let run = scratch.run(&["knowledge", "check", "--json"]);
    let report = run.json();
    assert_eq!((run.code, &report["errors"], &report["warnings"]), (1, &1.into(), &0.into()));
    assert_eq!(report["findings"][0]["rule"], "missing-owner");
    assert_eq!(report["findings"][0]["file"], "faq/tea.md");
    assert_eq!(report["findings"][0]["severity"], "error");
}

#[test]
fn a_broken_tree_answers_nothing() {
    let scratch = Scratch::with_little();
    scratch.edit("faq/tea.md", "topic = ", "colour = \"red\"\ntopic = ");
    let run = scratch.run(&["ask", "how long does tea steep"]);
    run.assert_error("the knowledge base in `knowledge` cannot be used");
    assert!(run.out.is_empty() && run.err.contains("knowledge/faq/tea.md:4: error[toml]"), "{run:?}");
    assert!(run.err.contains("hint: `rolecall knowledge check`"), "{run:?}");
}
