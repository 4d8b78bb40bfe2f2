//! The page for people: where it listens, and who may see it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use super::{ConfigError, Lookup, Secret, Setting, given};

/// Where the page is when nothing is said.
const ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
/// A shorter token could be guessed.
const TOKEN_LENGTH: usize = 16;
/// Requests that ask something, a minute and address.
const RATE: u32 = 120;

const ADDRESS_NAME: &str = "ROLECALL_WEB_ADDRESS";
const TOKEN_NAME: &str = "ROLECALL_WEB_TOKEN";
const HEADER_NAME: &str = "ROLECALL_WEB_USER_HEADER";
const PROXIES_NAME: &str = "ROLECALL_WEB_PROXIES";
const PUBLIC_NAME: &str = "ROLECALL_WEB_PUBLIC";
const ORIGINS_NAME: &str = "ROLECALL_WEB_ORIGINS";
const RATE_NAME: &str = "ROLECALL_WEB_RATE";
const EDIT_NAME: &str = "ROLECALL_EDIT_URL";

/// The page for people: where it listens, and who may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Web {
    /// `ROLECALL_WEB_ADDRESS`: address and port, `127.0.0.1:8080` if nothing is said; `off` switches the page off.
    pub address: SocketAddr,
    /// `ROLECALL_WEB_TOKEN`: whoever knows it may log in; at least 16 characters.
    pub token: Option<Secret>,
    /// `ROLECALL_WEB_USER_HEADER`: the header in which a proxy that checks logins names the person, such as
    /// `X-Forwarded-User`; believed from `ROLECALL_WEB_PROXIES` alone.
    pub user_header: Option<String>,
    /// `ROLECALL_WEB_PROXIES`: addresses of proxies whose headers are believed, parted by commas; none if nothing is said.
    pub proxies: Vec<IpAddr>,
    /// `ROLECALL_WEB_PUBLIC`: `on` lets everyone ask and read although there is a login; what operators see stays
    /// behind it.
    pub public: bool,
    /// `ROLECALL_WEB_ORIGINS`: websites whose scripts may call the API, parted by commas; none if nothing is said.
    pub origins: Vec<String>,
    /// `ROLECALL_WEB_RATE`: requests that ask something, a minute and address, 120 if nothing is said; `off` for none.
    pub rate: Option<u32>,
    /// `ROLECALL_EDIT_URL`: where a file of the knowledge base is edited, such as
    /// `https://github.com/you/rolecall/edit/main/knowledge/{file}#L{line}`; without it, "edit" names the file.
    pub edit_url: Option<String>,
}

pub(super) const SETTINGS: &[Setting] = &[
    Setting::open(
        ("web", "address"),
        ADDRESS_NAME,
        "\"127.0.0.1:8080\"",
        "Where the page listens; \"off\" switches it off",
    )
    .usual(),
    Setting::secret(
        ("web", "token"),
        TOKEN_NAME,
        "\"0123456789abcdef0123456789abcdef\"",
        "Whoever knows it may log in; at least 16 characters, needed where other machines reach the page",
    ),
    Setting::open(
        ("web", "user_header"),
        HEADER_NAME,
        "\"X-Forwarded-User\"",
        "The header in which a proxy that checks logins names the person",
    ),
    Setting::open(
        ("web", "proxies"),
        PROXIES_NAME,
        "[\"127.0.0.1\"]",
        "Addresses of proxies whose headers are believed",
    ),
    Setting::open(
        ("web", "public"),
        PUBLIC_NAME,
        "false",
        "Whether everyone may ask and read although there is a login",
    )
    .usual(),
    Setting::open(
        ("web", "origins"),
        ORIGINS_NAME,
        "[\"https://example.org\"]",
        "Websites whose scripts may call the API",
    ),
    Setting::open(
        ("web", "rate"),
        RATE_NAME,
        "120",
        "Requests that ask something, a minute and address; \"off\" for any number",
    )
    .usual(),
    Setting::open(
        ("web", "edit_url"),
        EDIT_NAME,
        "\"https://github.com/you/rolecall/edit/main/knowledge/{file}#L{line}\"",
        "Where a file of the knowledge base is edited",
    ),
];

