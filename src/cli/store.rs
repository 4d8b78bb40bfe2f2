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
/// Before what a tool calls a person.
const API: &str = "api/";

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
        /// The person: `discord/ID`, `slack/ID`, `web/ADDRESS` or `web/api/NAME`; without a platform, on all of them
        ///
        /// An ID is the platform's own, such as 400000000000000001 or U012AB3CD; on the page a person is the address they came
        /// from, and through the API the `user` that the tool named.
        user: String,
    },
    /// Print questions, votes, shares and settings as JSON, one object a line
    Export,
}

/// Does it; exit status 1 where there is no store.
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

/// The store that is there: only `serve` makes a file.
pub(super) async fn existing(config: &config::Store) -> Result<Arc<dyn Store>, Failure> {
    let url = config.url.expose();
    let file = url.strip_prefix("sqlite:").map(|path| path.trim_start_matches("//").split('?').next().unwrap_or(""));
    if let Some(file) = file.filter(|file| !Path::new(file).is_file()) {
        return Err(Failure::new(format!("there is no store at `{file}`"))
            .hint("`rolecall serve` makes one; run this where it runs, or name the store in `DATABASE_URL`"));
    }
    store::open(url).await.map_err(fault)
}

/// A store that cannot be used, with how to mend it.
pub(super) fn fault(error: store::StoreError) -> Failure {
    Failure::new(error.to_string()).hint("check `DATABASE_URL`, and that what it names is there and can be written")
}

async fn forget(store: Arc<dyn Store>, config: &config::Store, user: &str) -> Done {
    let mut gone = 0;
    let people = store::people(&*store, config).await.map_err(fault)?;
    for (platform, user) in named(user) {
        gone += store.forget(&people.hash(platform, &user)).await.map_err(fault)?;
    }
    writeln!(anstream::stdout().lock(), "{gone} rows removed")?;
    Ok(ExitCode::SUCCESS)
}

/// The platforms on which a person is meant, each with what the person is called there.
fn named(user: &str) -> Vec<(&'static str, String)> {
    let one = PLATFORMS.into_iter().find_map(|p| Some((p, user.strip_prefix(p)?.strip_prefix('/')?.to_owned())));
    let everywhere = || {
        let plain = PLATFORMS.into_iter().map(|platform| (platform, user.to_owned()));
        plain.chain([("web", format!("{API}{}", user.trim_start_matches(API)))]).collect()
    };
    one.map_or_else(everywhere, |one| vec![one])
}

async fn export(store: Arc<dyn Store>) -> Done {
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
        let of = |user| named(user).into_iter().map(|(p, u)| format!("{p} {u}")).collect::<Vec<_>>();
        assert_eq!(of("discord/42"), ["discord 42"]);
        assert_eq!(of("web/api/u2"), ["web api/u2"]);
        assert_eq!(of("u2"), ["discord u2", "slack u2", "web u2", "web api/u2"]);
        assert_eq!(of("api/u2").last().map(String::as_str), Some("web api/u2"));
    }
}
