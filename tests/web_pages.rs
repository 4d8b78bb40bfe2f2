//! The page and the API of the real binary, over HTTP.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;
#[path = "support/web/mod.rs"]
mod web;

use support::{Run, Scratch};
use web::site::{Site, TOKEN, shared};

#[test]
fn it_is_alive_and_ready_without_any_token() {
    let open = shared();
    assert_eq!(open.get("/healthz").status, 200);
    let ready = open.get("/readyz");
    assert_eq!(ready.status, 200, "{}", ready.body);
    assert_eq!(ready.json()["checks"], serde_json::json!({"knowledge": "up", "store": "up"}));
}

#[test]
fn the_api_answers_as_the_terminal_does() {
    let open = shared();
    let question = r#"{"id":"7","text":"what does a senior mlops engineer make"}"#;
    let answer = open.ask(question);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let terminal: Run = Scratch::new().pipe(&["chat", "--json"], question.as_bytes());
    assert_eq!(answer.json(), terminal.lines()[0]);
}

#[test]
fn tools_that_name_no_conversation_do_not_meet_in_one() {
    let open = shared();
    open.ask(r#"{"text":"what does a senior mlops engineer make"}"#);
    let stranger = open.ask(r#"{"text":"and on contract?"}"#).json();
    let named = |text: &str| format!(r#"{{"text":"{text}","conversation":"c","user":"u"}}"#);
    open.ask(&named("what does a senior mlops engineer make"));
    let follower = open.ask(&named("and on contract?")).json();
    assert!(follower["text"].as_str().unwrap().contains("Senior MLOps engineer, on contract"), "{follower}");
    assert_ne!(stranger["text"], follower["text"]);
}

#[test]
fn errors_are_problem_details() {
    let open = shared();
    let json = ("Content-Type", "application/json");
    let cases = [
        ("POST", "/api/v1/ask", vec![json], "{", 422),
        ("POST", "/api/v1/ask", vec![], "{}", 415),
        ("GET", "/api/v1/ask", vec![], "", 405),
        ("GET", "/api/v1/nothing", vec![], "", 404),
        ("GET", "/api/v1/entries/faq/none", vec![], "", 404),
        ("GET", "/api/v1/salary?stage=emperor", vec![], "", 422),
        ("GET", "/api/v1/salary?planet=mars", vec![], "", 422),
    ];
    for (method, path, headers, body, status) in cases {
        let answer = open.send(method, path, &headers, body);
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.body);
        assert!(answer.head.contains("content-type: application/problem+json"), "{}", answer.head);
        assert_eq!(answer.json()["status"], status);
    }
    let long = format!(r#"{{"text":"{}"}}"#, "x".repeat(70_000));
    assert_eq!(open.ask(&long).status, 413);
}

#[test]
fn a_page_answers_without_a_script_and_its_address_gives_the_conversation_again() {
    let open = shared();
    let page = open.get("/?after=what+does+a+senior+mlops+engineer+make&q=and+on+contract%3F");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("$185K–$285K") && page.body.contains("$1,000–$1,750 a day"), "both turns are there");
    for class in ["msg discord", "msg slack", "as-text", "<svg"] {
        assert!(page.body.contains(class), "{class}");
    }
    assert!(page.body.contains(r#"<input type="hidden" name="after" value="and on contract?">"#));
}

#[test]
fn nothing_that_is_asked_becomes_an_element() {
    let open = shared();
    let attack = "%3Cscript%3Ealert(1)%3C/script%3E%22%3E%3Cimg+src=x+onerror=alert(1)%3E";
    for path in [
        format!("/?q={attack}"),
        format!("/?after={attack}&q={attack}&press={attack}"),
        format!("/knowledge?q={attack}"),
        format!("/quick?q={attack}&e={attack}"),
        format!("/login?to={attack}"),
        format!("/turn?q={attack}&explain=1"),
    ] {
        let page = open.get(&path);
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains("<script>") && !page.body.contains("<img src=x"), "{path}");
    }
}

#[test]
fn browsers_may_do_nothing_but_show_it() {
    let open = shared();
    for path in ["/", "/knowledge", "/nothing", "/api/v1/entries"] {
        let head = open.get(path).head;
        assert!(
            head.contains("content-security-policy: default-src 'none'; script-src 'self'; style-src 'self';"),
            "{head}"
        );
        assert!(head.contains("x-content-type-options: nosniff") && head.contains("referrer-policy: same-origin"));
        assert!(!head.contains("set-cookie"), "no cookie but the login's");
        assert!(!head.contains("access-control-allow-origin"));
    }
    let page = open.get("/?q=what+does+a+senior+mlops+engineer+make").body;
    assert!(
        !page.contains(" style=") && !page.contains("<style") && !page.contains(" onclick"),
        "the policy forbids it"
    );
}

#[test]
fn another_website_can_send_nothing() {
    let open = shared();
    let form = [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", "https://evil.example")];
    assert_eq!(open.send("POST", "/feedback", &form, "entry=faq/remote-work&say=yes").status, 403);
    let site = [("Content-Type", "application/json"), ("Sec-Fetch-Site", "cross-site")];
    assert_eq!(open.send("POST", "/api/v1/ask", &site, r#"{"text":"x"}"#).status, 403);
    assert_eq!(open.send("GET", "/", &[("Host", "evil.example")], "").status, 421, "a name that leads here");
}

#[test]
fn every_entry_and_all_that_it_links_to_has_a_page() {
    let open = shared();
    let entries = open.get("/api/v1/entries").json();
    let entries = entries["entries"].as_array().unwrap();
    assert!(entries.len() > 50, "{}", entries.len());
    for entry in entries {
        let path = entry["page"].as_str().unwrap();
        let page = open.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert!(page.body.contains("Upkeep"), "{path}");
    }
    assert_eq!(open.get("/knowledge/faq/none").status, 404);
    let sources = open.get("/sources").body;
    let page = open.get("/knowledge/pay/mlops-engineer/senior").body;
    let links: Vec<&str> = page.split("href=\"/sources#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(!links.is_empty());
    for id in links {
        assert!(sources.contains(&format!("id=\"{id}\"")), "{id}");
    }
}

/// Addresses of a page that begin so.
fn links<'a>(page: &'a str, begin: &str) -> Vec<&'a str> {
    let hrefs = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    hrefs.filter(|href| href.starts_with(begin)).collect()
}

#[test]
fn pay_of_other_roles_has_a_page_that_stands_on_records() {
    let open = shared();
    for question in [
        "what+does+a+data+engineer+make",
        "what+does+a+senior+data+engineer+make",
        "compare+the+pay+of+a+data+engineer+and+a+data+scientist",
        "what+does+a+data+quality+analyst+make",
    ] {
        let page = open.get(&format!("/?q={question}")).body;
        let entries = links(&page, "/knowledge/pay/");
        assert!(!entries.is_empty(), "{question}");
        for entry in entries {
            let page = open.get(entry);
            assert_eq!(page.status, 200, "{entry}");
            assert!(page.body.contains(" distinct of ") && page.body.contains("/sources#aijobs-2025-01"), "{entry}");
        }
    }
    let page = open.get("/knowledge/pay/data-engineer").body;
    for said in ["Senior data engineers: median", "2024 to Jan 2025", "/sources#bls-oews-2024-05", "Data engineer: pay"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let told = open.get("/api/v1/entries/pay/data-engineer").json();
    assert!(told["text"].as_str().unwrap().contains("median"), "{told}");
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    assert_eq!(open.send("POST", "/feedback", &form, "entry=pay%2Fdata-engineer&say=yes").status, 200);
    for nobody in ["pay/nobody", "pay/data-engineer/emperor", "pay/mlops-engineer/emperor", "pay"] {
        assert_eq!(open.get(&format!("/knowledge/{nobody}")).status, 404, "{nobody}");
    }
}

#[test]
fn what_a_button_comes_to_stands_below_its_message_and_the_address_leads_there() {
    let open = shared();
    let asked = "/?q=what+does+a+senior+mlops+engineer+make";
    let plain = open.get(asked).body;
    assert!(!links(&plain, "/?").is_empty() && !plain.contains("id=\"result\""));
    let pressed = links(&plain, asked).into_iter().find(|href| href.contains("sources")).unwrap();
    assert!(pressed.ends_with("#result"), "{pressed}");
    let page = open.get(pressed.trim_end_matches("#result").replace("&amp;", "&").as_str()).body;
    let place = |what: &str| page.find(what).unwrap_or_else(|| panic!("{what}"));
    assert!(place("id=\"result\"") < place("This comes from") && place("This comes from") < place("<figure"));
}

#[test]
fn more_shows_the_next_page() {
    let open = shared();
    let more = |page: usize| open.get(&format!("/turn?q=senior+mlops+pay&press=1%3Amore%3A{page}%3Ac%3Asources")).body;
    let (first, second) = (more(0), more(1));
    assert!(first.contains("page 1 of ") && second.contains("page 2 of "), "{second}");
    assert!(first.contains("more%3A1%3A") && !second.contains("more%3A1%3A"), "{second}");
}

#[test]
fn copies_keep_their_citations_and_their_lists() {
    let open = shared();
    let page = open.get("/quick?e=pay/mlops-engineer").body;
    let form = |id: &str| {
        let rest = page.split_once(&format!("id=\"form-{id}\"")).unwrap().1;
        rest.split_once('>').unwrap().1.split_once("</textarea>").unwrap().0.to_owned()
    };
    let cited = |text: &str| (1..9).filter(|n| text.contains(&format!("[{n}]"))).count();
    let (plain, markdown, html) = (form("text"), form("markdown"), form("html"));
    assert!(cited(&plain) > 1 && plain.contains("via ["), "{plain}");
    assert_eq!((cited(&markdown), cited(&html)), (cited(&plain), cited(&plain)), "{markdown}\n{html}");
    assert!(markdown.contains("via [") && html.contains("via ["), "{markdown}\n{html}");
    assert!(markdown.contains("\n\n- ") && html.contains("&lt;ul&gt;&lt;li&gt;"), "{markdown}\n{html}");
}

#[test]
fn every_source_says_what_stands_on_it() {
    let open = shared();
    let page = open.get("/sources").body;
    let articles: Vec<&str> = page.split("<article").skip(1).collect();
    assert!(articles.len() > 50, "{}", articles.len());
    let idle: Vec<&&str> = articles.iter().filter(|article| article.contains("Nothing stands on it")).collect();
    assert!(idle.is_empty(), "{idle:?}");
    let of = |id: &str| articles.iter().find(|article| article.contains(&format!("id=\"{id}\""))).unwrap();
    assert!(of("aijobs-2025-01").contains("/knowledge/pay/data-engineer"));
    assert!(of("bls-oews-2024-05").contains("/knowledge/pay/data-engineer"));
    // What an entry names as its source names the entry.
    for entry in ["pay/data-engineer", "pay/mlops-engineer/senior", "faq/remote-work"] {
        for source in links(&open.get(&format!("/knowledge/{entry}")).body, "/sources#") {
            let id = source.trim_start_matches("/sources#");
            assert!(of(id).contains(&format!("/knowledge/{entry}\"")), "{entry} {id}");
        }
    }
}

#[test]
fn a_search_finds_what_answers_and_nothing_where_nothing_comes_near() {
    let open = shared();
    let found = |query: &str| {
        let page = open.get(&format!("/knowledge?q={query}")).body;
        links(&page, "/knowledge/").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    for (query, entry) in [
        ("how+much+does+a+senior+earn", "/knowledge/pay/mlops-engineer/senior"),
        ("data+engineer+salary", "/knowledge/pay/data-engineer"),
        ("can+they+work+remotely", "/knowledge/faq/remote-work"),
    ] {
        assert_eq!(found(query).first().map(String::as_str), Some(entry), "{query}");
    }
    for query in ["banana+bread+recipe", "weather+tomorrow", "banana"] {
        assert_eq!(found(query), Vec::<String>::new(), "{query}");
        for path in ["/knowledge", "/quick"] {
            let page = open.get(&format!("{path}?q={query}")).body;
            assert!(page.contains("No entry comes near") && page.contains("?q=senior+pay"), "{path} {query}");
        }
    }
    assert_eq!(open.get("/knowledge?q=remote&q=b").status, 200);
}

#[test]
fn an_entry_is_edited_where_it_stands() {
    let open = shared();
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/knowledge");
    for (entry, file, mark) in [
        (
            "comparisons/mlops-engineer-vs-ml-engineer/litmus",
            "comparisons/mlops-engineer-vs-ml-engineer.md",
            "## Litmus test",
        ),
        (
            "comparisons/mlops-engineer-vs-ml-engineer/candidates",
            "comparisons/mlops-engineer-vs-ml-engineer.md",
            "## What candidates say",
        ),
        ("pay/mlops-engineer/senior", "pay/mlops-engineer.toml", "stage = \"senior\""),
        ("roles/mlops-engineer/weekly", "roles/mlops-engineer.toml", "cadence = \"weekly\""),
        ("pay/data-engineer/senior", "evidence/titles.toml", "id = \"data-engineer\""),
    ] {
        let text = std::fs::read_to_string(format!("{root}/{file}")).unwrap();
        let line = text.lines().position(|line| line == mark).unwrap() + 1;
        let page = open.get(&format!("/knowledge/{entry}")).body;
        assert!(page.contains(&format!("{file}:{line}<")), "{entry}: line {line}");
    }
}

#[test]
fn what_an_entry_asks_leads_to_it() {
    let open = shared();
    let entries = open.get("/api/v1/entries").json();
    for entry in entries["entries"].as_array().unwrap() {
        let id = entry["id"].as_str().unwrap();
        let page = open.get(entry["page"].as_str().unwrap()).body;
        let asking = links(&page, "/?q=");
        // Some roles that records know are read as another one: there is no button rather than a wrong one.
        let silent = ["This entry has no answer of its own", "I have no sourced answer on", "evidence/titles.toml"];
        assert!(!asking.is_empty() || silent.iter().any(|why| page.contains(why)), "{id}");
        for ask in asking {
            let answer = open.get(&ask.replace("&amp;", "&")).body;
            assert!(answer.contains(&format!("href=\"/knowledge/{id}")), "{id}: {ask}");
        }
    }
}

#[test]
fn a_menu_asks_on_as_it_is_shown() {
    let page = shared().get("/?as=slack&q=what+does+a+senior+mlops+engineer+make").body;
    let menu = page.split("class=\"menu\"").nth(1).unwrap();
    assert!(menu.split("</form>").next().unwrap().contains("name=\"as\" value=\"slack\""), "{menu}");
}

#[test]
fn the_api_says_what_goes_in_and_what_comes_out() {
    let open = shared();
    let page = open.get("/api").body;
    assert!(page.contains(&format!("curl -s http://{}/api/v1/ask", open.address)));
    for field in ["conversation", "answers[].citations[].publisher", "suggestions[]", "text</code> (needed)"] {
        assert!(page.contains(field), "{field}");
    }
    let description = open.get("/api/v1/openapi.json").json();
    assert_eq!(description["components"]["securitySchemes"]["token"]["scheme"], "bearer");
    assert_eq!(description["security"], serde_json::json!([{}, {"token": []}]));
}

#[test]
fn an_entry_says_where_it_was_used() {
    let site = Site::with(&[]);
    let asked = "q=what+does+a+senior+mlops+engineer+make";
    site.get(&format!("/?{asked}"));
    site.ask(r#"{"text":"what does a senior mlops engineer make"}"#);
    for _ in 0..2 {
        site.get(&format!("/turn?{asked}&press=1%3Ashare%3A"));
    }
    let told = || site.get("/knowledge/pay/mlops-engineer/senior").body;
    let whole = "Asked 2 times in 30 days (API 1, this page 1); shared once";
    let patience = std::time::Instant::now();
    while !told().contains(whole) && patience.elapsed().as_secs() < 10 {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert!(told().contains(whole), "{}", told());
}

#[test]
fn buttons_come_to_what_they_say() {
    let open = shared();
    let asked = "/turn?q=what+does+a+senior+mlops+engineer+make&press=";
    let copied = open.get(&format!("{asked}1%3Acopy%3A")).body;
    assert!(copied.contains("<pre class=\"copied\"") && copied.contains("$185K–$285K"), "{copied}");
    let passed_on = open.get(&format!("{asked}1%3Ashare%3A")).body;
    assert!(passed_on.contains("Shared by") && passed_on.contains("Delete"), "{passed_on}");
    let page = open.get(asked).body;
    let button = page.split("press=1%3Asources%3A").nth(1).and_then(|rest| rest.split(['"', '&']).next());
    let button = button.unwrap_or_else(|| panic!("no button for sources: {page}"));
    let sources = open.get(&format!("{asked}1%3Asources%3A{button}")).body;
    assert!(sources.contains("This comes from"), "{sources}");
}

#[test]
fn a_vote_is_taken_for_an_entry_that_is_there() {
    let open = shared();
    let vote =
        |body: &str| open.send("POST", "/feedback", &[("Content-Type", "application/x-www-form-urlencoded")], body);
    let thanks = vote("entry=faq%2Fremote-work&say=no&back=%2F%3Fq%3Dx");
    assert_eq!(thanks.status, 200);
    assert!(thanks.body.contains("What was wrong with it?"));
    let reason =
        vote("entry=faq%2Fremote-work&say=no&reason=%3Cscript%3Ealert(1)%3C%2Fscript%3E&back=javascript:alert(1)");
    assert!(reason.body.contains("The editors will see it") && !reason.body.contains("javascript:"), "{}", reason.body);
    assert_eq!(vote("entry=faq%2Fnone&say=yes").status, 422);
    assert_eq!(vote(&format!("entry=faq%2Fremote-work&say=no&reason={}", "x".repeat(70_000))).status, 413);
    assert_eq!(vote("entry=faq%2Fremote-work&say=perhaps").status, 422);
}

#[test]
fn a_login_is_refused_and_accepted() {
    let site = Site::with(&[("ROLECALL_WEB_TOKEN", TOKEN)]);
    let page = site.get("/knowledge?q=pay");
    assert_eq!(page.status, 303);
    assert!(page.head.contains("location: /login?to=%2fknowledge%3fq%3dpay"), "{}", page.head);
    assert_eq!(site.get("/healthz").status, 200, "health is for everyone");
    assert_eq!(site.ask(r#"{"text":"x"}"#).status, 401);
    let bearer = format!("Bearer {TOKEN}");
    let headers = [("Content-Type", "application/json"), ("Authorization", bearer.as_str())];
    assert_eq!(site.send("POST", "/api/v1/ask", &headers, r#"{"text":"x"}"#).status, 200);
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let wrong = site.send("POST", "/login", &form, "token=a-token-for-tests-onlY&to=%2Fknowledge");
    assert_eq!(wrong.status, 403);
    assert!(!wrong.head.contains("set-cookie"));
    let right = site.send("POST", "/login", &form, &format!("token={TOKEN}&to=%2Fknowledge"));
    assert_eq!(right.status, 303);
    assert!(right.head.contains("httponly; samesite=lax"), "{}", right.head);
    let cookie = right.head.split("set-cookie: ").nth(1).unwrap().split(';').next().unwrap();
    let known = site.send("GET", "/knowledge", &[("Cookie", cookie)], "");
    assert_eq!(known.status, 200);
    assert!(known.body.contains("action=\"/logout\""), "whoever came in can leave");
    assert!(!site.send("GET", "/knowledge", &headers, "").body.contains("action=\"/logout\""), "a token cannot");
    let left = site.send("POST", "/logout", &[("Cookie", cookie)], "");
    assert!(left.head.contains("rolecall_login=;"), "{}", left.head);
    for _ in 0..10 {
        site.send("POST", "/login", &form, "token=guess");
    }
    assert_eq!(site.send("POST", "/login", &form, "token=guess").status, 429, "guessing is slowed down");
}

#[test]
fn insights_are_for_whoever_is_logged_in() {
    let site = Site::with(&[("ROLECALL_WEB_TOKEN", TOKEN), ("ROLECALL_WEB_PUBLIC", "on")]);
    let bearer = format!("Bearer {TOKEN}");
    let known = [("Authorization", bearer.as_str())];
    for path in ["/insights", "/insights/gaps.csv"] {
        assert_eq!(site.get("/").status, 200);
        assert_eq!(site.get(path).status, 303, "{path}");
        assert_eq!(site.send("GET", path, &[], "").status, 401, "{path}");
        assert_eq!(site.send("GET", path, &known, "").status, 200, "{path}");
    }
}

#[test]
fn insights_say_what_will_be_there() {
    let site = Site::with(&[]);
    let page = site.get("/insights?days=nonsense").body;
    assert!(page.contains("in the last 30 days") && !page.contains("<svg"), "{page}");
    assert_eq!(page.matches("class=\"empty\"").count(), 4);
    assert_eq!(site.get("/insights/questions.csv").body, "day,answered,clarify,unknown,all\r\n");
    assert_eq!(site.get("/insights/gaps.csv").body, "question,asked,did not help,last asked,search\r\n");
    assert!(page.contains("no votes"), "a share says of how many: {page}");
    assert_eq!(site.get("/insights/nothing.csv").status, 404);
}

#[test]
fn a_question_counts_once_however_often_its_page_is_loaded() {
    let site = Site::with(&[]);
    let asked = "q=do+they+sponsor+visas";
    for path in ["/?", "/?", "/turn?", "/turn?explain=1&", "/?press=1%3Acopy%3A&", "/?as=slack&"] {
        assert_eq!(site.get(&format!("{path}{asked}")).status, 200);
    }
    site.get("/?after=do+they+sponsor+visas&q=what+does+a+senior+make");
    // They are written off the way of the answer.
    let counted = || site.get("/insights/questions.csv?days=7").body;
    let today = || counted().lines().nth(1).unwrap_or_default().to_owned();
    let patience = std::time::Instant::now();
    while !today().ends_with(",1,0,1,2") && patience.elapsed().as_secs() < 10 {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert!(today().ends_with(",1,0,1,2"), "{}", counted());
    assert!(site.get("/knowledge/pay/mlops-engineer/senior").body.contains("Asked once in 30 days"));
    assert!(site.get("/knowledge/pay/mlops-engineer").body.contains("Asked once in 30 days"), "its parts count");
}

#[test]
fn too_many_questions_are_told_to_wait() {
    let site = Site::with(&[("ROLECALL_WEB_RATE", "3")]);
    let statuses: Vec<u16> = (0..5).map(|_| site.get("/").status).collect();
    assert_eq!(statuses, [200, 200, 200, 429, 429]);
    let person = site.get("/");
    assert!(person.head.contains("retry-after: "));
    assert!(person.body.contains("<h1>One moment</h1>"), "{}", person.body);
    assert_eq!(site.send("GET", "/api/v1/entries", &[], "").json()["status"], 429, "a tool is told as tools are");
}

#[test]
fn other_machines_need_a_login_and_a_taken_port_is_named() {
    let open = shared();
    let serve = |address: &str| {
        let scratch = Scratch::new();
        let output = scratch.command(&["serve"]).env("ROLECALL_WEB_ADDRESS", address).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = serve("0.0.0.0:0");
    assert_eq!(code, Some(78));
    assert!(said.contains("there is no login") && said.contains("ROLECALL_WEB_TOKEN"), "{said}");
    let (code, said) = serve(&open.address);
    assert_eq!(code, Some(1));
    assert!(said.contains("cannot listen on") && said.contains("hint:"), "{said}");
}

#[test]
fn it_stops_when_it_is_told_to() {
    let mut site = Site::with(&[]);
    assert_eq!(site.get("/").status, 200);
    let told = std::process::Command::new("kill").arg(site.child.id().to_string()).status().unwrap();
    assert!(told.success());
    assert_eq!(site.child.wait().unwrap().code(), Some(0));
}
