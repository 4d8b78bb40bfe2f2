//! The REST interface, as far as a bot needs it. What is not here is answered 404 and written down.

use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::world::{Fault, Line, World};
use super::{BOT, Fake, GUILD, make, strict};

/// Discord forgets an interaction that has no response by then.
const FIRST_RESPONSE: Duration = Duration::from_secs(3);
const PRIVATE: u64 = 1 << 6;

/// What is answered: status and body.
type Answer = (u16, Value);

pub async fn answer(State(fake): State<Fake>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let method = parts.method.to_string();
    // Clients may write `@` as it is or encoded.
    let path = parts.uri.path().trim_start_matches("/api/v10").replace("%40", "@");
    let authorized = parts.headers.get("authorization").and_then(|h| h.to_str().ok()).map(str::to_owned);
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let bytes = to_bytes(body, 1 << 20).await.unwrap_or_default();
    let body: Value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    let fault = fault(&mut fake.world(), &method, &path);
    if let Some(delay) = fault.as_ref().map(|f| f.delay_ms).filter(|d| *d > 0) {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    let ((status, answer), (left, reset, _)) = {
        let mut world = fake.world();
        let limit = limit(&mut world, &method, &path);
        let refused = fault
            .as_ref()
            .filter(|f| !f.applied && f.status != 200)
            .map(|f| (f.status, json!({"message": "fault", "code": 0})));
        let too_many = limit.2.then(|| (429, Value::Null));
        let refused = refused.or(too_many);
        let done = refused.unwrap_or_else(|| act(&mut world, (&method, &path, &query), &body, authorized.as_deref()));
        let done =
            fault.clone().filter(|f| f.applied).map_or(done, |f| (f.status, json!({"message": "fault", "code": 0})));
        world.calls.push(Line { method, path, body, status: done.0, at: Instant::now() });
        (done, limit)
    };
    if status == 0 {
        // A body that breaks off closes the connection.
        let broken = futures_util::stream::iter([Err::<Vec<u8>, _>(std::io::Error::other("dropped"))]);
        return Response::new(Body::from_stream(broken));
    }
    let code = StatusCode::from_u16(status).unwrap();
    let reset = format!("{:.3}", reset + 0.001);
    let limits = [
        ("x-ratelimit-limit", "50".to_owned()),
        ("x-ratelimit-remaining", left.to_string()),
        ("x-ratelimit-reset-after", reset.clone()),
    ];
    let wait = fault.map_or(reset, |f| f.retry_after.to_owned());
    let retry = [("retry-after", wait), ("x-ratelimit-scope", "user".to_owned())];
    match status {
        204 => (code, limits).into_response(),
        429 => {
            let body =
                json!({ "message": "slow down", "retry_after": retry[0].1.parse::<f64>().unwrap(), "global": false });
            (code, limits, retry, body.to_string()).into_response()
        }
        _ => (code, limits, [("content-type", "application/json")], answer.to_string()).into_response(),
    }
}

/// New messages count by channel; everything else is always taken.
fn limit(world: &mut World, method: &str, path: &str) -> (u32, f64, bool) {
    let channel = path.strip_prefix("/channels/").and_then(|rest| rest.strip_suffix("/messages"));
    match channel.and_then(|id| id.parse().ok()) {
        Some(channel) if method == "POST" => world.take(channel),
        _ => (49, 1.0, false),
    }
}

fn fault(world: &mut World, method: &str, path: &str) -> Option<Fault> {
    let at = world.faults.iter().position(|f| f.method == method && path.contains(f.path))?;
    let fault = &mut world.faults[at];
    fault.times -= 1;
    let taken = fault.clone();
    if taken.times == 0 {
        world.faults.remove(at);
    }
    Some(taken)
}

fn refuse(status: u16, code: u32, message: &str) -> Answer {
    (status, json!({ "code": code, "message": message }))
}

fn act(world: &mut World, (method, path, query): (&str, &str, &str), body: &Value, authorized: Option<&str>) -> Answer {
    let parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
    let by_token = matches!(parts.first(), Some(&("interactions" | "webhooks")));
    let expected = format!("Bot {}", world.token);
    if !by_token && authorized != Some(expected.as_str()) {
        return refuse(401, 0, "401: Unauthorized");
    }
    let id = |at: usize| parts.get(at).and_then(|p| p.parse::<u64>().ok()).unwrap_or_default();
    let url = format!("ws://{}/gateway", world.address.unwrap());
    match (method, parts.as_slice()) {
        ("GET", ["gateway"]) => (200, json!({ "url": url })),
        ("GET", ["gateway", "bot"]) => (
            200,
            json!({ "url": url, "shards": world.shards, "session_start_limit":
            { "total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1 } }),
        ),
        ("GET", ["users", "@me"]) => (200, make::user(BOT, true)),
        ("GET", ["users", "@me", "guilds"]) => (
            200,
            json!([{ "id": GUILD.to_string(), "name": "Recruiters",
            "icon": null, "owner": false, "permissions": world.permissions.to_string(), "features": [] }]),
        ),
        ("GET", ["applications", "@me"] | ["oauth2", "applications", "@me"]) => (200, application(world)),
        ("GET", ["applications", _, "commands"]) => {
            world.command_reads += 1;
            (200, Value::Array(world.commands.clone()))
        }
        ("GET", ["applications", _, "guilds", _, "commands"]) if world.no_command_scope => {
            refuse(403, 50_001, "Missing Access")
        }
        ("GET", ["applications", _, "guilds", _, "commands"]) => (200, json!([])),
        ("PUT", ["applications", _, "commands"]) => put_commands(world, body),
        ("POST", ["channels", _, "typing"]) => {
            world.typing += 1;
            (204, Value::Null)
        }
        ("GET", ["channels", _, "messages"]) => (200, listed(world, id(1), query)),
        ("GET", ["channels", _, "messages", _]) => match world.messages.get(&(id(1), id(3))) {
            Some(message) => (200, told(message)),
            None => refuse(404, 10_008, "Unknown Message"),
        },
        ("POST", ["users", "@me", "channels"]) => {
            (200, json!({ "id": super::DM.to_string(), "type": 1, "recipients": [make::user(super::ALICE, false)] }))
        }
        ("POST", ["channels", _, "messages"]) => create(world, id(1), body),
        ("PATCH", ["channels", _, "messages", _]) => edit(world, id(1), id(3), body),
        ("DELETE", ["channels", _, "messages", _]) => delete(world, id(1), id(3)),
        ("POST", ["interactions", _, token, "callback"]) => callback(world, id(1), token, body),
        (_, ["webhooks", _, token, rest @ ..]) => webhook(world, method, token, rest, body),
        _ => {
            world.breach(format!("{method} {path} does not exist"));
            refuse(404, 0, "404: Not Found")
        }
    }
}

/// Over REST Discord leaves out to which server a message belongs.
fn told(message: &Value) -> Value {
    let mut message = message.clone();
    message.as_object_mut().unwrap().remove("guild_id");
    message
}

/// The messages of a channel after one, the newest first.
fn listed(world: &World, channel: u64, query: &str) -> Value {
    let value = |name: &str| {
        let values = query.split('&').filter_map(|pair| pair.split_once('='));
        values.filter(|(n, _)| *n == name).find_map(|(_, v)| v.parse::<u64>().ok())
    };
    let (after, limit) = (value("after").unwrap_or_default(), value("limit").unwrap_or(50) as usize);
    let found = world.messages.range((channel, after + 1)..=(channel, u64::MAX)).take(limit);
    let mut found: Vec<Value> = found.map(|(_, message)| told(message)).collect();
    found.reverse();
    Value::Array(found)
}

fn application(world: &World) -> Value {
    json!({ "id": BOT.to_string(), "name": "rolecall", "icon": null, "description": "", "bot_public": true,
        "bot_require_code_grant": false, "verify_key": "", "team": null, "flags": world.flags, "summary": "" })
}

fn put_commands(world: &mut World, body: &Value) -> Answer {
    world.breaches.extend(strict::commands(body));
    world.command_writes += 1;
    let mut list = body.as_array().cloned().unwrap_or_default();
    for command in &mut list {
        let extra = json!({ "id": world.new_id().to_string(), "application_id": BOT.to_string(), "version": "1",
            "default_member_permissions": null, "nsfw": false, "description": "", "options": [], "type": 1,
            "dm_permission": true });
        for (key, value) in extra.as_object().unwrap() {
            if command.get(key).is_none() {
                command[key] = value.clone();
            }
        }
    }
    world.commands = list.clone();
    (200, Value::Array(list))
}

/// A message of the bot as Discord tells it back.
fn made(world: &mut World, channel: u64, id: u64, body: &Value) -> Value {
    let mut message = make::bare_message(id, channel, make::user(BOT, true));
    for key in ["content", "embeds", "components", "message_reference", "flags", "nonce"] {
        if let Some(value) = body.get(key).filter(|v| !v.is_null()) {
            message[key] = value.clone();
        }
    }
    if message["message_reference"].is_object() {
        message["message_reference"]["channel_id"] = json!(channel.to_string());
    }
    world.messages.insert((channel, id), message.clone());
    message
}

fn create(world: &mut World, channel: u64, body: &Value) -> Answer {
    let wrong = strict::message(body);
    if !wrong.is_empty() {
        world.breaches.extend(wrong);
        return refuse(400, 50_035, "Invalid Form Body");
    }
    if body["flags"].as_u64().unwrap_or_default() & PRIVATE != 0 {
        world.breach("a private message without an interaction");
    }
    let known = body["message_reference"]["message_id"].as_str().and_then(|t| t.parse().ok());
    let there = known.is_none_or(|id: u64| world.messages.contains_key(&(channel, id)));
    if !there && body["message_reference"]["fail_if_not_exists"] != false {
        return refuse(400, 50_035, "Unknown message");
    }
    let nonce = body["nonce"].as_str().map(str::to_owned).filter(|_| body["enforce_nonce"] == true);
    if let Some(id) = nonce.as_ref().and_then(|n| world.nonces.get(&(channel, n.clone()))).copied()
        && let Some(message) = world.messages.get(&(channel, id))
    {
        return (200, message.clone());
    }
    let id = world.new_id();
    if let Some(nonce) = nonce {
        world.nonces.insert((channel, nonce), id);
    }
    (200, made(world, channel, id, body))
}

fn edit(world: &mut World, channel: u64, id: u64, body: &Value) -> Answer {
    world.breaches.extend(strict::message(body));
    let Some(message) = world.messages.get_mut(&(channel, id)) else { return refuse(404, 10_008, "Unknown Message") };
    for key in ["content", "embeds", "components"] {
        if let Some(value) = body.get(key) {
            message[key] = value.clone();
        }
    }
    message["edited_timestamp"] = json!(make::now());
    (200, message.clone())
}

fn delete(world: &mut World, channel: u64, id: u64) -> Answer {
    if world.messages.remove(&(channel, id)).is_none() {
        return refuse(404, 10_008, "Unknown Message");
    }
    world.deleted.push((channel, id));
    (204, Value::Null)
}

fn callback(world: &mut World, id: u64, token: &str, body: &Value) -> Answer {
    let Some(interaction) = world.interactions.get(&id).filter(|i| i.token == token && !i.expired) else {
        return refuse(404, 10_062, "Unknown interaction");
    };
    if interaction.created.elapsed() > FIRST_RESPONSE {
        world.breach("a first response after three seconds");
        return refuse(404, 10_062, "Unknown interaction");
    }
    if !interaction.responses.is_empty() {
        return refuse(400, 40_060, "Interaction has already been acknowledged.");
    }
    let kind = body["type"].as_u64().unwrap_or_default();
    let asked = interaction.kind;
    let wrong = match (asked, kind) {
        (4, 8) => strict::choices(&body["data"]),
        (4, _) | (_, 8) => vec![format!("response {kind} to interaction {asked}")],
        (_, 4) | (3 | 5, 7) => strict::message(&body["data"]),
        (_, 5) | (3, 6) => Vec::new(),
        (2 | 3, 9) => strict::modal(&body["data"]),
        _ => vec![format!("response {kind} to interaction {asked}")],
    };
    if !wrong.is_empty() {
        world.breaches.extend(wrong);
        return refuse(400, 50_035, "Invalid Form Body");
    }
    respond(world, id, kind, body);
    (204, Value::Null)
}

fn respond(world: &mut World, id: u64, kind: u64, body: &Value) {
    let channel = world.interactions[&id].channel;
    let private = body["data"]["flags"].as_u64().unwrap_or_default() & PRIVATE != 0;
    let message_id = world.new_id();
    let original = match kind {
        4 if private => {
            let mut message = make::bare_message(message_id, channel, make::user(BOT, true));
            for key in ["content", "embeds", "components", "flags"] {
                message[key] = body["data"][key].clone();
            }
            Some(message)
        }
        4 => Some(made(world, channel, message_id, &body["data"])),
        _ => None,
    };
    let Some(interaction) = world.interactions.get_mut(&id) else { return };
    interaction.responses.push(body.clone());
    interaction.private = private;
    interaction.original = original;
}

/// What is done with the token of an interaction.
fn webhook(world: &mut World, method: &str, token: &str, rest: &[&str], body: &Value) -> Answer {
    let found = world.interactions.iter().find(|(_, i)| i.token == token && !i.expired).map(|(id, _)| *id);
    let Some(id) = found else { return refuse(401, 50_027, "Invalid Webhook Token") };
    match (method, rest) {
        ("GET", ["messages", "@original"]) => match &world.interactions[&id].original {
            Some(message) => (200, message.clone()),
            None => refuse(404, 10_008, "Unknown Message"),
        },
        ("PATCH", ["messages", "@original"]) => edit_original(world, id, body),
        ("DELETE", ["messages", "@original"]) => delete_original(world, id),
        ("POST", []) => {
            world.breaches.extend(strict::message(body));
            let (channel, message) = (world.interactions[&id].channel, world.new_id());
            let made = made(world, channel, message, body);
            world.interactions.get_mut(&id).unwrap().follow_ups.push(made.clone());
            (200, made)
        }
        _ => {
            world.breach(format!("{method} on a webhook: {rest:?}"));
            refuse(404, 0, "404: Not Found")
        }
    }
}

fn edit_original(world: &mut World, id: u64, body: &Value) -> Answer {
    world.breaches.extend(strict::message(body));
    let channel = world.interactions[&id].channel;
    if world.interactions[&id].responses.is_empty() {
        return refuse(404, 10_015, "Unknown Webhook");
    }
    let message_id = world.new_id();
    let mut message = make::bare_message(message_id, channel, make::user(BOT, true));
    for key in ["content", "embeds", "components"] {
        if let Some(value) = body.get(key) {
            message[key] = value.clone();
        }
    }
    let interaction = world.interactions.get_mut(&id).unwrap();
    interaction.original = Some(message.clone());
    (200, message)
}

/// Of a button, the message on which it sits.
fn delete_original(world: &mut World, id: u64) -> Answer {
    let place = match (&world.interactions[&id].source, &world.interactions[&id].original) {
        (_, Some(message)) => {
            let number = |key: &str| message[key].as_str().and_then(|t| t.parse().ok()).unwrap_or_default();
            (number("channel_id"), number("id"))
        }
        (Some(source), None) => *source,
        _ => return refuse(404, 10_008, "Unknown Message"),
    };
    delete(world, place.0, place.1)
}
