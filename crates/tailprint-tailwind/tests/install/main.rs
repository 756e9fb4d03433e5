//! Where Tailwind comes from: real npm packages, and servers of all kinds on this machine.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "tests")]
#![allow(clippy::duplicate_mod, reason = "the tests of fetching are the same for all means of it")]

mod cache;
mod fill;
mod fixture;
#[cfg(unix)]
mod locked;
mod node_modules;
#[cfg(feature = "download")]
mod server;
#[cfg(feature = "download")]
mod tampered;
mod vendored;
mod vendoring;
#[cfg(feature = "download")]
mod wget;

/// The tests of fetching, by one means of fetching.
#[cfg(feature = "download")]
macro_rules! fetched_by {
    ($name:ident, $fetcher:expr) => {
        #[path = "."]
        mod $name {
            mod cdn;
            mod standalone;

            fn network() -> tailprint_tailwind::install::http::Network {
                tailprint_tailwind::install::http::Network {
                    fetcher: $fetcher,
                    ..Default::default()
                }
            }
        }
    };
}

#[cfg(feature = "tls")]
fetched_by!(built_in, tailprint_tailwind::install::http::Fetcher::BuiltIn);
#[cfg(feature = "download")]
fetched_by!(curl, crate::fixture::curl());
