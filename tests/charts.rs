//! Pictures of pay: the SVG as a snapshot, the PNG by its pixels.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use resvg::tiny_skia::Pixmap;
use rolecall::answer::exhibits::exhibits;
use rolecall::answer::{Amount, EvidenceRequest, PayRequest, Request, Unsaid};
use rolecall::chart::{Chart, png};
use rolecall::evidence::files::Visibility;
use rolecall::knowledge::{Aspect, Basis, Currency, Per};
use rolecall::loading::Origin;
use support::Scratch;

fn ladder(stage: &str) -> Request {
    let stages = vec![stage.to_owned()];
    Request::Pay(PayRequest { role: "mlops-engineer".to_owned(), stages, ..PayRequest::default() })
}

fn yearly(value: f64) -> Amount {
    Amount { value, per: Per::Year, currency: Currency::Usd, unsaid: Unsaid::default() }
}

fn offer(stage: &str, value: f64) -> Request {
    let Request::Pay(pay) = ladder(stage) else { panic!() };
    Request::Offer(pay, yearly(value))
}

fn evidence(subjects: &[&str], stage: Option<&str>, amount: Option<f64>) -> Request {
    Request::Evidence(EvidenceRequest {
        subjects: subjects.iter().map(|s| (*s).to_owned()).collect(),
        stage: stage.map(str::to_owned),
        amounts: amount.map(yearly).into_iter().collect(),
        ..EvidenceRequest::default()
    })
}

