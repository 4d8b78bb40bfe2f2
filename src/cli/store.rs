//! `rolecall store`: what is kept of people, out and away.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use rolecall::config;
use rolecall::store::{self, ExportKind, Store};

use super::failure::Failure;
use super::{Done, serve};

/// Rows that are read at once.
const PAGE: u32 = 1_000;
/// Where people come from.
const PLATFORMS: [&str; 3] = ["discord", "slack", "web"];

/// Take out what the store keeps, or remove what it keeps of a person
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Remove everything that is kept of a person
    Forget {
        /// Id of the person on the platform, such as `discord/400000000000000001`; without a platform, on all of them
        user: String,
    },
    /// Print questions, votes, shares and settings as JSON, one object a line
    Export,
}

/// Does it; a store that is not there has nothing to give and nothing to forget.
pub(crate) fn run(args: &Args) -> Done {
    let config = config::Store::read(&config::value)?;
    serve::runtime()?.block_on(async {
        let store = existing(&config).await?;
        match &args.what {
            What::Forget { user } => forget(store, &config, user).await,
            What::Export => export(store).await,
        }
    })
}

/// The store, if there is one: only `serve` makes a file.
pub(super) async fn existing(config: &config::Store) -> Result<Option<Arc<dyn Store>>, Failure> {
    let url = config.url.expose();
    let file = url.strip_prefix("sqlite:").map(|path| path.trim_start_matches("//").split('?').next().unwrap_or(""));
    if file.is_some_and(|file| !Path::new(file).is_file()) {
        return Ok(None);
    }
    store::open(url).await.map(Some).map_err(fault)
}

/// A store that cannot be used, with how to mend it.
pub(super) fn fault(error: store::StoreError) -> Failure {
    Failure::new(error.to_string()).hint("check `DATABASE_URL`, and that what it names is there and can be written")
}

async fn forget(store: Option<Arc<dyn Store>>, config: &config::Store, user: &str) -> Done {
    let mut gone = 0;
    if let Some(store) = store {
        let people = store::people(&*store, config).await.map_err(fault)?;
        for (platform, user) in named(user) {
            gone += store.forget(&people.hash(platform, user)).await.map_err(fault)?;
        }
    }
    writeln!(anstream::stdout().lock(), "{gone} rows removed")?;
    Ok(ExitCode::SUCCESS)
}

/// The platforms on which a person is meant.
fn named(user: &str) -> Vec<(&'static str, &str)> {
    let one = PLATFORMS.into_iter().find_map(|p| Some((p, user.strip_prefix(p)?.strip_prefix('/')?)));
    one.map_or_else(|| PLATFORMS.into_iter().map(|p| (p, user)).collect(), |one| vec![one])
}

async fn export(store: Option<Arc<dyn Store>>) -> Done {
    let Some(store) = store else { return Ok(ExitCode::SUCCESS) };
    let mut out = anstream::stdout().lock();
    for kind in ExportKind::ALL {
        let mut after = 0;
        loop {
            let rows = store.rows(kind, after, PAGE).await.map_err(fault)?;
            for row in &rows {
                writeln!(out, "{row}")?;
            }
            after += rows.len() as u64;
            if rows.len() < PAGE as usize {
                break;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_meant_on_one_platform_or_on_all() {
        assert_eq!(named("discord/42"), [("discord", "42")]);
        assert_eq!(named("42"), [("discord", "42"), ("slack", "42"), ("web", "42")]);
    }
}
