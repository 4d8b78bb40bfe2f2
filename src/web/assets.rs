//! The stylesheet, the script and the icon: in the binary, under addresses that change with their contents.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

use crate::hex::hex;

/// A file under an address of its own.
pub(super) struct Asset {
    /// Where it is served.
    pub(super) path: String,
    kind: &'static str,
    contents: &'static str,
}

/// Everything that pages need beside themselves.
pub(super) struct Assets {
    pub(super) style: Asset,
    pub(super) script: Asset,
    pub(super) icon: Asset,
}

/// Named once, when the first page is served.
pub(super) static ASSETS: LazyLock<Assets> = LazyLock::new(|| Assets {
    style: Asset::new("style", "css", "text/css; charset=utf-8", include_str!("assets/style.css")),
    script: Asset::new("app", "js", "text/javascript; charset=utf-8", include_str!("assets/app.js")),
    icon: Asset::new("icon", "svg", "image/svg+xml", include_str!("assets/icon.svg")),
});

impl Asset {
    fn new(name: &str, ending: &str, kind: &'static str, contents: &'static str) -> Asset {
        let mark: String = hex(&Sha256::digest(contents.as_bytes())).chars().take(12).collect();
        Asset { path: format!("/assets/{name}-{mark}.{ending}"), kind, contents }
    }
}

/// A file that never changes under its address.
pub(super) async fn serve(Path(file): Path<String>) -> Response {
    let Assets { style, script, icon } = &*ASSETS;
    let path = format!("/assets/{file}");
    match [style, script, icon].into_iter().find(|asset| asset.path == path) {
        Some(asset) => {
            let headers =
                [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
            (headers, asset.contents).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
