//! Options that every command takes.

use std::path::PathBuf;

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use rolecall::config;
use rolecall::loading::Origin;

use super::failure::Failure;

/// Options that every command takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Globals {
    /// Folder of the knowledge base; without it `./knowledge` if it is one, else the copy in the binary
    #[arg(long, global = true, env = "ROLECALL_KNOWLEDGE", value_name = "DIR")]
    knowledge: Option<PathBuf>,
    /// The day on which the age of sources is counted; without it, today
    #[arg(long, global = true, env = "ROLECALL_TODAY", value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
    /// File of settings; without it `./rolecall.toml` if it is there
    #[arg(long, global = true, env = "ROLECALL_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Globals {
    /// Reads the settings of the process, and takes from them what no option says.
    pub(crate) fn completed(self) -> Result<Globals, Failure> {
        if let Some(fault) = self.begin().into_iter().next() {
            return Err(fault.into());
        }
        let config::Knowledge { folder, today, .. } = config::Knowledge::read(&config::value)?;
        Ok(Globals { knowledge: self.knowledge.or(folder), today: self.today.or(today), ..self })
    }

    /// Reads the settings of the process; what is wrong with them.
    pub(crate) fn begin(&self) -> Vec<config::SourceError> {
        config::begin(self.config.as_deref())
    }

    /// Where the knowledge base is.
    pub(crate) fn origin(&self) -> Origin {
        Origin::choose(self.knowledge.as_deref())
    }

    /// The day that was set.
    pub(crate) fn set_day(&self) -> Option<Date> {
        self.today
    }

    /// The day that was set, else today.
    pub(crate) fn today(&self) -> Date {
        self.today.unwrap_or_else(|| TimeZone::UTC.to_datetime(Timestamp::now()).date())
    }
}

fn day(text: &str) -> Result<Date, String> {
    text.trim().parse().map_err(|_| "write it as YYYY-MM-DD, such as 2026-11-24".to_owned())
}
