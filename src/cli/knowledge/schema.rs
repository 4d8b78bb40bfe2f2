//! `rolecall knowledge schema`: JSON Schemas for editors.

use std::io::Write as _;
use std::process::ExitCode;

use rolecall::knowledge::schema;
use serde_json::{Map, Value, json};

use super::super::Done;
use super::super::failure::Failure;

/// Print the JSON Schema of a kind of file, or of all kinds
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Such as `faq`, `pay` or `sources`; without it, one object with a schema for each kind
    kind: Option<String>,
}

/// Prints it.
pub(crate) fn run(args: &Args) -> Done {
    let schemas: Map<String, Value> =
        schema::all().into_iter().map(|(files, s)| (files.to_owned(), json!(s))).collect();
    let chosen = match &args.kind {
        None => Value::Object(schemas),
        Some(kind) => one(schemas, kind)?,
    };
    let text = serde_json::to_string_pretty(&chosen).map_err(|error| Failure::new(error.to_string()))?;
    writeln!(anstream::stdout().lock(), "{text}")?;
    Ok(ExitCode::SUCCESS)
}

fn one(schemas: Map<String, Value>, kind: &str) -> Result<Value, Failure> {
    let name = |files: &str| files.split(['/', '.']).next().unwrap_or_default().to_owned();
    let names: Vec<String> = schemas.keys().map(|files| format!("`{}`", name(files))).collect();
    let found = schemas.into_iter().find(|(files, _)| files == kind || name(files) == kind);
    found.map(|(_, schema)| schema).ok_or_else(|| {
        Failure::new(format!("no kind of file is called `{}`", kind.escape_debug()))
            .hint(format!("try {}", names.join(", ")))
    })
}
