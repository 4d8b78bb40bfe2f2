//! A conversation through pipes: one question a line in, one reply a block out.

use std::io::{self, BufRead, Write};

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

use super::lines::{self, LONGEST, Line};
use crate::bot::Question;

/// Answers line after line, a blank line between replies, until there are no more.
///
/// # Errors
/// If reading or writing fails.
pub fn serve(reply: impl Fn(&str) -> String, mut input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    let mut gap = "";
    loop {
        let read = lines::read(&mut input, &mut line)?;
        if read == Line::End && line.is_empty() {
            return output.flush();
        }
        let text = question(read, &line).map_or_else(|refusal| refusal, &reply);
        writeln!(output, "{gap}{text}")?;
        output.flush()?;
        gap = "\n";
    }
}

/// A question that is put to the bot in a terminal, where there is one conversation of one person.
pub fn asked(text: String, at: Timestamp, today: Option<Date>) -> Question {
    Question {
        text,
        addressed: true,
        conversation: "terminal".to_owned(),
        user: "terminal".to_owned(),
        at,
        today: today.unwrap_or_else(|| TimeZone::UTC.to_datetime(at).date()),
    }
}

/// The words of a line, or what is said of a line without any.
fn question(read: Line, line: &[u8]) -> Result<&str, String> {
    if read == Line::TooLong {
        return Err(format!("error: the line is longer than {LONGEST} bytes\n  hint: ask one short question a line"));
    }
    let text = std::str::from_utf8(line).map_err(|e| {
        format!("error: the line is not UTF-8 text at byte {}\n  hint: send UTF-8", e.valid_up_to() + 1)
    })?;
    if text.chars().all(|c| c.is_whitespace() || c.is_control()) {
        return Err("error: the line is empty\n  hint: ask one question a line".to_owned());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_without_a_question_are_named() {
        for (bytes, said) in
            [(&b""[..], "empty"), (b" \t\r", "empty"), (b"\x07\x1b", "empty"), (b"a \xff b", "UTF-8 text at byte 3")]
        {
            let refusal = question(Line::Whole, bytes);
            assert!(refusal.as_ref().is_err_and(|r| r.contains(said)), "{refusal:?}");
        }
        assert!(question(Line::TooLong, b"x").is_err_and(|r| r.contains("longer than")));
        assert_eq!(question(Line::Whole, b"pay?"), Ok("pay?"));
    }
}
