//! The treemap of sizes, and the table of kinds.

use tailprint_core::build_json::Mode;

use super::write::{Text, counted, size, table};
use crate::kind::Kind;
use crate::report::{Asset, Report, Sizes};
use crate::treemap::{Rect, divided};

/// The most assets of a kind that have a cell of their own. Smaller ones could not be seen.
const CELLS: usize = 80;

/// The shape of the map, for the form of its cells.
const WHOLE: Rect = Rect { x: 0.0, y: 0.0, width: 160.0, height: 90.0 };

/// A form of assets whose sizes are shown: its name, its title, and its size.
type Form = (&'static str, &'static str, fn(&Sizes) -> u64);

const FORMS: [Form; 3] = [
    ("raw", "Raw", |sizes| sizes.raw),
    ("br", "Brotli", |sizes| sizes.br),
    ("gzip", "gzip", |sizes| sizes.gzip),
];

pub(super) fn sizes(report: &Report) -> String {
    // A plain build stores one form only.
    let count = if report.mode == Mode::Hashed { FORMS.len() } else { 1 };
    let forms = FORMS.get(..count).unwrap_or_default();
    let choice = |(at, (name, title, _)): (usize, &Form)| {
        let checked = if at == 0 { " checked" } else { "" };
        format!(
            "<label><input type=\"radio\" name=\"form\" id=\"form-{name}\"{checked}> {title}</label>\n"
        )
    };
    let choices: String = forms.iter().enumerate().map(choice).collect();
    let choices = if count > 1 {
        format!("<fieldset class=\"forms\"><legend>Sizes as</legend>\n{choices}</fieldset>\n")
    } else {
        String::new()
    };
    let maps: String = forms.iter().map(|form| map(report, form)).collect();
    let rows: Vec<Vec<String>> = report
        .kinds
        .iter()
        .map(|kind| {
            let sizes = kind.total.sizes;
            let name =
                format!("<span class=\"key {}\"></span>{}", kind.kind.name(), kind.kind.title());
            let sizes = forms.iter().map(|(_, _, of)| size(of(&sizes)));
            [name, kind.total.assets.to_string()].into_iter().chain(sizes).collect()
        })
        .collect();
    let mut columns = vec![("Kind", false), ("Assets", true)];
    columns.extend(forms.iter().map(|(_, title, _)| (*title, true)));
    format!("{choices}{maps}{}", table("Sizes by kind", &columns, &rows))
}

/// The map of one form, with the kinds as its parts.
fn map(report: &Report, (name, title, of): &Form) -> String {
    let mut kinds: Vec<(Kind, u64)> =
        report.kinds.iter().map(|it| (it.kind, of(&it.total.sizes))).collect();
    kinds.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    let sizes: Vec<u64> = kinds.iter().map(|(_, size)| *size).collect();
    let parts: String = kinds
        .iter()
        .zip(divided(&sizes, WHOLE))
        .map(|((kind, _), rect)| part(report, *kind, *of, rect))
        .collect();
    format!(
        "<div class=\"map map-{name}\" role=\"img\" aria-label=\"Treemap of the sizes as {title}; the tables have the numbers\">\n\
         {parts}</div>\n"
    )
}

/// The part of a kind, with a cell for each of its largest assets.
fn part(report: &Report, kind: Kind, of: fn(&Sizes) -> u64, rect: Rect) -> String {
    let mut assets: Vec<(usize, &Asset)> =
        report.assets.iter().enumerate().filter(|(_, asset)| asset.kind == kind).collect();
    assets.sort_by_key(|(_, asset)| std::cmp::Reverse(of(&asset.sizes)));
    let (shown, rest) = assets.split_at(assets.len().min(CELLS));
    let rest_size: u64 = rest.iter().map(|(_, asset)| of(&asset.sizes)).sum();
    let mut cells: Vec<(Option<usize>, String, u64)> =
        shown.iter().map(|(at, asset)| (Some(*at), asset.path.clone(), of(&asset.sizes))).collect();
    if rest_size > 0 {
        cells.push((None, counted(rest.len(), "smaller asset"), rest_size));
        cells.sort_by_key(|(_, _, size)| std::cmp::Reverse(*size));
    }
    let sizes: Vec<u64> = cells.iter().map(|(_, _, size)| *size).collect();
    let inner = Rect { x: 0.0, y: 0.0, ..rect };
    let cells: String = cells
        .iter()
        .zip(divided(&sizes, inner))
        .filter(|((_, _, size), _)| *size > 0)
        .map(|((at, name, bytes), cell)| {
            let target = at.map(|at| format!(" data-asset=\"a{at}\"")).unwrap_or_default();
            let short = name.rsplit('/').next().unwrap_or(name);
            let bytes = size(*bytes);
            format!(
                "<i style=\"{}\" title=\"{} {bytes}\"{target}>{} <b>{bytes}</b></i>",
                placed(cell, inner),
                Text(name),
                Text(short),
            )
        })
        .collect();
    format!("<div class=\"{}\" style=\"{}\">{cells}</div>\n", kind.name(), placed(rect, WHOLE))
}

/// The place of a rectangle in another one, in hundredths of it.
fn placed(rect: Rect, whole: Rect) -> String {
    let percent = |part: f64, whole: f64| if whole > 0.0 { part * 100.0 / whole } else { 0.0 };
    format!(
        "left:{:.3}%;top:{:.3}%;width:{:.3}%;height:{:.3}%",
        percent(rect.x, whole.width),
        percent(rect.y, whole.height),
        percent(rect.width, whole.width),
        percent(rect.height, whole.height),
    )
}
