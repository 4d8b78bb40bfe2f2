//! Pay by records, official statistics and the guide, side by side and never blended.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use support::{Run, Scratch};

fn ask(question: &str) -> Run {
    Scratch::new().run(&["ask", question])
}

fn assert_says(run: &Run, code: i32, said: &[&str]) {
    assert_eq!(run.code, code, "{run:?}");
    for text in said {
        assert!(run.out.contains(text), "`{text}` is not in {run:?}");
    }
}

#[test]
fn the_best_supported_evidence_leads() {
    let exact = ask("median pay of a data scientist, official");
    assert_says(
        &exact,
        0,
        &["Official, Data Scientists (SOC 15-2051): median $112,590", "US Bureau of Labor Statistics"],
    );
    assert!(!exact.out.contains("aijobs"), "{exact:?}");
    let nearest = ask("data engineer salary in the US");
    assert!(nearest.out.starts_with("Data engineers in the United States: median $"), "{nearest:?}");
    assert_says(&nearest, 0, &["nearest occupation Database Architects", "$135,980", "distinct of", "aijobs.net"]);
    assert_says(&ask("what do DBAs earn"), 0, &["Database Administrators (SOC 15-1242): median $104,620"]);
    assert_says(
        &ask("ml engineer 5 yoe"),
        0,
        &["Mid-level ML engineers", "5 years of experience are taken as mid level"],
    );
}

#[test]
fn two_roles_stand_side_by_side() {
    let both = ask("sre vs mlops pay");
    assert_says(
        &both,
        0,
        &["Site reliability engineers in the United States", "guide band $90K–$450K+", "KORE1", "aijobs.net"],
    );
}

#[test]
fn an_offer_is_placed_among_records_and_official_wages() {
    let run = ask("is 185k ok for a senior data engineer");
    assert_says(
        &run,
        0,
        &["% of the distinct records for senior data engineers", "of the official wages", "aijobs.net"],
    );
}

#[test]
fn what_nobody_counts_is_declined() {
    for question in [
        "data engineer salary in london",
        "what does a data scientist make in Austin",
        "how much do software engineers make at google",
        "mlops pay in the UK",
        "c2c day rate for data engineers?",
    ] {
        assert_eq!(ask(question).code, 2, "{question}: {:?}", ask(question));
    }
    assert_says(&ask("mlops pay in the UK"), 2, &["5 distinct records, fewer than the 10"]);
}

#[test]
fn other_countries_keep_their_own_currency() {
    let run = ask("data scientist pay in the UK");
    assert_says(&run, 0, &["paid in GBP", "£43,283 a year", "Institute for Apprenticeships"]);
}

#[test]
fn marks_of_the_official_file_are_shown_as_such() {
    let salary = |role: &str| Scratch::new().run(&["salary", "--role", role]);
    assert_says(&salary("Chief Executives"), 0, &["# (at or above $239,200)"]);
    assert_says(&salary("actors"), 0, &["$23.33 an hour", "no wage a year is published (*)"]);
}

/// 830 occupations and "All Occupations".
#[test]
fn every_official_occupation_can_be_asked_for() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/knowledge/data/bls-oews-national-may2024.csv");
    let mut file = csv::Reader::from_path(path).unwrap();
    let knowledge = rolecall::loading::Origin::Embedded.knowledge().unwrap();
    let mut seen = 0;
    for row in file.records().map(Result::unwrap).filter(|row| &row[10] == "detailed") {
        let (code, title) = (&row[8], &row[9]);
        let subject = knowledge.evidence.subject(title).unwrap_or_else(|| panic!("{title} is not found"));
        let found = subject.occupation.as_ref().unwrap_or_else(|| panic!("{title} has no occupation"));
        assert!(found.code == code, "{title} is {code}, not {}", found.code);
        seen += 1;
    }
    assert!(seen >= 830, "{seen}");
}

