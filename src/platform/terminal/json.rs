//! One JSON object a line, in and out: what tools build on.

use std::io::{self, BufRead, Write};

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use super::lines::{self, LONGEST, Line};
use crate::bot::{Bot, Question};
use crate::platform::contract::{Incoming, Outgoing};

/// A line that is no question.
#[derive(Debug, Clone, Serialize)]
struct Refusal {
    id: Option<String>,
    error: String,
    hint: &'static str,
}

/// Answers line after line, until there are no more.
///
/// # Errors
/// If reading or writing fails.
pub fn serve(
    bot: &Bot,
    today: Option<Date>,
    now: impl Fn() -> Timestamp,
    input: impl BufRead,
    mut output: impl Write,
) -> io::Result<()> {
    let mut input = input;
    let mut line = Vec::new();
    loop {
        let whole = lines::read(&mut input, &mut line)?;
        if line.is_empty() && whole == Line::End {
            return output.flush();
        }
        if whole != Line::TooLong && line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let out = match whole {
            Line::TooLong => refusal(None, format!("the line is longer than {LONGEST} bytes")),
            _ => reply_to(bot, today, now(), &line),
        };
        output.write_all(out.as_bytes())?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
}

fn reply_to(bot: &Bot, today: Option<Date>, now: Timestamp, line: &[u8]) -> String {
    let text = String::from_utf8_lossy(line);
    match serde_json::from_str::<Incoming>(&text) {
        Ok(incoming) => {
            let at = incoming.at.unwrap_or(now);
            let question = Question {
                text: incoming.text,
                addressed: incoming.addressed,
                conversation: incoming.conversation,
                user: incoming.user,
                at,
                today: today.unwrap_or_else(|| TimeZone::UTC.to_datetime(at).date()),
            };
            let reply = bot.answer(&question);
            serde_json::to_string(&Outgoing::new(incoming.id, &reply)).unwrap_or_else(|e| refusal(None, e.to_string()))
        }
        Err(error) => refusal(id_of(&text), format!("the line is not a question: {error}")),
    }
}

/// The id of a line that is JSON and yet no question, so that its sender can tell which one it was.
fn id_of(text: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    value.get("id")?.as_str().map(str::to_owned)
}

fn refusal(id: Option<String>, error: String) -> String {
    let refusal = Refusal {
        id,
        error,
        hint: "send one object a line, such as {\"id\":\"1\",\"conversation\":\"c\",\"text\":\"…\",\"addressed\":true}",
    };
    serde_json::to_string(&refusal).unwrap_or_default()
}
