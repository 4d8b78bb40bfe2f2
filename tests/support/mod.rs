//! Runs the real binary in a scratch folder.
#![allow(dead_code, reason = "every test file uses its own part of this")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The day on which all tests run.
pub(crate) const TODAY: &str = "2026-11-24";

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// The one object that was printed.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    /// The objects that were printed, one a line.
    pub(crate) fn lines(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}"))).collect()
    }

    /// Fails unless it was an error of ours: exit status 1, what is wrong, a hint, and no panic.
    pub(crate) fn assert_error(&self, said: &str) {
        assert_eq!(self.code, 1, "{self:?}");
        assert!(self.err.contains(said), "`{said}` is not in {self:?}");
        assert!(!self.err.contains("panicked") && !self.err.contains('\u{1b}'), "{self:?}");
    }
}

/// A folder of its own for one test.
pub(crate) struct Scratch {
    dir: tempfile::TempDir,
}

impl Scratch {
    /// An empty folder: the embedded knowledge is used.
    pub(crate) fn new() -> Scratch {
        Scratch { dir: tempfile::tempdir().unwrap() }
    }

    /// A folder with a copy of the repository's knowledge.
    pub(crate) fn with_knowledge() -> Scratch {
        let scratch = Scratch::new();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge"), &scratch.path("knowledge"));
        scratch
    }

    /// A folder with a knowledge base of one entry, in which nothing is wrong.
    pub(crate) fn with_little() -> Scratch {
        let scratch = Scratch::new();
        scratch.write("sources.toml", LITTLE_SOURCES);
        scratch.write("faq/tea.md", LITTLE_FAQ);
        scratch
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.dir.path().join(below)
    }

    /// Writes a file of the knowledge folder.
    pub(crate) fn write(&self, file: &str, contents: impl AsRef<[u8]>) {
        let path = self.path("knowledge").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }

    /// Changes a file of the knowledge folder; fails where nothing changes.
    pub(crate) fn edit(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "`{from}` is not in {file}");
        self.write(file, text.replacen(from, to, 1));
    }

    pub(crate) fn append(&self, file: &str, more: &str) {
        self.write(file, self.read(file) + more);
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path("knowledge").join(file)).unwrap()
    }

    /// The line, counted from 1, in which a text first stands.
    pub(crate) fn line_of(&self, file: &str, needle: &str) -> usize {
        1 + self.read(file).lines().position(|l| l.contains(needle)).unwrap()
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.pipe(args, b"")
    }

    /// Runs with something on standard input.
    pub(crate) fn pipe(&self, args: &[&str], input: &[u8]) -> Run {
        let mut child =
            self.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        let writer = std::thread::spawn(move || {
            // The program may end before it has read everything.
            let _ = stdin.write_all(&input);
        });
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Run {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
        command.args(args).current_dir(self.dir.path()).env("ROLECALL_TODAY", TODAY);
        for name in ["ROLECALL_KNOWLEDGE", "RUST_LOG", "CLICOLOR_FORCE", "NO_COLOR"] {
            command.env_remove(name);
        }
        command
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

const LITTLE_SOURCES: &str = r#"[[source]]
id = "tea-2026"
publisher = "Tea Board"
title = "How tea is made"
published = "2026-01"
tier = "reputable"
"#;

const LITTLE_FAQ: &str = r#"+++
question = "How long does tea steep?"
answer = "Three minutes.[^tea-2026]"
topic = "tea"
roles = []
owner = "editors"
review_by = "2027-06"
as_of = "2026"
region = "United States"
phrasings = ["how long does tea steep", "steeping time of tea"]
+++
Longer makes it bitter.[^tea-2026]
"#;
