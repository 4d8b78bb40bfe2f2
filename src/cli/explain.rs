//! How a question was read, as text: for people who tune phrasings.

use std::fmt::Write as _;

use rolecall::bot::{Bot, Question};
use rolecall::platform::explained::{Explained, Match, explained};

use super::failure::Failure;

/// Every clause that was read: what it names, what it is taken to ask, and how sure that is.
pub(crate) fn text(bot: &Bot, question: &Question) -> Result<String, Failure> {
    let clauses = explained(bot, &bot.explain(question));
    let mut out = String::new();
    if clauses.is_empty() {
        out.push_str("There are no words in this.\n");
    }
    for explained in &clauses {
        clause(&mut out, explained).map_err(|_| Failure::new("the explanation cannot be written"))?;
    }
    out.push('\n');
    Ok(out)
}

fn clause(out: &mut String, clause: &Explained) -> std::fmt::Result {
    writeln!(out, "{}: {}", clause.part, clause.words)?;
    for (name, value) in &clause.rows {
        writeln!(out, "  {name:<14} {value}")?;
    }
    if clause.matches.is_empty() {
        return Ok(());
    }
    writeln!(out, "  best matches   rank  sure  words  letters  meaning  learned")?;
    clause.matches.iter().try_for_each(|candidate| writeln!(out, "    {}", scores(candidate)))
}

fn scores(m: &Match) -> String {
    let Match { target, rank, confidence, words, letters, meaning, learned } = m;
    format!("           {rank:>6.2}{confidence:>6.2}{words:>7.2}{letters:>9.2}{meaning:>9.2}{learned:>9.2}  {target}")
}
