//! Prints every phrasing as the engine reads it: `cargo run --release --example phrasings [FILE.tsv] > texts.jsonl`.
//!
//! One `{"label": …, "text": …}` a line. With a file of `label<TAB>text` lines, those are printed instead.
#![allow(clippy::print_stdout)]

use std::error::Error;

use rolecall::loading::Origin;

fn main() -> Result<(), Box<dyn Error>> {
    let bot = Origin::Embedded.bot()?;
    let analyser = &bot.understanding().analyser;
    let print = |label: &str, text: &str| {
        let text = analyser.utterance(&analyser.analyse(text)).plain;
        println!("{}", serde_json::json!({ "label": label, "text": text }));
    };
    match std::env::args().nth(1) {
        Some(file) => std::fs::read_to_string(file)?.lines().for_each(|line| {
            let (label, text) = line.split_once('\t').unwrap_or(("", line));
            print(label, text);
        }),
        None => {
            for asked in bot.knowledge().asked() {
                asked.phrasings.iter().for_each(|text| print(&asked.entry, text));
            }
        }
    }
    Ok(())
}
