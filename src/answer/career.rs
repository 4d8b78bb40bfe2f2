//! Stages of a career.

use jiff::civil::Date;

use super::citations::Citations;
use super::compose::conditions;
use super::{Answer, CareerAspect, Kind, Line, format};
use crate::knowledge::{Knowledge, Prose, Role, Stage};

/// The whole path.
pub(super) fn ladder(knowledge: &Knowledge, role: &str, today: Date) -> Option<Answer> {
    let role = knowledge.roles.get(role).filter(|r| !r.stage.is_empty())?;
    let mut citations = Citations::new(knowledge, today);
    let all: Vec<String> = role.stage.iter().flat_map(|s| s.sources.clone()).collect();
    let count = in_words(role.stage.len());
    let headline = citations.line(
        format!(
            "{} career path has {count} stages:",
            format::capitalised(&format::with_article(&role.name)).replace(" engineer", " engineer's")
        ),
        &all,
    );
    let body = role.stage.iter().map(|s| rung(&mut citations, s)).collect();
    Some(Answer {
        entry: format!("roles/{}", role.id),
        kind: Kind::Career,
        confidence: 1.0,
        headline,
        body,
        conditions: conditions(&role.region, role.as_of, today),
        citations: citations.finish(),
        suggestions: vec![format!("What does each stage of the {} ladder pay?", role.name)],
        request: None,
    })
}

fn rung(citations: &mut Citations<'_>, stage: &Stage) -> Line {
    let text = format!("{}. {}: {}", stage.level, stage.titles.join(" / "), format::years(stage.years));
    Line { bullet: true, ..citations.line(text, &stage.sources) }
}

fn in_words(n: usize) -> String {
    const WORDS: [&str; 11] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.get(n).map_or_else(|| n.to_string(), |w| (*w).to_owned())
}

/// One stage or several: years, the step into it, or what someone there does; of all stages, an overview.
pub(super) fn stages(
    knowledge: &Knowledge,
    role: &str,
    ids: &[String],
    about: CareerAspect,
    today: Date,
) -> Option<Answer> {
    let role = knowledge.roles.get(role)?;
    let mut citations = Citations::new(knowledge, today);
    let asked: Vec<&Stage> = role.stage.iter().filter(|s| ids.contains(&s.id)).collect();
    let first = asked.first()?;
    let (entry, mut lines) = match asked.as_slice() {
        [only] => (part(role, only), stage_lines(&mut citations, role, only, about)),
        all if all.len() > 2 => (format!("roles/{}", role.id), overview(&mut citations, role, all)),
        both => (part(role, first), both.iter().flat_map(|s| stage_in_short(&mut citations, role, s, about)).collect()),
    };
    if lines.is_empty() {
        return None;
    }
    let headline = lines.remove(0);
    Some(Answer {
        entry,
        kind: Kind::Career,
        confidence: 1.0,
        headline,
        body: lines,
        conditions: stage_conditions(role, &asked, today),
        citations: citations.finish(),
        suggestions: suggestions(role, first),
        request: None,
    })
}

/// The entry of a stage.
fn part(role: &Role, stage: &Stage) -> String {
    format!("roles/{}/{}", role.id, stage.id)
}

/// "Stage 3 of 5, 6–10 years of experience · United States · as of 2026".
fn stage_conditions(role: &Role, asked: &[&Stage], today: Date) -> String {
    let level =
        |s: &Stage| format!("Stage {} of {}, {} of experience", s.level, role.stage.len(), format::years(s.years));
    let general = conditions(&role.region, role.as_of, today);
    match asked {
        [only] => format!("{} · {general}", level(only)),
        _ => general,
    }
}

fn suggestions(role: &Role, stage: &Stage) -> Vec<String> {
    let next = role.stage.iter().find(|s| s.level == stage.level + 1);
    let pay = format!("What does {} make?", format::with_article(&format::at_stage(role, &stage.id)));
    let step = next.map(|n| format!("What does it take to reach the {} stage?", n.id));
    std::iter::once(pay).chain(step).collect()
}

/// One stage, with what belongs to it.
fn stage_lines(citations: &mut Citations<'_>, role: &Role, stage: &Stage, about: CareerAspect) -> Vec<Line> {
    let (step, scope) = (prose_lines(citations, &stage.transition), prose_lines(citations, &stage.scope));
    let title = stage.titles.join(" / ");
    match about {
        CareerAspect::Years => [vec![citations.line(years_text(role, stage), &stage.sources)], step].concat(),
        CareerAspect::Transition => titled(&title, step),
        CareerAspect::Scope => titled(&title, [scope, step].concat()),
    }
}

/// Every one of several stages in a few words: what someone there does is what marks the step as well.
fn overview(citations: &mut Citations<'_>, role: &Role, stages: &[&Stage]) -> Vec<Line> {
    let all: Vec<String> = stages.iter().flat_map(|s| s.sources.clone()).collect();
    let title = format!("What marks each stage of {} career:", format::with_article(&role.name));
    let rungs = stages.iter().map(|s| {
        let text = format!("{} ({}): {}", format::capitalised(&s.id), format::years(s.years), s.in_short);
        Line { bullet: true, ..citations.line(text, &s.sources) }
    });
    let rungs: Vec<Line> = rungs.collect();
    [vec![citations.line(title, &all)], rungs].concat()
}

/// One of several stages: only what was asked, in short.
fn stage_in_short(citations: &mut Citations<'_>, role: &Role, stage: &Stage, about: CareerAspect) -> Vec<Line> {
    let title = format!("{} ({})", format::capitalised(&stage.id), format::years(stage.years));
    match about {
        CareerAspect::Years => vec![citations.line(years_text(role, stage), &stage.sources)],
        CareerAspect::Transition => titled(&title, prose_lines(citations, &stage.transition)),
        CareerAspect::Scope => titled(&title, prose_lines(citations, &stage.scope)),
    }
}

fn titled(title: &str, mut lines: Vec<Line>) -> Vec<Line> {
    if let Some(first) = lines.first_mut() {
        first.text = format!("{title}: {}", first.text);
    }
    lines
}

fn years_text(role: &Role, stage: &Stage) -> String {
    format!(
        "The {} stage ({} of {}) usually comes with {} of experience.",
        stage.id,
        stage.level,
        role.stage.len(),
        format::years(stage.years)
    )
}

fn prose_lines(citations: &mut Citations<'_>, text: &str) -> Vec<Line> {
    Prose::parse(text).sentences.iter().map(|s| citations.sentence(s)).collect()
}
