//! Tables: budgets, changes, first visits, unused assets, duplicates and cycles.

use tailprint_core::build_json::Mode;

use super::write::{ROWS, counted, path, size, table};
use crate::report::Report;

/// The most paths that are listed in a cell.
const PATHS: usize = 40;

pub(super) fn budgets(report: &Report) -> Option<String> {
    let rows = report.budgets.iter().map(|budget| {
        let result =
            if budget.exceeded { "<strong class=\"bad\">above</strong>" } else { "within" };
        vec![
            path(&budget.what),
            size(budget.size),
            size(budget.limit),
            budget.assets.to_string(),
            result.to_owned(),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let columns =
        [("Budget", false), ("Size", true), ("Limit", true), ("Assets", true), ("Result", false)];
    let note = "<p>The size of an asset is that of its smallest stored form.</p>\n";
    (!rows.is_empty()).then(|| note.to_owned() + &table("Sizes and their limits", &columns, &rows))
}

pub(super) fn changes(report: &Report) -> Option<String> {
    let against = report.against.as_ref()?;
    let rows = against.changed.iter().map(|change| {
        let reason = if change.chain.len() > 1 {
            let steps = change.chain.iter().map(|step| path(step)).collect::<Vec<_>>();
            steps.join(" <span aria-hidden=\"true\">→</span><span class=\"unseen\">, referred to by</span> ")
        } else {
            "its own content".to_owned()
        };
        vec![path(&change.path), path(&change.before), path(&change.after), reason]
    });
    let rows: Vec<_> = rows.collect();
    let mut html = format!(
        "<p>{} with another name, {} new, {} gone, {} as before.</p>\n",
        counted(against.changed.len(), "asset"),
        against.added.len(),
        against.removed.len(),
        against.same,
    );
    if !rows.is_empty() {
        let columns = [("Asset", false), ("Before", false), ("Now", false), ("Because of", false)];
        html.push_str(&table("Names that changed, and the reasons", &columns, &rows));
    }
    for (title, paths) in
        [("New assets", &against.added), ("Assets that are gone", &against.removed)]
    {
        if !paths.is_empty() {
            html.push_str(&format!("<h3>{title}</h3>\n{}", list(paths, ROWS)));
        }
    }
    Some(html)
}

pub(super) fn visits(report: &Report) -> Option<String> {
    // A plain build stores one form only.
    let forms = if report.mode == Mode::Hashed { 3 } else { 1 };
    let rows = report.pages.iter().map(|page| {
        let parts = if page.parts.is_empty() {
            String::new()
        } else {
            format!(
                "<p>With {}</p>",
                page.parts.iter().map(|it| path(it)).collect::<Vec<_>>().join(", ")
            )
        };
        let unchecked = match page.unchecked {
            0 => String::new(),
            number => format!("<p>{} known at run time only.</p>", counted(number, "asset")),
        };
        let name = format!(
            "<details><summary>{}</summary>{parts}{unchecked}{}</details>",
            path(&page.template),
            list(&page.downloads, PATHS),
        );
        let sizes = page.sizes;
        let forms = [sizes.raw, sizes.br, sizes.gzip].into_iter().take(forms).map(size);
        [name, page.downloads.len().to_string()].into_iter().chain(forms).collect()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let columns =
        [("Page", false), ("Files", true), ("Raw", true), ("Brotli", true), ("gzip", true)];
    let columns = columns.get(..2 + forms).unwrap_or_default();
    let note = "<p>Each template that no other one extends or includes is a page. Its downloads are what it and its \
                parts name, and what these refer to or load: at most that, since a browser fetches the fonts and pictures of a \
                style sheet only where they are seen. Links and source maps are left out.</p>\n";
    (!rows.is_empty())
        .then(|| note.to_owned() + &table("Downloads of a first visit", columns, &rows))
}

pub(super) fn unused(report: &Report) -> Option<String> {
    let unused = report.unused.as_ref()?;
    if unused.is_empty() {
        return Some(
            "<p>Every asset is named by another one, a template or a source.</p>\n".to_owned(),
        );
    }
    let note = "<p>No asset in use refers to these or loads them. No template and no source of the package has the path, a \
                path that is put together in one of its folders, or the name of its constant, such as <code>LOGO_SVG</code>. Paths that are put \
                together at run time are not seen.</p>\n";
    Some(format!("{note}{}", list(unused, ROWS)))
}

pub(super) fn duplicates(report: &Report) -> Option<String> {
    let rows = report.duplicates.iter().map(|duplicate| {
        let (first, others) =
            duplicate.paths.split_first().map_or(("", &[][..]), |(it, rest)| (it, rest));
        let others: Vec<String> = others.iter().take(PATHS).map(|it| path(it)).collect();
        vec![path(first), others.join(", "), size(duplicate.size), size(duplicate.wasted)]
    });
    let rows: Vec<_> = rows.collect();
    let columns = [("Asset", false), ("The same as", false), ("Size", true), ("Too much", true)];
    (!rows.is_empty()).then(|| table("Assets with the same content", &columns, &rows))
}

pub(super) fn cycles(report: &Report) -> Option<String> {
    if report.cycles.is_empty() {
        return None;
    }
    let cycle = |paths: &Vec<String>| {
        format!(
            "<li>{}</li>\n",
            paths.iter().take(PATHS).map(|it| path(it)).collect::<Vec<_>>().join(", ")
        )
    };
    let cycles: String = report.cycles.iter().take(ROWS).map(cycle).collect();
    Some(format!(
        "<p>The assets of a circle refer to each other or load each other. A change of one gives new names to all that refer \
         to it by its hashed name.</p>\n\
         <ul class=\"plain\">\n{cycles}</ul>\n"
    ))
}

/// A list of paths, the first of them at most.
fn list(paths: &[String], most: usize) -> String {
    let items: String =
        paths.iter().take(most).map(|it| format!("<li>{}</li>\n", path(it))).collect();
    let more = match paths.len().saturating_sub(most) {
        0 => String::new(),
        more => format!("<p class=\"more\">{more} more are in the JSON form of the report.</p>\n"),
    };
    format!("<ul class=\"plain\">\n{items}</ul>\n{more}")
}
