//! `cargo tailprint new --with`: an app that uses pinned packages from the start.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use tailprint_build::cli_support::cannot;
use tailprint_core::lock::{Lock, MOUNT, Package};
use tailprint_core::whole_file;

use super::{Plan, change, registry};
use crate::packages::npm::registry::Registry;
use crate::packages::npm::spec::Request;
use crate::support::failure::Failure;

/// Short names, and the names on npm.
const SHORT: [(&str, &str); 4] = [
    ("alpine", "alpinejs"),
    ("htmx", "htmx.org"),
    ("stimulus", "@hotwired/stimulus"),
    ("turbo", "@hotwired/turbo"),
];

/// The way in which a page uses a package, if an import alone does nothing.
const USES: [(&str, &str); 3] = [
    ("alpinejs", "import Alpine from \"alpinejs\";\nwindow.Alpine = Alpine;\nAlpine.start();\n"),
    ("htmx.org", "import htmx from \"htmx.org\";\nwindow.htmx = htmx;\n"),
    (
        "@hotwired/stimulus",
        "import { Application } from \"@hotwired/stimulus\";\nwindow.Stimulus = Application.start();\n",
    ),
];

const PAGE: &str = "templates/base.html";
const SCRIPT: &str = "js/app.js";

/// Pins packages in a new app, and adds them to its pages.
pub(crate) fn start(app: &Path, names: &[String]) -> Result<(), Failure> {
    if names.is_empty() {
        return Ok(());
    }
    start_from(app, names, &registry(app)?)
}

/// Pins packages of a registry in a new app.
pub(super) fn start_from(app: &Path, names: &[String], registry: &Registry) -> Result<(), Failure> {
    let full = |name: &String| {
        let (short, rest) =
            name.split_at(name.find('@').filter(|at| *at > 0).unwrap_or(name.len()));
        let known = SHORT.iter().find(|(it, _)| *it == short);
        known.map_or_else(|| name.clone(), |(_, long)| format!("{long}{rest}"))
    };
    let requests = names.iter().map(|name| Request::parse(&full(name)));
    let requests: Vec<Request> = requests.collect::<Result<_, _>>()?;
    let named = requests.iter().map(|request| request.name.clone()).collect();
    let (kept, minify) = Default::default();
    let plan = Plan { requests, kept, named, minify };
    let packages = change(app, &Lock::default(), &plan, registry)?;
    let page = app.join(PAGE);
    let text = fs::read_to_string(&page).map_err(|error| cannot("be read", &page, &error))?;
    let text = text.replacen("</head>", &format!("{}</head>", elements(&packages)), 1);
    whole_file::write_through(&page, text.as_bytes())
        .map_err(|error| cannot("be written", &page, &error))?;
    let script = app.join("static").join(SCRIPT);
    let written = script.parent().map_or(Ok(()), fs::create_dir_all);
    let written =
        written.and_then(|()| whole_file::write_through(&script, imports(&packages).as_bytes()));
    Ok(written.map_err(|error| cannot("be written", &script, &error))?)
}

/// Returns the elements for the head of a page: classic scripts, the import map, and the module of the app.
fn elements(packages: &[Package]) -> String {
    let mut text = String::new();
    for package in packages {
        for script in &package.scripts {
            let path = format!("{MOUNT}/{}/{script}", package.folder);
            let _ = writeln!(text, "  <script src=\"<< \"{path}\"|static >>\" defer></script>");
        }
    }
    text + "  << crate::assets::IMPORT_MAP >>\n  <script type=\"module\" src=\"<< \"js/app.js\"|static >>\"></script>\n"
}

/// Returns the module of the app.
fn imports(packages: &[Package]) -> String {
    let mut text = String::new();
    for package in packages {
        let modules = package.asked.iter().filter(|it| package.entries.contains_key(*it));
        for specifier in modules {
            match USES.iter().find(|(name, _)| name == specifier) {
                Some((_, lines)) => text.push_str(lines),
                None => drop(writeln!(text, "import \"{specifier}\";")),
            }
        }
    }
    text
}
