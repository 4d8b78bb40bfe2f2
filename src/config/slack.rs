//! How to reach Slack, as which app, and over which transport.

use super::{ConfigError, Lookup, Secret, Setting, given};

/// How to reach Slack, as which app, and over which transport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slack {
    /// `SLACK_BOT_TOKEN`: the bot's token (`xoxb-…`); without it and without `SLACK_CLIENT_ID`, Slack is off.
    pub bot_token: Option<Secret>,
    /// `SLACK_APP_TOKEN`: the app's token (`xapp-…`): Slack is reached over Socket Mode, without a public address.
    pub app_token: Option<Secret>,
    /// `SLACK_SIGNING_SECRET`: what Slack signs requests with: Slack comes to the web server over HTTP. Several, parted by
    /// commas, while one takes the place of another.
    pub signing_secrets: Vec<Secret>,
    /// As which app people of other workspaces install it; nothing where they cannot.
    pub install: Option<Install>,
    /// `ROLECALL_SLACK_API`: address of Slack's Web API, for a proxy or a test; without it, Slack itself.
    pub api: Option<String>,
    /// `ROLECALL_SLACK_CONNECTIONS`: connections of Socket Mode at once, 1 to 10; 2 if nothing is said, so that one is left
    /// while the other is renewed.
    pub connections: u32,
}

/// As which app people of other workspaces install it, and how their tokens are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Install {
    /// `SLACK_CLIENT_ID`: which app it is.
    pub client_id: String,
    /// `SLACK_CLIENT_SECRET`: with which the app shows Slack that it is the one.
    pub client_secret: Secret,
    /// `SLACK_TOKEN_KEY`: with which tokens of workspaces are encrypted in the store, at least 32 characters. Several, parted
    /// by commas, while one takes the place of another: the first encrypts, each decrypts.
    pub token_keys: Vec<Secret>,
}

const BOT_TOKEN: &str = "SLACK_BOT_TOKEN";
const APP_TOKEN: &str = "SLACK_APP_TOKEN";
const SIGNING_SECRET: &str = "SLACK_SIGNING_SECRET";
const CLIENT_ID: &str = "SLACK_CLIENT_ID";
const CLIENT_SECRET: &str = "SLACK_CLIENT_SECRET";
const TOKEN_KEY: &str = "SLACK_TOKEN_KEY";
const API: &str = "ROLECALL_SLACK_API";
const CONNECTIONS: &str = "ROLECALL_SLACK_CONNECTIONS";
/// As many as Slack allows for an app.
const MOST_CONNECTIONS: u32 = 10;
/// A shorter key could be guessed by whoever has a copy of the store.
const KEY_LENGTH: usize = 32;

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
    Setting::secret(
        ("slack", "client_id"),
        CLIENT_ID,
        "\"1234567890.1234567890\"",
        "Which app people of other workspaces install, at /slack/install; needs the next two beside it",
    ),
    Setting::secret(
        ("slack", "client_secret"),
        CLIENT_SECRET,
        "\"0123456789abcdef0123456789abcdef\"",
        "With which the app shows Slack that it is the one",
    ),
    Setting::secret(
        ("slack", "token_keys"),
        TOKEN_KEY,
        "[\"0123456789abcdef0123456789abcdef\"]",
        "With which workspaces' tokens are encrypted in the store, at least 32 characters; the first encrypts, each decrypts",
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
    /// Reads it; nothing where there is neither a bot token nor an app to install.
    ///
    /// # Errors
    /// If a value cannot be used, or one is missing beside another.
    pub fn read(lookup: Lookup<'_>) -> Result<Option<Slack>, ConfigError> {
        let bot_token = token(lookup, BOT_TOKEN, "xoxb-")?;
        let app_token = token(lookup, APP_TOKEN, "xapp-")?;
        let signing_secrets = several(lookup, SIGNING_SECRET);
        let install = Install::read(lookup)?;
        let api = given(lookup, API).map(|text| address(&text)).transpose()?;
        let connections = given(lookup, CONNECTIONS).map(|text| connections(&text)).transpose()?.unwrap_or(2);
        let name = match (&bot_token, &install) {
            (None, None) => return Ok(None),
            (Some(_), _) => BOT_TOKEN,
            (None, Some(_)) => CLIENT_ID,
        };
        if app_token.is_none() && signing_secrets.is_empty() {
            return Err(ConfigError {
                name,
                wrong: "it says who the bot is, and nothing says how Slack reaches it".to_owned(),
                hint: "set `SLACK_APP_TOKEN` for Socket Mode, or `SLACK_SIGNING_SECRET` for HTTP",
            });
        }
        Ok(Some(Slack { bot_token, app_token, signing_secrets, install, api, connections }))
    }
}

