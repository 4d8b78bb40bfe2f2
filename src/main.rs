//! The command line.
#![allow(clippy::print_stdout)]
use rolecall::knowledge::{Knowledge, Tree};
fn main() {
    match Knowledge::load(&Tree::embedded()) {
        Ok(k) => println!(
            "{} entries {} asked",
            k.entries().len(),
            k.asked().iter().map(|a| a.phrasings.len()).sum::<usize>()
        ),
        Err(f) => {
            for x in f {
                println!("{x}")
            }
        }
    }
}
