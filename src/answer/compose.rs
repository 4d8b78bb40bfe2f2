//! From a request to an answer.

use jiff::civil::Date;

use super::citations::Citations;
use super::{Answer, Kind, Line, Reply, Request, annual, career, evidence, format, offer, pay, text};
use crate::knowledge::{Article, Aspect, Cadence, Knowledge, Prose, Published};

/// Writes the answer to a request; `None` where the knowledge base has none.
pub fn compose(knowledge: &Knowledge, request: &Request, today: Date) -> Option<Answer> {
    let draft = match request {
        Request::Article(id) => article(knowledge, id, today),
        Request::Compare(id, aspect) => comparison(knowledge, id, *aspect, today),
        Request::Work(role, cadence) => work(knowledge, role, *cadence, today),
        Request::Ladder(role) => career::ladder(knowledge, role, today),
        Request::Career { role, stages, about } => career::stages(knowledge, role, stages, *about, today),
        Request::Pay(pay) => pay::pay(knowledge, pay, today),
        Request::Offer(pay, amount) => offer::offer(knowledge, pay, *amount, today),
        Request::Evidence(request) => evidence::evidence(knowledge, request, today),
        Request::Annual(pay, amounts, assumed) => annual::annual(knowledge, pay, amounts, *assumed, today),
        Request::Sources(of) => provenance(knowledge, of, today),
    };
    let sourced = draft.filter(|answer| !answer.citations.is_empty());
    sourced.map(|answer| fitted(Answer { request: Some(Box::new(request.clone())), ..answer }))
}

/// An answer of more characters than this is no longer one for a chat.
const LONGEST: usize = 900;

/// Leaves out what to ask next where there is no room for it.
fn fitted(mut answer: Answer) -> Answer {
    while !answer.suggestions.is_empty() && length(&answer) >= LONGEST {
        answer.suggestions.pop();
    }
    answer
}

fn length(answer: &Answer) -> usize {
    text::render(&Reply::of(answer.clone())).chars().count()
}

fn article(knowledge: &Knowledge, id: &str, today: Date) -> Option<Answer> {
    let article = knowledge.articles.get(id)?;
    let mut citations = Citations::new(knowledge, today);
    let mut lines = lines(&mut citations, [&article.answer, &article.body]);
    let headline = lines.next()?;
    let body = lines.collect();
    Some(Answer {
        entry: article.id.clone(),
        kind: Kind::Faq,
        confidence: 1.0,
        headline,
        body,
        conditions: conditions(&article.header.region, article.header.as_of, today),
        citations: citations.finish(),
        suggestions: related(knowledge, article),
        request: None,
    })
}

fn related(knowledge: &Knowledge, article: &Article) -> Vec<String> {
    let others = article.header.related.iter().filter_map(|id| knowledge.articles.get(id));
    others.map(|a| a.header.question.clone()).take(2).collect()
}

fn comparison(knowledge: &Knowledge, id: &str, aspect: Aspect, today: Date) -> Option<Answer> {
    let comparison = knowledge.comparisons.get(id)?;
    let section = comparison.sections.get(&aspect)?;
    let mut citations = Citations::new(knowledge, today);
    let mut lines = lines(&mut citations, [section]);
    let headline = lines.next()?;
    let body = lines.collect();
    let names: Vec<String> =
        comparison.header.roles.iter().filter_map(|id| knowledge.roles.get(id)).map(|r| r.name.clone()).collect();
    let others = comparison.sections.keys().filter(|a| **a != aspect);
    Some(Answer {
        entry: comparison.entry(aspect),
        kind: Kind::Compare,
        confidence: 1.0,
        headline,
        body,
        conditions: conditions(&comparison.header.region, comparison.header.as_of, today),
        citations: citations.finish(),
        suggestions: others.map(|a| question_about(*a, &names)).take(2).collect(),
        request: None,
    })
}

