//! No text of any length makes a message that Slack would refuse, or one that mentions anyone.

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::answer::{Answer, Citation, Kind, Line, Outcome};
use crate::platform::recipe::Recipe;

fn line() -> impl Strategy<Value = Line> {
    let text = prop_oneof!["(\\PC|[<>&|@!]){0,60}", "(\\PC{1,40}[.] ){0,120}", "[*_🦀é\n&<]{0,3000}"];
    (text, proptest::collection::vec(0usize..30, 0..4), any::<bool>()).prop_map(|(text, cites, bullet)| Line {
        text,
        cites,
        bullet,
    })
}

prop_compose! {
    fn citation()(source in "[a-z]{1,6}", title in "(\\PC|[<>|&]){0,300}", url in proptest::option::of("https://[a-z/<>|]{0,300}"))
        -> Citation {
        Citation {
            source: source.clone(), publisher: source, title, date: None, via: None, url, dated: "2026".to_owned(),
            via_source: None,
        }
    }
}

prop_compose! {
    fn answer()(
        entry in "[a-z/]{0,140}", headline in line(), body in proptest::collection::vec(line(), 0..6),
        conditions in "(\\PC|[<>&]){0,600}", citations in proptest::collection::vec(citation(), 0..50),
    ) -> Answer {
        Answer {
            entry, kind: Kind::Faq, confidence: 1.0, headline, body, conditions, citations, suggestions: Vec::new(),
            request: None,
        }
    }
}

prop_compose! {
    fn any_reply()(
        outcome in prop_oneof![Just(Outcome::Answered), Just(Outcome::Clarify), Just(Outcome::Unknown)],
        answers in proptest::collection::vec(answer(), 0..4),
        notes in proptest::collection::vec("(\\PC|[<>&]){0,200}", 0..3),
        suggestions in proptest::collection::vec("(\\PC|[<>&]){0,200}", 0..40),
    ) -> Reply {
        Reply { outcome, answers, notes, suggestions }
    }
}

prop_compose! {
    fn view()(question in proptest::option::of("(\\PC|[<>&]){0,500}"), private in any::<bool>(), page in 0usize..5,
              recipe in "\\PC{0,2200}") -> View {
        let audience = if private { Audience::Private } else { Audience::Public { asker: "U".repeat(11) } };
        let recipe = Some(Recipe::Line { digest: "00".to_owned(), line: recipe });
        View { question, audience, recipe, page }
    }
}

/// What Slack checks, written out anew.
fn breach(message: &Value) -> Option<String> {
    let blocks = message["blocks"].as_array().unwrap();
    let units = |v: &Value| v.as_str().unwrap_or_default().encode_utf16().count();
    let text = |v: &Value, most: usize| !(1..=most).contains(&units(&v["text"]));
    if blocks.is_empty() || blocks.len() > 50 || !(1..=4_000).contains(&units(&message["text"])) {
        return Some(format!("{} blocks", blocks.len()));
    }
    let mut ids = Vec::new();
    for block in blocks {
        let elements = block["elements"].as_array();
        let wrong = match block["type"].as_str().unwrap() {
            "header" => text(&block["text"], 150) || block["text"]["type"] != "plain_text",
            "section" => text(&block["text"], 3_000),
            "context" => elements.is_none_or(|e| e.is_empty() || e.len() > 10 || e.iter().any(|p| text(p, 3_000))),
            "actions" => {
                let elements = elements.unwrap();
                ids.extend(elements.iter().map(|e| e["action_id"].as_str().unwrap().to_owned()));
                elements.is_empty() || elements.len() > 25 || elements.iter().any(|e| element(e).is_some())
            }
            _ => true,
        };
        if wrong {
            return Some(block.to_string());
        }
    }
    let known = ids.len();
    ids.sort();
    ids.dedup();
    (ids.len() < known).then(|| "an action_id twice".to_owned())
}

fn element(element: &Value) -> Option<String> {
    let units = |v: &Value| v.as_str().unwrap_or_default().encode_utf16().count();
    let fine = match element["type"].as_str().unwrap() {
        "button" => (1..=75).contains(&units(&element["text"]["text"])) && units(&element["value"]) <= 2_000,
        "static_select" => {
            let options = element["options"].as_array().unwrap();
            (1..=100).contains(&options.len())
                && options
                    .iter()
                    .all(|o| (1..=75).contains(&units(&o["text"]["text"])) && (1..=150).contains(&units(&o["value"])))
        }
        _ => false,
    };
    (!fine).then(|| element.to_string())
}

