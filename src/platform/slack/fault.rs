//! What goes wrong with a request to Slack, typed. HTTP 200 with `ok: false` is a failure like any other.

use std::time::Duration;

use serde::Deserialize;
use slack_morphism::errors::SlackClientError;

/// Where Slack does not say how long to wait.
const WAIT: Duration = Duration::from_secs(1);

/// What went wrong; never holds a text, a token or the name of a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Slack understood and said no.
    #[error("Slack says `{code}`")]
    Refused {
        /// Its word for it, such as `not_in_channel`.
        code: String,
        /// The scope that is missing, where that is what is wrong.
        needed: Option<String>,
    },
    /// Too fast.
    #[error("Slack asks to wait {} s", .0.as_secs())]
    Limited(Duration),
    /// Another status than 200.
    #[error("Slack answers with status {0}")]
    Status(u16),
    /// No answer: whether the request took effect is not known.
    #[error("no answer from Slack")]
    Silent,
    /// An answer that cannot be read.
    #[error("an answer of Slack cannot be read")]
    Unreadable,
}

/// What helps against a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cure {
    /// Waiting so long; the request had no effect.
    Wait(Duration),
    /// Trying again, after looking whether the request took effect.
    Look,
    /// The same without blocks.
    PlainText,
    /// Nothing.
    None,
}

impl Fault {
    /// What helps.
    pub fn cure(&self) -> Cure {
        match self {
            Fault::Limited(wait) => Cure::Wait(*wait),
            Fault::Silent | Fault::Unreadable => Cure::Look,
            Fault::Status(status) if *status >= 500 => Cure::Look,
            Fault::Refused { code, .. } => match code.as_str() {
                "ratelimited" | "rate_limited" | "message_limit_exceeded" => Cure::Wait(WAIT),
                "internal_error" | "fatal_error" | "request_timeout" | "service_unavailable" => Cure::Look,
                "invalid_blocks"
                | "invalid_blocks_format"
                | "msg_blocks_too_long"
                | "invalid_arguments"
                | "view_too_large" => Cure::PlainText,
                _ => Cure::None,
            },
            Fault::Status(_) => Cure::None,
        }
    }

    /// Slack's word for it, for logs.
    pub fn code(&self) -> &str {
        match self {
            Fault::Refused { code, .. } => code,
            Fault::Limited(_) => "ratelimited",
            Fault::Status(_) => "status",
            Fault::Silent => "no_answer",
            Fault::Unreadable => "unreadable",
        }
    }

    /// What it means for somebody who asked, where they can do something about it.
    pub fn told(&self) -> Option<String> {
        let Fault::Refused { code, needed } = self else { return None };
        Some(match code.as_str() {
            "not_in_channel" | "channel_not_found" => {
                "I could not reply there: I am not in that channel. Invite me with `/invite @rolecall` and ask again."
                    .to_owned()
            }
            "is_archived" => "I could not reply there: the channel is archived.".to_owned(),
            "restricted_action" | "restricted_action_read_only_channel" | "restricted_action_thread_only_channel" => {
                "I could not reply there: I may not write in that channel.".to_owned()
            }
            "missing_scope" => {
                let scope = needed.as_deref().unwrap_or("unknown");
                format!("I could not do that: the app lacks the permission `{scope}`. An admin can install it again.")
            }
            _ => return None,
        })
    }
}

/// What Slack says beside `missing_scope`.
#[derive(Deserialize)]
struct Body {
    needed: Option<String>,
}

impl From<SlackClientError> for Fault {
    fn from(error: SlackClientError) -> Fault {
        match error {
            SlackClientError::ApiError(error) => {
                let body = error.http_response_body.as_deref().and_then(|b| serde_json::from_str::<Body>(b).ok());
                let needed = body.and_then(|body| body.needed);
                let code = error.code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(64).collect();
                Fault::Refused { code, needed }
            }
            SlackClientError::RateLimitError(error) => Fault::Limited(error.retry_after.unwrap_or(WAIT)),
            SlackClientError::HttpError(error) => {
                let said = error.http_response_body.as_deref().map_or("", word);
                beside_status(error.status_code.as_u16(), said)
            }
            SlackClientError::ProtocolError(_) => Fault::Unreadable,
            _ => Fault::Silent,
        }
    }
}

/// The one word of a body, bare or as JSON.
fn word(body: &str) -> &str {
    let word = |c: char| c.is_ascii_lowercase() || c == '_';
    let rest = body.split_once("\"error\"").map_or(body, |(_, rest)| rest);
    rest.trim_start_matches(|c| !word(c)).split(|c| !word(c)).next().unwrap_or_default()
}

/// Addresses for answers say beside a status that blocks are not taken; nothing else they say helps.
fn beside_status(status: u16, said: &str) -> Fault {
    let refused = Fault::Refused { code: said.to_owned(), needed: None };
    if status < 500 && refused.cure() == Cure::PlainText { refused } else { Fault::Status(status) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: &str) -> Fault {
        Fault::Refused { code: code.to_owned(), needed: Some("users:read".to_owned()) }
    }

    #[test]
    fn only_what_may_have_happened_is_looked_for() {
        assert_eq!(Fault::Limited(Duration::from_secs(3)).cure(), Cure::Wait(Duration::from_secs(3)));
        assert_eq!((Fault::Silent.cure(), Fault::Status(502).cure()), (Cure::Look, Cure::Look));
        assert_eq!((Fault::Status(404).cure(), refused("not_in_channel").cure()), (Cure::None, Cure::None));
        assert_eq!(refused("invalid_blocks").cure(), Cure::PlainText);
    }

    #[test]
    fn blocks_that_are_refused_beside_a_status_are_known_and_nothing_else() {
        for body in [r#"{"ok":false,"error":"invalid_blocks"}"#, "invalid_blocks", r#"{"error": "invalid_blocks"}"#] {
            assert_eq!(beside_status(400, word(body)).cure(), Cure::PlainText, "{body}");
        }
        assert_eq!(beside_status(404, word("used_url")), Fault::Status(404));
        assert_eq!(beside_status(500, word("invalid_blocks")).cure(), Cure::Look);
        assert_eq!(word(""), "");
    }

    #[test]
    fn people_hear_of_what_they_can_mend() {
        assert!(refused("missing_scope").told().unwrap().contains("`users:read`"));
        assert!(refused("not_in_channel").told().unwrap().contains("/invite"));
        assert_eq!((refused("internal_error").told(), Fault::Silent.told()), (None, None));
    }
}
