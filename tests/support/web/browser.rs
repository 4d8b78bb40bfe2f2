//! Headless Chromium, driven through its own driver, and axe-core to look for what keeps people out.

use std::future::Future;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::prelude::*;

const AXE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/web/js/node_modules/axe-core/axe.min.js");
const GET: &str = "`apt-get install chromium chromium-driver && npm ci --prefix tests/support/web/js`";
/// For a page to show what it is to show.
const PATIENCE: Duration = Duration::from_secs(20);
/// Of the window.
const HEIGHT: u64 = 820;
/// What is below stands in no picture.
const LONGEST: u64 = 2_400;

/// How somebody looks at a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) name: &'static str,
    pub(crate) width: u32,
    pub(crate) dark: bool,
    pub(crate) scripts: bool,
}

pub(crate) const DESKTOP: Look = Look { name: "desktop", width: 1280, dark: false, scripts: true };
pub(crate) const PHONE: Look = Look { name: "phone", width: 375, ..DESKTOP };
pub(crate) const PLAIN: Look = Look { name: "plain", scripts: false, ..DESKTOP };
pub(crate) const LOOKS: [Look; 4] = [
    DESKTOP,
    Look { name: "desktop-dark", dark: true, ..DESKTOP },
    PHONE,
    Look { name: "phone-dark", dark: true, ..PHONE },
];

/// A browser with one page open.
#[derive(Clone)]
pub(crate) struct Browser {
    driver: WebDriver,
    address: String,
}

/// The process that starts browsers, and with it those that it started.
struct Driver(Child, u16);

/// Opens a browser on a site, does that, and closes it whatever comes of it. Without a browser nothing is done, which
/// fails in CI.
pub(crate) async fn browse<F>(look: Look, address: &str, body: impl FnOnce(Browser) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let Some(driver) = Driver::start().filter(|_| Path::new(AXE).exists()) else {
        assert!(std::env::var_os("CI").is_none(), "there is no browser; get it with {GET}");
        eprintln!("skipped: there is no browser; get it with {GET}");
        return;
    };
    let browser = Browser::open(&driver, look, address).await;
    let done = tokio::spawn(body(browser.clone())).await;
    browser.driver.quit().await.unwrap();
    if let Err(broken) = done {
        std::panic::resume_unwind(broken.into_panic());
    }
}

impl Driver {
    fn start() -> Option<Driver> {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
        let mut child = command.spawn().ok()?;
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let said = lines.by_ref().map_while(Result::ok).find(|line| line.contains("on port ") && line.ends_with('.'));
        std::thread::spawn(move || lines.for_each(drop));
        let port = said?.rsplit_once(' ')?.1.trim_end_matches('.').parse().ok()?;
        Some(Driver(child, port))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // A browser that did not close goes with it.
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.0.wait();
    }
}

