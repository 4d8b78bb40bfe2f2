//! How long a lookup over all pay records takes, how long until the first one, and how much memory the records hold.

#![allow(clippy::print_stdout)]

use divan::{Bencher, black_box};
use rolecall::evidence::Table;
use rolecall::evidence::files::Visibility;
use rolecall::evidence::row::Level;
use rolecall::evidence::search::{ALL_YEARS, Query, search};
use rolecall::knowledge::Knowledge;
use rolecall::loading::Origin;

fn main() {
    with_table(&knowledge(), print_memory);
    divan::main();
}

fn print_memory(table: &Table) {
    let (rows, bytes) = (table.len(), table.heap_bytes());
    println!("{rows} records hold {:.2} MB", bytes as f64 / 1e6);
}

fn knowledge() -> Knowledge {
    Origin::Embedded.knowledge().unwrap_or_default()
}

/// The largest role, at one level.
#[divan::bench]
fn lookup_of_the_largest_role(bencher: Bencher<'_, '_>) {
    let knowledge = knowledge();
    with_table(&knowledge, |table| {
        let query = query(table, "Data Scientist", Some(Level::Senior));
        bencher.bench_local(|| search(table, black_box(&query), None).sample.spread());
    });
}

/// Everything of the largest role, in every year and at every level.
#[divan::bench]
fn lookup_of_every_row_of_the_largest_role(bencher: Bencher<'_, '_>) {
    let knowledge = knowledge();
    with_table(&knowledge, |table| {
        let query = Query { countries: None, years: ALL_YEARS, ..query(table, "Data Scientist", None) };
        bencher.bench_local(|| search(table, black_box(&query), None).sample.spread());
    });
}

/// One that widens three times.
#[divan::bench]
fn lookup_that_widens(bencher: Bencher<'_, '_>) {
    let knowledge = knowledge();
    with_table(&knowledge, |table| {
        let query = Query { countries: Some(vec![*b"NO"]), ..query(table, "Data Scientist", Some(Level::Executive)) };
        let europe = [*b"NO", *b"DE", *b"FR", *b"GB", *b"ES"];
        bencher.bench_local(|| search(table, black_box(&query), Some(&europe)).sample.spread());
    });
}

/// Everything that the first question about such pay waits for.
#[divan::bench]
fn decode_all_data(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(knowledge).bench_local_values(|knowledge| knowledge.evidence.verify());
}

fn with_table(knowledge: &Knowledge, run: impl FnOnce(&Table)) {
    if let Some((_, table)) = knowledge.evidence.tables(Visibility::Public).next() {
        run(table);
    }
}

fn query(table: &Table, title: &str, level: Option<Level>) -> Query {
    Query {
        group: table.group_of(title).unwrap_or_default(),
        level,
        countries: Some(vec![*b"US"]),
        years: 2024..=*ALL_YEARS.end(),
        remote: None,
        currency: None,
    }
}
