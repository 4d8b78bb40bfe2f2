//! Words as Slack's markup. [`Markup`] is made here alone, and nothing that comes from outside can be markup in it.

use std::fmt;

use crate::platform::cut;

/// Shows nothing, and keeps the sign behind it from opening a quotation.
const ZERO_WIDTH: char = '\u{200b}';

/// Text in Slack's markup, in which whatever is not ours is inert: no mention, no link, no entity.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Markup(String);

impl Markup {
    /// Text that shows as it is.
    pub fn plain(text: &str) -> Markup {
        let mut out = String::with_capacity(text.len() + 8);
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                out.push('\n');
            }
            if line.starts_with('>') {
                out.push(ZERO_WIDTH);
            }
            for c in line.chars() {
                match c {
                    '&' => out.push_str("&amp;"),
                    '<' => out.push_str("&lt;"),
                    '>' => out.push_str("&gt;"),
                    other => out.push(other),
                }
            }
        }
        Markup(out)
    }

    /// Bold; as it is where the signs of bold would not work.
    pub fn bold(text: &str) -> Markup {
        let Markup(inner) = Markup::plain(text);
        let works = !inner.is_empty() && inner.trim() == inner && !inner.contains(['*', '\n', '`']);
        Markup(if works { format!("*{inner}*") } else { inner })
    }

    /// In a box that is easy to copy.
    pub fn boxed(text: &str, most: usize) -> Markup {
        const FENCE: usize = "```\n\n```".len();
        // Three backticks would end the box.
        let Markup(inner) = Markup::plain(&text.replace("```", "'''"));
        Markup(format!("```\n{}\n```", cut::cut(&inner, most.saturating_sub(FENCE))))
    }

    /// A link of ours; the words alone where the address is none of the web.
    pub fn link(address: &str, words: &str) -> Markup {
        let Markup(inner) = Markup::plain(words);
        let web = address.starts_with("https://") || address.starts_with("http://");
        let safe = address.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '|' | '"'));
        if web && safe && !inner.is_empty() && !inner.contains(['|', '\n']) {
            return Markup(format!("<{}|{inner}>", address.replace('&', "&amp;")));
        }
        Markup(inner)
    }

    /// A channel, as Slack shows it to whoever may see it; a channel of an odd name as it is.
    pub fn channel(id: &str) -> Markup {
        let plain = !id.is_empty() && id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if plain { Markup(format!("<#{id}>")) } else { Markup::plain(id) }
    }

    /// One behind the other, with something between.
    pub fn joined(parts: impl IntoIterator<Item = Markup>, between: &str) -> Markup {
        let Markup(between) = Markup::plain(between);
        let parts: Vec<String> = parts.into_iter().map(|part| part.0).filter(|part| !part.is_empty()).collect();
        Markup(parts.join(&between))
    }

    /// As much as fits. Only for markup without links: half a link would be none.
    pub fn cut(&self, most: usize) -> Markup {
        Markup(cut::cut(&self.0, most))
    }

    /// In pieces that fit. Only for markup without links.
    pub fn pages(&self, most: usize) -> Vec<Markup> {
        cut::pages(&self.0, most).into_iter().map(Markup).collect()
    }

    /// Whether nothing would be seen.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// In UTF-16 units, as it is sent.
    pub fn length(&self) -> usize {
        cut::length(&self.0)
    }

    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What somebody wrote in Slack, as plain words: addresses, names of channels and people as they were seen, entities as
/// signs. The bot's own name goes.
pub fn read(text: &str, me: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        match behind.find('>') {
            Some(end) => {
                out.push_str(&seen(&behind[1..end], me));
                rest = &behind[end + 1..];
            }
            None => {
                out.push_str(behind);
                rest = "";
            }
        }
    }
    out.push_str(rest);
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// What a control sequence shows.
fn seen(inner: &str, me: &str) -> String {
    let (target, label) = inner.split_once('|').map_or((inner, None), |(target, label)| (target, Some(label)));
    match target.chars().next() {
        Some('@') if target[1..] == *me => " ".to_owned(),
        Some('@') => "@someone".to_owned(),
        Some('#') => format!("#{}", label.filter(|l| !l.is_empty()).unwrap_or("channel")),
        Some('!') => label.unwrap_or_default().to_owned(),
        _ => label.unwrap_or(target).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every `<…>` in it, and whether each `&` begins an entity: what Slack would take for its own.
    fn control(markup: &str) -> (Vec<&str>, bool) {
        let sequences = markup.split('<').skip(1).map(|part| part.split('>').next().unwrap()).collect();
        let entities =
            markup.split('&').skip(1).all(|part| ["amp;", "lt;", "gt;"].iter().any(|entity| part.starts_with(entity)));
        (sequences, entities)
    }

    #[test]
    fn mentions_links_and_entities_are_inert() {
        let shown = Markup::plain("<!here> <@U1> <https://x|y> &lt; @channel");
        assert_eq!(shown.as_str(), "&lt;!here&gt; &lt;@U1&gt; &lt;https://x|y&gt; &amp;lt; @channel");
        assert_eq!(Markup::plain("a\n> b").as_str(), "a\n\u{200b}&gt; b");
    }

    #[test]
    fn links_are_of_the_web_only() {
        assert_eq!(
            Markup::link("https://a.example/x?a=1&b", "A <b>").as_str(),
            "<https://a.example/x?a=1&amp;b|A &lt;b&gt;>"
        );
        for odd in ["javascript:alert(1)", "https://a|b", "https://a>b", "!here", "@U1", ""] {
            assert_eq!(Markup::link(odd, "words").as_str(), "words", "{odd}");
        }
    }

    #[test]
    fn what_people_write_is_read_as_they_saw_it() {
        let text = "<@U0BOT> is <https://x.example|170k> &lt;fair&gt; in <#C1|jobs>, <@U2>? <!here>";
        assert_eq!(read(text, "U0BOT").trim(), "is 170k <fair> in #jobs, @someone?");
        assert_eq!(read("a < b", "U"), "a < b");
        assert_eq!(read("<@U0BOT|bot>", "U0BOT").trim(), "");
    }

    proptest! {
        #[test]
        fn no_text_is_a_control_sequence(text in "(\\PC|[<>&|@#!*`\n]){0,200}", most in 5usize..80) {
            for markup in [Markup::plain(&text), Markup::bold(&text), Markup::boxed(&text, 400)] {
                prop_assert_eq!(control(markup.as_str()), (vec![], true));
                for page in markup.pages(most) {
                    prop_assert_eq!(control(page.as_str()), (vec![], true));
                }
                let cut = markup.cut(most);
                prop_assert_eq!(control(cut.as_str()), (vec![], true));
            }
        }

        #[test]
        fn a_link_is_one_sequence_and_never_a_mention(address in "(https://)?(\\PC|[<>|@!#&]){0,40}", words in "\\PC{0,40}") {
            let markup = Markup::link(&address, &words);
            let (sequences, entities) = control(markup.as_str());
            prop_assert!(entities && sequences.len() <= 1);
            prop_assert!(sequences.iter().all(|s| s.starts_with("http")));
        }

        #[test]
        fn plain_text_is_read_back(text in "[a-z &<>|#!]{0,80}") {
            prop_assert_eq!(read(Markup::plain(&text).as_str(), "U1").replace(ZERO_WIDTH, ""), text);
        }

        #[test]
        fn anything_can_be_read(text in "(\\PC|[<>@|&;]){0,100}") {
            read(&text, "U1");
        }
    }
}