/// The handbook's pages and the file are of one statistic: where both give a figure, it is the same.
#[test]
fn official_facts_agree_with_the_official_file() {
    use rolecall::evidence::Wage;
    use rolecall::evidence::facts::Metric;
    use rolecall::evidence::files::Visibility;
    let knowledge = rolecall::loading::Origin::Embedded.knowledge().unwrap();
    let evidence = &knowledge.evidence;
    let (_, official) = evidence.official(Visibility::Public).next().unwrap();
    let mut compared = 0;
    for fact in evidence.facts.iter().filter(|f| f.period == "May 2024" && f.role.is_some()) {
        let subject = evidence.subject_by_id(fact.role.as_ref().unwrap()).unwrap();
        let year = &official.get(&subject.occupation.as_ref().unwrap().code).unwrap().year;
        let pairs = match fact.metric {
            Metric::Median => vec![(fact.value, year.p50)],
            Metric::Mean => vec![(fact.value, year.mean)],
            Metric::P10P90 => vec![(fact.low, year.p10), (fact.high, year.p90)],
            Metric::P25P75 => vec![(fact.low, year.p25), (fact.high, year.p75)],
            _ => continue,
        };
        for (said, published) in pairs {
            assert_eq!(Wage::Is(said.unwrap()), published, "{}", fact.id);
            compared += 1;
        }
    }
    assert!(compared >= 20, "{compared}");
}

/// A rate is held against rates, unless it is asked for by the year.
#[test]
fn a_rate_is_told_by_the_year_where_that_is_asked() {
    for question in ["$1,400 a day as a salary?", "how much is 1,400 a day per year"] {
        assert_says(&ask(question), 0, &["Computed: $1,400 a day × 220 days = $308,000 a year", "Assumed"]);
    }
    let run = ask("1,400 a day for a year, senior mlops engineer on contract, is that good?");
    assert_says(&run, 0, &["$1,400 a day is around the middle of the band"]);
}

/// Who makes more is a question about pay; who makes more of something is not.
#[test]
fn making_more_is_being_paid_more() {
    assert_says(&ask("who makes more, mlops or data scientists"), 0, &["guide band", "Data scientists", "median"]);
    let run = ask("do ml engineers make more of the models");
    assert!(!run.out.contains("median"), "{}", run.out);
}

#[test]
fn a_rate_is_annualized_in_plain_sight() {
    let run = Scratch::new().run(&["offer", "$95/hour", "w2", "mid"]);
    assert_says(&run, 0, &["Computed: $95 an hour × 8 hours × 220 days = $167,200 a year", "Assumed", "$145K–$215K"]);
    let changed =
        Scratch::new().run(&["offer", "$95/hour", "w2", "mid", "--days", "200", "--hours", "7.5", "--load", "10"]);
    assert_says(&changed, 0, &["$95 an hour × 7.5 hours × 200 days = $142,500 a year", "÷ 1.1", "10 % on top"]);
}

/// Charts, ladders, claims and tables stand beside the answer, never in it.
#[test]
fn evidence_tables_are_no_part_of_the_text() {
    let plain = ask("what does a senior mlops engineer make");
    assert!(!plain.out.contains("aijobs") && !plain.out.contains('█') && !plain.out.contains("cv-maker"), "{plain:?}");
    let scratch = Scratch::new();
    let short = scratch.run(&["salary", "senior"]);
    assert!(short.out.contains('█') && !short.out.contains("cv-maker"), "{short:?}");
    let whole = scratch.run(&["salary", "senior", "--details"]);
    assert_says(&whole, 0, &["guide band", "pay records", "cv-maker.pro (resume site) says", "PE Collective says"]);
    let json = scratch.run(&["salary", "senior", "--json"]).json();
    assert!(!json["text"].as_str().unwrap().contains("$245K"), "{json}");
}

/// A figure for a town, a province or another continent once stood under the United States.
#[test]
fn evidence_of_a_country_is_of_that_country() {
    let home = run("salary software-engineer --details");
    assert!(!home.out.contains("New Brunswick"), "{home:?}");
    assert_says(
        &run("salary software-engineer --country CA --details"),
        0,
        &["CA$38.97 an hour (New Brunswick, Canada"],
    );
    assert!(!run("salary mlops-engineer senior --details").out.contains("London"));
    assert_says(&run("salary ml-engineer --country GB --details"), 0, &["£90,000 a year (London, UK"]);
    let platform = run("salary platform-engineer --details");
    assert_says(&platform, 0, &["mean $160,000 a year (North America, 2025)"]);
    assert!(!platform.out.contains("(Europe, 2025)"), "{platform:?}");
}

