//! The command line.
#![allow(clippy::print_stdout)]
use rolecall::bot::Bot;
use rolecall::knowledge::{Knowledge, Tree};
use rolecall::retrieval::encoder::StaticTable;
use std::sync::Arc;
static TABLE: &[u8] = include_bytes!("../assets/encoder/static.bin");
fn main() {
    let t = std::time::Instant::now();
    let tree = Tree::embedded();
    let k = match Knowledge::load(&tree) {
        Ok(k) => k,
        Err(f) => {
            for x in f {
                println!("{x}")
            }
            return;
        }
    };
    eprintln!("load {:?}", t.elapsed());
    let e = StaticTable::load(TABLE).unwrap();
    eprintln!("table {:?}", t.elapsed());
    let bot = Bot::new(Arc::new(k), Some(Arc::new(e)));
    eprintln!("bot {:?}", t.elapsed());
    rolecall::platform::terminal::json::serve(
        &bot,
        None,
        jiff::Timestamp::now,
        std::io::stdin().lock(),
        std::io::stdout().lock(),
    )
    .unwrap();
    eprintln!("done {:?}", t.elapsed());
}
