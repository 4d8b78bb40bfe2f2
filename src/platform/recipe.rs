//! How an answer can be made again: what buttons carry in place of any memory.

use std::fmt;

/// How an answer can be made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipe {
    /// By a command with values by name.
    Command(String, Vec<(String, String)>),
    /// By what its answers answer.
    Requests {
        /// Of the answer that was shown: another one is not the same answer.
        digest: String,
        /// As [`super::shorthand`] writes them.
        short: String,
    },
    /// By a line as somebody typed it, such as `salary senior c2c`.
    Line {
        /// Of the answer that was shown.
        digest: String,
        /// The command and what followed it.
        line: String,
    },
    /// By the question as it was written down.
    Asked {
        /// Of the answer that was shown.
        digest: String,
        /// What asked, as the journal calls it.
        event: String,
    },
}

impl Recipe {
    /// Reads it.
    pub fn parse(text: &str) -> Option<Recipe> {
        let (kind, rest) = text.split_once(':')?;
        let marked = || rest.split_once(':').map(|(digest, rest)| (digest.to_owned(), rest.to_owned()));
        match kind {
            "r" => marked().map(|(digest, short)| Recipe::Requests { digest, short }),
            "l" => marked().map(|(digest, line)| Recipe::Line { digest, line }),
            "q" => marked().map(|(digest, event)| Recipe::Asked { digest, event }),
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
            Recipe::Requests { digest, short } => write!(f, "r:{digest}:{short}"),
            Recipe::Line { digest, line } => write!(f, "l:{digest}:{line}"),
            Recipe::Asked { digest, event } => write!(f, "q:{digest}:{event}"),
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
            Recipe::Requests { digest: "0a".to_owned(), short: "p,x,y+a,faq/z".to_owned() },
            Recipe::Asked { digest: "0a".to_owned(), event: "discord/1".to_owned() },
            Recipe::Command("salary".to_owned(), values),
            Recipe::Command("help".to_owned(), Vec::new()),
            Recipe::Line { digest: "0a".to_owned(), line: "ask is 170k: fair | or not?".to_owned() },
        ] {
            assert_eq!(Recipe::parse(&recipe.to_string()), Some(recipe));
        }
        assert!(
            ["", "x", "z:1", "c:salary|stage", "l:nothing", "r:nothing", "e:faq/z"]
                .iter()
                .all(|bad| Recipe::parse(bad).is_none())
        );
    }
}
