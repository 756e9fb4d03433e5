//! The check of a page against its expectations.

use std::path::Path;

use crate::chromium::Chromium;
use crate::harness::compare;
use crate::harness::npm::Packages;
use crate::harness::page::{Mode, Page};
use crate::harness::server::Server;
use crate::harness::site::Site;
use crate::harness::visit::{Visit, visit};

/// WebGL without a graphics card, and no host but this one.
pub(crate) const ARGUMENTS: [&str; 4] = [
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--force-device-scale-factor=1",
];

/// Loads the pages one after the other, all in one browser.
pub(crate) async fn check(pages: &[Page], packages: Packages) {
    let modules = packages.install();
    let chromium = Chromium::start_with(800, 600, &ARGUMENTS).await;
    let mut complaints = Vec::new();
    for page in pages {
        complaints.extend(expectations(page, &modules, &chromium).await);
    }
    chromium.stop().await;
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// Everything that is not as the page expects it.
async fn expectations(page: &Page, modules: &Path, chromium: &Chromium) -> Vec<String> {
    let site = Site::assemble(page, modules);
    let mut complaints = Vec::new();
    if page.files != site.files {
        complaints.push(format!("{}: {} files, not {}", page.name, site.files, page.files));
    }
    let plain = visit(chromium, &Server::start(&site.source)).await;
    let faults: Vec<_> = plain.faults().collect();
    if !faults.is_empty() {
        complaints.push(format!("{}: plain: {faults:#?}", page.name));
        return complaints;
    }
    for mode in Mode::ALL {
        let expected = page.expected(mode);
        let flags = expected.needs.as_deref().unwrap_or_default();
        let found = differences(page, &site, mode, flags, &plain, chromium).await;
        let seen = expected.seen.as_deref();
        complaints.extend(complaint(page, mode, flags, seen.filter(|_| expected.fails), &found));
        if !expected.fails && !flags.is_empty() {
            let found = differences(page, &site, mode, "", &plain, chromium).await;
            complaints.extend(complaint(page, mode, "", seen, &found));
        }
    }
    complaints
}

async fn differences(
    page: &Page,
    site: &Site,
    mode: Mode,
    flags: &str,
    plain: &Visit,
    chromium: &Chromium,
) -> Vec<String> {
    let folder = match site.collect(mode, flags) {
        Ok(folder) => folder,
        Err(problem) => return vec![format!("collect: {problem}")],
    };
    let visit = visit(chromium, &Server::start(&folder)).await;
    let found = compare::differences(plain, &visit, page.tolerance, chromium).await;
    println!("{} {mode:?} {flags}: {found:#?}", page.name);
    found
}

fn complaint(
    page: &Page,
    mode: Mode,
    flags: &str,
    seen: Option<&str>,
    found: &[String],
) -> Option<String> {
    let as_expected = match seen {
        Some(seen) => found.iter().any(|difference| difference.contains(seen)),
        None => found.is_empty(),
    };
    let expected = seen.unwrap_or("no difference");
    (!as_expected).then(|| {
        format!("{}: {mode:?} {flags}: expected {expected:?}, found {found:#?}", page.name)
    })
}