/// The four that `docs/` shows.
fn charts() -> [(&'static str, Chart); 4] {
    let knowledge = Origin::Embedded.knowledge().unwrap();
    let today = jiff::civil::date(2026, 11, 24);
    let of = |request| exhibits(&knowledge, &request, Visibility::Public, today).chart.unwrap();
    [
        ("mlops-senior", of(ladder("senior"))),
        ("mlops-offer", of(offer("mid", 170_000.0))),
        ("data-engineer-offer", of(evidence(&["data-engineer"], Some("senior"), Some(185_000.0)))),
        ("data-scientist", of(evidence(&["data-scientist"], None, None))),
    ]
}

#[test]
fn svg() {
    for (name, chart) in charts() {
        insta::assert_snapshot!(name, chart.svg());
    }
}

#[test]
fn the_png_has_its_size_and_is_not_empty() {
    for (name, chart) in charts() {
        let svg = chart.svg();
        let picture = Pixmap::decode_png(&png::render(&svg).unwrap()).unwrap();
        let height: f32 = svg.split("height=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
        assert_eq!((picture.width(), picture.height()), (1140, (height * 1.5).ceil() as u32), "{name}");
        let pixels = picture.pixels();
        let has = |r: u8, g: u8, b: u8| pixels.iter().filter(|p| (p.red(), p.green(), p.blue()) == (r, g, b)).count();
        let white = has(255, 255, 255) as f64 / pixels.len() as f64;
        assert!((0.6..0.97).contains(&white), "{name}: {white} of it is bare");
        assert!(has(0x1b, 0x27, 0x33) > 2_000, "{name}: the letters are missing");
        assert!(has(0x9f, 0xc6, 0xde) > 2_000, "{name}: the bars are missing");
        let line = has(0xd5, 0x5e, 0x00) > 500;
        assert_eq!(line, !chart.offers.is_empty(), "{name}: the line of the offer");
    }
}

fn drawn(request: &Request) -> Chart {
    let knowledge = Origin::Embedded.knowledge().unwrap();
    exhibits(&knowledge, request, Visibility::Public, jiff::civil::date(2026, 11, 24)).chart.unwrap()
}

fn labels(chart: &Chart) -> Vec<&str> {
    chart.rows.iter().map(|row| row.label.as_str()).collect()
}

#[test]
fn contract_rates_have_a_picture_of_their_own() {
    let Request::Pay(senior) = ladder("senior") else { panic!() };
    let pay = PayRequest { bases: vec![Basis::C2c], ..senior };
    let rate = Amount { value: 1_500.0, per: Per::Day, ..yearly(0.0) };
    let chart = drawn(&Request::Offer(pay, rate));
    assert!(labels(&chart).contains(&"Senior, W2") && chart.title.contains("contract rates"), "{chart:?}");
    let asked: Vec<&str> = chart.rows.iter().filter(|r| r.asked).map(|r| r.label.as_str()).collect();
    assert_eq!((asked.len(), &chart.offers[..]), (1, &[1_500.0][..]), "{chart:?}");
    assert!(asked[0].contains("C2C") && chart.svg().contains("$1,500") && chart.svg().contains("a day"), "{chart:?}");
}

#[test]
fn the_caption_names_what_is_drawn_and_nothing_else() {
    let caption = drawn(&offer("mid", 170_000.0)).caption.join(" ");
    for name in ["KORE1 Apr 2026", "Second Talent Jul 2025,", "as quoted by Acceler8 Talent 2026", "aijobs.net"] {
        assert!(caption.contains(name), "{name}: {caption}");
    }
    let nurses = drawn(&evidence(&["29-1141"], None, Some(100_000.0)));
    assert_eq!(nurses.caption.len(), 1, "{nurses:?}");
    let Request::Evidence(abroad) = evidence(&["data-scientist"], None, None) else { panic!() };
    let chart = drawn(&Request::Evidence(EvidenceRequest { country: Some("GB".to_owned()), ..abroad }));
    assert!(chart.caption.iter().any(|line| line.contains("converts")), "{chart:?}");
}

#[test]
fn wages_that_are_only_known_to_be_high_end_in_a_point() {
    let chart = drawn(&evidence(&["11-1011"], None, None));
    assert!(chart.alt().contains("90th at or above $239,200"), "{}", chart.alt());
    assert!(chart.svg().contains("<path d=") && chart.bars().contains('▶'), "{}", chart.bars());
    let actors = drawn(&evidence(&["27-2011"], None, None));
    assert!(actors.alt().contains("an hour") && actors.svg().contains("$23"), "{}", actors.alt());
}

#[test]
fn comparisons_and_several_offers_are_drawn() {
    let pair = Request::Compare("comparisons/mlops-engineer-vs-devops-engineer".to_owned(), Aspect::Difference);
    assert!(labels(&drawn(&pair)).iter().any(|label| label.starts_with("DevOps engineer: aijobs.net")));
    let Request::Evidence(one) = evidence(&["data-engineer"], Some("senior"), Some(160_000.0)) else { panic!() };
    let amounts = vec![yearly(160_000.0), yearly(175_000.0)];
    let chart = drawn(&Request::Evidence(EvidenceRequest { amounts, ..one }));
    assert!(chart.svg().contains("offer $160K") && chart.svg().contains("offer $175K"));
}

/// "Nearest" was cut off with the end of the label.
#[test]
fn a_long_label_takes_two_lines() {
    let svg = drawn(&evidence(&["site-reliability-engineer", "mlops-engineer"], None, None)).svg();
    assert!(svg.contains(">nearest: Software Developers</text>") && !svg.contains('…'), "{svg}");
}

#[test]
fn the_same_picture_comes_out_every_time() {
    let [(_, chart), ..] = charts();
    assert_eq!(png::render(&chart.svg()).unwrap(), png::render(&charts()[0].1.svg()).unwrap());
}

#[test]
fn every_figure_is_in_the_words_too() {
    let [(_, ladder), (_, offer), ..] = charts();
    for figure in ["$185,000 to $285,000", "asked for", "KORE1 Apr 2026", "aijobs.net"] {
        assert!(ladder.alt().contains(figure), "{figure}: {}", ladder.alt());
    }
    assert!(offer.alt().contains("The offer, $170K"), "{}", offer.alt());
    assert!(ladder.svg().contains(&ladder.rows[0].label) && ladder.svg().contains("<desc>"));
}

#[test]
fn the_pictures_in_the_documentation_are_these() {
    for (name, chart) in charts() {
        let path = format!("{}/docs/charts/{name}.svg", env!("CARGO_MANIFEST_DIR"));
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        if std::env::var_os("UPDATE_CHARTS").is_some() {
            std::fs::create_dir_all(format!("{}/docs/charts", env!("CARGO_MANIFEST_DIR"))).unwrap();
            std::fs::write(&path, chart.svg()).unwrap();
            std::fs::write(path.replace(".svg", ".png"), png::render(&chart.svg()).unwrap()).unwrap();
        } else {
            assert!(there == chart.svg(), "{path} is old: UPDATE_CHARTS=1 cargo test --test charts");
        }
    }
}

#[test]
fn a_chart_is_written_to_a_file() {
    let scratch = Scratch::new();
    let run = scratch.run(&["salary", "senior", "--chart", "pay.png"]);
    assert!(run.code == 0 && std::fs::read(scratch.path("pay.png")).unwrap().starts_with(b"\x89PNG"), "{run:?}");
    scratch.run(&["salary", "senior", "--chart", "pay.gif"]).assert_error("neither in .svg nor in .png");
}
