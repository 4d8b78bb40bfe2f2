//! What pay records, official statistics and single publications say of those whom an entry is about.

use super::figures::Row;
use crate::answer::format;
use crate::commands;
use crate::evidence::facts::Metric;
use crate::evidence::files::{Fit, Level, Visibility};
use crate::evidence::official::Wages;
use crate::evidence::search::{ALL_YEARS, Query, find};
use crate::evidence::{Dataset, PayFact, Subject, Table, Wage, row};
use crate::knowledge::source::Tier;
use crate::knowledge::{Currency, Knowledge};

/// Where the records of the page are from.
const HOME: [u8; 2] = *b"US";

/// Of whom an entry tells the pay.
struct About<'a> {
    subjects: Vec<&'a Subject>,
    /// At one stage alone.
    stage: Option<String>,
    /// Whether single figures about the role belong to it: they tell neither stages nor roles apart.
    whole: bool,
}

impl<'a> About<'a> {
    /// Nothing where the entry tells nobody's pay.
    fn of(knowledge: &'a Knowledge, id: &str) -> Option<About<'a>> {
        let mut parts = id.splitn(3, '/');
        let (kind, name, part) = (parts.next()?, parts.next()?, parts.next());
        let staged = |stage: &str| knowledge.roles.values().flat_map(|r| &r.stage).any(|s| s.id == stage);
        let names: Vec<&str> = match (kind, part) {
            ("pay", _) => commands::subjects_of(name).collect(),
            // A role's work by the day or the month is not paid by itself.
            ("roles", part) if part.is_none_or(staged) => vec![name],
            ("comparisons", _) => {
                let compared = knowledge.comparisons.get(&format!("{kind}/{name}"))?;
                compared.header.roles.iter().map(String::as_str).collect()
            }
            _ => return None,
        };
        let subjects = names.into_iter().filter_map(|id| knowledge.evidence.subject_by_id(id)).collect();
        let stage = part.filter(|part| staged(part)).map(str::to_owned);
        Some(About { subjects, stage, whole: part.is_none() && kind != "comparisons" })
    }

    /// The levels that are shown: of one subject all of them, or the one of the stage; of two all levels together.
    fn levels(&self, knowledge: &'a Knowledge) -> Vec<Option<&'a Level>> {
        let all = &knowledge.evidence.levels;
        match (&self.stage, self.subjects.len()) {
            (Some(stage), _) => vec![knowledge.evidence.level_of_stage(stage)],
            (None, 1) => std::iter::once(None).chain(all.iter().map(Some)).collect(),
            _ => vec![None],
        }
    }
}

/// Everything that there is, kind by kind.
pub(super) fn rows(knowledge: &Knowledge, id: &str) -> Vec<Row> {
    let Some(about) = About::of(knowledge, id) else { return Vec::new() };
    let mut out = Vec::new();
    for subject in &about.subjects {
        for (dataset, table) in knowledge.evidence.tables(Visibility::Public) {
            let group = subject.title.as_ref().and_then(|title| table.group_of(title));
            let levels = about.levels(knowledge).into_iter();
            out.extend(group.iter().flat_map(|group| {
                levels.clone().map(|level| recorded(subject, dataset, table, *group, level)).collect::<Vec<_>>()
            }));
        }
        out.extend(official(knowledge, subject));
        let facts = facts(knowledge, subject).filter(|_| about.whole);
        out.extend(facts.map(|fact| single(knowledge, subject, fact)));
    }
    out
}

/// The sources of all of it.
pub(super) fn sources<'a>(knowledge: &'a Knowledge, id: &str) -> Vec<&'a str> {
    let Some(about) = About::of(knowledge, id) else { return Vec::new() };
    let mut out: Vec<&str> = Vec::new();
    for subject in &about.subjects {
        let tables = knowledge.evidence.tables(Visibility::Public);
        let known = tables.filter(|(_, t)| subject.title.as_ref().is_some_and(|title| t.group_of(title).is_some()));
        out.extend(known.map(|(dataset, _)| dataset.about.source.id.as_str()));
        out.extend(occupation(knowledge, subject).map(|(dataset, _)| dataset.about.source.id.as_str()));
        out.extend(facts(knowledge, subject).filter(|_| about.whole).map(|fact| fact.source.as_str()));
    }
    out
}

/// What one data set has of a level, or of all of them.
fn recorded(subject: &Subject, dataset: &Dataset, table: &Table, group: u16, level: Option<&Level>) -> Row {
    let first = dataset.about.current_from.unwrap_or(*ALL_YEARS.start());
    let query = Query {
        group,
        level: level.and_then(|l| row::Level::parse(&l.code)),
        countries: Some(vec![HOME]),
        years: first..=*ALL_YEARS.end(),
        remote: None,
        currency: None,
    };
    let sample = find(table, &query);
    let (figure, spread) = match sample.spread() {
        Some(spread) => (
            format!("{} a year", whole(spread.p50)),
            format!(
                ": median; half of them {} to {}, 10th to 90th percentile {} to {}",
                whole(spread.p25),
                whole(spread.p75),
                whole(spread.p10),
                whole(spread.p90)
            ),
        ),
        None => ("too few records".to_owned(), String::new()),
    };
    let who = match level {
        Some(level) => format!("{} {}", level.adjective, subject.plural),
        None => format!("{}, all levels", subject.plural),
    };
    Row {
        figure,
        what: format!("{}{spread}", format::capitalised(&who)),
        note: None,
        basis: format!(
            "pay records, {} distinct of {}",
            format::count(sample.distinct()),
            format::count(sample.records)
        ),
        region: "United States".to_owned(),
        as_of: match dataset.about.current_from {
            Some(first) => format!("{first} to {}", dataset.about.until.display()),
            None => dataset.about.until.display(),
        },
        sources: vec![dataset.about.source.id.clone()],
    }
}

