//! The contestants: the ways to serve the same two files.
//!
//! Each way to mount tailprint has a fixed route beside it, which is mounted in the same way and sends the same bytes and
//! header fields. Their ratio is what tailprint costs.

use axum::Router;
use axum::routing::{MethodRouter, get};
use bytes::Bytes;
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

/// One way to serve a case.
#[derive(Clone, Debug)]
pub struct Contestant {
    pub name: &'static str,
    /// The fixed route that is mounted in the same way.
    pub fixed: Option<&'static str>,
    pub app: App,
    pub path: String,
}

/// Whoever answers.
#[derive(Clone, Debug)]
pub enum App {
    Axum(Router),
    /// hyper alone.
    Hyper(Answers),
    Actix(Answers),
    Ntex(Answers),
    Rocket(Answers),
}

/// The service or route that is mounted in an app.
#[derive(Clone, Debug)]
pub enum Answers {
    Tailprint,
    Fixed(Fixed),
}

/// An answer as one writes it by hand, with the bytes and the header fields of tailprint.
#[derive(Clone, Debug)]
pub struct Fixed {
    pub headers: HeaderMap,
    pub bytes: Bytes,
}

impl Fixed {
    /// The answer to a case. The length is missing, which servers know.
    fn to(case: Case) -> Self {
        let request = Request::get(format!("/{}", asset(case).name()));
        let request =
            request.header("accept-encoding", case.coding.name()).body(()).expect("a request");
        let mut headers = assets::ASSETS.respond(&request).headers().clone();
        headers.remove("content-length");
        let bytes = asset(case).bytes_of(case.coding).expect("hashed mode").expect("stored");
        Self { headers, bytes }
    }

    /// The header fields as literals, which is how they stand in a handler that somebody writes.
    pub(crate) fn literals(&self) -> Vec<(&'static str, &'static str)> {
        let leak = |text: &str| -> &'static str { text.to_owned().leak() };
        let lines = self.headers.iter();
        lines
            .map(|(name, value)| (leak(name.as_str()), leak(value.to_str().expect("ASCII"))))
            .collect()
    }

    fn handler(self) -> MethodRouter {
        get(async move || (self.headers.clone(), self.bytes.clone()))
    }
}

/// The contestants that have the coding. A fixed route comes before what is compared with it.
pub fn contestants(case: Case) -> Vec<Contestant> {
    let mut all = axum(case);
    all.extend(frameworks(case));
    all.extend(peers(case));
    all
}

/// The ways to mount something in axum, and the barest route.
fn axum(case: Case) -> Vec<Contestant> {
    let fixed = || Fixed::to(case).handler();
    let bare = Fixed { headers: HeaderMap::new(), ..Fixed::to(case) }.handler();
    let tailprint = assets::service();
    let contestant = |name, fixed, router| {
        let path = asset(case).url().to_owned();
        Contestant { name, fixed, app: App::Axum(router), path }
    };
    let wildcard = format!("{}/{{*file}}", assets::MOUNT);
    vec![
        contestant("axum, route: bytes alone", None, Router::new().route(asset(case).url(), bare)),
        contestant("axum, nested: fixed", None, Router::new().nest_service(assets::MOUNT, fixed())),
        contestant(
            "axum, nested: tailprint",
            Some("axum, nested: fixed"),
            Router::new().nest_service(assets::MOUNT, tailprint),
        ),
        contestant(
            "axum, merged: fixed",
            None,
            Router::new().merge(Router::new().route(&wildcard, fixed())),
        ),
        contestant(
            "axum, merged: tailprint",
            Some("axum, merged: fixed"),
            Router::new().merge(tailprint.router()),
        ),
        contestant("axum, fallback: fixed", None, Router::new().fallback_service(fixed())),
        contestant(
            "axum, fallback: tailprint",
            Some("axum, fallback: fixed"),
            Router::new().fallback_service(tailprint.with_mount()),
        ),
    ]
}

/// A line for a server, and one for the same server with tailprint.
type Pair = (&'static str, &'static str, fn(Answers) -> App);

/// The other servers.
fn frameworks(case: Case) -> Vec<Contestant> {
    let pairs: [Pair; 4] = [
        ("hyper: fixed", "hyper: tailprint", App::Hyper),
        ("actix-web: fixed", "actix-web: tailprint", App::Actix),
        ("ntex: fixed", "ntex: tailprint", App::Ntex),
        ("Rocket: fixed", "Rocket: tailprint", App::Rocket),
    ];
    let both = |(fixed, tailprint, app): Pair| {
        let path = || asset(case).url().to_owned();
        let answers = Answers::Fixed(Fixed::to(case));
        [
            Contestant { name: fixed, fixed: None, app: app(answers), path: path() },
            Contestant {
                name: tailprint,
                fixed: Some(fixed),
                app: app(Answers::Tailprint),
                path: path(),
            },
        ]
    };
    pairs.into_iter().flat_map(both).collect()
}

/// Other crates that serve files, in axum.
fn peers(case: Case) -> Vec<Contestant> {
    let peer = |name, router, path| Contestant { name, fixed: None, app: App::Axum(router), path };
    let file = || format!("/{}", case.file);
    let mut peers = vec![peer("memory-serve 2.4", memory_serve::load!().into_router(), file())];
    if case.coding != Coding::Brotli {
        peers.push(peer("static-serve 0.6", embedded::static_router(), file()));
    }
    let dir = Router::new().nest_service(assets::MOUNT, serve_dir());
    peers.push(peer(SERVE_DIR, dir, asset(case).url().to_owned()));
    peers
}

pub const SERVE_DIR: &str = "tower-http ServeDir 0.7";

fn asset(case: Case) -> tailprint::Asset {
    assets::ASSETS.get(case.file).expect("the build script wrote it")
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
