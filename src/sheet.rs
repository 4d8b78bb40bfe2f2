//! Rows for spreadsheets.

/// As CSV, quoted where it must be, lines ended by CR and LF (RFC 4180). Words of people do not become formulas.
pub fn csv(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut out = String::new();
    line(&mut out, head.iter().map(|cell| (*cell).to_owned()));
    for row in rows {
        line(&mut out, row.iter().map(|cell| inert(cell)));
    }
    out
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    let cells: Vec<String> = cells.map(|cell| quoted(&cell)).collect();
    out.push_str(&cells.join(","));
    out.push_str("\r\n");
}

/// A spreadsheet takes what begins with one of these for a formula.
fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
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
