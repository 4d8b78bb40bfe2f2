//! Figures from pay records, worked out again from the published file in another way: lines of text in sets, sorted.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use serde::Deserialize;
use support::Scratch;

/// What is asked for at random, at least.
const CASES: usize = 40;
/// Fewer distinct records than this are no figure.
const FEWEST: usize = 10;

#[derive(Deserialize)]
struct Titles {
    role: Vec<Role>,
}

#[derive(Deserialize)]
struct Role {
    id: String,
    titles: Vec<String>,
}

/// The published rows, split at commas: no field has one in it.
fn published() -> Vec<Vec<String>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/knowledge/data/aijobs-salaries-2025-01-19.csv.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    let mut lines = text.lines();
    assert!(lines.next().unwrap().starts_with("work_year,experience_level,employment_type,job_title,salary,"));
    lines.map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// Role, level, country, and the rows of 2024 and 2025 for them.
type Group = (String, String, String);

fn groups() -> BTreeMap<Group, Vec<Vec<String>>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/knowledge/evidence/titles.toml");
    let titles: Titles = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let role_of: BTreeMap<String, String> =
        titles.role.into_iter().flat_map(|r| r.titles.into_iter().map(move |t| (t, r.id.clone()))).collect();
    let mut out: BTreeMap<Group, Vec<Vec<String>>> = BTreeMap::new();
    for row in published().into_iter().filter(|row| row[0] == "2024" || row[0] == "2025") {
        let Some(role) = role_of.get(&row[3]).filter(|role| *role != "mlops-engineer") else { continue };
        out.entry((role.clone(), row[1].clone(), row[7].clone())).or_default().push(row);
    }
    out
}

/// As spreadsheets do it: between the two nearest values, in proportion.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let below = place as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] * (1.0 - (place - below as f64)) + sorted[above] * (place - below as f64)
}

fn dollars(amount: f64) -> String {
    let digits = format!("{:.0}", amount.round());
    let mut out = String::new();
    for (i, digit) in digits.chars().rev().enumerate() {
        if i > 0 && i % 3 == 0 {
            out.insert(0, ',');
        }
        out.insert(0, digit);
    }
    format!("${out}")
}

fn number(count: usize) -> String {
    dollars(count as f64).trim_start_matches('$').to_owned()
}

fn expected(rows: &[Vec<String>]) -> Option<String> {
    let distinct: BTreeSet<&Vec<String>> = rows.iter().collect();
    let mut pay: Vec<f64> = distinct.iter().map(|row| row[6].parse().unwrap()).collect();
    pay.sort_by(f64::total_cmp);
    let at = |share| dollars(quantile(&pay, share));
    (pay.len() >= FEWEST).then(|| {
        format!(
            "median {} a year, half of them {} to {}, 10th to 90th percentile {} to {} (aijobs.net records, 2024 to Jan \
             2025: {} distinct of {}).",
            at(0.5),
            at(0.25),
            at(0.75),
            at(0.1),
            at(0.9),
            number(pay.len()),
            number(rows.len())
        )
    })
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

#[test]
fn figures_are_those_of_the_published_file() {
    let stages = BTreeMap::from([("EN", "junior"), ("MI", "mid"), ("SE", "senior"), ("EX", "director")]);
    let mut left: Vec<(Group, String)> =
        groups().iter().filter_map(|(group, rows)| Some((group.clone(), expected(rows)?))).collect();
    let (mut dice, scratch) = (Dice(20_250_119), Scratch::new());
    let (mut abroad, mut wrong, mut roles) = (0, Vec::new(), BTreeSet::new());
    for _ in 0..CASES {
        let ((role, level, country), expected) = left.swap_remove(dice.below(left.len()));
        let run = scratch.run(&["salary", "--role", &role, "--stage", stages[level.as_str()], "--country", &country]);
        abroad += usize::from(country != "US");
        roles.insert(role.clone());
        if run.code != 0 || !run.out.contains(&expected) {
            wrong.push(format!("{role} {level} {country}: `{expected}` is not in {run:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {CASES} are wrong\n{}", wrong.len(), wrong.join("\n"));
    assert!(abroad >= 3 && roles.len() >= 12, "the cases are too much alike: {abroad} abroad, {roles:?}");
}

/// Where there are too few records the search widens, and says by what and from how many.
#[test]
fn few_records_are_not_shown_as_if_they_were_enough() {
    let few = groups().into_iter().find_map(|((role, level, country), rows)| {
        let distinct = rows.iter().collect::<BTreeSet<_>>().len();
        (country == "US" && level == "EX" && (1..FEWEST).contains(&distinct)).then_some((role, distinct))
    });
    let (role, distinct) = few.unwrap();
    let run = Scratch::new().run(&["salary", "--role", &role, "--stage", "director"]);
    let one = if distinct == 1 { "record was" } else { "records were" };
    let said = format!("Only {distinct} distinct {one} found for exactly what was asked, fewer than 10");
    assert!(run.out.contains(&said) || !run.out.contains("aijobs.net records"), "`{said}` is not in {run:?}");
}
