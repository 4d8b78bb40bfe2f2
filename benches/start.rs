//! How long the bot takes to start: its files, what is built from them, and both.

use std::path::Path;
use std::sync::Arc;

use divan::Bencher;
use rolecall::bot::Understanding;
use rolecall::knowledge::Knowledge;
use rolecall::loading::{self, Origin};
use rolecall::nlu::Analyser;
use rolecall::retrieval::Encoder;

fn main() {
    divan::main();
}

fn knowledge() -> Option<Knowledge> {
    Origin::Embedded.knowledge().ok()
}

fn encoder() -> Option<Arc<dyn Encoder>> {
    loading::encoder().ok()
}

#[divan::bench]
fn load_encoder() -> bool {
    encoder().is_some()
}

#[divan::bench]
fn load_embedded_knowledge() -> bool {
    knowledge().is_some()
}

#[divan::bench]
fn load_folder_of_knowledge() -> bool {
    Origin::choose(Some(Path::new("knowledge"))).knowledge().is_ok()
}

#[divan::bench]
fn build_analyser(bencher: Bencher<'_, '_>) {
    let (knowledge, encoder) = (knowledge().unwrap_or_default(), encoder());
    bencher.bench(|| Analyser::new(&knowledge, encoder.clone()));
}

#[divan::bench]
fn build_understanding(bencher: Bencher<'_, '_>) {
    let (knowledge, encoder) = (knowledge().unwrap_or_default(), encoder());
    bencher.bench(|| Understanding::new(&knowledge, encoder.clone(), &[]));
}

#[divan::bench]
fn open_understanding(bencher: Bencher<'_, '_>) {
    let (knowledge, encoder) = (knowledge().unwrap_or_default(), encoder());
    bencher.bench(|| Understanding::new(&knowledge, encoder.clone(), loading::index()));
}

#[divan::bench]
fn whole_start() -> bool {
    Origin::Embedded.bot().is_ok()
}
