//! The Web API, as far as a bot needs it. What is not here is answered `unknown_method` and written down.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::world::{Code, Fault, Line, Team, World};
use super::{BOT, BOT_ID, CLIENT_ID, CLIENT_SECRET, Fake, strict};

/// Slack forgets a trigger by then.
const TRIGGER: Duration = Duration::from_secs(3);
/// Answers that an address takes.
const ANSWERS: usize = 5;

type Answer = (u16, Value);

/// What has arrived takes effect, though whoever asked has stopped waiting.
pub async fn answer(State(fake): State<Fake>, request: Request) -> Response {
    tokio::spawn(answered(fake, request)).await.unwrap()
}

async fn answered(fake: Fake, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let method = path.trim_start_matches("/api/").trim_start_matches('/').to_owned();
    let bearer = parts.headers.get("authorization").and_then(|h| h.to_str().ok());
    let token = bearer.and_then(|h| h.strip_prefix("Bearer ")).map(str::to_owned);
    // The name and the password of the app, as they stand in the header.
    let basic = bearer.and_then(|h| h.strip_prefix("Basic ")).map(str::to_owned);
    let form = parts.headers.get("content-type").is_some_and(|t| t.as_bytes().starts_with(b"application/x-www-form"));
    let bytes = to_bytes(body, 1 << 20).await.unwrap_or_default();
    let body = match (form, bytes.is_empty()) {
        (true, _) => pairs(&bytes),
        (false, true) => pairs(parts.uri.query().unwrap_or_default().as_bytes()),
        (false, false) => serde_json::from_slice(&bytes).unwrap_or(Value::Null),
    };
    let token = token.or_else(|| body["token"].as_str().map(str::to_owned));
    let early = is_early(&mut fake.world(), &method, &body);
    let fault = fault(&mut fake.world(), &method);
    let wait = fault.as_ref().map_or(1, |fault| fault.retry_after);
    if let Some(delay) = fault.as_ref().map(|f| f.delay_ms).filter(|d| *d > 0) {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    let (status, answer) = {
        let mut world = fake.world();
        let (mut effects, faulty) = (Vec::new(), fault.as_ref().filter(|f| f.status != 200 || f.error.is_some()));
        let done = match faulty {
            _ if early => (429, json!({ "ok": false, "error": "ratelimited" })),
            Some(fault) if !fault.applied => told(fault),
            _ => {
                let done = match method.as_str() {
                    "oauth.v2.access" => access(&mut world, &body, basic.as_deref()),
                    _ => act(&mut world, &method, &body, token.as_deref(), &mut effects),
                };
                faulty.map_or(done, told)
            }
        };
        if done.0 == 429 && method == "chat.postMessage" {
            let channel = body["channel"].as_str().unwrap_or_default().to_owned();
            world.held.insert(channel, Instant::now() + Duration::from_secs(wait));
        }
        world.calls.push(Line { method, body, status: done.0, at: Instant::now() });
        drop(world);
        for event in effects {
            fake.send_event(event);
        }
        done
    };
    if status == 0 {
        // A body that breaks off closes the connection.
        let broken = futures_util::stream::iter([Err::<Vec<u8>, _>(std::io::Error::other("dropped"))]);
        return Response::new(Body::from_stream(broken));
    }
    let code = StatusCode::from_u16(status).unwrap();
    let json = [("content-type", "application/json; charset=utf-8")];
    match status {
        429 => (code, [("retry-after", wait.to_string())], json, answer.to_string()).into_response(),
        200 if path.starts_with("/response/") => (code, [("content-type", "text/plain")], "ok").into_response(),
        _ => (code, json, answer.to_string()).into_response(),
    }
}

/// Whether a message comes before the time that Slack has named for its channel.
fn is_early(world: &mut World, method: &str, body: &Value) -> bool {
    let channel = body["channel"].as_str().unwrap_or_default();
    let early = method == "chat.postMessage" && world.held.get(channel).is_some_and(|until| Instant::now() < *until);
    if early && !bare(world) {
        world.breach(format!("a message to {channel} before Retry-After is over"));
    }
    early
}

fn pairs(text: &[u8]) -> Value {
    let all: HashMap<String, String> = form_urlencoded::parse(text).into_owned().collect();
    // Clients that send forms write blocks and metadata as JSON.
    let value = |text: String| match serde_json::from_str(&text) {
        Ok(json @ (Value::Array(_) | Value::Object(_) | Value::Bool(_))) => json,
        _ => Value::String(text),
    };
    Value::Object(all.into_iter().map(|(name, text)| (name, value(text))).collect())
}

fn told(fault: &Fault) -> Answer {
    let error = fault.error.unwrap_or(if fault.status == 429 { "ratelimited" } else { "internal_error" });
    (fault.status, json!({ "ok": false, "error": error }))
}

fn fault(world: &mut World, method: &str) -> Option<Fault> {
    let at = world.faults.iter().position(|f| method.contains(f.method))?;
    let fault = &mut world.faults[at];
    fault.times -= 1;
    let taken = fault.clone();
    if taken.times == 0 {
        world.faults.remove(at);
    }
    Some(taken)
}

fn no(error: &str) -> Answer {
    (200, json!({ "ok": false, "error": error }))
}

/// What the app was given.
const GIVEN: [&str; 10] = [
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "chat:write",
    "commands",
    "groups:history",
    "im:history",
    "mpim:history",
    "reactions:write",
    "users:read",
];

/// The scope that a method needs.
fn scope(method: &str) -> Option<&'static str> {
    Some(match method {
        "chat.postMessage" | "chat.update" | "chat.delete" => "chat:write",
        "conversations.replies" | "conversations.history" => "channels:history",
        "assistant.threads.setSuggestedPrompts" => "assistant:write",
        "usergroups.list" => "usergroups:read",
        "reactions.add" | "reactions.remove" => "reactions:write",
        "users.info" => "users:read",
        _ => return None,
    })
}

