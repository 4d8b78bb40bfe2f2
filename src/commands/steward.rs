//! Who looks after an entry, when it held, when it is due, and where it stands.

use crate::knowledge::{Knowledge, Published};

/// Who looks after an entry, when it held, when it is due, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Steward {
    /// Path below the knowledge folder.
    pub file: String,
    /// Who looks after it.
    pub owner: Option<String>,
    /// When it held; of several bands, the newest.
    pub as_of: Option<Published>,
    /// When someone should look at it again.
    pub review_by: Option<Published>,
}

/// The steward of an entry.
pub fn steward(knowledge: &Knowledge, id: &str) -> Steward {
    let mut parts = id.split('/');
    let (kind, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    match kind {
        "faq" => article(knowledge, id),
        "comparisons" => comparison(knowledge, &format!("comparisons/{name}")),
        "roles" => role(knowledge, name),
        "pay" => pay(knowledge, name, id),
        _ => {
            let owner = knowledge.uncovered.iter().find(|u| u.id == id).and_then(|u| u.owner.clone());
            Steward { file: format!("{id}.toml"), owner, ..Steward::default() }
        }
    }
}

fn article(knowledge: &Knowledge, id: &str) -> Steward {
    let header = knowledge.articles.get(id).map(|a| &a.header);
    Steward {
        file: format!("{id}.md"),
        owner: header.and_then(|h| h.owner.clone()),
        as_of: header.map(|h| h.as_of),
        review_by: header.and_then(|h| h.review_by),
    }
}

fn comparison(knowledge: &Knowledge, id: &str) -> Steward {
    let header = knowledge.comparisons.get(id).map(|c| &c.header);
    Steward {
        file: format!("{id}.md"),
        owner: header.and_then(|h| h.owner.clone()),
        as_of: header.map(|h| h.as_of),
        review_by: header.and_then(|h| h.review_by),
    }
}

fn role(knowledge: &Knowledge, name: &str) -> Steward {
    let role = knowledge.roles.get(name);
    Steward {
        file: format!("roles/{name}.toml"),
        owner: role.and_then(|r| r.owner.clone()),
        as_of: role.map(|r| r.as_of),
        review_by: role.and_then(|r| r.review_by),
    }
}

fn pay(knowledge: &Knowledge, name: &str, id: &str) -> Steward {
    let sheet = knowledge.pay.get(name);
    let bands = sheet.map(|s| s.bands.as_slice()).unwrap_or_default();
    Steward {
        file: format!("pay/{name}.toml"),
        owner: sheet.and_then(|s| s.owner.clone()),
        as_of: bands.iter().filter(|b| b.entry().starts_with(id)).map(|b| b.as_of).max(),
        review_by: sheet.and_then(|s| s.review_by),
    }
}
