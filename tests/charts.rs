//! Pictures of pay: the SVG as a snapshot, the PNG by its pixels.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use resvg::tiny_skia::Pixmap;
use rolecall::answer::exhibits::exhibits;
use rolecall::answer::{Amount, EvidenceRequest, PayRequest, Request};
use rolecall::chart::{Chart, png};
use rolecall::evidence::files::Visibility;
use rolecall::knowledge::{Currency, Per};
use rolecall::loading::Origin;
use support::Scratch;

fn ladder(stage: &str) -> Request {
    let stages = vec![stage.to_owned()];
    Request::Pay(PayRequest { role: "mlops-engineer".to_owned(), stages, ..PayRequest::default() })
}

fn offer(stage: &str, value: f64) -> Request {
    let Request::Pay(pay) = ladder(stage) else { panic!() };
    Request::Offer(pay, Amount { value, per: Per::Year, currency: Currency::Usd })
}

fn evidence(subjects: &[&str], stage: Option<&str>, amount: Option<f64>) -> Request {
    Request::Evidence(EvidenceRequest {
        subjects: subjects.iter().map(|s| (*s).to_owned()).collect(),
        stage: stage.map(str::to_owned),
        amount: amount.map(|value| Amount { value, per: Per::Year, currency: Currency::Usd }),
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
        assert_eq!(line, chart.offer.is_some(), "{name}: the line of the offer");
    }
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