fn act(world: &mut World, method: &str, body: &Value, token: Option<&str>, effects: &mut Vec<Value>) -> Answer {
    if let Some(path) = method.strip_prefix("response/") {
        if token.is_some() {
            world.breach("a token was sent to an address for answers");
        }
        return respond(world, path, body, effects);
    }
    let team = token.and_then(|token| world.team_with(token));
    let is_app = token == Some(world.app_token.as_str());
    let team = match (method == "apps.connections.open", team) {
        (true, _) if is_app => world.first_team(),
        (false, Some(team)) => team,
        _ => return no(if token.is_some() { "invalid_auth" } else { "not_authed" }),
    };
    if body["team_id"].as_str().is_some_and(|named| named != team.id) {
        world.breach(format!("a call for {} with the token of {}", body["team_id"], team.id));
    }
    if let Some(channel) = body["channel"].as_str()
        && world.owners.get(channel).map_or(super::TEAM, String::as_str) != team.id
        && !channel.starts_with('U')
    {
        world.breach(format!("the token of {} in {channel}, which is another workspace's", team.id));
        return no("channel_not_found");
    }
    let given: Vec<&str> = GIVEN.into_iter().filter(|scope| !world.lacks.contains(scope)).collect();
    if let Some(needed) = scope(method).filter(|scope| !given.contains(scope)) {
        let provided = given.join(",");
        return (200, json!({ "ok": false, "error": "missing_scope", "needed": needed, "provided": provided }));
    }
    match method {
        "auth.test" => (
            200,
            json!({ "ok": true, "url": "https://t.slack.com/", "team": team.name, "user": "rolecall",
            "team_id": team.id, "user_id": team.bot, "bot_id": team.bot_id, "is_enterprise_install": false }),
        ),
        "apps.connections.open" => {
            world.opened += 1;
            let url = format!("{}/socket?ticket={}", world.address.replace("http", "ws"), world.opened);
            (200, json!({ "ok": true, "url": url }))
        }
        "chat.postMessage" => post(world, body, &team, effects),
        "chat.update" => update(world, body, &team),
        "chat.delete" => delete(world, body, &team),
        "conversations.replies" => replies(world, body),
        "conversations.history" => history(world, body),
        "assistant.threads.setSuggestedPrompts" => {
            let prompts = body["prompts"].as_array().cloned().unwrap_or_default();
            let named = |p: &Value| p["title"].is_string() && p["message"].is_string();
            if !(1..=4).contains(&prompts.len()) || !prompts.iter().all(named) {
                world.breach("prompts that Slack does not show");
            }
            (200, json!({ "ok": true }))
        }
        "reactions.add" | "reactions.remove" => react(world, method, body),
        "users.info" => {
            let user = body["user"].as_str().unwrap_or_default();
            let admin = world.admins.contains(user);
            (
                200,
                json!({ "ok": true, "user": { "id": user, "name": "somebody", "is_admin": admin, "is_owner": false } }),
            )
        }
        "bots.info" => (200, json!({ "ok": true, "bot": { "id": BOT_ID, "user_id": BOT, "app_id": "A0APP" } })),
        "views.open" | "views.push" => open(world, method, body),
        "views.publish" => {
            world.breaches.extend(strict::view(&body["view"]));
            let user = body["user_id"].as_str().unwrap_or_default().to_owned();
            world.homes.insert(user, body["view"].clone());
            (200, json!({ "ok": true, "view": body["view"] }))
        }
        _ => {
            world.breach(format!("there is no method {method}"));
            no("unknown_method")
        }
    }
}

