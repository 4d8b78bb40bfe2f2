//! Takes out of a text what names or reaches a person.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// How names of the web end, where they are likely to be meant as such.
macro_rules! endings {
    () => {
        "(?:com|org|net|edu|gov|io|ai|dev|app|co|me|gg|gl|ly|be|so|to|us|uk|ca|de|fr|nl|ch|at|eu|es|it|pl|se|in|au|br|jp|\
         fyi|jobs|careers|work|info|biz|xyz|tech|cloud|site|page|link|blog|online|tv|fm)"
    };
}

/// Mentions of Discord and Slack, then addresses of mail and web, then names behind an `@`. An address of the web without
/// `https://` is one where a path or a third part follows a usual ending, so that "Node.js" and "booking.com" stay.
const PATTERNS: [(&str, &str); 6] = [
    (r"<(?:[@#!][^<>\s]*|a?:\w+:\d+|mailto:[^<>]*|tel:[^<>]*)>", "[mention]"),
    (r"(?i)\b[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", "[e-mail]"),
    (r"(?i)<?\b(?:https?|ftp)://[^\s<>]+>?", "[link]"),
    (r"(?i)\bwww\.[^\s<>]+", "[link]"),
    (
        concat!(
            r"(?i)\b(?:[a-z0-9-]+\.)+",
            endings!(),
            r"(?::\d+)?[/?#][^\s<>]*|\b(?:[a-z0-9-]+\.){2,}",
            endings!(),
            r"\b"
        ),
        "[link]",
    ),
    (r"(?:^|\B)@[\w.-]+", "[mention]"),
];

/// Digits in groups, as telephone numbers are written.
const DIGITS: &str = r"\+?\(?\d[\d ().\-/]{6,}\d";

#[expect(clippy::expect_used, reason = "the patterns are constants, and a test compiles them")]
static COMPILED: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let compile = |(pattern, with): &(&str, &'static str)| (Regex::new(pattern).expect("a constant"), *with);
    PATTERNS.iter().map(compile).collect()
});

#[expect(clippy::expect_used, reason = "as above")]
static NUMBERS: LazyLock<Regex> = LazyLock::new(|| Regex::new(DIGITS).expect("a constant"));

/// The text without mentions, mail addresses, links and telephone numbers; without NUL, which PostgreSQL refuses.
pub fn redact(text: &str) -> String {
    let mut out = text.replace('\0', "");
    for (pattern, with) in &*COMPILED {
        out = pattern.replace_all(&out, *with).into_owned();
    }
    NUMBERS.replace_all(&out, |found: &Captures<'_>| number(&found[0])).into_owned()
}

/// A telephone number or an id goes; an amount, a range of amounts or of years stays.
fn number(found: &str) -> String {
    let digits = found.chars().filter(char::is_ascii_digit).count();
    let (body, end) = found.split_at(found.trim_end_matches([' ', '-', '.', '(', '/']).len());
    let parts: Vec<usize> = body.split(['-', ' ', '/']).filter(|p| !p.is_empty()).map(str::len).collect();
    let range = !body.starts_with(['+', '(', '0']) && parts.len() == 2 && parts.iter().all(|n| (4..=6).contains(n));
    if is_local(body) {
        return format!("[number]{end}");
    }
    if digits < 8 || range || (parts.len() == 1 && digits < 9) {
        return found.to_owned();
    }
    format!("[number]{end}")
}

/// "555-0100": a telephone number without its area; "800-1200" is a range of rates, which are round.
fn is_local(body: &str) -> bool {
    let Some((first, second)) = body.split_once('-').filter(|(a, b)| a.len() == 3 && b.len() == 4) else {
        return false;
    };
    let round = |text: &str| text.parse::<u32>().is_ok_and(|n| n % 25 == 0);
    second.bytes().all(|b| b.is_ascii_digit()) && (second.starts_with('0') || !round(first) || !round(second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reaches_a_person_goes() {
        for (text, rest) in [
            ("<@123456789012345678> what does a lead make?", "[mention] what does a lead make?"),
            ("ask <@!42> in <#9> or <!here> or <@U02ABC|joe>", "ask [mention] in [mention] or [mention] or [mention]"),
            ("mail joe.doe+x@mail.example.com please", "mail [e-mail] please"),
            ("see https://example.com/a?b=c, ok", "see [link] ok"),
            ("see <https://example.com/a> ok", "see [link] ok"),
            ("@everyone what pays @joe", "[mention] what pays [mention]"),
            ("call +1 (415) 555-0100 now", "call [number] now"),
            ("call 415-555-0100 now", "call [number] now"),
            ("call (415) 555.0100", "call [number]"),
            ("call 555-0100 or 555-1234", "call [number] or [number]"),
            ("id 123456789012345678", "id [number]"),
            ("jobs.acme.com/offer/77 is it fair", "[link] is it fair"),
            ("see acme.io?ref=joe, (acme.com:8080/me)", "see [link] ([link]"),
            ("at jobs.acme.com they say", "at [link] they say"),
            ("linkedin.com/in/joe or t.me/joe", "[link] or [link]"),
            ("nul\0byte", "nulbyte"),
        ] {
            assert_eq!(redact(text), rest);
        }
    }

    #[test]
    fn pay_and_years_stay() {
        for text in [
            "is 185,000 fair",
            "120000-150000 for a senior",
            "2019-2024",
            "between 120000 150000",
            "$1,400/day, 40h",
            "170k",
            "800-1200 a day",
            "Node.js/React, ci/cd and asp.net",
            "does booking.com pay more than e.g. Acme Inc.",
            "v1.2.3/4 of scikit-learn, main.py/utils",
            "is 12000000 a lot",
            "C++ and K8s at 5+ years",
        ] {
            assert_eq!(redact(text), text);
        }
    }
}
