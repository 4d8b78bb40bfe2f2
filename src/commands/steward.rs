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
    let Some(sheet) = knowledge.pay.get(name) else { return recorded(knowledge) };
    Steward {
        file: format!("pay/{name}.toml"),
        owner: sheet.owner.clone(),
        as_of: sheet.bands.iter().filter(|b| b.entry().starts_with(id)).map(|b| b.as_of).max(),
        review_by: sheet.review_by,
    }
}

/// Pay without bands comes from the data sets, by the file that says which titles are whose.
fn recorded(knowledge: &Knowledge) -> Steward {
    const TITLES: &str = "evidence/titles.toml";
    let own = knowledge.evidence.stewards.iter().find(|(file, ..)| file == TITLES);
    Steward {
        file: TITLES.to_owned(),
        owner: own.and_then(|(_, owner, _)| owner.clone()),
        as_of: knowledge.evidence.datasets.iter().map(|d| d.about.until).max(),
        review_by: own.and_then(|(.., review_by)| *review_by),
    }
}