fn bare(world: &World) -> bool {
    !world.strict_rate
}

/// The token for a code: only for the app itself, which shows who it is in the header, and once.
fn access(world: &mut World, body: &Value, basic: Option<&str>) -> Answer {
    if basic != Some(super::basic(CLIENT_ID, CLIENT_SECRET).as_str()) {
        return no("bad_client_secret");
    }
    for secret in ["client_secret", "redirect_uri"] {
        if body.get(secret).is_some() {
            world.breach(format!("oauth.v2.access with `{secret}`"));
        }
    }
    let code = body["code"].as_str().unwrap_or_default();
    let Some(Code { team, organization, used }) = world.codes.get_mut(code) else { return no("invalid_code") };
    if std::mem::replace(used, true) {
        return no("code_already_used");
    }
    let (team, organization) = (team.clone(), *organization);
    let named = if organization { Value::Null } else { json!({ "id": team.id, "name": team.name }) };
    world.installed.retain(|other| other.id != team.id);
    world.installed.push(team.clone());
    (
        200,
        json!({ "ok": true, "access_token": team.token, "token_type": "bot", "scope": GIVEN.join(","),
            "bot_user_id": team.bot, "app_id": "A0APP", "team": named, "enterprise": null,
            "authed_user": { "id": "U0SOMEBODY" }, "is_enterprise_install": organization }),
    )
}

fn post(world: &mut World, body: &Value, team: &Team, effects: &mut Vec<Value>) -> Answer {
    let channel = body["channel"].as_str().unwrap_or_default().to_owned();
    let wrong = strict::message(body, bare(world));
    if !wrong.is_empty() {
        world.breaches.extend(wrong);
        return no("invalid_blocks");
    }
    if !world.is_member(&channel) {
        return no("not_in_channel");
    }
    if !world.takes(&channel) {
        world.breach(format!("more than one message a second in {channel}"));
        return (429, json!({ "ok": false, "error": "ratelimited" }));
    }
    if let Some(thread) = body["thread_ts"].as_str()
        && !world.messages.contains_key(&(channel.clone(), thread.to_owned()))
    {
        return no("thread_not_found");
    }
    let ts = world.new_ts();
    let mut message = world.bot_message(&ts, team);
    for key in ["text", "blocks", "thread_ts", "metadata"] {
        if let Some(value) = body.get(key).filter(|v| !v.is_null()) {
            message[key] = value.clone();
        }
    }
    appear(world, &channel, &ts, &message, effects);
    (200, json!({ "ok": true, "channel": channel, "ts": ts, "message": message }))
}

