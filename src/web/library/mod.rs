//! The knowledge base to read: every entry, what it stands on, and where it is corrected.

mod entry;
mod figures;
mod list;
mod question;
mod records;
pub(super) mod search;
mod sources;
mod used;

pub(super) use entry::entry;
pub(super) use list::{list, nothing};
pub(super) use sources::sources;

use jiff::civil::Date;
use maud::{Markup, html};

use crate::answer::compose;
use crate::commands::{self, Steward};
use crate::knowledge::{Knowledge, Source};

/// A publication older than this is old, as `rolecall knowledge check` says.
const OLD_MONTHS: i32 = 48;

/// Every entry of the files, then the pay of roles that have records and no bands.
pub(super) fn entries(knowledge: &Knowledge) -> Vec<String> {
    let recorded = knowledge.evidence.roles.iter().filter(|role| !knowledge.pay.contains_key(&role.id));
    knowledge.entries().into_iter().chain(recorded.map(|role| format!("pay/{}", role.id))).collect()
}

/// Whether an entry has a page: those that are listed, and whatever else answers name, such as the pay of a title at a
/// stage.
pub(super) fn is_there(knowledge: &Knowledge, id: &str, today: Date) -> bool {
    let answered = || {
        let requests = commands::requests_of(knowledge, id);
        requests.iter().any(|request| compose(knowledge, request, today).is_some())
    };
    entries(knowledge).iter().any(|known| known == id) || answered()
}

/// The address of an entry's page; titles of records have spaces.
pub(super) fn address(entry: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let written = entry.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") });
    std::iter::once("/knowledge/".to_owned()).chain(written).collect()
}

/// Whether somebody should have looked at an entry again.
pub(super) fn is_due(steward: &Steward, today: Date) -> bool {
    steward.review_by.is_some_and(|due| due.months_until(today) > 0)
}

fn due(steward: &Steward, today: Date) -> Markup {
    html! { @if is_due(steward, today) { span.badge.warn { "review due" } } }
}

/// The date of a source, with a mark where it is old or missing.
fn dated(source: &Source, today: Date) -> Markup {
    html! {
        @match source.published {
            None => span.badge.warn { "undated" },
            Some(date) => {
                (date.display())
                @if date.months_until(today) > OLD_MONTHS { " " span.badge.warn { "old" } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_whatever_a_title_holds() {
        assert_eq!(address("pay/mlops-engineer/senior"), "/knowledge/pay/mlops-engineer/senior");
        assert_eq!(address("pay/r&d lead #1?"), "/knowledge/pay/r%26d%20lead%20%231%3F");
    }
}