#[test]
fn the_outlook_of_an_occupation_stands_beside_its_pay_and_can_be_asked_for() {
    let beside = run("salary data-scientist --details");
    assert_says(&beside, 0, &["outlook: US Bureau of Labor Statistics: employment is projected to grow by 34 %"]);
    let text = beside.out.split("All evidence").next().unwrap_or_default();
    assert!(!text.contains("34 %"), "{beside:?}");
    let asked = ask("how fast will data scientists grow?");
    assert_says(&asked, 0, &["grow by 34 % (Data scientists (SOC 15-2051), United States, 2024–2034)"]);
    assert_says(
        &ask("is devops growing?"),
        0,
        &["nearest occupation Software developers", "older edition", "2023–2033"],
    );
    assert_says(&ask("employment growth of systems administrators"), 0, &["shrink by 4 %"]);
    assert_says(&ask("how many plumbers are there in the US?"), 0, &["455,940 employees"]);
    // The growth of our own role is the guide's, and nobody projects openings for database administrators.
    assert!(!ask("how fast is mlops growing").out.contains("Labor"));
    assert_says(&ask("how many openings for database administrators?"), 2, &["no sourced figure for how many"]);
}

#[test]
fn a_comparison_has_a_pay_line_for_both_sides() {
    let run = Scratch::new().run(&["compare", "mlops", "devops"]);
    assert_says(
        &run,
        0,
        &["\nPay:\n", "MLOps engineers, junior to director: guide band", "DevOps engineers in the United States"],
    );
    assert!(!ask("how is mlops different from devops").out.contains("Pay:"));
}

#[test]
fn follow_ups_keep_to_the_evidence() {
    let lines = "what does a data engineer make in the US?\nand senior?\nsays who?\n";
    let run = Scratch::new().pipe(&["chat"], lines.as_bytes());
    assert_says(&run, 0, &["Senior data engineers in the United States", "This comes from aijobs.net"]);
}

#[test]
fn all_records_fit_in_five_megabytes() {
    use rolecall::evidence::files::Visibility;
    let knowledge = rolecall::loading::Origin::Embedded.knowledge().unwrap();
    let (_, table) = knowledge.evidence.tables(Visibility::Public).next().unwrap();
    assert_eq!(table.len(), 74_301);
    assert!(table.heap_bytes() < 5_000_000, "{}", table.heap_bytes());
}

fn run(words: &str) -> Run {
    Scratch::new().run(&words.split(' ').collect::<Vec<_>>())
}

#[test]
fn months_and_weeks_are_no_years() {
    assert_says(
        &ask("they offer 15k a month for senior mlops"),
        0,
        &["$15K a month, computed as $180K a year ($15,000 × 12 months)", "$185K–$285K"],
    );
    assert_says(
        &ask("15k per month, senior data scientist, fair?"),
        0,
        &["Computed: $15,000 a month × 12 months = $180,000 a year", "distinct records"],
    );
    assert_says(&run("offer 15k/month senior"), 0, &["computed as $180K a year"]);
    assert_says(&run("offer 1200/week data-engineer"), 0, &["$1,200 a week × 52 weeks = $62,400 a year"]);
}

#[test]
fn every_offer_is_judged() {
    assert_says(
        &ask("1,100 a day C2C or 190k perm?"),
        0,
        &[
            "$1,100 a day × 220 days = $242,000 a year",
            "$190K a year is",
            "in a year $1,100 a day is more than $190K a year",
        ],
    );
    for question in ["160k or 175k for a senior data engineer?", "two offers, 160k and 175k, senior mlops"] {
        assert_says(&ask(question), 0, &["$160K a year is", "$175K a year is"]);
    }
    assert_says(
        &ask("95/h on w2 or 190k perm for a mid mlops engineer?"),
        0,
        &["$95 an hour × 8 hours × 220 days", "$190K a year is"],
    );
}

#[test]
fn what_was_not_said_is_stated() {
    assert_says(&ask("is 170k fair for a mid level mlops engineer"), 0, &["Taken as US dollars a year."]);
    assert_says(
        &ask("they put 210 on the table for a senior mlops engineer, low?"),
        0,
        &["thousands of US dollars a year"],
    );
    assert_says(
        &run("offer 185 senior data-engineer"),
        0,
        &["$185K a year is", "Taken as thousands of US dollars a year."],
    );
    assert_says(&run("offer 1200"), 0, &["$1,200 a day", "No stage was named", "Taken as US dollars a day."]);
}

#[test]
fn assumptions_can_be_changed_for_every_role() {
    let plain = run("offer 900/day data-engineer");
    assert_says(&plain, 0, &["× 220 days = $198,000", "a salary of $158,400 ($198,000 ÷ 1.25)", "25 % on top"]);
    let changed = run("offer 900/day data-engineer --days 200 --load 10");
    assert_says(&changed, 0, &["× 200 days = $180,000", "÷ 1.1", "200 paid days", "10 % on top"]);
    assert_says(
        &ask("is $95/h W2 ok for a mid mlops engineer at 6 hours a day and 180 days?"),
        0,
        &["$95 an hour × 6 hours × 180 days = $102,600 a year", "6 hours a day, 180 paid days"],
    );
}

