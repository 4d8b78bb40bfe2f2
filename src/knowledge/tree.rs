//! The files of a knowledge folder, from disk or from the binary itself.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use include_dir::{Dir, include_dir};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/knowledge");

/// File contents by path below the folder, with `/` between names.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

/// A folder that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {path}: {source}", path = path.display())]
pub struct ReadError {
    path: PathBuf,
    source: io::Error,
}

impl Tree {
    /// The copy compiled into the binary.
    pub fn embedded() -> Tree {
        let mut files = BTreeMap::new();
        collect_embedded(&EMBEDDED, &mut files);
        Tree { files }
    }

    /// A folder on disk.
    ///
    /// # Errors
    /// If the folder or a file in it cannot be read.
    pub fn read(folder: &Path) -> Result<Tree, ReadError> {
        let mut files = BTreeMap::new();
        read_folder(folder, "", &mut files)?;
        Ok(Tree { files })
    }

    /// Adds or replaces a file: an editor's draft, or a test's.
    pub fn insert(&mut self, path: &str, contents: impl Into<Vec<u8>>) {
        self.files.insert(path.to_owned(), Cow::Owned(contents.into()));
    }

    /// Takes in every file of another tree, below a folder.
    pub fn add(&mut self, folder: &str, other: Tree) {
        self.files.extend(other.files.into_iter().map(|(path, bytes)| (format!("{folder}/{path}"), bytes)));
    }

    /// Takes a file out.
    pub fn remove(&mut self, path: &str) -> Option<Vec<u8>> {
        self.files.remove(path).map(Cow::into_owned)
    }

    /// The bytes of a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// The bytes of a file, to keep; nothing is copied of what is compiled in.
    pub fn bytes(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        self.files.get(path).cloned()
    }

    /// The text of a file; bytes that are no UTF-8 show as U+FFFD.
    pub fn text(&self, path: &str) -> String {
        self.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    }

    /// Every path, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

fn collect_embedded(dir: &'static Dir<'static>, files: &mut BTreeMap<String, Cow<'static, [u8]>>) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        files.insert(path, Cow::Borrowed(file.contents()));
    }
    for sub in dir.dirs() {
        collect_embedded(sub, files);
    }
}

fn read_folder(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Cow<'static, [u8]>>) -> Result<(), ReadError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| ReadError { path, source }
    };
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let entry = entry.map_err(failed(folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if name.starts_with('.') {
            continue;
        }
        let below = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        if path.is_dir() {
            read_folder(&path, &below, files)?;
        } else {
            files.insert(below, Cow::Owned(fs::read(&path).map_err(failed(&path))?));
        }
    }
    Ok(())
}
