//! How to reach Slack, as which app, and over which transport.

use super::{ConfigError, Lookup, Secret, Setting, given};

/// How to reach Slack, as which app, and over which transport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slack {
    /// `SLACK_BOT_TOKEN`: the bot's token (`xoxb-…`); without it, Slack is off.
    pub bot_token: Option<Secret>,
    /// `SLACK_APP_TOKEN`: the app's token (`xapp-…`): Slack is reached over Socket Mode, without a public address.
    pub app_token: Option<Secret>,
    /// `SLACK_SIGNING_SECRET`: what Slack signs requests with: Slack comes to the web server over HTTP. Several, parted by
    /// commas, while one takes the place of another.
    pub signing_secrets: Vec<Secret>,
    /// `ROLECALL_SLACK_API`: address of Slack's Web API, for a proxy or a test; without it, Slack itself.
    pub api: Option<String>,
    /// `ROLECALL_SLACK_CONNECTIONS`: connections of Socket Mode at once, 1 to 10; 2 if nothing is said, so that one is left
    /// while the other is renewed.
    pub connections: u32,
}

const BOT_TOKEN: &str = "SLACK_BOT_TOKEN";
const APP_TOKEN: &str = "SLACK_APP_TOKEN";
const SIGNING_SECRET: &str = "SLACK_SIGNING_SECRET";
const API: &str = "ROLECALL_SLACK_API";
const CONNECTIONS: &str = "ROLECALL_SLACK_CONNECTIONS";
/// As many as Slack allows for an app.
const MOST_CONNECTIONS: u32 = 10;

pub(super) const SETTINGS: &[Setting] = &[
    Setting::secret(("slack", "bot_token"), BOT_TOKEN, "\"xoxb-…\"", "The bot's token; without it, Slack is off"),
    Setting::secret(
        ("slack", "app_token"),
        APP_TOKEN,
        "\"xapp-…\"",
        "The app's token: Slack is reached over Socket Mode",
    ),
    Setting::secret(
        ("slack", "signing_secrets"),
        SIGNING_SECRET,
        "[\"new\", \"old\"]",
        "What Slack signs requests with: Slack comes over HTTP; several while one takes the place of another",
    ),
    Setting::open(
        ("slack", "api"),
        API,
        "\"http://127.0.0.1:3000/api\"",
        "Address of Slack's Web API, for a proxy or a test",
    ),
    Setting::open(("slack", "connections"), CONNECTIONS, "2", "Connections of Socket Mode at once, 1 to 10").usual(),
];

impl Slack {
    /// Reads it; nothing where there is no bot token.
    ///
    /// # Errors
    /// If a value cannot be used, or one is missing beside another.
    pub fn read(lookup: Lookup<'_>) -> Result<Option<Slack>, ConfigError> {
        let bot_token = token(lookup, BOT_TOKEN, "xoxb-")?;
        let app_token = token(lookup, APP_TOKEN, "xapp-")?;
        let secrets = given(lookup, SIGNING_SECRET).unwrap_or_default();
        let signing_secrets: Vec<Secret> =
            secrets.split(',').map(str::trim).filter(|s| !s.is_empty()).map(Secret::new).collect();
        let api = given(lookup, API).map(|text| address(&text)).transpose()?;
        let connections = given(lookup, CONNECTIONS).map(|text| connections(&text)).transpose()?.unwrap_or(2);
        if bot_token.is_none() {
            return Ok(None);
        }
        if app_token.is_none() && signing_secrets.is_empty() {
            return Err(ConfigError {
                name: BOT_TOKEN,
                wrong: "it says who the bot is, and nothing says how Slack reaches it".to_owned(),
                hint: "set `SLACK_APP_TOKEN` for Socket Mode, or `SLACK_SIGNING_SECRET` for HTTP",
            });
        }
        Ok(Some(Slack { bot_token, app_token, signing_secrets, api, connections }))
    }
}

/// A token of the right kind; which kind it is shows in its first letters.
fn token(lookup: Lookup<'_>, name: &'static str, prefix: &'static str) -> Result<Option<Secret>, ConfigError> {
    let Some(text) = given(lookup, name) else { return Ok(None) };
    if text.starts_with(prefix) {
        return Ok(Some(Secret::new(text)));
    }
    let hint = match name {
        BOT_TOKEN => "copy the \"Bot User OAuth Token\" from the app's page \"OAuth & Permissions\"",
        _ => "make an \"App-Level Token\" with the scope `connections:write` on the app's page \"Basic Information\"",
    };
    Err(ConfigError { name, wrong: format!("it does not begin with `{prefix}`"), hint })
}

fn address(text: &str) -> Result<String, ConfigError> {
    if text.starts_with("http://") || text.starts_with("https://") {
        return Ok(text.trim_end_matches('/').to_owned());
    }
    let hint = "write it as `http://127.0.0.1:3000/api`";
    Err(ConfigError { name: API, wrong: "it is no address".to_owned(), hint })
}

fn connections(text: &str) -> Result<u32, ConfigError> {
    text.parse().ok().filter(|n| (1..=MOST_CONNECTIONS).contains(n)).ok_or_else(|| ConfigError {
        name: CONNECTIONS,
        wrong: format!("`{text}` is no number from 1 to {MOST_CONNECTIONS}"),
        hint: "write a small number, such as `2`",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(given: &[(&str, &str)]) -> Result<Option<Slack>, ConfigError> {
        let given: Vec<(String, String)> = given.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Slack::read(&move |name| given.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()))
    }

    #[test]
    fn without_a_token_it_is_off() {
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&[(APP_TOKEN, "xapp-1"), (SIGNING_SECRET, "s")]), Ok(None));
    }

    #[test]
    fn the_transport_follows_from_what_is_there() {
        let socket = read(&[(BOT_TOKEN, "xoxb-1"), (APP_TOKEN, "xapp-1")]).unwrap().unwrap();
        assert!(socket.app_token.is_some() && socket.signing_secrets.is_empty() && socket.connections == 2);
        let http = read(&[(BOT_TOKEN, "xoxb-1"), (SIGNING_SECRET, "new, old ,")]).unwrap().unwrap();
        assert_eq!(http.signing_secrets, [Secret::new("new"), Secret::new("old")]);
        assert_eq!(read(&[(BOT_TOKEN, "xoxb-1")]).unwrap_err().name, BOT_TOKEN);
    }

    #[test]
    fn tokens_in_each_others_place_are_told() {
        let error = read(&[(BOT_TOKEN, "xapp-secret"), (APP_TOKEN, "xoxb-1")]).unwrap_err();
        assert!(error.name == BOT_TOKEN && !error.to_string().contains("secret"), "{error}");
        assert_eq!(read(&[(BOT_TOKEN, "xoxb-1"), (APP_TOKEN, "xoxb-1")]).unwrap_err().name, APP_TOKEN);
    }

    #[test]
    fn the_rest_is_checked() {
        let with = |more| read(&[(BOT_TOKEN, "xoxb-1"), (APP_TOKEN, "xapp-1"), more]);
        assert_eq!(with((API, "http://h/api/")).unwrap().unwrap().api.as_deref(), Some("http://h/api"));
        assert!(with((API, "h")).is_err() && with((CONNECTIONS, "0")).is_err() && with((CONNECTIONS, "x")).is_err());
    }
}
