//! The report as one HTML page that asks for nothing else.

mod assets;
mod findings;
mod graph;
mod sizes;
mod styles;
mod write;

use tailprint_core::build_json::Mode;

use crate::report::{Asset, Report};
use write::{Text, counted, size};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The Content-Security-Policy of the page: its script by its digest, its styles, and nothing from elsewhere.
///
/// The page has it as an element; a server may send it as a header as well.
pub const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; \
     script-src 'sha256-kLoWUr1xfjFXbEdOFRV5VzAGI7iynJWxG8kdbAM85qQ='; img-src data:; base-uri 'none'; \
     form-action 'none'";

/// Returns the report as one HTML page. It holds its style and its script, refers to nothing, and works as a file.
#[must_use]
pub fn html(report: &Report) -> String {
    let sections = sections(report);
    let links: String = sections
        .iter()
        .map(|(id, title, _)| format!("<li><a href=\"#{id}\">{title}</a></li>\n"))
        .collect();
    let content: String =
        sections.iter().map(|(id, title, content)| write::section(id, title, content)).collect();
    let name = Text(&report.package);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>Assets of {name}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">Skip to content</a>\n{}\
         <nav aria-label=\"Sections\"><ul>\n{links}</ul></nav>\n\
         <main id=\"main\">\n{}{content}</main>\n\
         <footer><p>Made by tailprint {}</p></footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        header(report),
        figures(report),
        Text(&report.tailprint),
    )
}

fn header(report: &Report) -> String {
    let mode = match report.mode {
        Mode::Hashed => "A hashed build, as a release has it.",
        Mode::Plain => {
            "A plain build: nothing is encoded or made short. <code>cargo tailprint report</code> has the sizes of a release."
        }
    };
    let name = Text(&report.package);
    format!("<header><h1>Assets of {name}</h1>\n<p>{mode}</p></header>\n")
}

/// The sections that have something to say: anchor, title and content.
fn sections(report: &Report) -> Vec<(&'static str, &'static str, String)> {
    let all = [
        ("budgets", "Budgets", findings::budgets(report)),
        ("changes", "Changes", findings::changes(report)),
        ("sizes", "Sizes", Some(sizes::sizes(report))),
        ("visits", "First visits", findings::visits(report)),
        ("unused", "Unused", findings::unused(report)),
        ("duplicates", "Duplicates", findings::duplicates(report)),
        ("cycles", "Cycles", findings::cycles(report)),
        ("styles", "Tailwind", styles::styles(report)),
        ("graph", "References", graph::graph(report)),
        ("assets", "All assets", Some(assets::assets(report))),
    ];
    all.into_iter().filter_map(|(id, title, content)| Some((id, title, content?))).collect()
}

/// The figures at the head of the page.
fn figures(report: &Report) -> String {
    let sizes = report.totals.sizes;
    let related = |asset: &Asset| asset.references.len() + asset.loads.len();
    let references: usize = report.assets.iter().map(related).sum();
    let mut figures = vec![("Assets", report.totals.assets.to_string()), ("Size", size(sizes.raw))];
    if report.mode == Mode::Hashed {
        figures.extend([("As Brotli", size(sizes.br)), ("As gzip", size(sizes.gzip))]);
    }
    figures.push(("References", references.to_string()));
    if let Some(unused) = &report.unused {
        figures.push(("Unused", counted(unused.len(), "asset")));
    }
    let figure =
        |(name, value): (&str, String)| format!("<div><dt>{name}</dt><dd>{value}</dd></div>\n");
    format!(
        "<dl class=\"figures\">\n{}</dl>\n",
        figures.into_iter().map(figure).collect::<String>()
    )
}

#[cfg(test)]
mod tests;
