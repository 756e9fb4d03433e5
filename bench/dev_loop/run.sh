#!/bin/sh
# How long it takes from a save to the page that shows it: style sheets and Rust, in a project of ten templates and in
# a real browser. The measuring is a test, since the tests have the app, the browser and the `dev` to drive.
# With LATENCY_LOG set, what `dev` says is printed as well: how long Tailwind took each time.
set -eu
cd "$(dirname "$0")/../.."
exec cargo test --release -p cargo-tailprint --test dev -- --ignored --nocapture --test-threads=1 latency
