//! What a message rules out: "perm, not contract", "w2 rather than c2c".

use super::super::token::Token;

/// Words that may stand between a denial and what it denies.
const BETWEEN: [&str; 7] = ["a", "an", "the", "on", "in", "for", "through"];

/// Whether what starts at a token is ruled out by the words before it.
pub(super) fn is_negated(tokens: &[Token], start: usize) -> bool {
    let mut before = tokens[..start].iter().rev().map(|t| t.word.as_str()).skip_while(|w| BETWEEN.contains(w));
    let (last, earlier) = (before.next(), before.next());
    match last {
        Some("not") => earlier != Some("why"),
        Some("nor" | "neither" | "non" | "isnt" | "arent") => true,
        Some("than") => earlier == Some("rather"),
        Some("of") => earlier == Some("instead") && !compares(tokens),
        _ => false,
    }
}

/// "How much more on c2c instead of w2" is about both.
fn compares(tokens: &[Token]) -> bool {
    const HOW_FAR_APART: [&str; 8] = ["more", "less", "extra", "difference", "gap", "gain", "lose", "cheaper"];
    tokens.iter().any(|t| HOW_FAR_APART.contains(&t.word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::super::token::tokenise;
    use super::*;

    fn last_is_negated(text: &str) -> bool {
        let tokens = tokenise(text);
        is_negated(&tokens, tokens.len() - 1)
    }

    #[test]
    fn denials() {
        for text in ["perm not contract", "w2 rather than c2c", "instead of a contract", "neither junior nor senior"] {
            assert!(last_is_negated(text), "{text}");
        }
    }

    #[test]
    fn no_denials() {
        for text in [
            "why not contract",
            "more than senior",
            "contract",
            "a kind of contract",
            "how much more is c2c instead of w2",
        ] {
            assert!(!last_is_negated(text), "{text}");
        }
    }
}
