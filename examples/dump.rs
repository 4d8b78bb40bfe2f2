#![allow(clippy::all, missing_docs, clippy::print_stdout, clippy::unwrap_used)]
use rolecall::answer::text;
use rolecall::bot::{Bars, Bot, Question};
use rolecall::knowledge::{Knowledge, Tree};
use rolecall::retrieval::encoder::StaticTable;
use std::sync::Arc;
static TABLE: &[u8] = include_bytes!("../assets/encoder/static.bin");
fn main() {
    let k = Knowledge::load(&Tree::read(std::path::Path::new("knowledge")).unwrap()).unwrap();
    let bot = Bot::new(Arc::new(k), Some(Arc::new(StaticTable::load(TABLE).unwrap())))
        .with_bars(Bars { addressed: 0.0, overheard: 0.0 });
    for line in std::io::stdin().lines().map_while(Result::ok) {
        let row: serde_json::Value = serde_json::from_str(&line).unwrap();
        let turns: Vec<String> =
            row["turns"].as_array().unwrap().iter().map(|t| t.as_str().unwrap().to_owned()).collect();
        for (i, turn) in turns.iter().enumerate() {
            let q = Question {
                text: turn.clone(),
                addressed: true,
                conversation: row["id"].as_str().unwrap().to_owned(),
                user: String::new(),
                at: jiff::Timestamp::now(),
                today: jiff::civil::date(2026, 11, 24),
            };
            let reads: Vec<_> = bot.explain(&q).iter().map(|r| {
                let top: Vec<_> = r.candidates.iter().map(|c| serde_json::json!({"t": bot.label(c.document), "rank": c.rank, "S": c.score, "head": c.head, "c": c.confidence, "lex": c.lexical, "ch": [c.characters.nearest, c.characters.centroid], "se": [c.meaning.nearest, c.meaning.centroid]})).collect();
                serde_json::json!({"target": format!("{:?}", r.target), "conf": r.confidence, "n": r.analysis.tokens.len(), "blocker": r.blocker.is_some(), "role": !r.analysis.entities.roles.is_empty(), "follows": r.follows, "concepts": r.analysis.entities.concepts.len(), "top": top})
            }).collect();
            let reply = bot.answer(&q);
            if i + 1 == turns.len() {
                println!(
                    "{}",
                    serde_json::json!({"id": row["id"], "outcome": reply.outcome, "text": text::render(&reply), "answers": reply.answers.iter().map(|a| serde_json::json!({"entry": a.entry, "confidence": a.confidence, "citations": a.citations})).collect::<Vec<_>>(), "reads": reads})
                );
            }
        }
    }
}
