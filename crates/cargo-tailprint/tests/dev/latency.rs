//! The time from a save to the page that shows it. `bench/dev_loop/run.sh` prints it.

use std::time::{Duration, Instant};

use crate::chromium::Chromium;
use crate::site::{Dev, MAIN, SOURCE, Site};

const ROUNDS: u32 = 25;

/// A project of ten templates, whose classes are those of a usual page.
fn project(name: &str) -> Site {
    let site = Site::new(name);
    for number in 0..9 {
        let classes =
            format!("mt-{number} flex px-{number} text-lg hover:bg-red-{}00 md:w-1/2", number + 1);
        site.write(
            &format!("templates/part{number}.html"),
            format!("<div class=\"{classes}\">part</div>\n"),
        );
    }
    let parts: String =
        (0..9).map(|number| format!("{{% include \"part{number}.html\" %}}\n")).collect();
    site.replace("templates/index.html", "</body>", &format!("{parts}</body>"));
    site
}

/// Resolves with the time at which an expression has become true. It is looked at every four milliseconds, as often as
/// timers allow: without pause the page would take a processor away from those that are measured.
fn when(condition: &str) -> String {
    format!(
        "new Promise((resolve) => {{
            const look = () => (({condition}) ? resolve(Date.now()) : setTimeout(look, 4))
            look()
        }})"
    )
}

fn median(mut times: Vec<Duration>) -> (Duration, Duration, Duration) {
    times.sort();
    (times[0], times[times.len() / 2], times[times.len() - 1])
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures"]
async fn latency_of_a_style_sheet() {
    let site = project("dev-latency-css");
    let dev = site.dev(&[]);
    let chromium = Chromium::start(800, 600).await;
    let tab = chromium.tab().await;
    tab.open(&dev.url).await;
    let mut times = Vec::new();
    for round in 1..=ROUNDS {
        let color = format!("rgb({round}, 2, 3)");
        let seen =
            when(&format!("getComputedStyle(document.querySelector('h1')).color === '{color}'"));
        let seen = tab.value(&seen);
        let save = async {
            tokio::time::sleep(Duration::from_millis(500)).await;
            let css = format!("{SOURCE}h1 {{ color: {color} !important }}\n");
            site.write("static/css/source.css", css);
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap()
        };
        let (seen, saved) = tokio::join!(seen, save);
        let seen = Duration::from_millis(seen.as_f64().unwrap() as u64);
        times.push(seen.saturating_sub(saved));
    }
    let (least, median, most) = median(times);
    eprintln!(
        "css save to computed style: median {median:?}, from {least:?} to {most:?}, {ROUNDS} rounds"
    );
    if std::env::var_os("LATENCY_LOG").is_some() {
        eprintln!("{}", dev.log());
    }
    chromium.stop().await;
}

/// The time of the last build, as `dev` prints it.
fn build_time(dev: &Dev) -> Duration {
    let log = dev.log();
    let last = log.rsplit("tailprint build ").next().unwrap().lines().next().unwrap();
    let (number, unit) = last.split_once(' ').unwrap();
    Duration::from_secs_f64(
        number.parse::<f64>().unwrap() / if unit == "ms" { 1000.0 } else { 1.0 },
    )
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures"]
async fn latency_of_rust() {
    let site = project("dev-latency-rust");
    let dev = site.dev(&[]);
    let chromium = Chromium::start(800, 600).await;
    let tab = chromium.tab().await;
    tab.open(&dev.url).await;
    let mut times = Vec::new();
    for round in 1..=7 {
        let change = format!("Html(Index.render().unwrap().replace(\"Heading\", \"{round}\"))");
        let started = Instant::now();
        site.write("src/main.rs", MAIN.replace("Html(Index.render().unwrap())", &change));
        tab.until("document.querySelector('h1')?.textContent", round.to_string()).await;
        let took = started.elapsed();
        let build = build_time(&dev);
        eprintln!("rust save to page: {took:?}, of which cargo build {build:?}");
        times.push(took.saturating_sub(build));
    }
    let (least, median, most) = median(times);
    eprintln!("besides cargo build: median {median:?}, from {least:?} to {most:?}");
    chromium.stop().await;
}