#[test]
fn wages_beyond_the_top_are_not_guessed() {
    let run = run("offer 300k anesthesiologists");
    assert!(!run.out.contains("and the median (#"), "{run:?}");
    assert_says(&run, 0, &["is not known"]);
}

#[test]
fn an_offer_abroad_is_held_against_what_is_paid_there() {
    for words in ["offer £90k data-scientist", "offer 90k data-scientist UK"] {
        assert_says(&run(words), 0, &["£90K a year is", "paid in pounds", "in the United Kingdom"]);
    }
    assert_says(&run("offer 70k€ data-scientist Germany"), 0, &["€70K a year is", "paid in euros"]);
    run("offer 70k€ data-scientist").assert_error("many countries pay in euros");
    assert_says(&run("offer £90k data-scientist Germany"), 2, &["I convert nothing"]);
}

#[test]
fn an_offer_to_our_role_has_its_share_of_the_records() {
    assert_says(&run("offer 200k senior"), 0, &["Of the pay records, ", " % are below it (aijobs.net records"]);
}

#[test]
fn levels_are_known_by_their_codes() {
    let levels = [("EN", "Entry-level"), ("MI", "Mid-level"), ("SE", "Senior"), ("EX", "Executive-level")];
    for (code, name) in levels {
        assert_says(
            &run(&format!("salary data-scientist {code}")),
            0,
            &[&format!("{name} data scientists in the United")],
        );
    }
}

#[test]
fn pay_of_two_roles_is_compared_where_their_work_is_not() {
    assert_says(
        &run("compare sre data-engineer"),
        0,
        &[
            "Site reliability engineers in the United States",
            "Data engineers in the United States",
            "work of the two is compared by no source",
        ],
    );
}

#[test]
fn a_share_of_remote_work_is_not_dropped_in_silence() {
    assert_says(&run("salary data-engineer hybrid"), 0, &["partly remote"]);
}

#[test]
fn an_answer_is_as_old_as_its_own_data() {
    let nurses = run("offer 100k registered-nurses");
    assert_says(&nurses, 0, &["as of May 2024"]);
    assert!(!nurses.out.contains("aijobs"), "{nurses:?}");
}

/// In either number of each word, without marks, and by the people that a title lists.
#[test]
fn titles_and_short_names_of_occupations_lead_to_their_own() {
    let knowledge = rolecall::loading::Origin::Embedded.knowledge().unwrap();
    let evidence = &knowledge.evidence;
    let (_, official) = evidence.official(rolecall::evidence::files::Visibility::Public).next().unwrap();
    let code = |name: &str| evidence.subject(name).and_then(|s| s.occupation.as_ref()).map(|o| o.code.as_str());
    let singular = |word: &str| {
        let word = word.trim_end_matches([',', ';']);
        let ies = word.strip_suffix("ies").map(|stem| format!("{stem}y"));
        let es = ["ches", "shes", "sses", "xes"].iter().any(|end| word.ends_with(end));
        let es = es.then(|| word[..word.len() - 2].to_owned());
        ies.or(es).unwrap_or_else(|| word.strip_suffix('s').unwrap_or(word).to_owned())
    };
    for occupation in official.iter() {
        let title = &occupation.title;
        let bare: String = title.chars().filter(|c| !matches!(c, ',' | ';')).collect();
        let last =
            bare.rsplit_once(' ').map_or_else(|| singular(&bare), |(init, last)| format!("{init} {}", singular(last)));
        for name in [title.clone(), title.to_lowercase(), bare, last] {
            assert_eq!(code(&name), Some(occupation.code.as_str()), "{name}");
        }
    }
    for (name, soc) in [
        ("actuary", "15-2011"),
        ("electrician", "47-2111"),
        ("plumber", "47-2152"),
        ("judges", "23-1023"),
        ("skincare specialist", "39-5094"),
        ("first-line supervisors of correctional officers", "33-1011"),
        ("janitors and cleaners, except maids", "37-2011"),
    ] {
        assert_eq!(code(name), Some(soc), "{name}");
    }
    for vague in ["specialists", "designer", "managers", "technicians", "cleaners"] {
        assert_eq!(code(vague), None, "{vague}");
    }
}
