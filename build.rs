//! Rebuilds the crate when the knowledge that is compiled into it changes, and marks the code that reads phrasings, so that
//! no index is used that other code has built.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// What the stored index depends on besides the knowledge base.
const READING: [&str; 6] = [
    "src/bot/concepts.rs",
    "src/bot/digest.rs",
    "src/bot/understanding.rs",
    "src/nlu",
    "src/retrieval",
    "assets/encoder/static.bin",
];

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=knowledge");
    println!("cargo:rerun-if-changed=assets");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut sum = 0xcbf2_9ce4_8422_2325;
    for name in READING {
        println!("cargo:rerun-if-changed={name}");
        sum = add(sum, &root.join(name))?;
    }
    // Not `ROLECALL_…`: under cargo the program has it in its environment, where those are settings.
    println!("cargo:rustc-env=READING_HASH={sum:016x}");
    Ok(())
}

/// FNV-1a over a file, or over all files of a folder in the order of their names.
fn add(sum: u64, path: &Path) -> io::Result<u64> {
    if !path.is_dir() {
        let step = |sum: u64, byte: &u8| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        return Ok(fs::read(path)?.iter().fold(sum, step));
    }
    let mut names: Vec<PathBuf> = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    names.sort();
    names.iter().try_fold(sum, |sum, name| add(sum, name))
}
