//! Whatever bytes come to the addresses for Slack: they are read or refused, soon. What real bodies become when they are
//! cut, changed or lose a field is tried here; `fuzz/` looks further with the same function and the same bodies.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::sample::Index;
use rolecall::platform::slack::body::{Path, Received, Unreadable, read};
use rolecall::platform::slack::incoming::Delivery;
use serde_json::{Value, json};

/// Of the largest body that is read at all, in a build that is not optimised, on a machine that has more to do.
const SOON: Duration = Duration::from_secs(5);
/// A larger body is not read.
const LARGEST: usize = 1 << 20;

/// Bodies that the tests send: the path, and what comes there.
static BODIES: LazyLock<Vec<(Path, Vec<u8>)>> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seeds/slack_body");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let seed = |file| {
        let bytes: Vec<u8> = std::fs::read(file).unwrap();
        // As the fuzz target takes it.
        (Path::ALL[usize::from(bytes[0]) % Path::ALL.len()], bytes[1..].to_vec())
    };
    files.iter().map(seed).collect()
});

/// Reads it, and looks at what must hold of every body.
fn sound(path: Path, body: &[u8]) -> Result<Received, Unreadable> {
    let start = Instant::now();
    let received = read(path, body);
    assert!(start.elapsed() < SOON, "{path:?}, {} bytes: {:?}", body.len(), start.elapsed());
    match (&received, path) {
        (Err(_) | Ok(Received::Nothing), _)
        | (Ok(Received::Challenge(_) | Received::Delivery(Delivery::Event(_))), Path::Events)
        | (Ok(Received::Delivery(Delivery::Command(_))), Path::Commands)
        | (Ok(Received::Delivery(Delivery::Interaction(_))), Path::Interactivity | Path::Options) => received,
        (Ok(other), path) => panic!("{other:?} came to {path:?}"),
    }
}

/// What a body says as JSON: a command as an object of texts.
fn json_of(path: Path, body: &[u8]) -> Value {
    match path {
        Path::Events => serde_json::from_slice(body).unwrap(),
        Path::Commands => {
            form_urlencoded::parse(body).map(|(name, value)| (name.into_owned(), json!(value))).collect::<Value>()
        }
        Path::Interactivity | Path::Options => {
            let payload = form_urlencoded::parse(body).find(|(name, _)| name == "payload").unwrap().1;
            serde_json::from_str(&payload).unwrap()
        }
    }
}

/// The same the other way.
fn body_of(path: Path, json: &Value) -> Vec<u8> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    match (path, json) {
        (Path::Events, _) => return json.to_string().into_bytes(),
        (Path::Commands, Value::Object(fields)) => {
            for (name, value) in fields {
                form.append_pair(name, value.as_str().unwrap_or(&value.to_string()));
            }
        }
        _ => drop(form.append_pair("payload", &json.to_string())),
    }
    form.finish().into_bytes()
}

/// Where something stands in JSON, everything within it included.
fn places(json: &Value, at: &str, out: &mut Vec<String>) {
    let mut within = |name: &str, value: &Value| {
        // As a pointer writes names.
        let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        out.push(at.clone());
        places(value, &at, out);
    };
    match json {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| within(name, value)),
        Value::Array(list) => list.iter().enumerate().for_each(|(n, value)| within(&n.to_string(), value)),
        _ => {}
    }
}

/// Takes away what stands at a place.
fn remove(json: &mut Value, place: &str) {
    let (within, name) = place.rsplit_once('/').unwrap();
    match json.pointer_mut(within).unwrap() {
        Value::Object(fields) => drop(fields.remove(&name.replace("~1", "/").replace("~0", "~"))),
        Value::Array(list) => drop(list.remove(name.parse().unwrap())),
        _ => unreachable!("something stood within it"),
    }
}

fn one() -> impl Strategy<Value = (Path, Vec<u8>)> {
    any::<Index>().prop_map(|at| at.get(&BODIES).clone())
}

fn path() -> impl Strategy<Value = Path> {
    prop::sample::select(Path::ALL.to_vec())
}

/// Something of another type than is expected, whatever that is.
fn odd() -> impl Strategy<Value = Value> {
    let deep = |depth| (0..depth).fold(json!(0), |inner, _| json!([inner]));
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,40}".prop_map(Value::from),
        Just(json!("9".repeat(400))),
        Just(json!("\0\u{202e}%00&=+")),
        Just(json!([])),
        Just(json!({})),
        Just(json!([{ "id": {} }, [[]], null])),
        (0..100_usize).prop_map(deep),
    ]
}

