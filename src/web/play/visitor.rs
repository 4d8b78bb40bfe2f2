//! Who asks on the page, as the journal knows them: by an address that is never written as it is.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;

use crate::answer::Reply;
use crate::platform::answering::Asker;
use crate::store::Shared;
use crate::web::guard::NOWHERE;
use crate::web::limits::client;
use crate::web::site::Site;
use crate::web::talk::Talk;

/// Digits of the id of a question.
const DIGITS: usize = 32;

/// Somebody with a browser.
#[derive(Debug, Clone, Copy)]
pub(in crate::web) struct Visitor(IpAddr);

impl FromRequestParts<Arc<Site>> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Visitor, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map_or(NOWHERE, |connection| connection.0.ip());
        Ok(Visitor(client(&parts.headers, peer, &site.config.proxies)))
    }
}

impl Visitor {
    /// The same for the same conversation of a person on one day, so that loading a page anew counts once.
    pub(super) fn question(self, site: &Site, talk: &Talk) -> String {
        let asked = Talk { after: talk.after.clone(), question: talk.question.clone(), ..Talk::default() };
        let day = site.now().as_second().div_euclid(86_400);
        site.keeper.people().hash("web-question", &format!("{}/{day}{}", self.0, asked.href()))
    }

    /// As the journal has them.
    pub(super) fn asker(self, site: &Site, talk: &Talk) -> Asker {
        let web = || "web".to_owned();
        let (event, at) = (self.question(site, talk), site.now());
        let (server, user) = (String::new(), self.0.to_string());
        Asker { platform: "web", server, channel: web(), event, conversation: web(), user, at }
    }

    /// As votes have them.
    pub(super) fn voter(self, site: &Site) -> String {
        site.keeper.people().hash("web", &self.0.to_string())
    }

    /// An answer that was shown to everyone; on one day it counts once, as its question does.
    pub(super) fn share(self, site: &Site, talk: &Talk, reply: &Reply) -> Shared {
        Shared {
            id: format!("web/share/{}", self.question(site, talk)),
            at: site.now(),
            platform: "web".to_owned(),
            channel: "web".to_owned(),
            person: self.voter(site),
            entries: reply.answers.iter().map(|answer| answer.entry.clone()).collect(),
        }
    }

    /// Whose share of requests it is.
    pub(super) fn address(self) -> IpAddr {
        self.0
    }
}

/// The id in the journal, of what a form says; nothing where it can be none of ours.
pub(super) fn journal_id(said: &str) -> Option<String> {
    let ours = said.len() == DIGITS && said.bytes().all(|b| b.is_ascii_hexdigit());
    ours.then(|| format!("web/{said}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_names_a_question_or_nothing() {
        let id = "0123456789abcdef0123456789abcdef";
        assert_eq!(journal_id(id), Some(format!("web/{id}")));
        for other in ["", "0123", "../../discord/123456789012345678", "0123456789abcdef0123456789abcdeg"] {
            assert_eq!(journal_id(other), None, "{other}");
        }
    }
}