impl Browser {
    async fn open(driver: &Driver, look: Look, address: &str) -> Browser {
        let mut wanted = DesiredCapabilities::chrome();
        for argument in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] {
            wanted.add_arg(argument).unwrap();
        }
        if !look.scripts {
            let off = json!({"profile.managed_default_content_settings.javascript": 2});
            wanted.add_experimental_option("prefs", off).unwrap();
        }
        let driver = WebDriver::new(format!("http://127.0.0.1:{}", driver.1), wanted).await.unwrap();
        driver.set_script_timeout(PATIENCE).await.unwrap();
        let browser = Browser { driver, address: address.to_owned() };
        browser.size(look, HEIGHT).await;
        let scheme = if look.dark { "dark" } else { "light" };
        let calm = json!({"name": "prefers-reduced-motion", "value": "reduce"});
        let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}, calm]});
        browser.devtools("Emulation.setEmulatedMedia", media).await;
        browser
    }

    async fn devtools(&self, command: &str, arguments: Value) -> Value {
        self.driver.cdp().send_raw(command, arguments).await.unwrap()
    }

    pub(crate) async fn go(&self, path: &str) {
        self.driver.goto(format!("http://{}{path}", self.address)).await.unwrap();
    }

    /// Below the site's address.
    pub(crate) async fn path(&self) -> String {
        let url = self.driver.current_url().await.unwrap();
        url.as_str().split_once(&self.address).unwrap().1.to_owned()
    }

    /// The first element of a kind that can be seen, once there is one.
    pub(crate) async fn find(&self, css: &str) -> WebElement {
        let query = self.driver.query(By::Css(css)).and_displayed().wait(PATIENCE, Duration::from_millis(50));
        query.first().await.unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    /// An element with these words, once there is one. While one page goes and the next comes there may be no answer.
    pub(crate) async fn says(&self, css: &str, words: &str) -> WebElement {
        let begun = Instant::now();
        loop {
            let query = self.driver.query(By::Css(css)).with_text(stringmatch(words)).and_displayed().nowait();
            match query.first().await {
                Ok(element) => return element,
                Err(error) if begun.elapsed() > PATIENCE => {
                    panic!("`{words}` in {css}: {error}; there is: {}", self.text("body").await)
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    pub(crate) async fn text(&self, css: &str) -> String {
        self.find(css).await.text().await.unwrap()
    }

    pub(crate) async fn click(&self, css: &str) {
        self.pressed(&self.find(css).await).await;
    }

    /// Clicks on what has these words.
    pub(crate) async fn press(&self, css: &str, words: &str) {
        self.pressed(&self.says(css, words).await).await;
    }

    /// The field to ask in lies over the end of a page: what is below it is brought to the middle first, as people do.
    pub(crate) async fn pressed(&self, element: &WebElement) {
        let script = "arguments[0].scrollIntoView({block: 'center'});";
        self.driver.execute(script, vec![element.to_json().unwrap()]).await.unwrap();
        element.click().await.unwrap();
    }

    /// Writes into a field and sends its form.
    pub(crate) async fn enter(&self, css: &str, words: &str) {
        let field = self.find(css).await;
        field.send_keys(words).await.unwrap();
        field.send_keys(Key::Enter + "").await.unwrap();
    }

    /// Whether an element that is there can be seen.
    pub(crate) async fn shows(&self, css: &str) -> bool {
        self.driver.find(By::Css(css)).await.unwrap().is_displayed().await.unwrap()
    }

    /// How many elements there are now.
    pub(crate) async fn count(&self, css: &str) -> usize {
        self.driver.find_all(By::Css(css)).await.unwrap().len()
    }

    pub(crate) async fn js(&self, script: &str) -> Value {
        self.driver.execute(script, Vec::new()).await.unwrap().json().clone()
    }

    /// What axe-core calls serious or critical.
    pub(crate) async fn faults(&self) -> Vec<String> {
        self.js(&std::fs::read_to_string(AXE).unwrap()).await;
        let run = "const done = arguments[0]; axe.run().then((r) => done(r.violations.map((v) => \
                   ({impact: v.impact, id: v.id, nodes: v.nodes.map((n) => n.html + ' ' + n.failureSummary)}))));";
        let found = self.driver.execute_async(run, Vec::new()).await.unwrap().json().clone();
        let bad = |fault: &&Value| matches!(fault["impact"].as_str(), Some("serious" | "critical"));
        found
            .as_array()
            .unwrap()
            .iter()
            .filter(bad)
            .map(|fault| format!("{} {}", fault["id"], fault["nodes"]))
            .collect()
    }

    /// How far the page is wider than the window.
    pub(crate) async fn overflow(&self) -> i64 {
        let script = "const d = document.documentElement; return d.scrollWidth - d.clientWidth;";
        self.js(script).await.as_i64().unwrap()
    }

    /// A picture of the whole page, where a folder for pictures is named.
    pub(crate) async fn picture(&self, look: Look, name: &str) {
        let Some(folder) = std::env::var_os("ROLECALL_SHOTS") else { return };
        let height = self.js("return document.documentElement.scrollHeight;").await.as_u64().unwrap();
        self.size(look, height.clamp(HEIGHT, LONGEST)).await;
        let picture = self.driver.screenshot_as_png().await.unwrap();
        self.size(look, HEIGHT).await;
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(Path::new(&folder).join(format!("{name}-{}.png", look.name)), picture).unwrap();
    }

    async fn size(&self, look: Look, height: u64) {
        let size = json!({"width": look.width, "height": height, "deviceScaleFactor": 1, "mobile": look.width < 600});
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
    }
}

fn stringmatch(words: &str) -> thirtyfour::stringmatch::StringMatch {
    thirtyfour::stringmatch::StringMatch::new(words).partial()
}
