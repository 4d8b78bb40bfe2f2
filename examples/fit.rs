//! Fits the weights of the evidence for a reading to judged questions: `cargo run --release --example fit -- FILE…`.
#![allow(clippy::print_stdout)]

use std::error::Error;

use rolecall::answer::Outcome;
use rolecall::bot::confidence::{self, SIGNALS, Signals};
use rolecall::bot::evidence::{Evidence, KINDS, NAMES, WEIGHTS};
use rolecall::bot::{Bot, Question};
use rolecall::eval::judge::{Row, Verdict, judge};
use rolecall::loading::Origin;

/// Candidates looked at for each question.
const DEPTH: usize = 10;
const ROUNDS: usize = 3_000;
const STEP: f32 = 0.05;
/// How strongly the weights are held to where they start.
const PULL: f32 = 0.004;

/// The candidates of one question: evidence, and whether taking it is right.
type Case = Vec<(Evidence, bool)>;

/// One candidate of a question, taken as if it were the best.
struct Tried {
    evidence: Evidence,
    right: bool,
    answered: bool,
    signals: Signals,
}

fn main() -> Result<(), Box<dyn Error>> {
    let bot = Origin::Embedded.bot()?;
    let mut cases = Vec::new();
    let mut firsts = Vec::new();
    for file in std::env::args().skip(1) {
        for line in std::fs::read_to_string(&file)?.lines() {
            let row = serde_json::from_str(line)?;
            let case = case(&bot, &row);
            firsts.extend(first(&case));
            let both = case.iter().any(|c| c.right) && case.iter().any(|c| !c.right);
            cases.extend(both.then_some(case.into_iter().map(|c| (c.evidence, c.right)).collect::<Case>()));
        }
    }
    curve(&firsts);
    let (weights, start, end) = fit(&cases);
    println!("{} cases; right at first place: {:.3} before, {:.3} after", cases.len(), start, end);
    for (name, weight) in NAMES.iter().zip(weights) {
        println!("{weight:7.2}  {name}");
    }
    Ok(())
}

/// Asks all turns but the last, and tries every candidate on the last.
fn case(bot: &Bot, row: &Row) -> Vec<Tried> {
    let Some((last, before)) = row.turns.split_last() else { return Vec::new() };
    for turn in before {
        bot.answer(&question(row, turn));
    }
    let tried = (0..DEPTH).map_while(|choice| bot.trial(&question(row, last), choice));
    let judged = tried.map(|(reply, reading)| {
        let right = judge(row, &reply, true) == Verdict::Right;
        Tried {
            evidence: reading.evidence,
            right,
            answered: reply.outcome == Outcome::Answered,
            signals: reading.signals,
        }
    });
    judged.collect()
}

/// What the confidence is taken over, and whether the reading is right; only where it would be said.
fn first(case: &[Tried]) -> Option<(Signals, bool)> {
    let best = case.first()?;
    best.answered.then_some((best.signals, best.right))
}

/// Fits the curve of the confidence by gradient ascent.
fn curve(firsts: &[(Signals, bool)]) {
    let mut weights = [0.0_f32; SIGNALS];
    for _ in 0..40_000 {
        let mut gradient = [0.0; SIGNALS];
        for (x, right) in firsts {
            let value: f32 = x.iter().zip(weights).map(|(a, b)| a * b).sum();
            let error = if *right { 1.0 } else { 0.0 } - 1.0 / (1.0 + (-value).exp());
            x.iter().zip(&mut gradient).for_each(|(a, sum)| *sum += error * a / firsts.len() as f32);
        }
        weights.iter_mut().zip(gradient).for_each(|(w, g)| *w += 0.1 * g);
    }
    for bar in [0.6, 0.65, 0.7, 0.75, 0.78, 0.8, 0.82, 0.84, 0.86, 0.88, 0.9, 0.92] {
        let sure = |x: &Signals| 1.0 / (1.0 + (-x.iter().zip(weights).map(|(a, b)| a * b).sum::<f32>()).exp()) >= bar;
        let said: Vec<bool> = firsts.iter().filter(|(x, _)| sure(x)).map(|f| f.1).collect();
        let right = said.iter().filter(|r| **r).count();
        println!("bar {bar:.2}: {right} right, {} wrong", said.len() - right);
    }
    println!("confidence of {} answers: {:?}: {weights:.2?}", firsts.len(), confidence::NAMES);
}

fn question(row: &Row, text: &str) -> Question {
    Question {
        text: text.to_owned(),
        addressed: true,
        conversation: row.id.clone(),
        user: String::new(),
        at: jiff::Timestamp::UNIX_EPOCH,
        today: jiff::civil::date(2026, 11, 24),
    }
}

/// Gradient ascent on the likelihood that a right candidate comes first.
fn fit(cases: &[Case]) -> (Evidence, f32, f32) {
    let mut weights = WEIGHTS;
    for _ in 0..ROUNDS {
        let mut gradient = [0.0; KINDS];
        for case in cases {
            for (sum, part) in gradient.iter_mut().zip(slope(case, &weights)) {
                *sum += part / cases.len() as f32;
            }
        }
        for kind in 0..KINDS {
            weights[kind] += STEP * (gradient[kind] - PULL * (weights[kind] - WEIGHTS[kind]));
        }
    }
    (weights, accuracy(cases, &WEIGHTS), accuracy(cases, &weights))
}

/// Softmax is taken over four times the scores, so that weights keep the scale of the engine's.
const SHARPNESS: f32 = 4.0;

fn slope(case: &Case, weights: &Evidence) -> Evidence {
    let scores: Vec<f32> = case.iter().map(|(e, _)| SHARPNESS * dot(e, weights)).collect();
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores.iter().map(|s| (s - most).exp()).collect();
    let total: f32 = powers.iter().sum();
    let right: f32 = powers.iter().zip(case).filter(|(_, c)| c.1).map(|(p, _)| p).sum();
    let mut out = [0.0; KINDS];
    for ((evidence, is_right), power) in case.iter().zip(&powers) {
        let share = if *is_right { power / right } else { 0.0 } - power / total;
        for (sum, value) in out.iter_mut().zip(evidence) {
            *sum += share * value;
        }
    }
    out
}

fn accuracy(cases: &[Case], weights: &Evidence) -> f32 {
    let best = |case: &&Case| {
        let top = case.iter().max_by(|a, b| dot(&a.0, weights).total_cmp(&dot(&b.0, weights)));
        top.is_some_and(|c| c.1)
    };
    cases.iter().filter(best).count() as f32 / cases.len().max(1) as f32
}

fn dot(a: &Evidence, b: &Evidence) -> f32 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
