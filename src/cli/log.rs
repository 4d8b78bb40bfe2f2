//! What the program says about itself: nothing, unless the settings ask for it.

use std::io;

use rolecall::config::{self, LogForm};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use super::failure::Failure;

/// Writes to standard error what the settings let through.
pub(crate) fn start() -> Result<(), Failure> {
    let log = config::Log::read(&config::value)?;
    log.filter.map_or(Ok(()), |filter| begin(&filter, log.form))
}

/// The same, with something said where the settings say nothing.
pub(crate) fn start_with(default: &str) -> Result<(), Failure> {
    let log = config::Log::read(&config::value)?;
    if log.filter.is_some() { Ok(()) } else { begin(default, log.form) }
}

/// Only this program's own lines: those of libraries hold addresses, tokens and what people write.
fn begin(filter: &str, form: LogForm) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(filter).map_err(|error| {
        Failure::new(format!("`RUST_LOG` cannot be read: {error}")).hint("write it as `rolecall=debug` or `info`")
    })?;
    let ours = filter_fn(|of| of.target() == "rolecall" || of.target().starts_with("rolecall::"));
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_ansi(false);
    let lines = match form {
        LogForm::Text => lines.boxed(),
        LogForm::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    };
    // A second start changes nothing.
    let _ = tracing_subscriber::registry().with(filter).with(lines.with_filter(ours)).try_init();
    Ok(())
}
