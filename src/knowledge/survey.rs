//! Everything of one kind that the files hold, wherever it stands: what checks and indexes walk over.

use super::pay::PayPhrasings;
use super::role::CareerPhrasings;
use super::{Fact, Knowledge, PaySheet, Prose, Published};

/// A text with the file it stands in.
#[derive(Debug)]
pub struct FiledProse {
    /// Path below the knowledge folder.
    pub file: String,
    /// The text.
    pub prose: Prose,
}

/// Where a record stands: in which file, and as which of the tables of its kind.
#[derive(Debug, Clone)]
pub struct Record {
    /// Path below the knowledge folder.
    pub file: String,
    /// The heading of its table.
    pub table: &'static str,
    /// Counted from 0.
    pub nth: usize,
}

/// Source ids of a record.
#[derive(Debug)]
pub struct SourceList<'a> {
    /// Where the record stands.
    pub record: Record,
    /// What to call it.
    pub what: String,
    /// The ids.
    pub sources: &'a [String],
}

/// Ids of figures that a figure says it disagrees with.
#[derive(Debug)]
pub struct Disagreement<'a> {
    /// Where the figure stands.
    pub record: Record,
    /// Its own id.
    pub id: String,
    /// The ids it names.
    pub others: &'a [String],
}

/// How people ask for an entry.
#[derive(Debug)]
pub struct Asked<'a> {
    /// Path below the knowledge folder.
    pub file: String,
    /// The entry.
    pub entry: String,
    /// The ways of asking.
    pub phrasings: &'a [String],
}

impl Fact {
    /// Where it stands.
    pub(super) fn record(&self) -> Record {
        Record { file: self.file.clone(), table: "[[fact]]", nth: self.nth }
    }
}

impl PaySheet {
    /// Where its nth band stands.
    pub(super) fn record(&self, nth: usize) -> Record {
        Record { file: format!("pay/{}.toml", self.role), table: "[[pay]]", nth }
    }
}

impl Knowledge {
    /// Every text.
    pub fn prose(&self) -> Vec<FiledProse> {
        let mut out = Vec::new();
        for article in self.articles.values() {
            let file = format!("{}.md", article.id);
            out.push(FiledProse { file: file.clone(), prose: article.answer.clone() });
            out.push(FiledProse { file, prose: article.body.clone() });
        }
        for comparison in self.comparisons.values() {
            let file = format!("{}.md", comparison.id);
            out.extend(
                comparison.sections.values().map(|prose| FiledProse { file: file.clone(), prose: prose.clone() }),
            );
        }
        for role in self.roles.values() {
            let file = format!("roles/{}.toml", role.id);
            let stages = role.stage.iter().flat_map(|s| [&s.transition, &s.scope]);
            let work = role.responsibility.iter().flat_map(|r| [&r.answer, &r.text]);
            out.extend(stages.chain(work).map(|text| FiledProse { file: file.clone(), prose: Prose::parse(text) }));
        }
        out
    }

    /// What is noted beside figures.
    pub(super) fn notes(&self) -> Vec<FiledProse> {
        let facts = self.facts.values().map(|f| (f.file.clone(), &f.note));
        let bands = self.pay.values().flat_map(|s| s.bands.iter().map(|b| (format!("pay/{}.toml", s.role), &b.note)));
        let notes = facts.chain(bands).filter_map(|(file, note)| Some((file, note.as_ref()?)));
        notes.map(|(file, note)| FiledProse { file, prose: Prose::parse(note) }).collect()
    }

