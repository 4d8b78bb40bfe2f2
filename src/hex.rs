//! Bytes as text, in lower-case hexadecimal: one way to write them, and one to read them.

/// Writes bytes.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads them; nothing where it is not as [`hex`] writes.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| <[u8; 2]>::try_from(pair).ok().and_then(|[h, l]| Some(digit(h)? << 4 | digit(l)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(unhex(&hex(&all)), Some(all));
        assert_eq!(unhex(""), Some(Vec::new()));
        for odd in ["0", "0G", "+1", "AB", "é", "000"] {
            assert_eq!(unhex(odd), None, "{odd}");
        }
    }
}