fn whole(amount: u32) -> String {
    format::exact(f64::from(amount), Currency::Usd)
}

fn occupation<'a>(
    knowledge: &'a Knowledge,
    subject: &Subject,
) -> Option<(&'a Dataset, &'a crate::evidence::Occupation)> {
    let own = subject.occupation.as_ref()?;
    let mut all = knowledge.evidence.official(Visibility::Public);
    all.find_map(|(dataset, occupations)| Some((dataset, occupations.get(&own.code)?)))
}

/// What official statistics say; of an occupation that only comes near, why it stands here.
fn official(knowledge: &Knowledge, subject: &Subject) -> Option<Row> {
    let (dataset, occupation) = occupation(knowledge, subject)?;
    let own = subject.occupation.as_ref()?;
    let nearest = if own.fit == Fit::Nearest { "nearest occupation " } else { "" };
    // By the hour where nothing is published for a year.
    let (wages, per) = match occupation.year.p50 {
        Wage::Missing if occupation.hour.p50 != Wage::Missing => (&occupation.hour, "an hour"),
        _ => (&occupation.year, "a year"),
    };
    let Wages { p10, p25, p50, p75, p90, .. } = wages;
    let employees = occupation.employment.and_then(|n| usize::try_from(n).ok());
    Some(Row {
        figure: format!("{} {per}", wage(*p50)),
        what: format!(
            "Official, {nearest}{} (SOC {}): median; half of them {} to {}, 10th to 90th percentile {} to {}",
            occupation.title,
            occupation.code,
            wage(*p25),
            wage(*p75),
            wage(*p10),
            wage(*p90)
        ),
        note: own.reason.clone(),
        basis: employees.map_or_else(|| "employees".to_owned(), |n| format!("{} employees", format::count(n))),
        region: "United States".to_owned(),
        as_of: dataset.about.until.display(),
        sources: vec![dataset.about.source.id.clone()],
    })
}

fn wage(wage: Wage) -> String {
    match wage {
        Wage::Is(amount) => format::cents(amount, Currency::Usd),
        Wage::AtLeast(top) => format!("at or above {}", format::cents(top, Currency::Usd)),
        Wage::Missing => "not published".to_owned(),
    }
}

fn facts<'a>(knowledge: &'a Knowledge, subject: &Subject) -> impl Iterator<Item = &'a PayFact> {
    let id = subject.id.clone();
    knowledge.evidence.facts.iter().filter(move |fact| fact.role.as_deref() == Some(&id))
}

fn single(knowledge: &Knowledge, subject: &Subject, fact: &PayFact) -> Row {
    let claim = knowledge.sources.get(&fact.source).is_some_and(|source| source.tier == Tier::Secondary);
    let nearest = if fact.nearest { "nearest to it: " } else { "" };
    let whom = fact.occupation.as_ref().map(|of| format!(" ({nearest}{of})")).unwrap_or_default();
    Row {
        figure: figure(fact),
        what: format!("{}{whom}: {}", format::capitalised(&subject.plural), metric(fact.metric)),
        note: fact.note.clone(),
        basis: if claim { "a recruiter's or job site's own claim" } else { "single figure" }.to_owned(),
        region: fact.region.clone(),
        as_of: fact.period.clone(),
        sources: vec![fact.source.clone()],
    }
}

/// "$112,590 a year", "34 %", "Bachelor's degree".
pub(super) fn figure(fact: &PayFact) -> String {
    if let Some(text) = &fact.text {
        return text.clone();
    }
    let number = |value: f64| match (fact.currency, fact.metric) {
        (Some(currency), _) => format::cents(value, currency),
        (None, Metric::Growth | Metric::PayGap) => format!("{value} %"),
        (None, Metric::Experience) => format!("{value} years"),
        (None, _) => format::count(value.round().max(0.0) as usize),
    };
    let amount = match (fact.value, fact.low, fact.high) {
        (Some(value), _, _) => number(value),
        (None, low, high) => low.into_iter().chain(high).map(number).collect::<Vec<_>>().join(" to "),
    };
    let per = fact.per.map(|per| format!(" {}", format::per(per))).unwrap_or_default();
    format!("{amount}{per}")
}

/// What kind of figure it is.
pub(super) fn metric(metric: Metric) -> &'static str {
    match metric {
        Metric::MeanChange => "mean, from one year to the next",
        Metric::PayGap => "how much more is paid",
        Metric::Growth => "growth of employment",
        Metric::Openings => "openings a year",
        Metric::Employment => "people employed",
        Metric::Education => "education",
        Metric::Experience => "experience",
        Metric::Classification => "official classification",
        Metric::Definition => "official definition",
        Metric::Market => "market",
        pay => pay.pay_name().unwrap_or("pay"),
    }
}