    /// The sources of every record that lists them.
    pub fn source_lists(&self) -> Vec<SourceList<'_>> {
        let mut out = Vec::new();
        for fact in self.facts.values() {
            out.push(SourceList { record: fact.record(), what: fact.id.clone(), sources: &fact.sources });
        }
        for sheet in self.pay.values() {
            out.extend(sheet.bands.iter().enumerate().map(|(nth, band)| SourceList {
                record: sheet.record(nth),
                what: band.id(),
                sources: &band.sources,
            }));
        }
        for role in self.roles.values() {
            let file = format!("roles/{}.toml", role.id);
            out.extend(role.stage.iter().enumerate().map(|(nth, stage)| SourceList {
                record: Record { file: file.clone(), table: "[[stage]]", nth },
                what: stage.id.clone(),
                sources: &stage.sources,
            }));
        }
        out
    }

    /// Ids of everything that can be shown with `knowledge show`.
    pub fn entries(&self) -> Vec<String> {
        let mut out: Vec<String> = self.articles.keys().cloned().collect();
        out.extend(
            self.comparisons
                .values()
                .flat_map(|c| std::iter::once(c.id.clone()).chain(c.sections.keys().map(|a| c.entry(*a)))),
        );
        for role in self.roles.values() {
            let id = format!("roles/{}", role.id);
            out.extend(role.stage.iter().map(|s| format!("{id}/{}", s.id)));
            out.extend(role.responsibility.iter().map(|r| format!("{id}/{}", r.cadence.id())));
            out.push(id);
        }
        for sheet in self.pay.values() {
            out.push(format!("pay/{}", sheet.role));
            let mut stages: Vec<String> = sheet.bands.iter().map(super::PayBand::entry).collect();
            stages.dedup();
            out.extend(stages);
        }
        out.extend(self.uncovered.iter().map(|u| u.id.clone()));
        out.sort();
        out.dedup();
        out
    }

    /// Entry ids that files refer to, with the file.
    pub(super) fn entry_references(&self) -> Vec<(String, String)> {
        let related =
            self.articles.values().flat_map(|a| a.header.related.iter().map(|id| (format!("{}.md", a.id), id.clone())));
        let instead =
            self.uncovered.iter().flat_map(|u| u.instead.iter().map(|id| (format!("{}.toml", u.id), id.clone())));
        related.chain(instead).collect()
    }

    /// Role ids that files refer to, with the file.
    pub(super) fn role_references(&self) -> Vec<(String, String)> {
        let articles =
            self.articles.values().flat_map(|a| a.header.roles.iter().map(|id| (format!("{}.md", a.id), id.clone())));
        let pairs = self
            .comparisons
            .values()
            .flat_map(|c| c.header.roles.iter().map(|id| (format!("{}.md", c.id), id.clone())));
        articles.chain(pairs).collect()
    }

    /// Figures that name others which they disagree with.
    pub(super) fn disagreements(&self) -> Vec<Disagreement<'_>> {
        let facts = self.facts.values().map(|f| Disagreement {
            record: f.record(),
            id: f.id.clone(),
            others: &f.disagrees_with,
        });
        let bands = self.pay.values().flat_map(|sheet| {
            sheet.bands.iter().enumerate().map(|(nth, band)| Disagreement {
                record: sheet.record(nth),
                id: band.id(),
                others: &band.disagrees_with,
            })
        });
        facts.chain(bands).collect()
    }

    /// Owner and review date of every file that answers something.
    pub(super) fn stewardship(&self) -> Vec<(String, Option<&String>, Option<Published>)> {
        let articles =
            self.articles.values().map(|a| (format!("{}.md", a.id), a.header.owner.as_ref(), a.header.review_by));
        let pairs =
            self.comparisons.values().map(|c| (format!("{}.md", c.id), c.header.owner.as_ref(), c.header.review_by));
        let roles = self.roles.values().map(|r| (format!("roles/{}.toml", r.id), r.owner.as_ref(), r.review_by));
        let pay = self.pay.values().map(|s| (format!("pay/{}.toml", s.role), s.owner.as_ref(), s.review_by));
        let uncovered = self.uncovered.iter().map(|u| (format!("{}.toml", u.id), u.owner.as_ref(), None));
        let mut facts: Vec<_> = self.facts.values().map(|f| (f.file.clone(), f.owner.as_ref(), None)).collect();
        facts.sort();
        facts.dedup();
        let evidence = crate::evidence::owners(&self.evidence);
        articles.chain(pairs).chain(roles).chain(pay).chain(uncovered).chain(facts).chain(evidence).collect()
    }

    /// How people ask for every entry.
    pub fn asked(&self) -> Vec<Asked<'_>> {
        let mut out = Vec::new();
        for a in self.articles.values() {
            out.push(Asked { file: format!("{}.md", a.id), entry: a.id.clone(), phrasings: &a.header.phrasings });
        }
        for c in self.comparisons.values() {
            out.extend(c.header.phrasings.iter().map(|(aspect, list)| Asked {
                file: format!("{}.md", c.id),
                entry: c.entry(*aspect),
                phrasings: list,
            }));
        }
        for r in self.roles.values() {
            let file = format!("roles/{}.toml", r.id);
            out.extend(r.responsibility.iter().map(|w| Asked {
                file: file.clone(),
                entry: format!("roles/{}/{}", r.id, w.cadence.id()),
                phrasings: &w.phrasings,
            }));
            out.extend(r.stage.iter().filter(|s| !s.duties.is_empty()).map(|s| Asked {
                file: file.clone(),
                entry: format!("roles/{}/{}#duty", r.id, s.id),
                phrasings: &s.duties,
            }));
            if !r.stage.is_empty() {
                let CareerPhrasings { ladder, years, transition, scope } = &r.phrasings;
                let kinds = [("ladder", ladder), ("years", years), ("transition", transition), ("scope", scope)];
                out.extend(kinds.map(|(kind, phrasings)| Asked {
                    file: file.clone(),
                    entry: format!("roles/{}#{kind}", r.id),
                    phrasings,
                }));
            }
        }
        for s in self.pay.values() {
            let PayPhrasings { band, contract, ladder, offer } = &s.phrasings;
            let kinds = [("band", band), ("contract", contract), ("ladder", ladder), ("offer", offer)];
            out.extend(kinds.map(|(kind, phrasings)| Asked {
                file: format!("pay/{}.toml", s.role),
                entry: format!("pay/{}#{kind}", s.role),
                phrasings,
            }));
        }
        for u in &self.uncovered {
            out.push(Asked { file: format!("{}.toml", u.id), entry: u.id.clone(), phrasings: &u.phrasings });
        }
        let small = &self.smalltalk;
        let kinds = [
            ("chatter", &small.chatter),
            ("offtopic", &small.offtopic),
            ("thanks", &small.thanks),
            ("greeting", &small.greeting),
        ];
        out.extend(kinds.into_iter().filter(|(_, p)| !p.is_empty()).map(|(kind, phrasings)| Asked {
            file: "smalltalk.toml".to_owned(),
            entry: format!("smalltalk#{kind}"),
            phrasings,
        }));
        out
    }
}
