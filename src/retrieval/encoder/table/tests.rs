use std::time::Instant;

use proptest::prelude::*;

use super::*;

const SHIPPED: &[u8] = include_bytes!("../../../../assets/encoder/static.bin");

fn shipped() -> StaticTable {
    StaticTable::load(SHIPPED).unwrap()
}

/// A table of four columns; a row holds its scale's bits and two bytes.
fn tiny(rows: &[(u16, [u8; 2])], vocabulary: &str) -> Vec<u8> {
    let mut bytes = b"SEM4".to_vec();
    bytes.extend(u32::try_from(rows.len()).unwrap().to_le_bytes());
    bytes.extend(4_u32.to_le_bytes());
    rows.iter().for_each(|(scale, _)| bytes.extend(scale.to_le_bytes()));
    rows.iter().for_each(|(_, values)| bytes.extend(values));
    bytes.extend(vocabulary.as_bytes());
    bytes
}

const ONE: u16 = 0x3c00;
const SOME: (u16, [u8; 2]) = (ONE, [0x89, 0x88]);

fn cosine(table: &StaticTable, a: &str, b: &str) -> f32 {
    let (a, b) = (table.encode(a).unwrap(), table.encode(b).unwrap());
    a.iter().zip(&b).map(|(a, b)| a * b).sum()
}

#[test]
fn decodes_halves_of_bytes() {
    // 9 - 8 = 1 in the low half of byte 0, 4 - 8 = -4 in the high half of byte 1, times one half.
    let table = StaticTable::load(tiny(&[(0x3800, [0x89, 0x48])], "a\n")).unwrap();
    let mut sum = vec![0.0; 4];
    assert_eq!(table.add_word("a", &mut sum), 1);
    assert_eq!(sum, [0.5, 0.0, 0.0, -2.0]);
}

#[test]
fn takes_the_longest_pieces_from_the_left() {
    let rows = [(ONE, [0x89, 0x88]), (ONE, [0x88, 0x89]), (ONE, [0x98, 0x88]), (ONE, [0x88, 0x98])];
    let table = StaticTable::load(tiny(&rows, "re\nrec\n##call\n##c\n")).unwrap();
    let mut sum = vec![0.0; 4];
    assert_eq!(table.add_word("reccall", &mut sum), 2);
    assert_eq!(sum, [0.0, 1.0, 1.0, 0.0]);
    assert_eq!(table.rank("rec"), Some(1));
    assert_eq!(table.rank("call"), None);
    assert!(table.knows("re") && !table.knows("##c"));
}

#[test]
fn says_what_is_wrong() {
    let load = |bytes: Vec<u8>| StaticTable::load(bytes).unwrap_err();
    assert_eq!(load(b"SEM4".to_vec()), TableError::NoHeader(4));
    assert_eq!(load(b"SEM5________".to_vec()), TableError::Magic(*b"SEM5"));
    assert_eq!(load(tiny(&[], "")), TableError::Shape { rows: 0, columns: 4 });
    assert_eq!(load(tiny(&[SOME], "")[..13].to_vec()), TableError::Short { needed: 16, found: 13 });
    assert_eq!(load(tiny(&[(0x7c00, [0, 0])], "a")), TableError::Scale(0));
    assert_eq!(load(tiny(&[SOME, SOME], "a\n")), TableError::Tokens { rows: 2, tokens: 1 });
    assert_eq!(load(tiny(&[SOME], "a\nb\n")), TableError::Tokens { rows: 1, tokens: 2 });
    assert_eq!(load(tiny(&[SOME, SOME], "a\na")), TableError::Token { row: 1, flaw: "there already" });
    let mut broken = tiny(&[SOME], "a");
    broken.push(0xff);
    assert_eq!(load(broken), TableError::Text(17));
}

#[test]
fn survives_a_huge_header() {
    let mut bytes = b"SEM4".to_vec();
    bytes.extend([0xff; 7]);
    bytes.push(0xfe);
    assert!(matches!(StaticTable::load(bytes), Err(TableError::Shape { .. } | TableError::Short { .. })));
    let mut bytes = b"SEM4".to_vec();
    bytes.extend(u32::MAX.to_le_bytes());
    bytes.extend((u32::MAX - 1).to_le_bytes());
    assert!(matches!(StaticTable::load(bytes), Err(TableError::Short { .. })));
}

#[test]
fn has_no_vector_without_a_direction() {
    let table = StaticTable::load(tiny(&[(ONE, [0x88, 0x88])], "a\n")).unwrap();
    assert_eq!(table.encode("a"), None);
    assert_eq!(table.encode("?"), None);
}

#[test]
fn halves_are_read_exactly() {
    let read: Vec<f32> = [0x0001, 0x0400, 0x3c00, 0xc500, 0x7bff].map(half_to_single).to_vec();
    assert_eq!(read, [2.0_f32.powi(-24), 2.0_f32.powi(-14), 1.0, -5.0, 65504.0]);
    assert!(half_to_single(0x7e00).is_nan());
    assert!(half_to_single(0xfc00).is_infinite());
}

#[test]
fn the_shipped_table_is_small_and_knows_the_trade() {
    assert!(SHIPPED.len() <= 3_000_000, "{}", SHIPPED.len());
    let table = shipped();
    assert_eq!(table.dimensions(), 256);
    for word in ["kubernetes", "terraform", "mlops", "salary", "recruiter", "yoe", "dont", "the"] {
        assert!(table.knows(word), "{word}");
    }
    assert!(table.rank("the") < table.rank("salary"));
    assert!(table.rank("salary") < table.rank("sagemaker"));
}

#[test]
fn the_shipped_table_hears_meaning() {
    let table = shipped();
    let near = cosine(&table, "how much does a senior engineer earn", "what salary do staff developers get");
    let far = cosine(&table, "how much does a senior engineer earn", "will it rain in paris tomorrow");
    assert!(near > far + 0.2, "{near} {far}");
    assert!(cosine(&table, "RÉSUMÉ!", "resume") > 0.999);
}

#[test]
fn loads_and_encodes_quickly() {
    let start = Instant::now();
    let table = shipped();
    let loading = start.elapsed();
    let text = "how much do senior mlops engineers make in new york";
    let start = Instant::now();
    (0..1000).for_each(|_| assert!(std::hint::black_box(&table).encode(std::hint::black_box(text)).is_some()));
    eprintln!("load {loading:?}, encode {:?}", start.elapsed() / 1000);
}

proptest! {
    #[test]
    fn every_text_gives_a_unit_vector_or_none(text in "\\PC{0,60}") {
        let table = StaticTable::load(SHIPPED).unwrap();
        if let Some(vector) = table.encode(&text) {
            let length: f32 = vector.iter().map(|v| v * v).sum();
            prop_assert!((length - 1.0).abs() < 1e-4);
            prop_assert_eq!(vector.len(), 256);
        }
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..80), sound in any::<bool>()) {
        let bytes = if sound { [b"SEM4\x02\0\0\0\x04\0\0\0".to_vec(), bytes].concat() } else { bytes };
        if let Ok(table) = StaticTable::load(bytes) {
            let _ = table.encode("any text at all, ünd more");
        }
    }
}
