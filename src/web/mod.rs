//! The page for people, the API for tools, and what an operator asks: one server.
//!
//! Every request passes `guard` (who may see what), `limits` (how often) and `headers` (what a browser may do with it).

mod api;
mod assets;
mod guard;
mod headers;
mod health;
mod insights;
mod library;
mod limits;
mod login;
mod page;
mod play;
mod preview;
mod problem;
mod prose;
mod query;
mod quick;
mod request;
mod session;
mod site;
mod talk;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;

use crate::config;
use crate::platform::answering::Answering;
use crate::store::Keeper;
pub use health::{Check, knowledge_check, store_check};
use limits::Limits;
use problem::Problem;
use session::Session;
use site::Site;

/// Of a request's body, in bytes.
const BODY: usize = 64 * 1024;

/// What it takes to start.
pub struct Setup {
    /// Where the page is, and who may see it.
    pub config: config::Web,
    /// The bot.
    pub answering: Arc<Answering>,
    /// The store.
    pub keeper: Keeper,
    /// What must be up before people can be answered.
    pub checks: Vec<Check>,
    /// What other parts serve here.
    pub mounted: Mounted,
    /// What time it is.
    pub clock: fn() -> Timestamp,
}

/// What other parts of the program serve on the same address.
#[derive(Default)]
pub struct Mounted {
    /// For everyone: these check by themselves who asks.
    pub open: Router,
    /// For whoever is logged in.
    pub guarded: Router,
}

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// The address cannot be used.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The server broke off.
    #[error("the page broke off: {0}")]
    Broken(std::io::Error),
}

impl WebError {
    /// How to mend it.
    pub fn hint(&self) -> &'static str {
        match self {
            WebError::Listen { .. } => "name another address in `ROLECALL_WEB_ADDRESS`, or `off` for no page",
            WebError::Broken(_) => "start it again; if it happens again, report it",
        }
    }
}

/// Takes the address.
///
/// # Errors
/// If it cannot be had.
pub async fn listen(config: &config::Web) -> Result<TcpListener, WebError> {
    let address = config.address;
    TcpListener::bind(address).await.map_err(|source| WebError::Listen { address, source })
}

/// Serves until it is told to stop; requests that are being answered are answered.
///
/// # Errors
/// If the server breaks off.
pub async fn run(
    setup: Setup,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), WebError> {
    let address = listener.local_addr().map_err(WebError::Broken)?;
    let app = router(setup).into_make_service_with_connect_info::<SocketAddr>();
    tracing::info!("the page for people is at http://{address}");
    axum::serve(listener, app).with_graceful_shutdown(stop).await.map_err(WebError::Broken)
}

/// Everything that is served.
pub fn router(setup: Setup) -> Router {
    let Setup { config, answering, keeper, checks, mounted, clock } = setup;
    let (session, limits) = (Session::new(&config), Limits::new(config.rate));
    let site = Arc::new(Site { config, answering, keeper, checks, session, limits, clock });
    let open = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .with_state(Arc::clone(&site));
    let own = reading(&site)
        .merge(operating(&site).merge(mounted.guarded).layer(from_fn_with_state(Arc::clone(&site), guard::inside)))
        .merge(entrance(&site))
        .fallback(nowhere)
        .layer(from_fn_with_state(site, guard::same_site))
        .layer(DefaultBodyLimit::max(BODY));
    open.merge(own)
        .layer(from_fn(headers::strict))
        .layer(CompressionLayer::new())
        .merge(mounted.open)
        .layer(CatchPanicLayer::custom(problem::after_panic))
}

/// Questions and knowledge.
fn reading(site: &Arc<Site>) -> Router {
    Router::new()
        .route("/", get(play::home))
        .route("/turn", get(play::fragment))
        .route("/feedback", post(play::feedback::take))
        .route("/knowledge", get(library::list))
        .route("/knowledge/{*entry}", get(library::entry))
        .route("/sources", get(library::sources))
        .route("/quick", get(quick::quick))
        .route("/api", get(api::docs::page_of_api))
        .route("/api/v1/openapi.json", get(api::openapi))
        .route("/api/v1/ask", post(api::ask::ask))
        .route("/api/v1/entries", get(api::entries::all))
        .route("/api/v1/entries/{*id}", get(api::entries::one))
        .route("/api/v1/salary", get(api::salary::salary))
        .method_not_allowed_fallback(not_that_way)
        .layer(from_fn_with_state(Arc::clone(site), limits::slow_down))
        .layer(from_fn_with_state(Arc::clone(site), guard::reading))
        .layer(cors(&site.config.origins))
        .layer(from_fn(request::named))
        .with_state(Arc::clone(site))
}

/// What is for whoever runs the bot.
fn operating(site: &Arc<Site>) -> Router {
    Router::new()
        .route("/insights", get(insights::insights))
        .route("/insights/{file}", get(insights::sheet))
        .layer(from_fn_with_state(Arc::clone(site), limits::slow_down))
        .with_state(Arc::clone(site))
}

/// What everyone sees: how to get in, and what pages are made of.
fn entrance(site: &Arc<Site>) -> Router {
    Router::new()
        .route("/login", get(login::form).post(login::enter))
        .route("/logout", post(login::leave))
        .route("/assets/{file}", get(assets::serve))
        .with_state(Arc::clone(site))
}

/// Websites that are named may ask; no other may.
fn cors(origins: &[String]) -> CorsLayer {
    let origins: Vec<HeaderValue> = origins.iter().filter_map(|origin| origin.parse().ok()).collect();
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE, header::AUTHORIZATION])
}

/// Nothing is at that address.
async fn nowhere(uri: Uri) -> Response {
    if uri.path().starts_with("/api/") {
        return Problem::new(StatusCode::NOT_FOUND, "nothing is at this address; `/api` says what is").into_response();
    }
    page::not_found()
}

/// Something is there, and it takes another method; axum says which in `Allow`.
async fn not_that_way() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "this address takes another method")
}