/// A message of the bot is there from now on, and where the bot is, it is told of it.
fn appear(world: &mut World, channel: &str, ts: &str, message: &Value, effects: &mut Vec<Value>) {
    world.messages.insert((channel.to_owned(), ts.to_owned()), message.clone());
    if world.echo && world.is_member(channel) {
        let mut event = message.clone();
        event["channel"] = json!(channel);
        event["channel_type"] = json!(if channel.starts_with('D') { "im" } else { "channel" });
        event.as_object_mut().unwrap().remove("metadata");
        effects.push(event);
    }
}

fn key(body: &Value) -> (String, String) {
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    (text("channel"), text("ts"))
}

fn update(world: &mut World, body: &Value, team: &Team) -> Answer {
    let wrong = strict::message(body, bare(world));
    world.breaches.extend(wrong);
    let (channel, ts) = key(body);
    if !world.is_member(&channel) {
        return no("channel_not_found");
    }
    let Some(message) = world.messages.get_mut(&(channel.clone(), ts.clone())) else { return no("message_not_found") };
    if message["user"] != team.bot.as_str() {
        return no("cant_update_message");
    }
    for key in ["text", "blocks"] {
        if let Some(value) = body.get(key) {
            message[key] = value.clone();
        }
    }
    message["edited"] = json!({ "user": team.bot });
    (200, json!({ "ok": true, "channel": channel, "ts": ts }))
}

fn delete(world: &mut World, body: &Value, team: &Team) -> Answer {
    let (channel, ts) = key(body);
    match world.messages.get(&(channel.clone(), ts.clone())) {
        _ if !world.is_member(&channel) => no("channel_not_found"),
        None => no("message_not_found"),
        Some(message) if message["user"] != team.bot.as_str() => no("cant_delete_message"),
        Some(_) => {
            world.messages.remove(&(channel.clone(), ts.clone()));
            world.deleted.push((channel, ts));
            (200, json!({ "ok": true }))
        }
    }
}

/// The message under which the others stand comes first, whatever the bounds: real Slack does so too.
fn replies(world: &World, body: &Value) -> Answer {
    let (channel, asked) = key(body);
    let Some(message) = world.messages.get(&(channel.clone(), asked.clone())) else { return no("thread_not_found") };
    let root = message["thread_ts"].as_str().unwrap_or(&asked).to_owned();
    let within = within(body);
    let in_thread = |(c, ts): &(String, String), m: &Value| *c == channel && m["thread_ts"] == *root && *ts != root;
    let parent = world.messages.iter().filter(|((c, ts), _)| *c == channel && *ts == root);
    let under = world.messages.iter().filter(|(place, m)| in_thread(place, m) && within(&place.1));
    let shown: Vec<Value> = parent.chain(under).map(|(_, m)| seen(m, body)).take(limit(body)).collect();
    (200, json!({ "ok": true, "messages": shown, "has_more": false }))
}

/// What stands in a channel itself, the latest first.
fn history(world: &World, body: &Value) -> Answer {
    let channel = body["channel"].as_str().unwrap_or_default();
    if !world.is_member(channel) || channel.starts_with('U') {
        return no("channel_not_found");
    }
    let within = within(body);
    let there = |(c, ts): &(String, String), m: &Value| {
        c == channel && m["thread_ts"].as_str().is_none_or(|thread| thread == ts) && within(ts)
    };
    let all = world.messages.iter().rev().filter(|(place, m)| there(place, m));
    let shown: Vec<Value> = all.map(|(_, m)| seen(m, body)).take(limit(body)).collect();
    (200, json!({ "ok": true, "messages": shown, "has_more": false }))
}

