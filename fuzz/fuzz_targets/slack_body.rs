//! Whatever bytes Slack's address is sent: they are read or refused. The first byte chooses the path, the rest is the body.
#![no_main]

// The files of the program itself, with what they need beside them.
#[path = "../../src/platform/slack/body.rs"]
#[allow(dead_code, reason = "what is done with what was read is elsewhere")]
mod body;
#[path = "../../src/platform/slack/incoming.rs"]
#[allow(dead_code, reason = "as above")]
mod incoming;
#[path = "../../src/platform/slack/paths.rs"]
#[allow(dead_code, reason = "as above")]
mod paths;

use body::{Path, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Some((first, body)) = data.split_first() {
        let path = Path::ALL[usize::from(*first) % Path::ALL.len()];
        // What was read is looked at as a whole: it can be written down.
        if let Ok(received) = read(path, body) {
            std::hint::black_box(format!("{received:?}"));
        }
    }
});