impl Install {
    /// Reads it; nothing where nothing of it is set.
    fn read(lookup: Lookup<'_>) -> Result<Option<Install>, ConfigError> {
        let (id, secret, keys) = (given(lookup, CLIENT_ID), given(lookup, CLIENT_SECRET), several(lookup, TOKEN_KEY));
        let missing = |name| ConfigError {
            name,
            wrong: "it is missing beside the other settings for installing the app".to_owned(),
            hint: "set `SLACK_CLIENT_ID`, `SLACK_CLIENT_SECRET` (page \"Basic Information\") and `SLACK_TOKEN_KEY`, or none",
        };
        match (id, secret) {
            (None, None) if keys.is_empty() => Ok(None),
            (None, _) => Err(missing(CLIENT_ID)),
            (_, None) => Err(missing(CLIENT_SECRET)),
            (Some(_), Some(_)) if keys.is_empty() => Err(missing(TOKEN_KEY)),
            (Some(client_id), Some(client_secret)) => {
                if keys.iter().any(|key| key.expose().chars().count() < KEY_LENGTH) {
                    let wrong = format!("a key is shorter than {KEY_LENGTH} characters and could be guessed");
                    let hint = "make one with `openssl rand -hex 32`";
                    return Err(ConfigError { name: TOKEN_KEY, wrong, hint });
                }
                Ok(Some(Install { client_id, client_secret: Secret::new(client_secret), token_keys: keys }))
            }
        }
    }
}

/// Secrets that are parted by commas.
fn several(lookup: Lookup<'_>, name: &str) -> Vec<Secret> {
    let all = given(lookup, name).unwrap_or_default();
    all.split(',').map(str::trim).filter(|s| !s.is_empty()).map(Secret::new).collect()
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
    fn an_app_to_install_is_whole_and_its_keys_are_long() {
        let key = "k".repeat(32);
        let whole = [(CLIENT_ID, "1.2"), (CLIENT_SECRET, "s"), (TOKEN_KEY, key.as_str()), (SIGNING_SECRET, "x")];
        let slack = read(&whole).unwrap().unwrap();
        assert!(slack.bot_token.is_none() && slack.install.unwrap().token_keys.len() == 1, "no bot token is needed");
        for left_out in [CLIENT_ID, CLIENT_SECRET, TOKEN_KEY] {
            let rest: Vec<(&str, &str)> = whole.into_iter().filter(|(name, _)| *name != left_out).collect();
            assert_eq!(read(&rest).unwrap_err().name, left_out);
        }
        assert_eq!(read(&whole[..3]).unwrap_err().name, CLIENT_ID, "nothing says how Slack reaches it");
        let two = format!("{key},short-key-that-must-not-show");
        let mut short = whole;
        short[2].1 = &two;
        let error = read(&short).unwrap_err();
        assert!(error.name == TOKEN_KEY && !error.to_string().contains("must-not-show"), "{error}");
    }

    #[test]
    fn the_rest_is_checked() {
        let with = |more| read(&[(BOT_TOKEN, "xoxb-1"), (APP_TOKEN, "xapp-1"), more]);
        assert_eq!(with((API, "http://h/api/")).unwrap().unwrap().api.as_deref(), Some("http://h/api"));
        assert!(with((API, "h")).is_err() && with((CONNECTIONS, "0")).is_err() && with((CONNECTIONS, "x")).is_err());
    }
}
