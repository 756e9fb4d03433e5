use super::*;

#[test]
fn a_malformed_glob_is_reported_with_its_setting_and_left_out() {
    let mut problems = Problems::default();
    let set = compile(Setting::KeepName, ["a/[b", "*.png"], &mut problems);
    assert!(set.matches("c.png"));
    assert_eq!(
        problems.into_report().to_string(),
        "`Config::keep_name`: malformed glob \"a/[b\" at character 3 (invalid range pattern)"
    );
}
