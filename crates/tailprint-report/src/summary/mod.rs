//! The report as a text for a terminal.

use tailprint_core::build_json::Mode;
use tailprint_core::size::shown;

use crate::report::{Report, Total};

/// The most lines of a list.
const LINES: usize = 5;

/// Returns the report in a few lines. Budgets are not in it: they are the last lines of the command.
#[must_use]
pub fn text(report: &Report) -> String {
    let mut lines = vec![total("total", report.totals, report.mode)];
    lines.extend(report.kinds.iter().map(|it| total(it.kind.name(), it.total, report.mode)));
    let pages: Vec<String> = report
        .pages
        .iter()
        .map(|page| {
            let (size, files) = (shown(page.sizes.sent()), page.downloads.len());
            format!("{}: {size} in {}", page.template, counted(files, "file"))
        })
        .collect();
    list(&mut lines, "first visit", &pages);
    list(&mut lines, "unused", report.unused.as_deref().unwrap_or_default());
    let duplicates: Vec<String> = report
        .duplicates
        .iter()
        .map(|it| format!("{}: {} too much", few(&it.paths, " = "), shown(it.wasted)))
        .collect();
    list(&mut lines, "duplicates", &duplicates);
    let cycles: Vec<String> = report.cycles.iter().map(|it| few(it, ", ")).collect();
    list(&mut lines, "cycles", &cycles);
    changes(&mut lines, report);
    lines.join("\n") + "\n"
}

fn changes(lines: &mut Vec<String>, report: &Report) {
    let Some(against) = &report.against else { return };
    let changed: Vec<String> = against
        .changed
        .iter()
        .map(|change| match change.chain.as_slice() {
            [] | [_] => format!("{}: its own content", change.path),
            chain => format!("{}: {}", change.path, way(chain)),
        })
        .collect();
    list(lines, "changed", &changed);
    list(lines, "added", &against.added);
    list(lines, "removed", &against.removed);
    lines.push(format!("{} with the same name as before", counted(against.same, "asset")));
}

fn total(name: &str, total: Total, mode: Mode) -> String {
    let sizes = total.sizes;
    let encoded = match mode {
        Mode::Hashed => format!(", {} as Brotli, {} as gzip", shown(sizes.br), shown(sizes.gzip)),
        Mode::Plain => String::new(),
    };
    format!("{name:<6} {}, {}{encoded}", counted(total.assets, "asset"), shown(sizes.raw))
}

fn list(lines: &mut Vec<String>, title: &str, items: &[String]) {
    if items.is_empty() {
        return;
    }
    lines.push(format!("{title} ({}):", items.len()));
    lines.extend(items.iter().take(LINES).map(|item| format!("  {item}")));
    if items.len() > LINES {
        lines.push(format!("  and {} more", items.len() - LINES));
    }
}

/// The first of several paths, and the number of the others.
fn few(paths: &[String], between: &str) -> String {
    let (first, rest) = paths.split_at(paths.len().min(LINES));
    let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
    first.join(between) + &more
}

/// A chain of references. Of a long one its middle is left out: it counts where it begins and ends.
fn way(chain: &[String]) -> String {
    const ENDS: usize = 3;
    let Some(between) = chain.len().checked_sub(2 * ENDS).filter(|between| *between > 1) else {
        return chain.join(" → ");
    };
    let (first, last) = (&chain[..ENDS], &chain[chain.len() - ENDS..]);
    format!("{} → … {between} more … → {}", first.join(" → "), last.join(" → "))
}

fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests;
