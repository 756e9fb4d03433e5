//! Scripts and style sheets that pages load from a CDN, which can be pinned instead.

use super::edits::links;
use super::plan::Plan;
use super::project::Project;

/// The addresses of CDNs that serve packages of npm under their names.
const OF_NPM: [&str; 6] = [
    "https://unpkg.com/",
    "https://cdn.jsdelivr.net/npm/",
    "https://esm.sh/",
    "https://cdn.skypack.dev/",
    "https://ga.jspm.io/npm:",
    "https://esm.run/",
];

/// The address of a CDN with names of its own, most of which are those of npm.
const CDNJS: &str = "https://cdnjs.cloudflare.com/ajax/libs/";

/// The script that compiles Tailwind 3 in the browser.
const TAILWIND_3: &str = "https://cdn.tailwindcss.com";
/// The package of the one for Tailwind 4.
const TAILWIND_4: &str = "@tailwindcss/browser";

/// Tells which URLs of CDNs the pages have, with the command that pins the same versions.
pub(super) fn by_hand(project: &Project, plan: &mut Plan) -> Result<(), String> {
    let (mut places, mut packages) = (Vec::new(), Vec::new());
    let mut in_browsers = Vec::new();
    for file in project.files_with_pages(&[]) {
        if !links::is_page(file.path()) {
            continue;
        }
        let text = plan.text_or_empty(file.path())?;
        let shown = project.shown(file.path());
        let place = |at| format!("{shown}:{}", links::line_at(&text, at));
        in_browsers.extend(compilers(&text).map(|(at, is_3)| (place(at), is_3)));
        for (at, package) in pinnable(&text) {
            places.push(place(at));
            if !packages.contains(&package) {
                packages.push(package);
            }
        }
    }
    tailwind(&in_browsers, plan);
    places.dedup();
    if !packages.is_empty() {
        plan.note(format!(
            "replace the URLs of CDNs in {}: `cargo tailprint pin {}` copies the same versions into the package and prints \
             how to use them",
            places.join(", "),
            packages.join(" ")
        ));
    }
    Ok(())
}

/// Tells what takes the place of scripts that compile Tailwind in the browser.
fn tailwind(found: &[(String, bool)], plan: &mut Plan) {
    if found.is_empty() {
        return;
    }
    let places: Vec<&str> = found.iter().map(|(place, _)| &**place).collect();
    let of_3 = if found.iter().any(|(_, is_3)| *is_3) {
        " (the script is Tailwind 3, some of whose classes have other names in 4: see Tailwind's upgrade guide)"
    } else {
        ""
    };
    plan.note(format!(
        "{}: this script compiles Tailwind in the browser: write `@import \"tailwindcss\";` into static/css/source.css, \
         remove `.no_tailwind()` from build.rs if it is there, and link css/tailwind.css in the place of the script{of_3}",
        places.join(", ")
    ));
}

/// Returns the places of scripts that compile Tailwind, each with true for Tailwind 3.
fn compilers(text: &str) -> impl Iterator<Item = (usize, bool)> {
    let of_3 = text.match_indices(TAILWIND_3).map(|(at, _)| (at, true));
    let of_4 = text.match_indices(TAILWIND_4).map(|(at, _)| (at, false));
    // A dependency in code is none.
    let of_4 = of_4.filter(|(at, _)| text.get(..*at).is_some_and(|it| it.ends_with('/')));
    of_3.chain(of_4)
}

/// Returns the places of URLs of CDNs, and what `pin` calls the same.
fn pinnable(text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let rest = |at: usize, cdn: &str| {
        let rest = text.get(at + cdn.len()..).unwrap_or_default();
        let is_end = |letter: char| "\"'` <>()\\?#".contains(letter) || letter.is_whitespace();
        rest.split(is_end).next().unwrap_or_default().trim_end_matches('/').to_owned()
    };
    for cdn in OF_NPM {
        let urls = text.match_indices(cdn).map(|(at, _)| (at, rest(at, cdn)));
        // The build compiles it.
        let urls = urls.filter(|(_, url)| !url.starts_with(TAILWIND_4));
        found.extend(urls.filter_map(|(at, url)| Some((at, of_npm(&url)?))));
    }
    let urls = text.match_indices(CDNJS).map(|(at, _)| (at, rest(at, CDNJS)));
    found.extend(urls.filter_map(|(at, url)| Some((at, of_cdnjs(&url)?))));
    found.sort();
    found
}

/// Returns `lit@3/index.js` as it is, without what a CDN adds: `+esm`, and jsDelivr's files for a package itself.
fn of_npm(url: &str) -> Option<String> {
    let url = url.trim_end_matches("/+esm").trim_start_matches("stable/");
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || "-_.@/~^".contains(letter);
    let is_package = url.trim_start_matches('@').starts_with(|it: char| it.is_ascii_alphanumeric());
    (is_package && !url.is_empty() && url.chars().all(is_name) && !url.contains(".."))
        .then(|| url.to_owned())
}

/// Returns `name@version` for `name/version/file`. The files are not where npm has them.
fn of_cdnjs(url: &str) -> Option<String> {
    let mut parts = url.split('/');
    let (name, version) = (parts.next()?, parts.next()?);
    let is_version = version.starts_with(|it: char| it.is_ascii_digit());
    // `.js` belongs to the name there: `Chart.js`, `htmx` and `alpinejs` are those of npm.
    is_version.then(|| of_npm(&format!("{}@{version}", name.to_lowercase()))).flatten()
}

#[cfg(test)]
mod tests;
