//! Apps as public projects have them, set up by `init`: each of them is built, started and opened in Chromium, as it was
//! and as it is then.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and tells its score"
)]

mod app;
#[path = "../../../../tests/suite/support/chromium.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod chromium;
#[path = "../../../../tests/suite/support/nested.rs"]
mod nested;
mod pair;
mod running;
mod sheet;
mod sight;
mod workspace;
#[path = "../cli/world.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod world;

use app::App;
use chromium::Chromium;
use pair::Pair;
use workspace::Workspace;

/// The apps that each test run looks at: files from a folder, embedded in Rust code, and in several templates.
const QUICK: [&str; 3] = ["axum-askama-assets", "axum-askama-static", "axum-maud"];

/// Sets the apps up, builds all, compares each with the app as it was, and returns what is wrong with each.
async fn adopt(apps: &[App]) -> Vec<(String, Vec<String>)> {
    let mut pairs: Vec<(&App, Pair)> = apps.iter().map(|app| (app, Pair::new(app))).collect();
    let workspace = Workspace::new(&mut pairs);
    let said = workspace.build();
    let chromium = Chromium::start(800, 600).await;
    let mut results = Vec::new();
    for (app, mut pair) in pairs {
        pair.failures.extend(workspace.complaints(app, &said));
        match workspace.start(app, &pair) {
            Ok((before, after)) => {
                pair.failures.extend(sight::differences(app, &before, &after, &chromium).await);
            }
            Err(failure) => pair.failures.push(failure),
        }
        let verdict = if pair.failures.is_empty() { "good" } else { "bad" };
        println!("{}: {verdict} ({})", app.name, app.about);
        results.push((app.name.clone(), pair.failures));
    }
    chromium.stop().await;
    results
}

/// Prints the score, and fails unless it is the best one.
fn judge(apps: &[App], results: &[(String, Vec<String>)]) {
    let bad: Vec<_> = results.iter().filter(|(_, failures)| !failures.is_empty()).collect();
    let report =
        bad.iter().map(|(name, failures)| format!("{name}:\n  {}\n", failures.join("\n  ")));
    let alone = apps.iter().filter(|app| app.values("exit").eq(["0"])).count();
    let good = results.len() - bad.len();
    println!("{good} of {} apps, {alone} of them without a step by hand", results.len());
    assert!(bad.is_empty(), "{good} of {} apps\n{}", results.len(), report.collect::<String>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_few_apps_look_as_before_and_all_that_they_load_is_immutable() {
    let mut apps = App::all();
    apps.retain(|app| QUICK.contains(&&*app.name));
    assert_eq!(apps.len(), QUICK.len());
    judge(&apps, &adopt(&apps).await);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "compiles axum, actix-web, poem, Rocket and eleven template engines, for about 20 minutes on two cores"]
async fn every_app_of_the_corpus_looks_as_before_and_all_that_it_loads_is_immutable() {
    let mut apps = App::all();
    assert!(apps.len() >= 24, "{}", apps.len());
    // For whoever mends one of them: `APPS=tera,axum-maud`.
    if let Ok(wanted) = std::env::var("APPS") {
        apps.retain(|app| wanted.split(',').any(|part| app.name.contains(part)));
    }
    judge(&apps, &adopt(&apps).await);
}
