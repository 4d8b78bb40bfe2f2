//! A data set on disk: written beside its place, and put there when it is whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::mapping::About;
use crate::evidence::reader::COLUMNS;

type Sink = csv::Writer<GzEncoder<BufWriter<File>>>;

/// A data set that is being written. Dropped before it is published, it leaves nothing behind.
#[derive(Debug)]
pub struct Draft {
    about: About,
    folder: PathBuf,
    sink: Option<Sink>,
}

/// Why a data set was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A file or folder.
    #[error("cannot write {path}: {source}", path = path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A row.
    #[error("cannot write a row: {0}")]
    Row(#[from] csv::Error),
    /// The description.
    #[error("cannot write the description: {0}")]
    Describe(#[from] toml::ser::Error),
    /// There is one of that name.
    #[error("there is a data set `{0}` already")]
    Exists(String),
}

impl Draft {
    /// Begins a data set in a folder.
    ///
    /// # Errors
    /// If there is one of that name and it is not to be replaced, or the folder cannot be written to.
    pub fn begin(folder: &Path, about: About, replace: bool) -> Result<Draft, WriteError> {
        let mut draft = Draft { about, folder: folder.to_owned(), sink: None };
        if !replace && draft.description().exists() {
            return Err(WriteError::Exists(draft.about.id.clone()));
        }
        fs::create_dir_all(folder).map_err(failed(folder))?;
        let path = draft.partial("csv.gz");
        let file = File::create(&path).map_err(failed(&path))?;
        let mut sink = csv::Writer::from_writer(GzEncoder::new(BufWriter::new(file), Compression::fast()));
        sink.write_record(COLUMNS)?;
        draft.sink = Some(sink);
        Ok(draft)
    }

    pub(super) fn row(&mut self, fields: [&str; 11]) -> Result<(), WriteError> {
        match &mut self.sink {
            Some(sink) => Ok(sink.write_record(fields)?),
            None => Ok(()),
        }
    }

    /// Puts it in its place: first the data, then the description, without which nothing reads them.
    ///
    /// # Errors
    /// If anything cannot be written; what was there before is then still there.
    pub fn publish(mut self, rows: u64) -> Result<PathBuf, WriteError> {
        let data = self.partial("csv.gz");
        if let Some(sink) = self.sink.take() {
            let gzip =
                sink.into_inner().map_err(|e| WriteError::File { path: data.clone(), source: e.into_error() })?;
            let finished = gzip.finish().and_then(|mut out| {
                out.flush()?;
                out.get_ref().sync_all()
            });
            finished.map_err(failed(&data))?;
        }
        let described = self.partial("toml");
        let text = toml::to_string(&self.about.describe(rows))?;
        fs::write(&described, text).map_err(failed(&described))?;
        let place = self.folder.join(format!("{}.csv.gz", self.about.id));
        fs::rename(&data, &place).map_err(failed(&place))?;
        let description = self.description();
        fs::rename(&described, &description).map_err(failed(&description))?;
        Ok(description)
    }

    fn description(&self) -> PathBuf {
        self.folder.join(format!("{}.toml", self.about.id))
    }

    /// Names with a dot in front are not read.
    fn partial(&self, ending: &str) -> PathBuf {
        self.folder.join(format!(".{}.partial.{ending}", self.about.id))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        self.sink = None;
        for ending in ["csv.gz", "toml"] {
            // Published files have been renamed by now.
            let _ = fs::remove_file(self.partial(ending));
        }
    }
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    let path = path.to_owned();
    move |source| WriteError::File { path, source }
}