/// Whether a time is within the bounds that were asked for; the bounds themselves are only where that was asked for.
fn within(body: &Value) -> impl Fn(&str) -> bool {
    let bound = |name: &str, none: &str| body[name].as_str().unwrap_or(none).to_owned();
    let (oldest, latest) = (bound("oldest", "0"), bound("latest", "9"));
    let inclusive = body["inclusive"] == "true" || body["inclusive"] == true;
    move |ts| (oldest.as_str() < ts && ts < latest.as_str()) || (inclusive && (ts == oldest || ts == latest))
}

fn limit(body: &Value) -> usize {
    body["limit"].as_str().and_then(|limit| limit.parse().ok()).unwrap_or(100)
}

/// A message as it is told; metadata only where that was asked for.
fn seen(message: &Value, body: &Value) -> Value {
    let mut message = message.clone();
    if body["include_all_metadata"] != true && body["include_all_metadata"] != "true" {
        message.as_object_mut().unwrap().remove("metadata");
    }
    message
}

fn react(world: &mut World, method: &str, body: &Value) -> Answer {
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let reaction = (text("channel"), text("timestamp"), text("name"));
    let at = world.reactions.iter().position(|r| *r == reaction);
    if !world.messages.contains_key(&(reaction.0.clone(), reaction.1.clone())) {
        return no("message_not_found");
    }
    match (method, at) {
        ("reactions.add", Some(_)) => return no("already_reacted"),
        ("reactions.add", None) => world.reactions.push(reaction),
        (_, Some(at)) => {
            world.reactions.remove(at);
        }
        (_, None) => return no("no_reaction"),
    }
    (200, json!({ "ok": true }))
}

fn open(world: &mut World, method: &str, body: &Value) -> Answer {
    let wrong = strict::view(&body["view"]);
    if !wrong.is_empty() {
        world.breaches.extend(wrong);
        return no("invalid_arguments");
    }
    let id = body["trigger_id"].as_str().unwrap_or_default();
    let Some(trigger) = world.triggers.get_mut(id) else { return no("invalid_trigger_id") };
    if trigger.used {
        world.breach("a trigger was used twice");
        return no("exchanged_trigger_id");
    }
    if trigger.made.elapsed() > TRIGGER {
        world.breach("a form after three seconds");
        return no("expired_trigger_id");
    }
    trigger.used = true;
    let mut view = body["view"].clone();
    view["id"] = json!(format!("V{:06}", world.number()));
    world.views.push((method.to_owned(), view.clone()));
    (200, json!({ "ok": true, "view": view }))
}

fn respond(world: &mut World, path: &str, body: &Value, effects: &mut Vec<Value>) -> Answer {
    let url = format!("{}/response/{path}", world.address);
    let Some(taken) = world.responses.get(&url).map(Vec::len) else {
        return (404, json!({ "ok": false, "error": "used_url" }));
    };
    if taken >= ANSWERS {
        world.breach("more than five answers to one address");
        return (404, json!({ "ok": false, "error": "used_url" }));
    }
    world.responses.get_mut(&url).unwrap().push(body.clone());
    let (channel, origin) = world.origins[&url].clone();
    if body["delete_original"] == true {
        if let Some(ts) = origin.filter(|ts| world.messages.remove(&(channel.clone(), ts.clone())).is_some()) {
            world.deleted.push((channel, ts));
        }
        return (200, json!({ "ok": true }));
    }
    let wrong = strict::message(body, bare(world));
    world.breaches.extend(wrong);
    if body["response_type"] != "ephemeral" && body["response_type"] != "in_channel" && !bare(world) {
        world.breach("an answer that does not say who sees it");
    }
    if body["response_type"] == "in_channel" {
        // The app shows it, whether its bot is in the channel or not.
        let ts = world.new_ts();
        let team = world.team_of(&channel);
        let mut message = world.bot_message(&ts, &team);
        for key in ["text", "blocks", "thread_ts"] {
            if let Some(value) = body.get(key) {
                message[key] = value.clone();
            }
        }
        appear(world, &channel, &ts, &message, effects);
    }
    (200, json!({ "ok": true }))
}
