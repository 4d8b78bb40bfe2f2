//! What is missing before people can ask in Slack, each in a line with its mend.

use slack_morphism::prelude::SlackApiToken;

use super::api::{Api, token};
use super::manifest::SCOPES;
use super::paths;
use super::start::{app_fault, bot_fault};
use crate::config;
use crate::platform::check::{Check, State};

/// Looks at the tokens, the scopes and the way in.
pub async fn examine(config: &config::Slack) -> Vec<Check> {
    let api = match Api::new(config.api.as_deref()) {
        Ok(api) => api,
        Err(error) => {
            let text = format!("the machine's certificates cannot be read: {error}");
            return vec![Check::not(State::Bad, text, "install the package `ca-certificates`")];
        }
    };
    let mut checks = Vec::new();
    if let Some(secret) = &config.bot_token {
        let bot = token(secret);
        match api.identity(&bot).await {
            Ok(identity) => {
                let name = identity.team.unwrap_or_else(|| "unnamed".to_owned());
                checks.push(Check::good(format!("Slack takes the bot token, for the workspace `{name}`")));
                checks.push(scopes(&api, &bot).await);
            }
            Err(fault) => {
                let ended = bot_fault(fault);
                checks.push(Check::not(State::Bad, ended.to_string(), ended.hint()));
            }
        }
    }
    checks.extend(way_in(&api, config).await);
    if config.install.is_some() {
        checks.push(Check::good(format!("people of other workspaces can install the app, at {}", paths::INSTALL)));
    }
    checks
}

async fn way_in(api: &Api, config: &config::Slack) -> Vec<Check> {
    let mut checks = Vec::new();
    if let Some(secret) = &config.app_token {
        checks.push(match api.can_connect(&token(secret)).await {
            Ok(()) => Check::good("Socket Mode can be opened: no public address is needed"),
            Err(fault) => {
                let ended = app_fault(fault);
                Check::not(State::Bad, ended.to_string(), ended.hint())
            }
        });
    }
    if !config.signing_secrets.is_empty() {
        let count = config.signing_secrets.len();
        checks.push(Check::good(format!("requests over HTTP are checked against {count} signing secret(s)")));
    }
    checks
}

async fn scopes(api: &Api, bot: &SlackApiToken) -> Check {
    let mend = "give the app the manifest of `rolecall slack manifest`, and install it again";
    let given = match api.scopes(bot).await {
        Ok(Some(given)) => given,
        Ok(None) => return Check::not(State::Note, "Slack does not say what the app may do", mend),
        Err(fault) => return Check::not(State::Note, format!("it is not known what the app may do: {fault}"), mend),
    };
    let missing: Vec<&str> =
        SCOPES.iter().map(|(scope, _)| *scope).filter(|scope| !given.iter().any(|g| g == scope)).collect();
    if missing.is_empty() {
        return Check::good(format!("the app may read and answer questions: it has all {} scopes", SCOPES.len()));
    }
    Check::not(State::Bad, format!("the app lacks the scopes: {}", missing.join(", ")), mend)
}
