//! The Web API, as far as a bot needs it. What is not here is answered `unknown_method` and written down.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::world::{Fault, Line, World};
use super::{BOT, BOT_ID, Fake, TEAM, strict};

/// Slack forgets a trigger by then.
const TRIGGER: Duration = Duration::from_secs(3);
/// Answers that an address takes.
const ANSWERS: usize = 5;

type Answer = (u16, Value);

pub async fn answer(State(fake): State<Fake>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let method = path.trim_start_matches("/api/").trim_start_matches('/').to_owned();
    let bearer = parts.headers.get("authorization").and_then(|h| h.to_str().ok());
    let token = bearer.and_then(|h| h.strip_prefix("Bearer ")).map(str::to_owned);
    let form = parts.headers.get("content-type").is_some_and(|t| t.as_bytes().starts_with(b"application/x-www-form"));
    let bytes = to_bytes(body, 1 << 20).await.unwrap_or_default();
    let body = match (form, bytes.is_empty()) {
        (true, _) => pairs(&bytes),
        (false, true) => pairs(parts.uri.query().unwrap_or_default().as_bytes()),
        (false, false) => serde_json::from_slice(&bytes).unwrap_or(Value::Null),
    };
    let token = token.or_else(|| body["token"].as_str().map(str::to_owned));
    let fault = fault(&mut fake.world(), &method);
    if let Some(delay) = fault.as_ref().map(|f| f.delay_ms).filter(|d| *d > 0) {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    let (status, answer) = {
        let mut world = fake.world();
        let (mut effects, faulty) = (Vec::new(), fault.as_ref().filter(|f| f.status != 200 || f.error.is_some()));
        let done = match faulty {
            Some(fault) if !fault.applied => told(fault),
            _ => {
                let done = act(&mut world, &method, &body, token.as_deref(), &mut effects);
                faulty.map_or(done, told)
            }
        };
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
        429 => (code, [("retry-after", "1")], json, answer.to_string()).into_response(),
        200 if path.starts_with("/response/") => (code, [("content-type", "text/plain")], "ok").into_response(),
        _ => (code, json, answer.to_string()).into_response(),
    }
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

/// The scope that a method needs.
fn scope(method: &str) -> Option<&'static str> {
    Some(match method {
        "chat.postMessage" | "chat.update" | "chat.delete" => "chat:write",
        "conversations.replies" => "channels:history",
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
        return respond(world, path, body);
    }
    let expected = if method == "apps.connections.open" { &world.app_token } else { &world.token };
    if token != Some(expected.as_str()) {
        return no(if token.is_some() { "invalid_auth" } else { "not_authed" });
    }
    if let Some(needed) = scope(method).filter(|scope| world.lacks.contains(scope)) {
        return (200, json!({ "ok": false, "error": "missing_scope", "needed": needed, "provided": "commands" }));
    }
    match method {
        "auth.test" => (
            200,
            json!({ "ok": true, "url": "https://t.slack.com/", "team": "Recruiters", "user": "rolecall",
            "team_id": TEAM, "user_id": BOT, "bot_id": BOT_ID, "is_enterprise_install": false }),
        ),
        "apps.connections.open" => {
            world.opened += 1;
            let url = format!("{}/socket?ticket={}", world.address.replace("http", "ws"), world.opened);
            (200, json!({ "ok": true, "url": url }))
        }
        "chat.postMessage" => post(world, body, effects),
        "chat.update" => update(world, body),
        "chat.delete" => delete(world, body),
        "conversations.replies" => replies(world, body),
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

fn post(world: &mut World, body: &Value, effects: &mut Vec<Value>) -> Answer {
    let channel = body["channel"].as_str().unwrap_or_default().to_owned();
    let wrong = strict::message(body, bare(world));
    if !wrong.is_empty() {
        world.breaches.extend(wrong);
        return no("invalid_blocks");
    }
    let direct = channel.starts_with('D') || channel.starts_with('U');
    if !direct && !world.member.contains(&channel) {
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
    let mut message = world.bot_message(&ts);
    for key in ["text", "blocks", "thread_ts", "metadata"] {
        if let Some(value) = body.get(key).filter(|v| !v.is_null()) {
            message[key] = value.clone();
        }
    }
    world.messages.insert((channel.clone(), ts.clone()), message.clone());
    if world.echo {
        let mut event = message.clone();
        event["channel"] = json!(channel);
        event["channel_type"] = json!(if channel.starts_with('D') { "im" } else { "channel" });
        event.as_object_mut().unwrap().remove("metadata");
        effects.push(event);
    }
    (200, json!({ "ok": true, "channel": channel, "ts": ts, "message": message }))
}

fn key(body: &Value) -> (String, String) {
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    (text("channel"), text("ts"))
}

fn update(world: &mut World, body: &Value) -> Answer {
    let wrong = strict::message(body, bare(world));
    world.breaches.extend(wrong);
    let (channel, ts) = key(body);
    let Some(message) = world.messages.get_mut(&(channel.clone(), ts.clone())) else { return no("message_not_found") };
    if message["user"] != BOT {
        return no("cant_update_message");
    }
    for key in ["text", "blocks"] {
        if let Some(value) = body.get(key) {
            message[key] = value.clone();
        }
    }
    message["edited"] = json!({ "user": BOT });
    (200, json!({ "ok": true, "channel": channel, "ts": ts }))
}

fn delete(world: &mut World, body: &Value) -> Answer {
    let (channel, ts) = key(body);
    match world.messages.get(&(channel.clone(), ts.clone())) {
        None => no("message_not_found"),
        Some(message) if message["user"] != BOT => no("cant_delete_message"),
        Some(_) => {
            world.messages.remove(&(channel.clone(), ts.clone()));
            world.deleted.push((channel, ts));
            (200, json!({ "ok": true }))
        }
    }
}

fn replies(world: &World, body: &Value) -> Answer {
    let (channel, root) = key(body);
    if !world.messages.contains_key(&(channel.clone(), root.clone())) {
        return no("thread_not_found");
    }
    let in_thread = |ts: &str, m: &Value| ts == root || m["thread_ts"] == *root;
    let oldest = body["oldest"].as_str().unwrap_or("0").to_owned();
    let with_metadata = body["include_all_metadata"] == true || body["include_all_metadata"] == "true";
    let messages = world.messages.iter().filter(|((c, ts), m)| *c == channel && in_thread(ts, m) && *ts >= oldest);
    let shown = messages.map(|(_, m)| {
        let mut message = m.clone();
        if !with_metadata {
            message.as_object_mut().unwrap().remove("metadata");
        }
        message
    });
    (200, json!({ "ok": true, "messages": shown.collect::<Vec<_>>(), "has_more": false }))
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

fn respond(world: &mut World, path: &str, body: &Value) -> Answer {
    let url = format!("{}/response/{path}", world.address);
    let Some(taken) = world.responses.get(&url).map(Vec::len) else {
        return (404, json!({ "ok": false, "error": "used_url" }));
    };
    if taken >= ANSWERS {
        world.breach("more than five answers to one address");
        return (404, json!({ "ok": false, "error": "used_url" }));
    }
    let wrong = strict::message(body, bare(world));
    world.breaches.extend(wrong);
    if body["response_type"] != "ephemeral" && body["response_type"] != "in_channel" && !bare(world) {
        world.breach("an answer that does not say who sees it");
    }
    if let Some(all) = world.responses.get_mut(&url) {
        all.push(body.clone());
    }
    (200, json!({ "ok": true }))
}
