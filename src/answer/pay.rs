//! Pay: the bands that were asked for, and only those.

use jiff::civil::Date;

use super::citations::Citations;
use super::compose::conditions;
use super::{Answer, Kind, Line, PayRequest, format};
use crate::knowledge::{Basis, Knowledge, PayBand, Prose, Role, Stage};

/// The bands of the asked stages on the asked terms.
pub(super) fn pay(knowledge: &Knowledge, request: &PayRequest, today: Date) -> Option<Answer> {
    let role = knowledge.roles.get(&request.role)?;
    let bands = bands(knowledge, request);
    let first = *bands.first()?;
    let mut citations = Citations::new(knowledge, today);
    let mut lines: Vec<Line> = bands.iter().map(|b| band_line(&mut citations, role, b)).collect();
    if request.stages.is_empty() && lines.len() > 2 {
        let headline = headline_of_all(&mut citations, role, &bands);
        lines = bands.iter().map(|b| rung(&mut citations, role, b)).collect();
        lines.insert(0, headline);
    } else {
        lines.extend(steps(&mut citations, &bands));
        lines.extend(split(knowledge, &mut citations, &bands));
        lines.extend(notes(&mut citations, &bands));
        lines.extend(stage_from_years(&mut citations, role, request));
    }
    let headline = lines.remove(0);
    Some(Answer {
        entry: if request.stages.is_empty() && bands.len() > 2 { format!("pay/{}", role.id) } else { first.entry() },
        kind: Kind::Pay,
        confidence: 1.0,
        headline,
        body: lines,
        conditions: pay_conditions(role, &bands, today),
        citations: citations.finish(),
        suggestions: suggestions(role, first),
        request: None,
    })
}

/// Whether every asked stage has a band on the asked terms.
pub(super) fn bands<'a>(knowledge: &'a Knowledge, request: &PayRequest) -> Vec<&'a PayBand> {
    let Some(sheet) = knowledge.pay.get(&request.role) else { return Vec::new() };
    let bases = if request.bases.is_empty() { vec![Basis::Permanent] } else { request.bases.clone() };
    let asked = |band: &&PayBand| {
        bases.contains(&band.basis) && (request.stages.is_empty() || request.stages.contains(&band.stage))
    };
    sheet.bands.iter().filter(asked).collect()
}

/// "Senior MLOps engineer, permanent: $185K–$285K a year."
fn band_line(citations: &mut Citations<'_>, role: &Role, band: &PayBand) -> Line {
    let text = format!(
        "{}, {}: {} {}.",
        name_of(role, band),
        format::basis(band.basis),
        format::band(band),
        format::per(band.per)
    );
    citations.line(text, &band.sources)
}

/// "Senior MLOps engineer: $185K–$285K", one of many.
fn rung(citations: &mut Citations<'_>, role: &Role, band: &PayBand) -> Line {
    let line = citations.line(format!("{}: {}", name_of(role, band), format::band(band)), &band.sources);
    Line { bullet: true, ..line }
}

fn name_of(role: &Role, band: &PayBand) -> String {
    let label = band.label.as_ref().map(|l| format!(" ({l})")).unwrap_or_default();
    format!("{}{label}", format::capitalised(&format::at_stage(role, &band.stage)))
}

fn headline_of_all(citations: &mut Citations<'_>, role: &Role, bands: &[&PayBand]) -> Line {
    let all: Vec<String> = bands.iter().flat_map(|b| b.sources.clone()).collect();
    let ends = |pick: fn(&PayBand) -> u32| bands.iter().map(move |b| f64::from(pick(b)));
    let (low, high) = (ends(|b| b.low).fold(f64::MAX, f64::min), ends(|b| b.high).fold(0.0, f64::max));
    let currency = bands[0].currency;
    let open = if bands.iter().any(|b| b.open_ended) { "+" } else { "" };
    citations.line(
        format!(
            "{} make {} to {}{open} {} ({}), depending on the stage:",
            role.plural,
            format::money(low, currency),
            format::money(high, currency),
            format::per(bands[0].per),
            format::basis(bands[0].basis)
        ),
        &all,
    )
}

/// What lies between two bands of a kind: a computed figure, shown with its sum.
fn steps(citations: &mut Citations<'_>, bands: &[&PayBand]) -> Vec<Line> {
    let plain: Vec<&&PayBand> = bands.iter().filter(|b| b.label.is_none()).collect();
    let mut out = Vec::new();
    for pair in plain.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let comparable = a.per == b.per
            && a.currency == b.currency
            && (a.stage != b.stage || (a.basis != b.basis && a.basis != Basis::Contract));
        if comparable {
            let text = format!(
                "Computed: {} starts {} {} and ends {} it.",
                name(b, a),
                difference(b.low, a.low, b),
                name(a, b),
                difference(b.high, a.high, b)
            );
            let ids: Vec<String> = a.sources.iter().chain(&b.sources).cloned().collect();
            out.push(citations.line(text, &ids));
        }
    }
    out
}

