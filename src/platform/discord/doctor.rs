//! What is missing before people can ask in Discord, each in a line with its mend.

use serenity::all::{ApplicationFlags, CurrentApplicationInfo, GuildInfo, Permissions};
use serenity::http::Http;

use super::commands;
use super::start::reason;
use crate::knowledge::Knowledge;
use crate::platform::check::{Check, State};

/// Servers that are looked at.
const SERVERS: u64 = 20;
/// What the bot does in a channel.
const NEEDED: [(Permissions, &str); 5] = [
    (Permissions::VIEW_CHANNEL, "View Channels"),
    (Permissions::SEND_MESSAGES, "Send Messages"),
    (Permissions::SEND_MESSAGES_IN_THREADS, "Send Messages in Threads"),
    (Permissions::EMBED_LINKS, "Embed Links"),
    (Permissions::READ_MESSAGE_HISTORY, "Read Message History"),
];

/// The address at which the bot is invited.
pub fn invite(application: u64) -> String {
    let permissions = NEEDED.iter().fold(Permissions::empty(), |all, (one, _)| all | *one).bits();
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=bot+applications.commands&permissions={permissions}"
    )
}

/// Looks at the token, the intent, the servers with their permissions and scope, and the commands.
pub async fn examine(http: &Http, knowledge: &Knowledge) -> Vec<Check> {
    let info = match http.get_current_application_info().await {
        Ok(info) => info,
        Err(error) => {
            let ended = reason(&error);
            return vec![Check::not(State::Bad, ended.to_string(), ended.hint())];
        }
    };
    http.set_application_id(info.id);
    let mut checks = vec![Check::good("the token is taken"), intent(&info)];
    match http.get_guilds(None, Some(SERVERS)).await {
        Ok(servers) => checks.extend(in_servers(http, &info, &servers).await),
        Err(error) => checks.push(Check::not(State::Bad, reason(&error).to_string(), "try again later")),
    }
    checks.push(registered(http, knowledge).await);
    checks
}

fn intent(info: &CurrentApplicationInfo) -> Check {
    let content = ApplicationFlags::GATEWAY_MESSAGE_CONTENT | ApplicationFlags::GATEWAY_MESSAGE_CONTENT_LIMITED;
    if info.flags.is_some_and(|flags| flags.intersects(content)) {
        return Check::good("the Message Content intent is on");
    }
    let page = format!("https://discord.com/developers/applications/{}/bot", info.id);
    let hint = format!("for channels that are to listen, switch on \"Message Content Intent\" at {page}");
    Check::not(State::Note, "the Message Content intent is off: mentions and commands work, listening does not", hint)
}

async fn in_servers(http: &Http, info: &CurrentApplicationInfo, servers: &[GuildInfo]) -> Vec<Check> {
    if servers.is_empty() {
        let hint = format!("invite it: {}", invite(info.id.get()));
        return vec![Check::not(State::Bad, "the bot is in no server", hint)];
    }
    let mut checks = vec![Check::good(format!("the bot is in {} server(s)", servers.len()))];
    for server in servers {
        checks.extend(permissions(info, server));
        checks.extend(scope(http, info, server).await);
    }
    checks
}

fn permissions(info: &CurrentApplicationInfo, server: &GuildInfo) -> Option<Check> {
    let has = |one: Permissions| server.permissions.intersects(one | Permissions::ADMINISTRATOR);
    let missing: Vec<&str> = NEEDED.iter().filter(|(one, _)| !has(*one)).map(|(_, name)| *name).collect();
    let text = format!("in `{}` the bot lacks: {}", server.name, missing.join(", "));
    let hint = format!("give its role these permissions, or invite it again: {}", invite(info.id.get()));
    (!missing.is_empty()).then(|| Check::not(State::Bad, text, hint))
}

/// Without the scope for commands, Discord refuses to tell a server's commands.
async fn scope(http: &Http, info: &CurrentApplicationInfo, server: &GuildInfo) -> Option<Check> {
    http.get_guild_commands(server.id).await.err()?;
    let text =
        format!("`{}` was joined without the scope `applications.commands`: no slash commands there", server.name);
    Some(Check::not(State::Bad, text, format!("invite it again, it need not leave: {}", invite(info.id.get()))))
}

async fn registered(http: &Http, knowledge: &Knowledge) -> Check {
    match commands::pending(http, &commands::all(knowledge)).await {
        Ok(changes) if changes.is_empty() => Check::good("the commands are registered"),
        Ok(changes) => {
            let text = format!("{} command(s) are not registered as they are here", changes.len());
            Check::not(State::Note, text, "`rolecall serve` registers them; `rolecall discord register` does so now")
        }
        Err(error) => Check::not(State::Bad, reason(&error).to_string(), "try again later"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_invitation_asks_for_what_is_needed() {
        let link = invite(7);
        assert!(link.contains("client_id=7&scope=bot+applications.commands&permissions=274877991936"), "{link}");
    }
}
