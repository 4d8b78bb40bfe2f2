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
        lines.iter_mut().for_each(|l| (l.bullet, l.cites) = (true, Vec::new()));
        lines.insert(0, headline);
    } else {
        lines.extend(steps(&mut citations, &bands));
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
    let label = band.label.as_ref().map(|l| format!(" ({l})")).unwrap_or_default();
    let text = format!(
        "{} {}{label}, {}: {} {}.",
        format::capitalised(&band.stage),
        role.name,
        format::basis(band.basis),
        format::band(band),
        format::per(band.per)
    );
    citations.line(text, &band.sources)
}

fn headline_of_all(citations: &mut Citations<'_>, role: &Role, bands: &[&PayBand]) -> Line {
    let all: Vec<String> = bands.iter().flat_map(|b| b.sources.clone()).collect();
    let ends = |pick: fn(&PayBand) -> u32| bands.iter().map(move |b| f64::from(pick(b)));
    let (low, high) = (ends(|b| b.low).fold(f64::MAX, f64::min), ends(|b| b.high).fold(0.0, f64::max));
    let currency = bands[0].currency;
    let open = if bands.iter().any(|b| b.open_ended) { "+" } else { "" };
    citations.line(
        format!(
            "{} make {} to {}{open} {}, depending on the stage:",
            role.plural,
            format::money(low, currency),
            format::money(high, currency),
            format::per(bands[0].per)
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
                "{} against {}, computed: low end {}, high end {}.",
                name(b, a),
                name(a, b),
                difference(b.low, a.low, a),
                difference(b.high, a.high, a)
            );
            let ids: Vec<String> = a.sources.iter().chain(&b.sources).cloned().collect();
            out.push(citations.line(text, &ids));
        }
    }
    out
}

fn name(band: &PayBand, other: &PayBand) -> String {
    let word = if band.stage == other.stage { format::basis(band.basis) } else { &band.stage };
    format::capitalised(word.trim_start_matches("on "))
}

fn difference(new: u32, old: u32, band: &PayBand) -> String {
    let by = f64::from(new) - f64::from(old);
    let sign = if by >= 0.0 { "+" } else { "" };
    format!(
        "{sign}{} ({} − {})",
        format::money(by, band.currency),
        format::money(f64::from(new), band.currency),
        format::money(f64::from(old), band.currency)
    )
}

/// What an editor wrote beside a band; one note for bands of one stage and basis.
fn notes(citations: &mut Citations<'_>, bands: &[&PayBand]) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut seen: Vec<(&str, Basis)> = Vec::new();
    let split = bands.iter().any(|b| b.basis == Basis::W2) && bands.iter().any(|b| b.basis == Basis::C2c);
    for band in bands {
        let alone = !seen.contains(&(band.stage.as_str(), band.basis)) && !(split && band.basis != Basis::Contract);
        if let Some(note) = band.note.as_ref().filter(|_| alone) {
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
    let stage = if names.len() > 1 { "stages" } else { "stage" };
    (!names.is_empty()).then(|| {
        citations.line(
            format!("By experience, {} falls into the {stage} {}.", format::experience(years), format::list(&names)),
            &ids,
        )
    })
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
    let contract = (band.basis == Basis::Permanent && band.stage == "senior")
        .then(|| format!("What is the day rate of a senior {} on contract?", role.name));
    contract.into_iter().chain(step).collect()
}
