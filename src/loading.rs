//! From a folder, or the copy in the binary, to a bot that is ready: everything that is read at the start.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use crate::bot::Bot;
use crate::knowledge::tree::ReadError;
use crate::knowledge::{Finding, Knowledge, Tree};
use crate::retrieval::Encoder;
use crate::retrieval::encoder::{StaticTable, TableError};
use crate::retrieval::stored::Aligned;

static TABLE: &[u8] = include_bytes!("../assets/encoder/static.bin");

/// `rolecall knowledge embed` writes it.
static INDEX: &Aligned<[u8]> = &Aligned(*include_bytes!("../assets/index/engine.bin"));

/// The index of the phrasings that are compiled into the binary.
pub fn index() -> &'static [u8] {
    &INDEX.0
}

/// The folder that is used when none is named, if it holds a knowledge base.
const NEARBY: &str = "knowledge";

/// The folder of imported data sets that is used when `ROLECALL_DATA` names none.
pub const DATA: &str = "rolecall-data";

/// Where imported data sets stand in the tree.
const LOCAL: &str = "data/local";

/// The folder of imported data sets, if it is there.
fn data_folder() -> Option<PathBuf> {
    let named = crate::config::value("ROLECALL_DATA").filter(|name| !name.is_empty());
    Some(named.map_or_else(|| PathBuf::from(DATA), PathBuf::from)).filter(|folder| folder.is_dir())
}

/// Where the knowledge base is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A folder on disk.
    Folder(PathBuf),
    /// The copy compiled into the binary.
    Embedded,
}

impl Origin {
    /// The named folder, else `./knowledge` if it is a knowledge base, else the embedded copy.
    pub fn choose(named: Option<&Path>) -> Origin {
        let nearby = || Some(Path::new(NEARBY)).filter(|folder| folder.join("sources.toml").is_file());
        match named.filter(|folder| !folder.as_os_str().is_empty()).or_else(nearby) {
            Some(folder) => Origin::Folder(folder.to_owned()),
            None => Origin::Embedded,
        }
    }

    /// The files.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn tree(&self) -> Result<Tree, LoadError> {
        let mut tree = match self {
            Origin::Folder(folder) => Tree::read(folder)?,
            Origin::Embedded => Tree::embedded(),
        };
        if let Some(folder) = data_folder() {
            tree.add(LOCAL, Tree::read(&folder)?);
        }
        Ok(tree)
    }

    /// The knowledge base.
    ///
    /// # Errors
    /// If it cannot be read, or anything is wrong with it.
    pub fn knowledge(&self) -> Result<Knowledge, LoadError> {
        let found = |findings| LoadError::Knowledge { origin: self.clone(), findings };
        Knowledge::load(&self.tree()?).map_err(found)
    }

    /// A bot that answers from it.
    ///
    /// # Errors
    /// If the knowledge base or the encoder cannot be used.
    pub fn bot(&self) -> Result<Bot, LoadError> {
        let (encoder, knowledge) = thread::scope(|scope| {
            let encoder = scope.spawn(encoder);
            let knowledge = self.knowledge();
            (encoder.join(), knowledge)
        });
        // A thread that was stopped has no result: then once more, here.
        let encoder = encoder.unwrap_or_else(|_| self::encoder())?;
        Ok(Bot::new(Arc::new(knowledge?), Some(encoder), index()))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Folder(folder) => write!(f, "{}", folder.display()),
            Origin::Embedded => f.write_str("the embedded copy"),
        }
    }
}

/// The sentence encoder that is compiled into the binary.
///
/// # Errors
/// If it is damaged.
pub fn encoder() -> Result<Arc<dyn Encoder>, LoadError> {
    #[cfg(feature = "minilm")]
    return minilm::encoder(minilm::MOST_FRESH);
    #[cfg(not(feature = "minilm"))]
    table()
}

/// The same for measuring on any knowledge base, however long its phrasings take to read.
///
/// # Errors
/// If it is damaged.
pub fn patient_encoder() -> Result<Arc<dyn Encoder>, LoadError> {
    #[cfg(feature = "minilm")]
    return minilm::encoder(usize::MAX);
    #[cfg(not(feature = "minilm"))]
    table()
}

/// The table of word vectors alone: at hand in a millisecond, and enough to tell what is asked in other words.
///
/// # Errors
/// If it is damaged.
pub fn table() -> Result<Arc<dyn Encoder>, LoadError> {
    Ok(Arc::new(StaticTable::load(TABLE)?))
}

#[cfg(feature = "minilm")]
mod aside;
#[cfg(feature = "minilm")]
pub mod minilm;

/// Why there is no bot.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A folder or a file in it.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// What the files say.
    #[error("the knowledge base in `{origin}` cannot be used")]
    Knowledge {
        /// Where it was read.
        origin: Origin,
        /// Everything that is wrong.
        findings: Vec<Finding>,
    },
    /// The encoder.
    #[error("the sentence encoder in this binary is damaged: {0}")]
    Encoder(#[from] TableError),
    /// The finer encoder.
    #[cfg(feature = "minilm")]
    #[error("the transformer in this binary is damaged: {0}")]
    Transformer(#[from] crate::retrieval::encoder::TransformerError),
    /// The vectors of the phrasings.
    #[cfg(feature = "minilm")]
    #[error("the vectors of phrasings in this binary are damaged: {0}")]
    Vectors(#[from] crate::retrieval::vectors::VectorsError),
}
