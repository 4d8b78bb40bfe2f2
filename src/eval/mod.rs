//! Scores the matching engine on a labelled set of questions.

mod input;
pub mod judge;
mod metrics;
mod report;

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

pub use input::Error;
pub use metrics::Outcome;
pub use report::Report;

use crate::retrieval::{Encoder, Engine, analysis};
use input::Question;

/// The label of a question that nothing in the knowledge base answers.
pub const OUT_OF_SCOPE: &str = "__oos__";

/// Builds an engine from a knowledge base and asks it every question.
///
/// # Errors
/// Where a file cannot be read or a line is not what it should be.
pub fn run(kb: &Path, questions: &Path, encoder: Option<Arc<dyn Encoder>>) -> Result<Report, Error> {
    let documents = input::knowledge(kb)?;
    let questions = input::questions(questions)?;
    let start = Instant::now();
    let engine = Engine::build(&documents, encoder);
    let build = start.elapsed();
    let labels: Vec<&str> = documents.iter().map(|document| document.label.as_str()).collect();
    let outcomes: Vec<Outcome> = questions.iter().map(|question| ask(&engine, &labels, question)).collect();
    Ok(Report::new(&outcomes, build))
}

/// Analyses and ranks one question under the clock.
fn ask(engine: &Engine, labels: &[&str], question: &Question) -> Outcome {
    let start = Instant::now();
    let ranked = engine.rank(&analysis::analyse(&question.question));
    let took = start.elapsed();
    let right = |document: usize| labels.get(document) == Some(&question.label.as_str());
    Outcome {
        in_scope: question.label != OUT_OF_SCOPE,
        place: ranked.iter().position(|candidate| right(candidate.document)),
        confidence: ranked.first().map_or(0.0, |candidate| candidate.confidence),
        took,
    }
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}
