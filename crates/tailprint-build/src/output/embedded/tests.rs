use super::*;

#[test]
fn as_much_as_a_program_holds_is_no_error_and_a_byte_more_is_one() {
    assert_eq!(limit(vec![("a.mp4", MOST_EMBEDDED - 1), ("b.mp4", 1)]), None);
    let error = limit(vec![("b.mp4", 1), ("a[1].mp4", MOST_EMBEDDED)]).unwrap();
    assert_eq!(
        error.to_string(),
        "the embedded assets have 2.1 GB together, but a program holds 2 GiB: \"a[1].mp4\" 2.1 GB, \"b.mp4\" 1 B (ship \
         large files beside the program with `Config::on_disk(\"a[[]1].mp4\")`, or all with `Config::storage`)"
    );
}

#[test]
fn the_ten_largest_are_named_and_the_others_counted() {
    let paths: Vec<String> = (10..25).map(|number| format!("{number}.mp4")).collect();
    let sizes = paths.iter().zip(1..).map(|(path, size)| (&**path, size * 1000)).collect();
    let warning = budget(Some(2000), sizes).unwrap().to_string();
    assert!(
        warning.starts_with(
            "`Config::warn_above`: the embedded assets have 120.0 kB, which is more than 2.0 kB: \"24.mp4\" 15.0 kB, "
        ),
        "{warning}"
    );
    assert!(warning.contains("\"15.mp4\" 6.0 kB and 5 more (ship large"), "{warning}");
    assert!(!warning.contains("\"14.mp4\""), "{warning}");
}

#[test]
fn a_budget_that_is_kept_or_not_set_is_no_warning() {
    assert_eq!(budget(Some(2000), vec![("a.mp4", 2000)]), None);
    assert_eq!(budget(None, vec![("a.mp4", u64::MAX), ("b.mp4", u64::MAX)]), None);
}
