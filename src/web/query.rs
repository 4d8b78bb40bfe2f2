//! What stands behind the `?` of a page's address, read as a browser's forms write it: whatever else is there is left out.

/// A value by its name; the first one counts, and without one it is empty.
pub(super) fn value(query: Option<&str>, name: &str) -> String {
    let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// Characters of a search that are read.
const LONGEST: usize = 400;

/// The words of a search.
pub(super) fn words(query: Option<&str>) -> String {
    value(query, "q").trim().chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_written_can_be_read() {
        assert_eq!(value(Some("q=a+b&q=c&%ff=%fe&&=&x"), "q"), "a b");
        assert_eq!((value(None, "q"), value(Some("e=1"), "q")), (String::new(), String::new()));
        assert_eq!(words(Some(&format!("q=+{}", "x".repeat(500)))).len(), LONGEST);
    }
}
