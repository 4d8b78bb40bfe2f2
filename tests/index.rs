//! The index that is compiled in beside the knowledge base.
#![allow(clippy::unwrap_used)]

use rolecall::bot::Understanding;
use rolecall::loading::{self, Origin};

const QUESTIONS: [&str; 5] = [
    "what does a senior mlops engineer make",
    "hw do i get from devops in2 this",
    "is kubernetes worth learning first",
    "who picks up the pager at night when a model misbehaves",
    "best pizza in town",
];

#[test]
fn the_index_in_the_program_ranks_as_one_that_is_built() {
    let knowledge = Origin::Embedded.knowledge().unwrap();
    let understanding = |index| Understanding::new(&knowledge, Some(loading::encoder().unwrap()), index);
    let (opened, built) = (understanding(loading::index()), understanding(&[]));
    assert!(
        opened.is_opened() && !built.is_opened(),
        "phrasings, or the code that reads them, were changed: run `cargo run --release -- knowledge embed` and commit \
         what it writes"
    );
    for question in QUESTIONS {
        let rank = |from: &Understanding| from.engine.rank(&from.analyser.utterance(&from.analyser.analyse(question)));
        for (one, other) in rank(&opened).iter().zip(rank(&built)).take(20) {
            assert_eq!(one.document, other.document, "{question}");
            // Another processor may round logarithms in another way.
            assert!((one.confidence - other.confidence).abs() < 1e-3, "{question}: {one:?} {other:?}");
        }
    }
}
