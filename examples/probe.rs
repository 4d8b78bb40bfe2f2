#![allow(clippy::all, missing_docs, clippy::print_stdout, clippy::unwrap_used)]
use rolecall::bot::{Bot, Question};
use rolecall::knowledge::{Knowledge, Tree};
use rolecall::retrieval::encoder::StaticTable;
use std::sync::Arc;
static TABLE: &[u8] = include_bytes!("../assets/encoder/static.bin");
fn main() {
    let k = Knowledge::load(&Tree::read(std::path::Path::new("knowledge")).unwrap()).unwrap();
    let bot = Bot::new(Arc::new(k), Some(Arc::new(StaticTable::load(TABLE).unwrap())));
    for (n, line) in std::io::stdin().lines().map_while(Result::ok).enumerate() {
        for turn in line.split("||") {
            let q = Question {
                text: turn.trim().to_owned(),
                addressed: true,
                conversation: n.to_string(),
                user: String::new(),
                at: jiff::Timestamp::now(),
                today: jiff::civil::date(2026, 11, 24),
            };
            println!("\n# {}", turn.trim());
            for r in bot.explain(&q) {
                let words: Vec<_> = r.analysis.tokens.iter().map(|t| t.word.as_str()).collect();
                println!(
                    "  [{}] follows={} src={} conf={:.2} {:?} blocker={:?}",
                    words.join(" "),
                    r.follows,
                    r.asks_source,
                    r.confidence,
                    r.target,
                    r.blocker
                );
                println!(
                    "     slots {:?}  concepts {:?} unc {:?} roles {:?} places {:?} co {:?}",
                    r.slots,
                    r.analysis.entities.concepts,
                    r.analysis.entities.uncovered,
                    r.analysis.entities.roles.iter().map(|r| &r.name).collect::<Vec<_>>(),
                    r.analysis.entities.places.iter().map(|r| &r.name).collect::<Vec<_>>(),
                    r.analysis.entities.companies
                );
                for c in r.candidates.iter().take(4) {
                    println!(
                        "       {:.2} S{:.2} c{:.2} lex{:.2} ch{:.2}/{:.2} se{:.2}/{:.2} h{:.2} {}",
                        c.rank,
                        c.score,
                        c.confidence,
                        c.lexical,
                        c.characters.nearest,
                        c.characters.centroid,
                        c.meaning.nearest,
                        c.meaning.centroid,
                        c.head,
                        bot.label(c.document)
                    );
                }
            }
            let reply = bot.answer(&q);
            println!(
                "  => {:?} {:?} {:?}",
                reply.outcome,
                reply.answers.iter().map(|a| &a.entry).collect::<Vec<_>>(),
                reply.notes
            );
        }
    }
}
