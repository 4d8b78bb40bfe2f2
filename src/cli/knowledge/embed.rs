//! `rolecall knowledge embed`: has the transformer read all phrasings, and builds the index over them, so that neither has
//! to be done at the start.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use rolecall::bot::Understanding;
use rolecall::loading::minilm;
use rolecall::parallel;
use rolecall::retrieval::Encoder;
use rolecall::retrieval::encoder::Transformer;
use rolecall::retrieval::vectors::Vectors;

use super::super::Done;
use super::super::failure::Failure;
use super::super::globals::Globals;

/// Write the vectors and the index of all phrasings, for the next build of the program
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where to write `phrasings.bin` and `engine.bin`
    #[arg(long, value_name = "FOLDER", default_value = "assets/index")]
    to: PathBuf,
    /// Read every phrasing again: after the transformer itself was changed
    #[arg(long)]
    all: bool,
}

/// Reads what is new, keeps what is known, drops what is gone.
pub(crate) fn run(globals: &Globals, args: &Args) -> Done {
    let bot = globals.origin().bot()?;
    let texts = texts(bot.understanding(), bot.knowledge());
    let transformer = minilm::transformer()?;
    transformer.ready().map_err(rolecall::loading::LoadError::from)?;
    let known = if args.all { Vectors::default() } else { minilm::vectors()? };
    let fresh = texts.iter().filter(|text| !known.holds(text)).count();
    let vectors = read(&texts, &transformer, &known);
    let packed = Vectors::pack(&vectors);
    write(args, "phrasings.bin", &packed)?;
    let remembering = Vectors::load(packed).map_err(rolecall::loading::LoadError::from)?;
    let encoder = minilm::encoder_with(remembering, minilm::MOST_FRESH)?;
    let index = Understanding::new(bot.knowledge(), Some(encoder), &[]).index(bot.knowledge());
    write(args, "engine.bin", &index)?;
    let (folder, count, size) = (args.to.display(), vectors.len(), index.len());
    writeln!(
        anstream::stdout().lock(),
        "{count} phrasings in {folder}, {fresh} of them new; their index has {size} bytes"
    )?;
    Ok(ExitCode::SUCCESS)
}

fn write(args: &Args, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let file = args.to.join(name);
    let cannot = |error| Failure::new(format!("cannot write `{}`: {error}", file.display()));
    fs::write(&file, bytes).map_err(|error| cannot(error).hint("name an existing folder with --to"))
}

/// What the engine is given to read, once each.
fn texts(understanding: &Understanding, knowledge: &rolecall::knowledge::Knowledge) -> Vec<String> {
    let plain = |phrasing: &String| understanding.analyser.utterance(&understanding.analyser.analyse(phrasing)).plain;
    let mut texts: Vec<String> = knowledge.asked().iter().flat_map(|a| a.phrasings.iter().map(plain)).collect();
    texts.retain(|text| !text.is_empty());
    texts.sort_unstable();
    texts.dedup();
    texts
}

/// Texts with their vectors.
fn read<'t>(texts: &'t [String], transformer: &Transformer, known: &Vectors) -> Vec<(&'t str, Vec<f32>)> {
    let one = |text: &'t String| Some((text.as_str(), known.find(text).or_else(|| transformer.encode(text))?));
    parallel::map(texts, one).into_iter().flatten().collect()
}
