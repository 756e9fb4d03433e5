//! The half of the server. It prints its URLs, and a program for the web would mount `assets::service()`.

use example_two_halves::{assets, urls};

fn main() {
    println!("{}", urls().join("\n"));
    assert!(assets::ASSETS.get("css/site.css").is_some_and(|sheet| sheet.bytes().is_ok()));
}
