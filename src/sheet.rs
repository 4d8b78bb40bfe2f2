//! Rows for spreadsheets.

use csv::{Terminator, WriterBuilder};

/// As CSV, lines ended by CR and LF (RFC 4180). Words of people do not become formulas.
pub fn csv(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut out = WriterBuilder::new().terminator(Terminator::CRLF).flexible(true).from_writer(Vec::new());
    // Into memory, and rows of any length: nothing can fail.
    let _ = out.write_record(head);
    for row in rows {
        let _ = out.write_record(row.iter().map(|cell| inert(cell)));
    }
    String::from_utf8(out.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// A spreadsheet takes what begins with one of these for a formula.
fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_people_stay_words() {
        let rows = [vec!["=1+1".to_owned(), "a, \"b\"".to_owned()], vec!["two\nlines".to_owned(), "7".to_owned()]];
        assert_eq!(csv(&["x", "y"], rows), "x,y\r\n'=1+1,\"a, \"\"b\"\"\"\r\n\"two\nlines\",7\r\n");
    }

    #[test]
    fn others_read_it() {
        let text = csv(&["x"], [vec!["a\r\n\"b\", c".to_owned()]]);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let first = reader.records().next().unwrap().unwrap();
        assert_eq!(&first[0], "a\r\n\"b\", c");
    }
}
