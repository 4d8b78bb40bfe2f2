//! What stands beside an answer: bars in the terminal, the table of evidence, a picture in a file.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command as Clap};
use jiff::civil::Date;
use rolecall::answer::exhibits::{Exhibits, exhibits};
use rolecall::answer::{Answer, Reply, Request, compose};
use rolecall::chart::{Chart, png};
use rolecall::commands::Command;
use rolecall::evidence::files::Visibility;
use rolecall::knowledge::Knowledge;

use super::failure::Failure;

/// Commands with pictures and tables of evidence.
const WITH_EXHIBITS: [&str; 4] = ["salary", "offer", "career", "compare"];

/// What was asked for beside the answer.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    shown: bool,
    details: bool,
    chart: Option<PathBuf>,
    private: bool,
}

/// Adds the options to a command that has exhibits.
pub(crate) fn flags(clap: Clap, command: &Command) -> Clap {
    if !WITH_EXHIBITS.contains(&command.name) {
        return clap;
    }
    let flag = |name: &'static str, help: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    let chart = Arg::new("chart")
        .long("chart")
        .value_name("FILE")
        .value_parser(clap::value_parser!(PathBuf))
        .help("Write the chart to a file that ends in .svg or .png");
    clap.arg(flag("details", "Show every piece of evidence"))
        .arg(chart)
        .arg(flag("private", "Use your private data sets too"))
}

impl Wanted {
    /// What the command line says.
    pub(crate) fn of(command: &Command, matches: &ArgMatches) -> Wanted {
        if !WITH_EXHIBITS.contains(&command.name) {
            return Wanted::default();
        }
        Wanted {
            shown: !matches.get_flag("json"),
            details: matches.get_flag("details"),
            chart: matches.get_one::<PathBuf>("chart").cloned(),
            private: matches.get_flag("private"),
        }
    }

    fn audience(&self) -> Visibility {
        if self.private { Visibility::Private } else { Visibility::Public }
    }

    /// The reply for who reads it: answers from the evidence are made anew where private data sets are wanted.
    pub(crate) fn for_reader(&self, knowledge: &Knowledge, reply: Reply, today: Date) -> Reply {
        if !self.private {
            return reply;
        }
        let anew = |answer: Answer| private(knowledge, &answer, today).unwrap_or(answer);
        Reply { answers: reply.answers.into_iter().map(anew).collect(), ..reply }
    }

    /// Prints bars and details, and writes the picture.
    pub(crate) fn show(&self, knowledge: &Knowledge, reply: &Reply, today: Date) -> Result<(), Failure> {
        let requests = reply.answers.iter().filter_map(|a| a.request.as_deref());
        let all: Vec<Exhibits> = requests.map(|r| exhibits(knowledge, r, self.audience(), today)).collect();
        for exhibits in all.iter().filter(|_| self.shown) {
            self.print(exhibits)?;
        }
        match (&self.chart, all.iter().find_map(|e| e.chart.as_ref())) {
            (None, _) => Ok(()),
            (Some(path), Some(chart)) => write(path, chart),
            (Some(_), None) => Err(Failure::new("there is no chart of that")),
        }
    }

    fn print(&self, exhibits: &Exhibits) -> Result<(), Failure> {
        let mut out = anstream::stdout().lock();
        if let Some(chart) = &exhibits.chart {
            writeln!(out, "\n{}\n{}", chart.title, chart.bars())?;
        }
        let compared = exhibits.details.iter().all(|detail| detail.kind == "pay");
        if (self.details || compared) && !exhibits.details.is_empty() {
            writeln!(out, "\n{}", if compared { "Pay:" } else { "All evidence:" })?;
            for detail in &exhibits.details {
                writeln!(out, "- {}: {}", detail.kind, detail.text)?;
            }
        } else if !exhibits.details.is_empty() {
            writeln!(out, "\n`--details` shows all evidence, `--chart FILE` draws it.")?;
        }
        Ok(())
    }
}

fn private(knowledge: &Knowledge, answer: &Answer, today: Date) -> Option<Answer> {
    match answer.request.as_deref()? {
        Request::Evidence(request) => {
            let mut request = request.clone();
            request.audience = Visibility::Private;
            compose(knowledge, &Request::Evidence(request), today)
        }
        _ => None,
    }
}

fn write(path: &PathBuf, chart: &Chart) -> Result<(), Failure> {
    let svg = chart.svg();
    let bytes = match path.extension().and_then(|e| e.to_str()) {
        Some("svg") => svg.into_bytes(),
        Some("png") => png::render(&svg).map_err(|error| Failure::new(error.to_string()))?,
        _ => {
            return Err(Failure::new(format!("`{}` ends neither in .svg nor in .png", path.display())));
        }
    };
    fs::write(path, bytes).map_err(|error| Failure::new(format!("cannot write {}: {error}", path.display())))
}
