//! The command line.

mod cli;

use std::process::ExitCode;

/// Starting means building an index of many small strings: a faster allocator answers sooner.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::main()
}
