//! The rules of the style sheets that Tailwind compiled.

use super::write::{Text, counted, length, path, table};
use crate::report::Report;
use crate::styles::Styles;

pub(super) fn styles(report: &Report) -> Option<String> {
    (!report.styles.is_empty()).then(|| report.styles.iter().map(sheet).collect())
}

fn sheet(styles: &Styles) -> String {
    let (output, classes) = (path(&styles.output), counted(styles.classes, "class"));
    let mut html = format!("<h3>{output}: {classes}, {}</h3>\n", length(styles.bytes));
    let name = |layer: &str| if layer.is_empty() { "none".to_owned() } else { path(layer) };
    let layers: Vec<_> = styles
        .layers
        .iter()
        .map(|it| vec![name(&it.name), it.rules.to_string(), length(it.bytes)])
        .collect();
    let columns = [("Layer", false), ("Rules", true), ("Size", true)];
    html.push_str(&table("Rules by layer", &columns, &layers));
    let files: Vec<_> = styles
        .files
        .iter()
        .map(|it| {
            vec![path(&it.file), it.classes.to_string(), it.alone.to_string(), length(it.bytes)]
        })
        .collect();
    if !files.is_empty() {
        let columns =
            [("File", false), ("Classes", true), ("Only here", true), ("Rules only for it", true)];
        html.push_str(&table("Rules by the file that brought them", &columns, &files));
    }
    let largest: Vec<_> = styles
        .largest
        .iter()
        .map(|it| vec![selector(&it.selector), name(&it.layer), length(it.bytes)])
        .collect();
    let columns = [("Rule", false), ("Layer", false), ("Size", true)];
    html.push_str(&table("Largest rules", &columns, &largest));
    let once: Vec<_> = styles
        .once
        .iter()
        .map(|it| {
            let place = format!("{}:{}:{}", it.place.file, it.place.line, it.place.column);
            vec![selector(&it.class), path(&place), length(it.bytes)]
        })
        .collect();
    if !once.is_empty() {
        let columns = [("Class", false), ("Place", false), ("Size", true)];
        html.push_str(&table("Classes that are written once", &columns, &once));
    }
    html
}

/// The longest selector that is shown whole, in characters.
const SELECTOR: usize = 160;

fn selector(text: &str) -> String {
    let short: String = text.chars().take(SELECTOR).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("<code>{}{more}</code>", Text(&short))
}