impl Web {
    /// Reads it; nothing where it is switched off.
    ///
    /// # Errors
    /// If a value cannot be used, or if the page would be open to others without a login.
    pub fn read(lookup: Lookup<'_>) -> Result<Option<Web>, ConfigError> {
        let said = given(lookup, ADDRESS_NAME);
        if said.as_deref().is_some_and(|text| text.eq_ignore_ascii_case("off")) {
            return Ok(None);
        }
        let web = Web {
            address: said.map_or(Ok(ADDRESS), |text| address(&text))?,
            token: given(lookup, TOKEN_NAME).map(token).transpose()?,
            user_header: given(lookup, HEADER_NAME).map(header).transpose()?,
            proxies: list(lookup, PROXIES_NAME).map(|text| proxy(&text)).collect::<Result<_, _>>()?,
            public: given(lookup, PUBLIC_NAME).map_or(Ok(false), |text| switch(&text))?,
            origins: list(lookup, ORIGINS_NAME).map(origin).collect::<Result<_, _>>()?,
            rate: given(lookup, RATE_NAME).map_or(Ok(Some(RATE)), |text| rate(&text))?,
            edit_url: given(lookup, EDIT_NAME).map(edit_url).transpose()?,
        };
        web.consistent()
    }

    /// Whether there is a login.
    pub fn has_login(&self) -> bool {
        self.token.is_some() || self.user_header.is_some()
    }

    fn consistent(self) -> Result<Option<Web>, ConfigError> {
        if self.user_header.is_some() && self.proxies.is_empty() {
            return Err(ConfigError {
                name: HEADER_NAME,
                wrong: "no proxy is named that may set it, so that anyone could".to_owned(),
                hint: "name the address of the proxy in `ROLECALL_WEB_PROXIES`, such as `127.0.0.1`",
            });
        }
        if !self.address.ip().is_loopback() && !self.has_login() {
            return Err(ConfigError {
                name: ADDRESS_NAME,
                wrong: format!("`{}` can be reached from other machines, and there is no login", self.address),
                hint: "set `ROLECALL_WEB_TOKEN` to a long random text, or listen on `127.0.0.1:8080`",
            });
        }
        Ok(Some(self))
    }
}

fn list(lookup: Lookup<'_>, name: &'static str) -> impl Iterator<Item = String> {
    let all = given(lookup, name).unwrap_or_default();
    let parts: Vec<String> = all.split(',').map(|p| p.trim().to_owned()).filter(|p| !p.is_empty()).collect();
    parts.into_iter()
}

fn address(text: &str) -> Result<SocketAddr, ConfigError> {
    let named = text.strip_prefix("localhost:").map(|port| format!("127.0.0.1:{port}"));
    named.as_deref().unwrap_or(text).parse().map_err(|_| ConfigError {
        name: ADDRESS_NAME,
        wrong: format!("`{text}` is no address with a port"),
        hint: "write it as `127.0.0.1:8080`, or `off`",
    })
}

fn token(text: String) -> Result<Secret, ConfigError> {
    if text.chars().count() >= TOKEN_LENGTH {
        return Ok(Secret::new(text));
    }
    let wrong = format!("it is shorter than {TOKEN_LENGTH} characters and could be guessed");
    Err(ConfigError { name: TOKEN_NAME, wrong, hint: "make one with `openssl rand -hex 32`" })
}

fn header(text: String) -> Result<String, ConfigError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if text.chars().all(plain) {
        return Ok(text.to_ascii_lowercase());
    }
    let hint = "write it as `X-Forwarded-User`";
    Err(ConfigError { name: HEADER_NAME, wrong: format!("`{text}` is no name of a header"), hint })
}

fn proxy(text: &str) -> Result<IpAddr, ConfigError> {
    text.parse().map_err(|_| ConfigError {
        name: PROXIES_NAME,
        wrong: format!("`{text}` is no address"),
        hint: "write addresses such as `127.0.0.1,10.0.0.2`",
    })
}

fn switch(text: &str) -> Result<bool, ConfigError> {
    match text.to_ascii_lowercase().as_str() {
        "on" | "true" | "1" | "yes" => Ok(true),
        "off" | "false" | "0" | "no" => Ok(false),
        _ => Err(ConfigError {
            name: PUBLIC_NAME,
            wrong: format!("`{text}` is neither on nor off"),
            hint: "write `on` or `off`",
        }),
    }
}

