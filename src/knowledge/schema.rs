//! JSON Schemas of the knowledge files, for completion and checks in editors.

use schemars::{Schema, schema_for};

use crate::evidence::facts::PayFactFile;
use crate::evidence::files::{DatasetFile, LevelFile, OccupationFile, RegionFile, TitleFile};

use super::article::ArticleHeader;
use super::comparison::ComparisonHeader;
use super::fact::FactFile;
use super::lexicon::{Lexicon, Smalltalk, Uncovered};
use super::pay::PayFile;
use super::role::Role;
use super::source::SourceFile;

/// A schema for each kind of file, by the glob of the files it describes.
pub fn all() -> Vec<(&'static str, Schema)> {
    vec![
        ("sources.toml", schema_for!(SourceFile)),
        ("facts/*.toml", schema_for!(FactFile)),
        ("roles/*.toml", schema_for!(Role)),
        ("pay/*.toml", schema_for!(PayFile)),
        ("comparisons/*.md", schema_for!(ComparisonHeader)),
        ("faq/*.md", schema_for!(ArticleHeader)),
        ("uncovered/*.toml", schema_for!(Uncovered)),
        ("smalltalk.toml", schema_for!(Smalltalk)),
        ("lexicon.toml", schema_for!(Lexicon)),
        ("evidence/titles.toml", schema_for!(TitleFile)),
        ("evidence/occupations.toml", schema_for!(OccupationFile)),
        ("evidence/levels.toml", schema_for!(LevelFile)),
        ("evidence/regions.toml", schema_for!(RegionFile)),
        ("evidence/facts.toml", schema_for!(PayFactFile)),
        ("data/*.toml", schema_for!(DatasetFile)),
    ]
}
