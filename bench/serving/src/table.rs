//! Medians, as Markdown.

use serving::servers::Case;

use crate::Entry;
use crate::load::Sample;

/// One case, one line per contestant.
pub fn print(case: Case, entries: &[Entry]) {
    println!("\n{}, {}\n", case.file, case.coding.name());
    println!("| | bytes | requests/s | of bytes alone | of the fixed route | server CPU, µs |");
    println!("|---|--:|--:|--:|--:|--:|");
    for entry in entries {
        let per_second = median(entry.samples.iter().map(|sample| sample.per_second));
        let cpu = median(entry.samples.iter().map(|sample| sample.cpu));
        let fixed = entry.contestant.fixed;
        let fixed = fixed.and_then(|name| entries.iter().find(|it| it.contestant.name == name));
        let fixed = fixed.map(|fixed| format!("{:.2}", ratio(entry, fixed)));
        println!(
            "| {} | {} | {per_second:.0} | {:.2} | {} | {cpu:.1} |",
            entry.contestant.name,
            entry.size,
            ratio(entry, &entries[0]),
            fixed.as_deref().unwrap_or("-"),
        );
    }
}

/// Of the ratios within each round.
fn ratio(entry: &Entry, other: &Entry) -> f64 {
    let rounds = entry.samples.iter().zip(&other.samples);
    median(rounds.map(|(sample, other): (&Sample, &Sample)| sample.per_second / other.per_second))
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
