//! How an answer can be made again: what buttons carry in place of any memory.

use std::fmt;

/// How an answer can be made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipe {
    /// By a command with values by name.
    Command(String, Vec<(String, String)>),
    /// By entries of the knowledge base, joined by `+`.
    Entry(String),
    /// By a line as somebody typed it, such as `salary senior c2c`.
    Line {
        /// Of the answer that was shown: another one is not the same answer.
        digest: String,
        /// The command and what followed it.
        line: String,
    },
}

impl Recipe {
    /// Reads it.
    pub fn parse(text: &str) -> Option<Recipe> {
        let (kind, rest) = text.split_once(':')?;
        match kind {
            "e" => Some(Recipe::Entry(rest.to_owned())),
            "l" => {
                let (digest, line) = rest.split_once(':')?;
                Some(Recipe::Line { digest: digest.to_owned(), line: line.to_owned() })
            }
            "c" => {
                let mut parts = rest.split('|');
                let name = parts.next()?.to_owned();
                let value = |part: &str| part.split_once('=').map(|(n, v)| (n.to_owned(), v.to_owned()));
                Some(Recipe::Command(name, parts.map(value).collect::<Option<_>>()?))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Recipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Recipe::Entry(id) => write!(f, "e:{id}"),
            Recipe::Line { digest, line } => write!(f, "l:{digest}:{line}"),
            Recipe::Command(name, values) => {
                write!(f, "c:{name}")?;
                values.iter().try_for_each(|(name, value)| write!(f, "|{name}={value}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_comes_back_as_it_was() {
        let values = vec![("stage".to_owned(), "senior".to_owned()), ("basis".to_owned(), "c2c".to_owned())];
        for recipe in [
            Recipe::Entry("pay/x/y".to_owned()),
            Recipe::Command("salary".to_owned(), values),
            Recipe::Command("help".to_owned(), Vec::new()),
            Recipe::Line { digest: "0a".to_owned(), line: "ask is 170k: fair | or not?".to_owned() },
        ] {
            assert_eq!(Recipe::parse(&recipe.to_string()), Some(recipe));
        }
        assert!(["", "x", "z:1", "c:salary|stage", "l:nothing"].iter().all(|bad| Recipe::parse(bad).is_none()));
    }
}
