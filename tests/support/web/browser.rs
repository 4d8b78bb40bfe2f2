//! Headless Chromium, driven over WebDriver.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use super::site::send;

/// A browser with one window; ended when it is dropped.
pub(crate) struct Browser {
    driver: Child,
    address: String,
    session: String,
}

impl Browser {
    /// A window of that width; nothing, and a line that says how to get it, where there is no Chromium.
    pub(crate) fn open(width: u32, scripts: bool) -> Option<Browser> {
        let driver = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let Ok(mut driver) = driver else {
            assert!(std::env::var_os("CI").is_none(), "CI needs a browser: apt-get install chromium chromium-driver");
            eprintln!("skipped: no chromedriver (apt-get install chromium chromium-driver)");
            return None;
        };
        let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            let rest = line.split_once("successfully on port ")?.1;
            Some(rest.trim_end_matches('.').to_owned())
        });
        let address = format!("127.0.0.1:{}", port.expect("chromedriver says its port"));
        let mut browser = Browser { driver, address, session: String::new() };
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            &format!("--window-size={width},900"),
        ]
        .map(str::to_owned);
        let mut options = json!({ "args": arguments });
        if !scripts {
            options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
        }
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}
        }}});
        let made = browser.call("POST", "/session", &wanted);
        browser.session = made["sessionId"].as_str().unwrap().to_owned();
        Some(browser)
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if method == "GET" { String::new() } else { body.to_string() };
        let answer = send(&self.address, method, path, &[("Content-Type", "application/json")], &body);
        assert_eq!(answer.status, 200, "{method} {path}: {}", answer.body);
        answer.json()["value"].clone()
    }

    fn of_session(&self, method: &str, path: &str, body: &Value) -> Value {
        self.call(method, &format!("/session/{}{path}", self.session), body)
    }

    pub(crate) fn go(&self, url: &str) {
        self.of_session("POST", "/url", &json!({ "url": url }));
    }

    pub(crate) fn url(&self) -> String {
        self.of_session("GET", "/url", &Value::Null).as_str().unwrap().to_owned()
    }

    /// What a script of ours returns.
    pub(crate) fn run(&self, script: &str) -> Value {
        self.of_session("POST", "/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// What a script gives to its last argument, a function.
    pub(crate) fn run_async(&self, script: &str) -> Value {
        self.of_session("POST", "/execute/async", &json!({ "script": script, "args": [] }))
    }

    fn element(&self, selector: &str) -> String {
        let found = self.of_session("POST", "/element", &json!({ "using": "css selector", "value": selector }));
        found.as_object().unwrap().values().next().unwrap().as_str().unwrap().to_owned()
    }

    pub(crate) fn click(&self, selector: &str) {
        self.of_session("POST", &format!("/element/{}/click", self.element(selector)), &json!({}));
    }

    pub(crate) fn write(&self, selector: &str, text: &str) {
        self.of_session("POST", &format!("/element/{}/value", self.element(selector)), &json!({ "text": text }));
    }

    /// What can be seen of an element.
    pub(crate) fn text(&self, selector: &str) -> String {
        let text = self.of_session("GET", &format!("/element/{}/text", self.element(selector)), &Value::Null);
        text.as_str().unwrap().to_owned()
    }

    /// Waits until that many elements are there.
    pub(crate) fn until(&self, selector: &str, count: usize) {
        for _ in 0..200 {
            let found = self.of_session("POST", "/elements", &json!({ "using": "css selector", "value": selector }));
            if found.as_array().is_some_and(|all| all.len() == count) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("there are never {count} of {selector}");
    }

    /// Whatever the browser complained of: scripts that broke, things that the policy forbids.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let log = self.of_session("POST", "/se/log", &json!({ "type": "browser" }));
        let severe = log.as_array().unwrap().iter().filter(|entry| entry["level"] == "SEVERE");
        severe.map(|entry| entry["message"].to_string()).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() && !std::thread::panicking() {
            self.of_session("DELETE", "", &Value::Null);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
