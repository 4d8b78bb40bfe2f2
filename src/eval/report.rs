//! What an evaluation found.

use std::{fmt, fs, time::Duration};

use serde::Serialize;

use super::{
    metrics::{self, Outcome},
    micros,
};

/// The confidence under which the report counts a question as unanswered.
const THRESHOLD: f32 = 0.5;

/// Every fraction is 0 to 1.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Questions asked.
    pub questions: usize,
    /// Top-1 over in-scope questions, with no abstaining.
    pub accuracy: f64,
    /// Mean reciprocal rank over in-scope questions.
    pub mrr: f64,
    /// In-scope against out-of-scope by confidence; none without out-of-scope questions.
    pub auroc: Option<f64>,
    /// In-scope accuracy where 5 % of the out-of-scope questions are answered.
    pub acc_far5: Option<f64>,
    /// The confidence that the next two measures abstain under.
    pub threshold: f32,
    /// In-scope accuracy at the threshold.
    pub in_scope_at_threshold: f64,
    /// Out-of-scope questions left unanswered at the threshold.
    pub oos_recall_at_threshold: Option<f64>,
    /// Median time to analyse and rank a question, microseconds.
    pub p50_us: f64,
    /// The time that 99 % of the questions stay within, microseconds.
    pub p99_us: f64,
    /// Time to build the index from analysed phrasings, milliseconds.
    pub build_ms: f64,
    /// Resident memory of the process; none where the system does not tell.
    pub resident_mb: Option<f64>,
}

impl Report {
    pub(super) fn new(outcomes: &[Outcome], build: Duration) -> Report {
        Report {
            questions: outcomes.len(),
            accuracy: metrics::accuracy(outcomes),
            mrr: metrics::mean_reciprocal_rank(outcomes),
            auroc: metrics::auroc(outcomes),
            acc_far5: metrics::accuracy_at_false_answers(outcomes),
            threshold: THRESHOLD,
            in_scope_at_threshold: metrics::accuracy_at(outcomes, THRESHOLD),
            oos_recall_at_threshold: metrics::recall_at(outcomes, THRESHOLD),
            p50_us: micros(metrics::percentile(outcomes, 0.5)),
            p99_us: micros(metrics::percentile(outcomes, 0.99)),
            build_ms: micros(build) / 1e3,
            resident_mb: resident(),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} questions", self.questions)?;
        row(f, "accuracy", Some(self.accuracy))?;
        row(f, "mean reciprocal rank", Some(self.mrr))?;
        row(f, "AUROC, in scope against not", self.auroc)?;
        row(f, "accuracy at 5 % false answers", self.acc_far5)?;
        row(f, "accuracy at the threshold", Some(self.in_scope_at_threshold))?;
        row(f, "unknown recognised there", self.oos_recall_at_threshold)?;
        writeln!(f, "{:<30} {:.0} / {:.0} us", "query, median / 99 %", self.p50_us, self.p99_us)?;
        write!(f, "{:<30} {:.1} ms", "build", self.build_ms)?;
        self.resident_mb.map_or(Ok(()), |mb| write!(f, "\n{:<30} {mb:.0} MB", "resident"))
    }
}

fn row(f: &mut fmt::Formatter<'_>, name: &str, value: Option<f64>) -> fmt::Result {
    match value {
        Some(value) => writeln!(f, "{name:<30} {value:.3}"),
        None => writeln!(f, "{name:<30} -"),
    }
}

/// What Linux says of the resident memory of this process.
fn resident() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