/// Every control sequence in the markup of a message.
fn sequences(value: &Value) -> Vec<String> {
    match value {
        Value::Object(map) if map.get("type").is_some_and(|t| t == "mrkdwn") => {
            assert_eq!(map["verbatim"], true);
            map["text"].as_str().unwrap().split('<').skip(1).map(str::to_owned).collect()
        }
        Value::Object(map) => map.values().flat_map(sequences).collect(),
        Value::Array(list) => list.iter().flat_map(sequences).collect(),
        _ => Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nothing_is_too_long_and_nobody_is_mentioned(said in any_reply(), view in view()) {
        let message = serde_json::to_value(reply(&said, &view)).unwrap();
        prop_assert_eq!(breach(&message), None);
        prop_assert!(sequences(&message).iter().all(|s| s.starts_with("https://")), "{}", message);
        prop_assert!(!message["text"].as_str().unwrap().contains('<'));
        let boxed = serde_json::to_value(boxed(&said)).unwrap();
        prop_assert_eq!(breach(&boxed), None);
    }
}

fn long() -> Reply {
    let line = |text: String| Line { text, cites: vec![0], bullet: false };
    let citation = Citation {
        source: "s".to_owned(),
        publisher: "P".to_owned(),
        title: "T".to_owned(),
        date: None,
        via: None,
        url: Some("https://t.example/?a&b".to_owned()),
        dated: "2026".to_owned(),
        via_source: None,
    };
    Reply::of(Answer {
        entry: "faq/long".to_owned(),
        kind: Kind::Faq,
        confidence: 1.0,
        headline: line("Yes & no.".to_owned()),
        body: vec![line("This is a sentence of the answer. ".repeat(200))],
        conditions: "as of 2026".to_owned(),
        citations: vec![citation],
        suggestions: vec!["And then?".to_owned()],
        request: None,
    })
}

#[test]
fn a_long_answer_goes_on_behind_a_button() {
    let recipe = Recipe::Line { digest: "00".to_owned(), line: "help".to_owned() };
    let view = |page| View { question: None, audience: Audience::Private, recipe: Some(recipe.clone()), page };
    let pages: Vec<Value> = (0..3).map(|page| serde_json::to_value(reply(&long(), &view(page))).unwrap()).collect();
    let section = |page: &Value| {
        let blocks = page["blocks"].as_array().unwrap();
        blocks.iter().find(|b| b["type"] == "section").unwrap()["text"]["text"].as_str().unwrap().to_owned() + " "
    };
    let text: String = pages.iter().map(section).collect();
    assert_eq!(text.matches("This is a sentence of the answer.").count(), 200);
    assert!(pages[0].to_string().contains("1:more:1:l:00:help") && !pages[2].to_string().contains("1:more"));
    assert!(pages[0]["blocks"][0]["type"] == "header" && pages[1]["blocks"][0]["type"] == "section");
}

#[test]
fn the_parts_of_an_answer_are_in_their_places() {
    let view = View {
        question: Some("a <b> question".to_owned()),
        audience: Audience::Public { asker: "U1".to_owned() },
        recipe: None,
        page: 0,
    };
    let message = serde_json::to_value(reply(&long(), &view)).unwrap();
    let kinds: Vec<&str> = message["blocks"].as_array().unwrap().iter().map(|b| b["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["context", "header", "section", "context", "context", "actions", "actions"]);
    assert_eq!(message["blocks"][0]["elements"][0]["text"], "a <b> question");
    assert_eq!(message["blocks"][1]["text"]["text"], "Yes & no. [1]");
    assert_eq!(message["blocks"][4]["elements"][0]["text"], "[1] P, <https://t.example/?a&amp;b|T>, 2026");
    assert!(message["text"].as_str().unwrap().starts_with("Yes &amp; no. [1]"));
    assert!(message.to_string().contains("1:delete:U1") && !message.to_string().contains("1:share"));
}