#[test]
fn what_the_tests_send_is_read() {
    for wanted in Path::ALL {
        assert!(BODIES.iter().any(|(path, _)| *path == wanted), "there is no body for {wanted:?}");
    }
    for (path, body) in BODIES.iter() {
        let received = sound(*path, body);
        assert!(received.is_ok(), "{path:?} {}", String::from_utf8_lossy(body));
        assert!(read(*path, &body_of(*path, &json_of(*path, body))).is_ok(), "written again: {received:?}");
    }
}

/// Fields that are missing are no fault, but for those that say what it is.
#[test]
fn every_field_may_be_missing() {
    let mut tried = 0;
    for (path, body) in BODIES.iter() {
        let (whole, mut all) = (json_of(*path, body), Vec::new());
        places(&whole, "", &mut all);
        let kinds = match path {
            Path::Events => ["/type", "/challenge"].as_slice(),
            Path::Commands => ["/command", "/ssl_check"].as_slice(),
            Path::Interactivity | Path::Options => &[],
        };
        for place in all.iter().filter(|place| !kinds.contains(&place.as_str())) {
            let mut json = whole.clone();
            remove(&mut json, place);
            assert!(sound(*path, &body_of(*path, &json)).is_ok(), "{path:?} without {place}");
            tried += 1;
        }
    }
    assert!(tried > 200, "{tried}");
}

/// The largest bodies, made to take long: each is read or refused soon, and what is nested deep does not overflow the stack.
#[test]
fn the_largest_bodies_take_no_longer() {
    let around = |before: &str, inner: &str, after: &str| {
        let times = (LARGEST - before.len() - after.len()) / inner.len();
        format!("{before}{}{after}", inner.repeat(times))
    };
    let hard = [
        around("", "[", ""),
        around("", "{\"a\":", ""),
        around("{\"type\":\"event_callback\",\"new\":", "[", ""),
        around("{\"type\":\"event_callback\",\"event\":{\"text\":\"", "\\u00e9", "\"}}"),
        around("{\"type\":\"event_callback\",\"authorizations\":[{}", ",{}", "]}"),
        around("{\"type\":\"event_callback\"", ",\"new\":1", "}"),
        around("{\"type\":\"event_callback\",\"event_time\":", "9", "}"),
        around("{\"type\":\"url_verification\",\"challenge\":\"", "x", "\"}"),
        around("", "&", ""),
        around("", "%", ""),
        around("command=%2Fask&text=", "%F0%9F%91%A9", ""),
        around("command=%2Fask", "&text=x", ""),
        around("payload=", "%5B", ""),
        around("payload=%7B%22actions%22%3A%5B%7B%7D", "%2C%7B%7D", "%5D%7D"),
    ];
    for body in &hard {
        assert!(body.len() <= LARGEST && body.len() > LARGEST - 100);
        for path in Path::ALL {
            let _ = sound(path, body.as_bytes());
        }
    }
}

proptest! {
    #[test]
    fn any_bytes(path in path(), body in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = sound(path, &body);
    }

    #[test]
    fn any_text_in_place_of_json(path in path(), text in "\\PC{0,200}") {
        let _ = sound(path, text.as_bytes());
        let _ = sound(path, format!("payload={text}").as_bytes());
        let _ = sound(path, format!("{{\"type\":\"event_callback\",\"event\":{text}}}").as_bytes());
    }

    #[test]
    fn a_body_at_any_path((_, body) in one(), path in path()) {
        let _ = sound(path, &body);
    }

    #[test]
    fn a_body_that_is_cut((path, body) in one(), from in any::<Index>(), to in any::<Index>()) {
        let (from, to) = (from.index(body.len() + 1), to.index(body.len() + 1));
        let _ = sound(path, &body[..to]);
        let _ = sound(path, &body[from..]);
        let _ = sound(path, &[&body[..to], &body[from..]].concat());
    }

    #[test]
    fn a_body_whose_bytes_are_changed(
        (path, mut body) in one(),
        changes in prop::collection::vec((any::<Index>(), 1u8..=255), 1..12),
    ) {
        for (at, flip) in changes {
            let at = at.index(body.len());
            body[at] ^= flip;
        }
        let _ = sound(path, &body);
    }

    #[test]
    fn a_body_that_goes_on_as_another((path, mut body) in one(), at in any::<Index>(), (_, other) in one(), from in any::<Index>()) {
        body.truncate(at.index(body.len() + 1));
        body.extend_from_slice(&other[from.index(other.len() + 1)..]);
        let _ = sound(path, &body);
    }

    #[test]
    fn a_body_with_fields_of_another_type(
        (path, body) in one(),
        changes in prop::collection::vec((any::<Index>(), odd()), 1..4),
    ) {
        let mut json = json_of(path, &body);
        for (at, odd) in changes {
            let mut all = vec![String::new()];
            places(&json, "", &mut all);
            *json.pointer_mut(at.get::<String>(&all)).unwrap() = odd;
        }
        let _ = sound(path, &body_of(path, &json));
    }
}