fn question_about(aspect: Aspect, names: &[String]) -> String {
    let (a, b) = (names.first().cloned().unwrap_or_default(), names.get(1).cloned().unwrap_or_default());
    match aspect {
        Aspect::Difference => format!("How do {} and {} differ?", format::with_article(&a), format::with_article(&b)),
        Aspect::Overlap => format!("What do {} and {} share?", format::with_article(&a), format::with_article(&b)),
        Aspect::Litmus => {
            format!("Which question tells {} from {}?", format::with_article(&a), format::with_article(&b))
        }
        Aspect::Candidates => {
            format!("What does {} answer, and what {}?", format::with_article(&a), format::with_article(&b))
        }
    }
}

fn work(knowledge: &Knowledge, role: &str, cadence: Cadence, today: Date) -> Option<Answer> {
    let role = knowledge.roles.get(role)?;
    let work = role.responsibility.iter().find(|r| r.cadence == cadence)?;
    let mut citations = Citations::new(knowledge, today);
    let mut lines = lines(&mut citations, [&Prose::parse(&work.answer), &Prose::parse(&work.text)]);
    let headline = lines.next()?;
    let body = lines.collect();
    let others = role.responsibility.iter().filter(|r| r.cadence != cadence);
    Some(Answer {
        entry: format!("roles/{}/{}", role.id, cadence.id()),
        kind: Kind::Work,
        confidence: 1.0,
        headline,
        body,
        conditions: format!(
            "{} work · {}",
            format::capitalised(cadence.id()),
            conditions(&role.region, role.as_of, today)
        ),
        citations: citations.finish(),
        suggestions: others
            .map(|r| format!("What is the {} work of {}?", r.cadence.id(), format::with_article(&role.name)))
            .collect(),
        request: None,
    })
}

fn provenance(knowledge: &Knowledge, of: &Request, today: Date) -> Option<Answer> {
    let answer = compose(knowledge, of, today)?;
    let own = own(&answer);
    let cites = answer.citations.iter().enumerate().filter(|(_, c)| own.contains(c)).map(|(at, _)| at).collect();
    let headline = Line { text: origin(&answer), cites, bullet: false };
    let body = std::iter::once(answer.headline.clone()).chain(answer.body.clone()).collect();
    let mut answer = Answer { kind: Kind::Sources, headline, body, suggestions: Vec::new(), ..answer };
    // What was said is repeated as far as there is room; half a list would mislead.
    while answer.body.len() > 1 && length(&answer) >= LONGEST {
        let list = answer.body.iter().any(|l| l.bullet);
        answer.body.truncate(if list { 1 } else { answer.body.len() - 1 });
    }
    if let [only] = answer.body.as_mut_slice() {
        only.text = only.text.trim_end_matches(':').to_owned() + if only.text.ends_with(':') { "." } else { "" };
    }
    Some(answer)
}

/// The sources in which no other was read.
fn own(answer: &Answer) -> Vec<&super::Citation> {
    let read_in = |id: &str| answer.citations.iter().any(|o| o.via_source.as_deref() == Some(id));
    answer.citations.iter().filter(|c| !read_in(&c.source)).collect()
}

/// "This comes from KORE1 (Apr 2026), as quoted by Acceler8 Talent."
fn origin(answer: &Answer) -> String {
    let own = own(answer);
    let named: Vec<String> = own.iter().map(|c| format!("{} ({})", c.publisher, c.dated)).collect();
    let via = own.iter().find_map(|c| c.via_source.as_ref());
    let via = via.and_then(|id| answer.citations.iter().find(|c| c.source == *id));
    let quoted = via.map(|c| format!(", as quoted by {}", c.publisher)).unwrap_or_default();
    format!("This comes from {}{quoted}.", format::list(&named))
}

/// Sentences with their citations, lazily, in reading order.
fn lines<'a>(citations: &mut Citations<'_>, texts: impl IntoIterator<Item = &'a Prose>) -> std::vec::IntoIter<Line> {
    let sentences = texts.into_iter().flat_map(|prose| &prose.sentences);
    sentences.map(|sentence| citations.sentence(sentence)).collect::<Vec<_>>().into_iter()
}

/// "United States · as of Apr 2026".
pub(super) fn conditions(region: &str, as_of: Published, today: Date) -> String {
    let age = format::age(as_of.months_until(today)).map(|age| format!(" ({age})")).unwrap_or_default();
    let region = if region == "not stated" { String::new() } else { format!("{region} · ") };
    format!("{region}as of {}{age}", as_of.display())
}
