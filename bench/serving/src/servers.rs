//! The contestants: every way to serve the same two files, all of them as axum routers.

use axum::Router;
use axum::routing::get;
use http::{HeaderMap, Request};
use tailprint::Coding;
use tower_http::services::ServeDir;

use crate::assets;

/// A file and the coding that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    pub file: &'static str,
    pub coding: Coding,
}

pub const CASES: [Case; 5] = [
    Case { file: "small.css", coding: Coding::Identity },
    Case { file: "small.css", coding: Coding::Brotli },
    Case { file: "large.css", coding: Coding::Identity },
    Case { file: "large.css", coding: Coding::Gzip },
    Case { file: "large.css", coding: Coding::Brotli },
];

/// One way to serve.
#[derive(Debug)]
pub struct Contestant {
    pub name: &'static str,
    pub router: Router,
    path: fn(Case) -> String,
    codings: &'static [Coding],
}

impl Contestant {
    /// The path to ask for, where the contestant has the coding.
    pub fn path(&self, case: Case) -> Option<String> {
        self.codings.contains(&case.coding).then(|| (self.path)(case))
    }
}

const ALL: &[Coding] = &[Coding::Identity, Coding::Gzip, Coding::Brotli];

/// The fixed routes come first, tailprint after them.
pub fn contestants() -> Vec<Contestant> {
    let contestant = |name, router, path, codings| Contestant { name, router, path, codings };
    let tailprint = assets::service();
    vec![
        contestant("fixed route, bytes alone", fixed(|_| HeaderMap::new()), fixed_path, ALL),
        contestant("fixed route, same headers", fixed(headers), fixed_path, ALL),
        contestant(
            "tailprint, nested",
            Router::new().nest_service(assets::MOUNT, tailprint),
            url,
            ALL,
        ),
        contestant("tailprint, merged", Router::new().merge(tailprint.router()), url, ALL),
        contestant(
            "tailprint, fallback",
            Router::new().fallback_service(tailprint.with_mount()),
            url,
            ALL,
        ),
        contestant(
            "memory-serve 2.4",
            memory_serve::load!().into_router(),
            |case| format!("/{}", case.file),
            ALL,
        ),
        contestant(
            "static-serve 0.6",
            embedded::static_router(),
            |case| format!("/{}", case.file),
            &[Coding::Identity, Coding::Gzip],
        ),
        contestant(
            "tower-http ServeDir 0.7",
            Router::new().nest_service(assets::MOUNT, serve_dir()),
            url,
            ALL,
        ),
    ]
}

fn asset(case: Case) -> tailprint::Asset {
    assets::ASSETS.get(case.file).expect("the build script wrote it")
}

fn url(case: Case) -> String {
    asset(case).url().to_owned()
}

fn fixed_path(case: Case) -> String {
    format!("/static/{}/{}", case.coding.name(), case.file)
}

/// A handler per case, as one writes them by hand, with tailprint's bytes.
fn fixed(headers: fn(Case) -> HeaderMap) -> Router {
    CASES.into_iter().fold(Router::new(), |router, case| {
        let bytes = asset(case).bytes_of(case.coding).expect("hashed mode").expect("stored");
        let headers = headers(case);
        router.route(&fixed_path(case), get(async move || (headers.clone(), bytes.clone())))
    })
}

/// The headers that tailprint sends, but for the length, which axum knows.
fn headers(case: Case) -> HeaderMap {
    let request = Request::get(format!("/{}", asset(case).name()));
    let request =
        request.header("accept-encoding", case.coding.name()).body(()).expect("a request");
    let mut headers = assets::ASSETS.respond(&request).headers().clone();
    headers.remove("content-length");
    headers
}

/// The files that tailprint's build wrote, encoded ones beside them.
fn serve_dir() -> ServeDir {
    ServeDir::new(concat!(env!("OUT_DIR"), "/tailprint/static"))
        .precompressed_br()
        .precompressed_gzip()
}

mod embedded {
    static_serve::embed_assets!("serving/static", compress = true);
}
