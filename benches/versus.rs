//! The engine beside tantivy's BM25 with English stemming, on the same phrasings and in the same run:
//! `cargo bench --bench versus`.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rolecall::retrieval::encoder::StaticTable;
use rolecall::retrieval::{Engine, analysis};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexReader, Term, doc};

#[path = "support/synthetic.rs"]
mod synthetic;

static TABLE: &[u8] = include_bytes!("../assets/encoder/static.bin");
/// Phrasings, and how many a label.
const SIZES: [(usize, usize); 5] = [(1_000, 25), (4_500, 25), (10_000, 50), (30_000, 100), (100_000, 100)];
const QUERIES: usize = 2_000;

fn main() {
    println!("| phrasings | build | p50 | p99 | resident | tantivy build | p50 | p99 | times tantivy, p50 |");
    println!("|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (size, each) in SIZES {
        row(size, each);
    }
}

fn row(size: usize, each: usize) {
    let texts = synthetic::labels(size, each);
    let queries = synthetic::queries(size, each, QUERIES);
    let (built, engine) = timed(|| build(&texts));
    let resident = resident_mb();
    let ours = times(&queries, |query| {
        black_box(engine.rank(&analysis::analyse(query)));
    });
    drop(engine);
    let (indexed, tantivy) = timed(|| Tantivy::build(&texts));
    let theirs = times(&queries, |query| {
        black_box(tantivy.search(query));
    });
    println!(
        "| {size} | {:.0} ms | {:.0} us | {:.0} us | {resident:.0} MB | {:.0} ms | {:.0} us | {:.0} us | {:.2} |",
        ms(built),
        us(ours.0),
        us(ours.1),
        ms(indexed),
        us(theirs.0),
        us(theirs.1),
        us(ours.0) / us(theirs.0)
    );
}

/// The engine with the table of word vectors, from raw phrasings.
fn build(texts: &[Vec<String>]) -> Engine {
    let documents: Vec<_> =
        texts.iter().enumerate().map(|(label, texts)| analysis::document(&label.to_string(), texts)).collect();
    Engine::build(&documents, Some(Arc::new(StaticTable::load(TABLE).unwrap())))
}

/// One document a phrasing, in memory; a query asks for any of its words and takes the best ten.
struct Tantivy {
    index: Index,
    reader: IndexReader,
    text: Field,
}

impl Tantivy {
    fn build(texts: &[Vec<String>]) -> Tantivy {
        let mut schema = Schema::builder();
        let indexing =
            TextFieldIndexing::default().set_tokenizer("en_stem").set_index_option(IndexRecordOption::WithFreqs);
        let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 50_000_000).unwrap();
        for phrasing in texts.iter().flatten() {
            writer.add_document(doc!(text => phrasing.as_str())).unwrap();
        }
        writer.commit().unwrap();
        writer.wait_merging_threads().unwrap();
        let reader = index.reader().unwrap();
        Tantivy { index, reader, text }
    }

    fn search(&self, query: &str) -> usize {
        let mut analyser = self.index.tokenizers().get("en_stem").unwrap();
        let mut stream = analyser.token_stream(query);
        let mut any: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        stream.process(&mut |token| {
            let term = Term::from_field_text(self.text, &token.text);
            any.push((Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))));
        });
        let collector = TopDocs::with_limit(10).order_by_score();
        self.reader.searcher().search(&BooleanQuery::new(any), &collector).unwrap().len()
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let out = work();
    (start.elapsed(), out)
}

/// Median and 99th percentile over all queries, after some to warm up.
fn times(queries: &[String], ask: impl Fn(&str)) -> (Duration, Duration) {
    queries.iter().take(100).for_each(|query| ask(query));
    let mut all: Vec<Duration> = queries.iter().map(|query| timed(|| ask(query)).0).collect();
    all.sort_unstable();
    (all[all.len() / 2], all[all.len() * 99 / 100])
}

/// Resident memory of the process; zero where the system does not tell.
fn resident_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().split(' ').next()?.parse::<f64>().ok());
    kib.unwrap_or_default() / 1024.0
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn us(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
