//! The knowledge base to read: every entry, what it stands on, and where it is corrected.

mod entry;
mod list;
pub(super) mod search;
mod sources;

pub(super) use entry::entry;
pub(super) use list::list;
pub(super) use sources::sources;

use jiff::civil::Date;
use maud::{Markup, html};

use crate::commands::Steward;
use crate::knowledge::Source;

/// A publication older than this is old, as `rolecall knowledge check` says.
const OLD_MONTHS: i32 = 48;

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