/// What tells one band from another: "senior", or "C2C" where the stage is the same.
fn name<'a>(band: &'a PayBand, other: &PayBand) -> &'a str {
    match band.basis {
        _ if band.stage != other.stage => &band.stage,
        Basis::Permanent => "permanent work",
        Basis::Contract => "contract work",
        Basis::W2 => "W2",
        Basis::C2c => "C2C",
    }
}

/// "$40K above ($185K − $145K)": the sum stands beside what it comes to.
fn difference(new: u32, old: u32, band: &PayBand) -> String {
    let show = |amount: u32| format::money(f64::from(amount), band.currency);
    let word = if new >= old { "above" } else { "below" };
    format!("{} ({} − {}) {word}", show(new.abs_diff(old)), show(new.max(old)), show(new.min(old)))
}

/// A contract range that is split by terms elsewhere: both are shown.
fn split(knowledge: &Knowledge, citations: &mut Citations<'_>, bands: &[&PayBand]) -> Option<Line> {
    let [whole] = bands else { return None };
    let sheet = knowledge.pay.get(&whole.role).filter(|_| whole.basis == Basis::Contract)?;
    let parts: Vec<&PayBand> = sheet.bands.iter().filter(|b| whole.disagrees_with.contains(&b.id())).collect();
    let shown: Vec<String> = parts
        .iter()
        .map(|b| format!("{} {}", format::basis(b.basis).trim_start_matches("on "), format::band(b)))
        .collect();
    let ids: Vec<String> = parts.iter().flat_map(|b| b.sources.clone()).collect();
    let text = format!("By terms: {} {}.", format::list(&shown), format::per(whole.per));
    (!parts.is_empty()).then(|| citations.line(text, &ids))
}

/// What an editor wrote beside a band; one note for bands of one stage and basis.
fn notes(citations: &mut Citations<'_>, bands: &[&PayBand]) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut seen: Vec<(&str, Basis)> = Vec::new();
    let split = bands.iter().any(|b| b.basis == Basis::W2) && bands.iter().any(|b| b.basis == Basis::C2c);
    for band in bands {
        let told = seen.contains(&(band.stage.as_str(), band.basis)) || (split && band.basis != Basis::Contract);
        if let Some(note) = band.note.as_ref().filter(|_| !told) {
            seen.push((&band.stage, band.basis));
            out.extend(Prose::parse(note).sentences.iter().map(|s| citations.sentence(s)));
        }
    }
    out
}

fn stage_from_years(citations: &mut Citations<'_>, role: &Role, request: &PayRequest) -> Option<Line> {
    let years = request.years?;
    let stages: Vec<&Stage> = role.stage.iter().filter(|s| request.stages.contains(&s.id)).collect();
    let names: Vec<String> = stages.iter().map(|s| format!("{} ({})", s.id, format::years(s.years))).collect();
    let ids: Vec<String> = stages.iter().flat_map(|s| s.sources.clone()).collect();
    let fits = match names.as_slice() {
        [] => return None,
        [only] => format!("the stage is {only}"),
        several => format!("more than one stage fits: {}", format::list(several)),
    };
    Some(citations.line(format!("With {} of experience, {fits}.", format::experience(years)), &ids))
}

fn pay_conditions(role: &Role, bands: &[&PayBand], today: Date) -> String {
    let newest = bands.iter().max_by_key(|b| b.as_of).unwrap_or(&bands[0]);
    let mut stages: Vec<&Stage> = role.stage.iter().filter(|s| bands.iter().any(|b| b.stage == s.id)).collect();
    stages.dedup_by_key(|s| s.level);
    let mut parts: Vec<String> = match stages.as_slice() {
        [only] => {
            vec![format!("Stage {} of {}, {} of experience", only.level, role.stage.len(), format::years(only.years))]
        }
        _ => Vec::new(),
    };
    parts.push(conditions(&newest.region, newest.as_of, today));
    parts.join(" · ")
}

fn suggestions(role: &Role, band: &PayBand) -> Vec<String> {
    let next =
        role.stage.iter().find(|s| s.id == band.stage).and_then(|s| role.stage.iter().find(|n| n.level == s.level + 1));
    let step = next.map(|n| format!("What does it take to reach the {} stage?", n.id));
    let contract = (band.basis == Basis::Permanent && band.stage == "senior").then(|| {
        format!("What is the day rate of {} on contract?", format::with_article(&format::at_stage(role, &band.stage)))
    });
    contract.into_iter().chain(step).collect()
}
