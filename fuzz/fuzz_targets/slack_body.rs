//! Any bytes as a request of Slack: the signature check refuses them, and reading them ends without a panic.
#![no_main]

use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use rolecall::config::Secret;
use rolecall::platform::slack::{http, mrkdwn, signature};

fuzz_target!(|data: &[u8]| {
    let (header, body) = data.split_at(data.len().min(80));
    let (sign, time) = header.split_at(header.len() / 2);
    let now = Timestamp::UNIX_EPOCH;
    assert!(signature::check(&[Secret::new("secret")], Some(sign), Some(time), body, now).is_err());
    for bytes in [data, body] {
        if let Ok(http::Received::Delivery(delivery)) = http::read(bytes) {
            let shown = format!("{delivery:?}");
            let _ = mrkdwn::read(&shown, "U0BOT");
        }
    }
});
