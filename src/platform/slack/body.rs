//! The raw body of a request whose signature fits, to what it says. Whatever the bytes are, they are read or refused here.
//! `fuzz/` and `tests/slack_body.rs` throw bytes at the same function that the web server calls. It uses `incoming` and
//! `paths` and no more of the program, so that `fuzz/` can compile it by itself.

use serde::Deserialize;

use super::incoming::{Command, Delivery, EventCallback, Interaction};
use super::paths;

/// In a form by which Slack only looks whether the certificate is good.
const SSL_CHECK: &str = "ssl_check";

/// Where Slack comes; each place has bodies of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// Events, as JSON.
    Events,
    /// Slash commands, as a form.
    Commands,
    /// Buttons, menus, shortcuts and forms: JSON in a form.
    Interactivity,
    /// What there is to choose while somebody types: JSON in a form.
    Options,
}

impl Path {
    /// All of them.
    pub const ALL: [Path; 4] = [Path::Events, Path::Commands, Path::Interactivity, Path::Options];

    /// As the manifest tells it to Slack.
    pub fn address(self) -> &'static str {
        match self {
            Path::Events => paths::EVENTS,
            Path::Commands => paths::COMMANDS,
            Path::Interactivity => paths::INTERACTIVITY,
            Path::Options => paths::OPTIONS,
        }
    }
}

/// What a request says.
#[derive(Debug)]
pub enum Received {
    /// Something to deal with.
    Delivery(Delivery),
    /// Slack wants to know whether this is the right address.
    Challenge(String),
    /// Slack only wants to see whether there is an answer.
    Nothing,
}

/// Why a body cannot be read; never holds anything of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// No JSON, or not of the form that is expected.
    #[error("its JSON has an unknown form")]
    Json,
    /// Nothing that is known, or nothing that comes to this path.
    #[error("it is of a kind that does not come to this path")]
    Kind,
}

#[derive(Deserialize)]
struct Outer {
    #[serde(rename = "type")]
    kind: String,
    challenge: Option<String>,
}

/// Reads the body of a request to a path.
///
/// # Errors
/// If it is not what comes there.
pub fn read(path: Path, body: &[u8]) -> Result<Received, Unreadable> {
    match path {
        Path::Events => event(body),
        Path::Commands => command(body),
        // Menus in messages and forms may come to either, as an app is set up.
        Path::Interactivity | Path::Options => interaction(body),
    }
}

fn event(body: &[u8]) -> Result<Received, Unreadable> {
    let outer: Outer = serde_json::from_slice(body).map_err(|_| Unreadable::Json)?;
    match outer.kind.as_str() {
        "url_verification" => outer.challenge.map(Received::Challenge).ok_or(Unreadable::Json),
        "event_callback" => {
            let callback: EventCallback = serde_json::from_slice(body).map_err(|_| Unreadable::Json)?;
            Ok(Received::Delivery(Delivery::Event(Box::new(callback))))
        }
        "app_rate_limited" => Ok(Received::Nothing),
        _ => Err(Unreadable::Kind),
    }
}

fn command(body: &[u8]) -> Result<Received, Unreadable> {
    let mut command = Command::default();
    let mut check = false;
    for (name, value) in form_urlencoded::parse(body) {
        match name.as_ref() {
            "command" => command.command = value.into_owned(),
            "text" => command.text = value.into_owned(),
            "team_id" => command.team_id = Some(value.into_owned()),
            "channel_id" => command.channel_id = value.into_owned(),
            "user_id" => command.user_id = value.into_owned(),
            "response_url" => command.response_url = value.into_owned(),
            "trigger_id" => command.trigger_id = value.into_owned(),
            SSL_CHECK => check = true,
            _ => {}
        }
    }
    match (check, command.command.is_empty()) {
        (true, _) => Ok(Received::Nothing),
        (false, true) => Err(Unreadable::Kind),
        (false, false) => Ok(Received::Delivery(Delivery::Command(Box::new(command)))),
    }
}

fn interaction(body: &[u8]) -> Result<Received, Unreadable> {
    let mut check = false;
    for (name, value) in form_urlencoded::parse(body) {
        match name.as_ref() {
            "payload" => {
                let interaction: Interaction = serde_json::from_str(&value).map_err(|_| Unreadable::Json)?;
                return Ok(Received::Delivery(Delivery::Interaction(Box::new(interaction))));
            }
            SSL_CHECK => check = true,
            _ => {}
        }
    }
    if check { Ok(Received::Nothing) } else { Err(Unreadable::Kind) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_path_takes_what_comes_there_and_nothing_else() {
        let challenge = br#"{"type":"url_verification","challenge":"c"}"#.as_slice();
        assert!(matches!(read(Path::Events, challenge), Ok(Received::Challenge(c)) if c == "c"));
        let event = br#" {"type":"event_callback","event":{}}"#.as_slice();
        assert!(matches!(read(Path::Events, event), Ok(Received::Delivery(Delivery::Event(_)))));
        assert!(matches!(read(Path::Events, br#"{"type":"app_rate_limited"}"#), Ok(Received::Nothing)));
        let typed = b"command=%2Fsalary&text=senior+c2c&user_id=U1".as_slice();
        let command = read(Path::Commands, typed);
        assert!(matches!(command, Ok(Received::Delivery(Delivery::Command(c))) if c.text == "senior c2c"));
        let pressed = b"payload=%7B%22type%22%3A%22block_actions%22%7D".as_slice();
        for path in [Path::Interactivity, Path::Options] {
            let read = read(path, pressed);
            assert!(matches!(read, Ok(Received::Delivery(Delivery::Interaction(i))) if i.kind == "block_actions"));
        }
        for (path, elsewhere) in [
            (Path::Events, [typed, pressed]),
            (Path::Commands, [event, pressed]),
            (Path::Interactivity, [event, typed]),
            (Path::Options, [challenge, typed]),
        ] {
            for body in elsewhere {
                assert!(read(path, body).is_err(), "{path:?} {body:?}");
            }
        }
    }

    #[test]
    fn what_says_nothing_that_is_known_is_refused_by_kind() {
        for path in [Path::Commands, Path::Interactivity, Path::Options] {
            assert!(matches!(read(path, b"ssl_check=1&token=x"), Ok(Received::Nothing)));
            for odd in [b"".as_slice(), b"{", b"\xff\xfe", b"command=", b"text=x"] {
                assert_eq!(read(path, odd).err(), Some(Unreadable::Kind), "{path:?} {odd:?}");
            }
        }
        assert_eq!(read(Path::Interactivity, b"payload=x").err(), Some(Unreadable::Json));
        assert_eq!(read(Path::Events, br#"{"type":"new"}"#).err(), Some(Unreadable::Kind));
        for odd in [b"".as_slice(), b"{", b"[]", b"{}", b"\xff\xfe", br#"{"type":"url_verification"}"#] {
            assert_eq!(read(Path::Events, odd).err(), Some(Unreadable::Json), "{odd:?}");
        }
    }
}
