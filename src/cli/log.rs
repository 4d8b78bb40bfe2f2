//! What the program says about itself: nothing, unless `RUST_LOG` asks for it.

use std::env;
use std::io;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use super::failure::Failure;

/// Writes to standard error what `RUST_LOG` lets through.
pub(crate) fn start() -> Result<(), Failure> {
    let Some(filter) = env::var("RUST_LOG").ok().filter(|f| !f.trim().is_empty()) else { return Ok(()) };
    begin(filter)
}

/// The same, with something said where `RUST_LOG` says nothing.
pub(crate) fn start_with(default: &str) -> Result<(), Failure> {
    match env::var("RUST_LOG") {
        Ok(filter) if !filter.trim().is_empty() => Ok(()),
        _ => begin(default.to_owned()),
    }
}

/// Only this program's own lines: those of libraries hold addresses, tokens and what people write.
fn begin(filter: String) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(filter).map_err(|error| {
        Failure::new(format!("`RUST_LOG` cannot be read: {error}")).hint("write it as `rolecall=debug` or `info`")
    })?;
    let ours = filter_fn(|of| of.target() == "rolecall" || of.target().starts_with("rolecall::"));
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_ansi(false);
    // A second start changes nothing.
    let _ = tracing_subscriber::registry().with(filter).with(lines.with_filter(ours)).try_init();
    Ok(())
}
