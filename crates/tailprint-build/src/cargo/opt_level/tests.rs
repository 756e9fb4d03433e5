use super::*;

#[test]
fn the_profile_to_change_is_named_when_it_would_save_more_than_a_second() {
    let laps = [("load", 300.0), ("tailwind", 9000.0), ("encode", 2400.0)];
    assert_eq!(
        judge(&laps, "release", Duration::ZERO).unwrap().to_string(),
        "an unoptimised build script took 2.7 s for the static assets (add `opt-level = 2` below \
             `[profile.release.build-override]` in the workspace's Cargo.toml)"
    );
    assert_eq!(judge(&laps[..2], "debug", Duration::ZERO), None);
    let slow = judge(&laps[..2], "debug", Duration::from_secs(9)).unwrap();
    assert!(slow.message().contains("took 9.3 s"));
}
