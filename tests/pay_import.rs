//! Data sets of one's own: imported whole or not at all, private unless they say otherwise.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fmt::Write as _;
use std::fs;

use support::{Run, Scratch};

const HEADER: &str = "work_year,experience_level,employment_type,job_title,salary,salary_currency,salary_in_usd,\
                      employee_residence,remote_ratio,company_location,company_size\n";

/// Twelve placements of data engineers, one of them with a slip.
fn placements() -> String {
    let mut text = HEADER.to_owned();
    for n in 0..12 {
        writeln!(text, "2025,SE,FT,Data Engineer,{0},USD,{0},US,100,US,M", 201_001 + n * 1_000).unwrap();
    }
    text + "2025,SE,FT,Data Engineer,lots,USD,1,US,100,US,M\n"
}

fn import(scratch: &Scratch, csv: &str, more: &[&str]) -> Run {
    fs::write(scratch.path("placements.csv"), csv).unwrap();
    let about = ["--publisher", "Acme", "--title", "Placements", "--published", "2026-10"];
    scratch.run(&[&["data", "import", "placements.csv"], &about[..], more].concat())
}

fn files(scratch: &Scratch) -> Vec<String> {
    let Ok(folder) = fs::read_dir(scratch.path("rolecall-data")) else { return Vec::new() };
    let mut names: Vec<String> = folder.map(|f| f.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn rows_are_taken_or_rejected_with_a_reason() {
    let scratch = Scratch::new();
    let run = import(&scratch, &placements(), &[]);
    assert_eq!(run.code, 0, "{run:?}");
    for said in ["12 rows taken, 1 rejected", "1 rows: `salary` is `lots`, not an amount (first in line 14)", "private"]
    {
        assert!(run.out.contains(said), "`{said}` is not in {run:?}");
    }
    assert_eq!(files(&scratch), ["placements.csv.gz", "placements.toml"]);
    let listed = scratch.run(&["data", "list"]);
    assert!(listed.out.contains("placements: Acme, Placements (private"), "{listed:?}");
}

#[test]
fn what_is_private_only_its_owner_sees() {
    let scratch = Scratch::new();
    import(&scratch, &placements(), &[]);
    let own = scratch.run(&["salary", "senior", "data-engineer", "--private"]);
    assert!(own.out.contains("median $206,501 a year") && own.out.contains("Acme records"), "{own:?}");
    let line = r#"{"id":"1","text":"what does a senior data engineer make in the US?"}"#;
    for run in [
        scratch.run(&["salary", "senior", "data-engineer", "--details"]),
        scratch.run(&["salary", "senior", "data-engineer", "--json"]),
        scratch.run(&["ask", "what does a senior data engineer make in the US?"]),
        scratch.pipe(&["chat", "--json"], line.as_bytes()),
    ] {
        assert!(run.code == 0 && run.out.contains("aijobs.net"), "{run:?}");
        assert!(!run.out.contains("Acme") && !run.out.contains("206,501"), "{run:?}");
    }
}

#[test]
fn what_is_public_is_a_line_of_its_own() {
    let scratch = Scratch::new();
    import(&scratch, &placements(), &["--public"]);
    let run = scratch.run(&["ask", "what does a senior data engineer make in the US?"]);
    assert!(run.out.contains("Acme records") && run.out.contains("aijobs.net records"), "{run:?}");
}

#[test]
fn nothing_is_half_imported() {
    let scratch = Scratch::new();
    import(&scratch, &format!("{HEADER}x\n"), &[]).assert_error("no row could be used");
    import(&scratch, "a,b\n1,2\n", &[]).assert_error("there is no column `work_year`");
    assert_eq!(files(&scratch), [""; 0]);
    assert_eq!(import(&scratch, &placements(), &[]).code, 0);
    let before = fs::read(scratch.path("rolecall-data/placements.csv.gz")).unwrap();
    import(&scratch, &placements(), &[]).assert_error("there is a data set `placements` already");
    import(&scratch, &format!("{HEADER}x\n"), &["--replace"]).assert_error("no row could be used");
    assert_eq!(files(&scratch), ["placements.csv.gz", "placements.toml"]);
    assert_eq!(fs::read(scratch.path("rolecall-data/placements.csv.gz")).unwrap(), before);
}

#[test]
fn a_mapping_names_columns_and_values() {
    let scratch = Scratch::new();
    let mut csv = "Jahr,Stufe,Rolle,Gehalt\n".to_owned();
    (0..10).for_each(|n| writeln!(csv, "2025,Senior,Data Engineer,\"$150,{n}01\"").unwrap());
    let mapping = "[dataset]\nid = \"haus\"\npublisher = \"Haus\"\ntitle = \"Eigene\"\npublished = \"2026-09\"\n\
                   [columns]\nwork_year = \"Jahr\"\nexperience_level = \"Stufe\"\njob_title = \"Rolle\"\nsalary = \"Gehalt\"\n\
                   [fixed]\nemployment_type = \"FT\"\nsalary_currency = \"USD\"\nemployee_residence = \"US\"\n\
                   company_location = \"US\"\nremote_ratio = \"0\"\ncompany_size = \"M\"\n\
                   [values.experience_level]\nSenior = \"SE\"\n";
    fs::write(scratch.path("own.csv"), csv).unwrap();
    fs::write(scratch.path("own.toml"), mapping).unwrap();
    let run = scratch.run(&["data", "import", "own.csv", "--mapping", "own.toml"]);
    assert!(run.code == 0 && run.out.contains("10 rows taken, 0 rejected"), "{run:?}");
    let own = scratch.run(&["salary", "senior", "data-engineer", "--private"]);
    assert!(own.out.contains("Haus records") && own.out.contains("$150,451"), "{own:?}");
    fs::write(scratch.path("own.toml"), "[columns]\nwage = \"x\"\n").unwrap();
    scratch.run(&["data", "import", "own.csv", "--mapping", "own.toml"]).assert_error("records have no column `wage`");
}