fn origin(text: String) -> Result<String, ConfigError> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    if rest.is_some_and(|host| !host.is_empty() && host.bytes().all(|b| b.is_ascii_graphic() && b != b'/' && b != b'*'))
    {
        return Ok(text);
    }
    let wrong = format!("`{text}` is no origin of a website");
    Err(ConfigError { name: ORIGINS_NAME, wrong, hint: "write it as `https://example.org`, without a path" })
}

fn rate(text: &str) -> Result<Option<u32>, ConfigError> {
    if text.eq_ignore_ascii_case("off") {
        return Ok(None);
    }
    text.parse().ok().filter(|n| *n > 0).map(Some).ok_or_else(|| ConfigError {
        name: RATE_NAME,
        wrong: format!("`{text}` is no number of requests"),
        hint: "write requests a minute, such as `120`, or `off`",
    })
}

fn edit_url(text: String) -> Result<String, ConfigError> {
    let http = text.starts_with("https://") || text.starts_with("http://");
    if http && text.contains("{file}") {
        return Ok(text);
    }
    Err(ConfigError {
        name: EDIT_NAME,
        wrong: "it is no address with `{file}` in it".to_owned(),
        hint: "write it as `https://github.com/you/rolecall/edit/main/knowledge/{file}#L{line}`",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[(&str, &str)]) -> Result<Option<Web>, ConfigError> {
        let values: Vec<(String, String)> = values.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Web::read(&move |name| values.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()))
    }

    const LONG: &str = "0123456789abcdef";

    #[test]
    fn by_default_it_is_open_on_this_machine_alone() {
        let web = read(&[]).unwrap().unwrap();
        assert_eq!((web.address.to_string().as_str(), web.has_login(), web.rate), ("127.0.0.1:8080", false, Some(120)));
        assert_eq!(read(&[(ADDRESS_NAME, "OFF")]), Ok(None));
    }

    #[test]
    fn other_machines_need_a_login() {
        for address in ["0.0.0.0:8080", "[::]:80", "10.1.2.3:1"] {
            let refused = read(&[(ADDRESS_NAME, address)]).unwrap_err();
            assert!(refused.to_string().contains("there is no login"), "{refused}");
            assert!(read(&[(ADDRESS_NAME, address), (TOKEN_NAME, LONG)]).is_ok());
            let proxied = [(ADDRESS_NAME, address), (HEADER_NAME, "X-Forwarded-User"), (PROXIES_NAME, "10.0.0.2")];
            assert!(read(&proxied).is_ok());
        }
        for address in ["127.0.0.1:0", "127.9.9.9:1", "[::1]:8080", "localhost:8080"] {
            assert!(read(&[(ADDRESS_NAME, address)]).is_ok(), "{address}");
        }
    }

    #[test]
    fn a_header_is_believed_from_named_proxies_alone() {
        assert!(read(&[(HEADER_NAME, "X-Forwarded-User")]).is_err());
        let web = read(&[(HEADER_NAME, "X-Forwarded-User"), (PROXIES_NAME, "127.0.0.1, ::1")]).unwrap().unwrap();
        assert_eq!((web.user_header.as_deref(), web.proxies.len()), (Some("x-forwarded-user"), 2));
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let bad = [
            (ADDRESS_NAME, "8080"),
            (TOKEN_NAME, "short"),
            (HEADER_NAME, "a b"),
            (PROXIES_NAME, "proxy"),
            (PUBLIC_NAME, "maybe"),
            (ORIGINS_NAME, "*"),
            (ORIGINS_NAME, "https://a/b"),
            (RATE_NAME, "0"),
            (EDIT_NAME, "javascript:{file}"),
        ];
        for (name, value) in bad {
            assert_eq!(read(&[(name, value)]).unwrap_err().name, name, "{value}");
        }
        let short = read(&[(TOKEN_NAME, "short")]).unwrap_err();
        assert!(!format!("{short}{}", short.hint).contains("`short`"), "a secret is not shown");
    }
}
