//! Where an entry was used of late: on which platforms it answered, whether it was shared, whether it helped.

use std::time::Duration;

use crate::answer::format;
use crate::store::{self, EntryUse};
use crate::web::site::Site;

/// Days in which questions are counted.
const COUNTED: u16 = 30;
/// How long the page waits for the store.
const PATIENCE: Duration = Duration::from_millis(250);

/// Where it was used.
pub(super) struct Used(EntryUse);

/// Asks the store; nothing where it does not tell at once.
pub(super) async fn of(site: &Site, id: &str) -> Option<Used> {
    let counted = store::entry_use(site.keeper.store(), id, site.now(), COUNTED);
    tokio::time::timeout(PATIENCE, counted).await.ok()?.ok().map(Used)
}

impl Used {
    /// "Asked 5 times in 30 days (Slack 3, this page 2); shared once; helped 1, did not help 0".
    pub(super) fn said(&self) -> String {
        let EntryUse { questions, places, shares, yes, no } = &self.0;
        let named: Vec<String> = places.iter().map(|(place, n)| format!("{} {n}", name(place))).collect();
        let places = if named.is_empty() { String::new() } else { format!(" ({})", named.join(", ")) };
        let shared = if *shares == 0 { String::new() } else { format!("; shared {}", times(*shares)) };
        let votes = match (yes, no) {
            (0, 0) => String::new(),
            (yes, no) => format!("; helped {yes}, did not help {no}"),
        };
        let asked = if *questions == 0 { "not asked".to_owned() } else { format!("asked {}", times(*questions)) };
        format::capitalised(&format!("{asked} in {COUNTED} days{places}{shared}{votes}"))
    }
}

fn times(n: u64) -> String {
    if n == 1 { "once".to_owned() } else { format!("{n} times") }
}

fn name(place: &str) -> &str {
    match place {
        "discord" => "Discord",
        "slack" => "Slack",
        "page" => "this page",
        "api" => "API",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_where_and_what_came_of_it() {
        let places = vec![("slack".to_owned(), 3), ("page".to_owned(), 1), ("api".to_owned(), 1)];
        let used = Used(EntryUse { questions: 5, places, shares: 2, yes: 1, no: 0 });
        assert_eq!(
            used.said(),
            "Asked 5 times in 30 days (Slack 3, this page 1, API 1); shared 2 times; helped 1, did not help 0"
        );
        assert_eq!(Used(EntryUse::default()).said(), "Not asked in 30 days");
    }
}
