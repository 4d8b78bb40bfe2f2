//! No text of any length makes a message that Discord would refuse.

use proptest::prelude::*;

use super::*;
use crate::answer::{Answer, Citation, Kind, Line};
use crate::platform::discord::payload::{Component, Row};
use crate::platform::recipe::Recipe;

fn line() -> impl Strategy<Value = Line> {
    let text = prop_oneof!["\\PC{0,60}", "(\\PC{1,40}[.] ){0,120}", "[*_🦀é\n\\\\]{0,3000}"];
    (text, proptest::collection::vec(0usize..30, 0..4), any::<bool>()).prop_map(|(text, cites, bullet)| Line {
        text,
        cites,
        bullet,
    })
}

prop_compose! {
    fn citation()(source in "[a-z]{1,6}", title in "\\PC{0,300}", url in proptest::option::of("[a-z/]{0,300}"))
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
        conditions in "\\PC{0,600}", citations in proptest::collection::vec(citation(), 0..30),
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
        notes in proptest::collection::vec("\\PC{0,200}", 0..3),
        suggestions in proptest::collection::vec("\\PC{0,160}", 0..40),
    ) -> Reply {
        Reply { outcome, answers, notes, suggestions }
    }
}

prop_compose! {
    fn view()(question in proptest::option::of("\\PC{0,500}"), private in any::<bool>(), page in 0usize..5,
              recipe in "\\PC{0,120}") -> View {
        let audience = if private { Audience::Private } else { Audience::Public { asker: "1".repeat(19) } };
        View { question, audience, recipe: Some(Recipe::Asked { digest: "00".to_owned(), event: recipe }), page }
    }
}

/// What Discord checks, written out anew.
fn breach(payload: &Payload) -> Option<String> {
    let units = |t: &str| t.encode_utf16().count();
    let mut all = 0;
    let mut check = |what: &str, text: &str, most: usize| {
        all += units(text);
        (units(text) > most || text.is_empty()).then(|| format!("{what}: {} units", units(text)))
    };
    for embed in &payload.embeds {
        let fields = embed.fields.iter().find_map(|f| check("name", &f.name, 256).or(check("value", &f.value, 1_024)));
        let description = (!embed.description.is_empty()).then(|| check("description", &embed.description, 4_096));
        let author = embed.author.as_ref().and_then(|a| check("author", &a.name, 256));
        let footer = embed.footer.as_ref().and_then(|f| check("footer", &f.text, 2_048));
        if let Some(breach) = fields.or(description.flatten()).or(author).or(footer) {
            return Some(breach);
        }
    }
    if all > 6_000 || payload.embeds.len() > 10 || units(&payload.content) > 2_000 {
        return Some(format!("{all} units in {} embeds", payload.embeds.len()));
    }
    rows(&payload.components)
}

fn rows(rows: &[Row]) -> Option<String> {
    let units = |t: &str| t.encode_utf16().count();
    let mut ids: Vec<&String> = Vec::new();
    for component in rows.iter().flat_map(|r| &r.components) {
        let fine = match component {
            Component::Button { label, custom_id, .. } => {
                ids.push(custom_id);
                (1..=80).contains(&units(label)) && (1..=100).contains(&units(custom_id))
            }
            Component::Menu { custom_id, options, .. } => {
                ids.push(custom_id);
                (1..=25).contains(&options.len())
                    && options.iter().all(|o| (1..=100).contains(&units(&o.label)) && units(&o.value) <= 100)
            }
            Component::Input { .. } => false,
        };
        if !fine {
            return Some(format!("{component:?}"));
        }
    }
    let known = ids.len();
    ids.sort();
    ids.dedup();
    let empty = rows.iter().any(|r| r.components.is_empty() || r.components.len() > 5);
    (rows.len() > 5 || empty || ids.len() < known).then(|| format!("{} rows, {known} ids", rows.len()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nothing_is_too_long(said in any_reply(), view in view()) {
        let payload = reply(&said, &view);
        prop_assert_eq!(breach(&payload), None);
        prop_assert_eq!(payload.is_private(), view.audience == Audience::Private);
    }
}

#[test]
fn a_long_answer_goes_on_behind_a_button() {
    let sentence = "This is a sentence of the answer. ";
    let line = |text: String| Line { text, cites: vec![0], bullet: false };
    let citation = Citation {
        source: "s".to_owned(),
        publisher: "P".to_owned(),
        title: "T".to_owned(),
        date: None,
        via: None,
        url: None,
        dated: "2026".to_owned(),
        via_source: None,
    };
    let said = Reply::of(Answer {
        entry: "faq/long".to_owned(),
        kind: Kind::Faq,
        confidence: 1.0,
        headline: line("Yes.".to_owned()),
        body: vec![line(sentence.repeat(200))],
        conditions: "as of 2026".to_owned(),
        citations: vec![citation],
        suggestions: Vec::new(),
        request: None,
    });
    let recipe = Some(Recipe::Asked { digest: "0a".to_owned(), event: "discord/1".to_owned() });
    let view = View { question: None, audience: Audience::Private, recipe, page: 0 };
    let pages: Vec<Payload> = (0..3).map(|page| reply(&said, &View { page, ..view.clone() })).collect();
    let text: String = pages.iter().map(|p| p.embeds[0].description.clone() + " ").collect();
    assert_eq!(text.matches("This is a sentence of the answer.").count(), 200);
    assert!(pages[0].embeds[0].description.ends_with('.'), "cut at a sentence");
    let ids = serde_json::to_string(&pages[0].components).unwrap();
    assert!(ids.contains("1:more:1:q:0a:discord/1"), "{ids}");
    assert!(!serde_json::to_string(&pages[2].components).unwrap().contains("1:more"));
}
