//! `rolecall data`: data sets of one's own.

use std::fs::File;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use rolecall::answer::format::count;
use rolecall::config;
use rolecall::evidence::files::Visibility;
use rolecall::evidence::import::{self, About, Draft, ImportError, Mapping, Report};
use rolecall::knowledge::Published;
use rolecall::loading;

use super::Done;
use super::failure::Failure;
use super::globals::Globals;

/// Reasons that a report shows.
const MOST_REASONS: usize = 10;

/// Pay records of your own, beside those that come with the program
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Import(ImportArgs),
    /// Show every data set, where it comes from and who may see it
    List,
}

/// Make a data set of a CSV of pay records
///
/// The columns are those of the aijobs.net index, or whatever a mapping names. Rows that cannot be used are left out and
/// reported. It is written whole or not at all.
#[derive(Debug, clap::Args)]
struct ImportArgs {
    /// The CSV file
    file: PathBuf,
    /// A TOML file that says which column is which
    #[arg(long, value_name = "TOML")]
    mapping: Option<PathBuf>,
    /// Folder of your data sets; without it `rolecall-data`
    #[arg(long, env = "ROLECALL_DATA", value_name = "DIR")]
    into: Option<PathBuf>,
    /// Its name; without a mapping that gives one, that of the file
    #[arg(long)]
    id: Option<String>,
    /// Who stands behind it, where no mapping says so
    #[arg(long)]
    publisher: Option<String>,
    /// Its title, where no mapping says so
    #[arg(long)]
    title: Option<String>,
    /// When it was put together, YYYY-MM, where no mapping says so
    #[arg(long)]
    published: Option<Published>,
    /// Let everybody see it; without this, or a mapping that says so, it is private
    #[arg(long)]
    public: bool,
    /// Replace a data set of that name
    #[arg(long)]
    replace: bool,
}

/// Does what it says.
pub(crate) fn run(globals: &Globals, args: &Args) -> Done {
    match &args.command {
        Command::Import(args) => import(args),
        Command::List => list(globals),
    }
}

fn import(args: &ImportArgs) -> Done {
    let mapping = mapping(args)?;
    let about = about(args, &mapping)?;
    let visibility = about.visibility;
    let file = File::open(&args.file).map_err(unreadable(&args.file))?;
    let bar = bar(file.metadata().map_or(0, |m| m.len()));
    let set = || config::value("ROLECALL_DATA").map(PathBuf::from);
    let into = args.into.clone().or_else(set).unwrap_or_else(|| PathBuf::from(loading::DATA));
    let mut draft = Draft::begin(&into, about, args.replace).map_err(|e| failure(ImportError::Write(e)))?;
    let report = import::read(bar.wrap_read(file), &mapping, &mut draft);
    bar.finish_and_clear();
    let report = report.map_err(failure)?;
    let place = draft.publish(report.taken).map_err(|e| failure(ImportError::Write(e)))?;
    let mut out = anstream::stdout().lock();
    writeln!(out, "{}", told(&report))?;
    let who = match visibility {
        Visibility::Private => "private: only `rolecall salary --private` shows it",
        Visibility::Public => "public: every answer may show it",
    };
    writeln!(out, "written to `{}` ({who})", place.display())?;
    Ok(ExitCode::SUCCESS)
}

fn mapping(args: &ImportArgs) -> Result<Mapping, Failure> {
    let Some(path) = &args.mapping else { return Ok(Mapping::default()) };
    let mut text = String::new();
    File::open(path).and_then(|mut f| f.read_to_string(&mut text)).map_err(unreadable(path))?;
    Mapping::parse(&text).map_err(|error| {
        Failure::new(format!("{}: {error}", path.display()))
            .hint(format!("columns are {}", import::columns().join(", ")))
    })
}

/// What the mapping says, with what the command line says over it.
fn about(args: &ImportArgs, mapping: &Mapping) -> Result<About, Failure> {
    let said = mapping.dataset.as_ref();
    let needed = |name: &str| {
        Failure::new(format!("`--{name}` is missing"))
            .hint(format!("give it, or write `{name}` under [dataset] in the mapping"))
    };
    let stem = args.file.file_stem().map(|s| s.to_string_lossy().to_lowercase().replace(['_', ' ', '.'], "-"));
    let about = About {
        id: args.id.clone().or(said.map(|s| s.id.clone())).or(stem).ok_or_else(|| needed("id"))?,
        publisher: args.publisher.clone().or(said.map(|s| s.publisher.clone())).ok_or_else(|| needed("publisher"))?,
        title: args.title.clone().or(said.map(|s| s.title.clone())).ok_or_else(|| needed("title"))?,
        published: args.published.or(said.map(|s| s.published)).ok_or_else(|| needed("published"))?,
        visibility: if args.public { Visibility::Public } else { said.map_or(Visibility::Private, |s| s.visibility) },
        license: said.map_or_else(|| "not for passing on".to_owned(), |s| s.license.clone()),
        current_from: said.and_then(|s| s.current_from),
    };
    about.check().map_err(|error| Failure::new(error.to_string()))?;
    Ok(about)
}

/// Drawn on a terminal only.
fn bar(bytes: u64) -> ProgressBar {
    let bar = ProgressBar::new(bytes);
    let style = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}, {eta} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

fn unreadable(path: &Path) -> impl FnOnce(std::io::Error) -> Failure {
    let path = path.display().to_string();
    move |error| Failure::new(format!("cannot read {path}: {error}"))
}

fn failure(error: ImportError) -> Failure {
    match error {
        ImportError::Nothing(report) => Failure::new(format!("no row could be used\n{}", told(&report)))
            .hint("a mapping says which column is which and what its values mean"),
        ImportError::Write(import::WriteError::Exists(id)) => {
            Failure::new(format!("there is a data set `{id}` already"))
                .hint("`--replace` replaces it, `--id` names another")
        }
        ImportError::Read(error) => Failure::new(format!("the file cannot be used: {error}"))
            .hint("a mapping says which column is which: `--mapping FILE.toml`"),
        other => Failure::new(other.to_string()),
    }
}

fn told(report: &Report) -> String {
    let number = |n: u64| count(usize::try_from(n).unwrap_or(usize::MAX));
    let mut lines = vec![format!("{} rows taken, {} rejected", number(report.taken), number(report.rejected))];
    let reasons = report.reasons();
    for reason in reasons.iter().take(MOST_REASONS) {
        lines.push(format!("  {} rows: {} (first in line {})", number(reason.rows), reason.why, reason.line));
    }
    if reasons.len() > MOST_REASONS {
        lines.push(format!("  and {} other reasons", reasons.len() - MOST_REASONS));
    }
    lines.join("\n")
}

fn list(globals: &Globals) -> Done {
    let knowledge = globals.origin().knowledge()?;
    let mut out = anstream::stdout().lock();
    for dataset in &knowledge.evidence.datasets {
        let about = &dataset.about;
        let who = if about.visibility == Visibility::Private { "private" } else { "public" };
        let source = &about.source;
        writeln!(out, "{}: {}, {} ({who}, {})", dataset.id, source.publisher, source.title, about.license)?;
    }
    Ok(ExitCode::SUCCESS)
}
