mod client;
mod rounds;

use super::*;

#[test]
fn sizes_are_rounded_for_people() {
    for (number, text) in [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1.0 MB"),
        (12_345_678_901, "12.3 GB"),
    ] {
        assert_eq!(bytes(number), text);
    }
}

#[test]
fn the_line_begins_with_what_was_uploaded() {
    let mut pushed = Pushed { uploaded: 1_234, unchanged: 2, requests: 1, ..Pushed::default() };
    assert_eq!(pushed.line(), "1,234 uploaded, 2 unchanged, 0 B with 1 request");
    pushed.headers_updated = vec!["a".into()];
    pushed.dry_run = true;
    assert_eq!(
        pushed.line(),
        "dry run, nothing written: 1,234 uploaded, 2 unchanged, headers of 1 updated, 0 B with 1 request"
    );
}
