//! `rolecall slack`: the app as Slack is told of it.

use std::io::Write as _;
use std::process::ExitCode;

use rolecall::platform::slack::manifest::{self, Reach};

use super::Done;
use super::failure::Failure;

/// Tools for Slack
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Print the app manifest as JSON, for https://api.slack.com/apps → Create New App → From a manifest
    ///
    /// Needs no token and no network.
    Manifest {
        /// Public address of the web server, if Slack is to come over HTTP; without it, Socket Mode
        #[arg(long, value_name = "ADDRESS", value_parser = address)]
        url: Option<String>,
    },
}

/// Prints it.
pub(crate) fn run(args: &Args) -> Done {
    let What::Manifest { url } = &args.what;
    let reach = url.clone().map_or(Reach::Socket, Reach::Http);
    let json = serde_json::to_string_pretty(&manifest::manifest(&reach))
        .map_err(|error| Failure::new(format!("the manifest cannot be written as JSON: {error}")))?;
    writeln!(anstream::stdout().lock(), "{json}")?;
    Ok(ExitCode::SUCCESS)
}

fn address(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").unwrap_or_default();
    if host.is_empty() || host.starts_with('/') {
        return Err("Slack comes to an address with `https://` only, such as https://bot.example".to_owned());
    }
    Ok(text.to_owned())
}
