//! How fast style sheets are read; `cargo test -- --ignored --nocapture speed` prints it.

use std::time::Instant;

use super::*;

/// Reads the `.css` files of the folder `$CSS_CORPUS`.
#[test]
#[ignore = "a measurement, needs a folder of style sheets in $CSS_CORPUS"]
fn speed() {
    let folder = std::env::var_os("CSS_CORPUS").expect("CSS_CORPUS names a folder");
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.path().extension().is_none_or(|extension| extension != "css") {
            continue;
        }
        let source = std::fs::read_to_string(entry.path()).unwrap();
        let start = Instant::now();
        let found = find(&source);
        let seconds = start.elapsed().as_secs_f64();
        let speed = source.len() as f64 / seconds / 1e6;
        println!(
            "{speed:7.1} MB/s {:8} bytes {:4} references {}",
            source.len(),
            found.references.len(),
            entry.path().display()
        );
    }
}
