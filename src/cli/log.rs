//! What the program says about itself: nothing, unless `RUST_LOG` asks for it.

use std::env;
use std::io;

use tracing_subscriber::EnvFilter;

use super::failure::Failure;

/// Writes to standard error what `RUST_LOG` lets through.
pub(crate) fn start() -> Result<(), Failure> {
    let Some(filter) = env::var("RUST_LOG").ok().filter(|f| !f.trim().is_empty()) else { return Ok(()) };
    let filter = EnvFilter::try_new(filter).map_err(|error| {
        Failure::new(format!("`RUST_LOG` cannot be read: {error}")).hint("write it as `rolecall=debug` or `info`")
    })?;
    let logging = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(false);
    let _ = logging.try_init();
    Ok(())
}
