//! How many people do some work, and how many more are expected to: what official projections say beside the pay.

use jiff::civil::Date;

use super::scope::Scope;
use super::{holds, official};
use crate::answer::citations::Citations;
use crate::answer::{Answer, EvidenceRequest, Kind, Outlook, format};
use crate::evidence::facts::Metric;
use crate::evidence::files::Fit;
use crate::evidence::{PayFact, Subject};
use crate::knowledge::{Knowledge, Published, Source};

/// One figure, and what a reader should know about it.
pub(in crate::answer) struct Figure<'a> {
    metric: Metric,
    text: String,
    note: Option<&'a str>,
    source: &'a Source,
    /// The years that it is about, as the publication says them.
    period: String,
    as_of: Option<Published>,
}

impl Figure<'_> {
    /// With what a reader should know about it.
    pub(in crate::answer) fn whole(&self) -> String {
        std::iter::once(self.text.as_str()).chain(self.note).collect::<Vec<_>>().join(" ")
    }

    fn answers(&self, asked: Outlook) -> bool {
        match asked {
            Outlook::Everything => true,
            Outlook::Growth => self.metric == Metric::Growth,
            Outlook::Openings => self.metric == Metric::Openings,
            Outlook::Employment => self.metric == Metric::Employment,
        }
    }
}

/// What is known of it; nothing where what was asked for is not.
pub(super) fn outlook(knowledge: &Knowledge, request: &EvidenceRequest, asked: Outlook, today: Date) -> Option<Answer> {
    let subject = knowledge.evidence.subject_by_id(request.subjects.first()?)?;
    let scope = Scope::of(knowledge, request);
    let figures: Vec<Figure<'_>> = lines(knowledge, &scope, subject).filter(|f| f.answers(asked)).collect();
    let as_of = figures.first()?.as_of;
    let mut citations = Citations::new(knowledge, today);
    let mut said: Vec<&str> = Vec::new();
    let mut body = Vec::new();
    for figure in &figures {
        // Several figures share a note.
        for text in std::iter::once(figure.text.as_str()).chain(figure.note) {
            if !said.contains(&text) {
                said.push(text);
                body.push(citations.line(text, [&figure.source.id]));
            }
        }
    }
    let headline = body.remove(0);
    Some(Answer {
        entry: format!("outlook/{}", subject.id),
        kind: Kind::Faq,
        confidence: 1.0,
        headline,
        body,
        conditions: format!("Employment · {}", holds(&scope, as_of, today)),
        citations: citations.finish(),
        suggestions: vec![format!("What does {} make?", format::with_article(&subject.name))],
        request: None,
    })
}

/// Every figure for a country: growth first, and what was published last before what was published earlier.
pub(in crate::answer) fn lines<'a>(
    knowledge: &'a Knowledge,
    scope: &Scope<'_>,
    subject: &Subject,
) -> impl Iterator<Item = Figure<'a>> {
    let mut out: Vec<Figure<'a>> = facts(knowledge, scope, subject).collect();
    if !out.iter().any(|f| f.metric == Metric::Employment) {
        out.extend(counted(knowledge, scope, subject));
    }
    let rank = |metric| match metric {
        Metric::Growth => 0,
        Metric::Openings => 1,
        _ => 2,
    };
    out.sort_by(|a, b| rank(a.metric).cmp(&rank(b.metric)).then_with(|| b.period.cmp(&a.period)));
    out.into_iter()
}

/// Those of the role itself; else of the role whose own occupation it is counted in.
fn facts<'a>(knowledge: &'a Knowledge, scope: &Scope<'_>, subject: &Subject) -> impl Iterator<Item = Figure<'a>> {
    let evidence = &knowledge.evidence;
    let is_outlook = |f: &&PayFact| matches!(f.metric, Metric::Growth | Metric::Openings | Metric::Employment);
    let of = |role: &str| -> Vec<&'a PayFact> {
        let all = evidence.facts.iter().filter(is_outlook);
        all.filter(|f| f.role.as_deref() == Some(role) && f.country.as_ref() == Some(&scope.country)).collect()
    };
    let own = of(&subject.id);
    let shared = || {
        let occupation = subject.occupation.as_ref()?;
        let same = evidence.occupations.iter().filter(|o| o.soc == occupation.code && o.role != subject.id);
        same.map(|o| of(&o.role)).find(|facts| !facts.is_empty())
    };
    let is_own = !own.is_empty();
    let found = if is_own { own } else { shared().unwrap_or_default() };
    // An occupation that stands for a role by being near to it is itself when it is asked for by its name.
    let exact = subject.occupation.as_ref().is_some_and(|o| o.fit == Fit::Exact);
    let nearest = move |fact: &PayFact| if is_own { fact.nearest } else { !exact };
    found.into_iter().filter_map(move |fact| figure(knowledge, fact, nearest(fact)))
}

fn figure<'a>(knowledge: &'a Knowledge, fact: &'a PayFact, nearest: bool) -> Option<Figure<'a>> {
    let source = knowledge.sources.get(&fact.source)?;
    let value = fact.value?;
    let whole = || format::count(value.max(0.0) as usize);
    let said = match fact.metric {
        Metric::Growth if value < 0.0 => format!("employment is projected to shrink by {} %", -value),
        Metric::Growth => format!("employment is projected to grow by {value} %"),
        Metric::Openings => format!("about {} openings a year are projected", whole()),
        Metric::Employment => format!("about {} people are employed", whole()),
        _ => return None,
    };
    let near = if nearest { "nearest occupation " } else { "" };
    let whom = fact.occupation.as_ref().map(|o| format!("{near}{o}, ")).unwrap_or_default();
    Some(Figure {
        metric: fact.metric,
        text: format!("{}: {said} ({whom}{}, {}).", source.publisher, fact.region, fact.period),
        // "Not the role itself" is no remark on an occupation that is asked for by its own name.
        note: fact.note.as_deref().filter(|_| nearest || !fact.nearest),
        source,
        period: fact.period.clone(),
        as_of: source.published,
    })
}

/// How many the official wages count, where no other figure says it.
fn counted<'a>(knowledge: &'a Knowledge, scope: &Scope<'_>, subject: &Subject) -> Option<Figure<'a>> {
    let (code, fit) = subject.occupation.as_ref().map(|o| (o.code.clone(), o.fit))?;
    let mut all = knowledge.evidence.official(scope.audience).filter(|_| scope.is_home());
    let (dataset, occupation) = all.find_map(|(dataset, all)| Some((dataset, all.get(&code)?)))?;
    let employees = format::count(usize::try_from(occupation.employment?).ok()?);
    let source = &dataset.about.source;
    let label = official::label(occupation, fit);
    let until = dataset.about.until.display();
    Some(Figure {
        metric: Metric::Employment,
        text: format!("{}: {employees} employees ({label}, {}, {until}).", source.publisher, scope.region_name()),
        note: None,
        source,
        period: until,
        as_of: Some(dataset.about.until),
    })
}
