use super::*;

#[test]
fn each_version_of_tailwind_has_its_release() {
    let releases = versions::supported().iter().map(|it| Release::of_tailwind(it.number));
    assert_eq!(releases.collect::<Vec<_>>(), [Release::V1_30, Release::V1_32, Release::V1_33]);
    for (version, release) in [
        ("4.0.9", Release::V1_30),
        ("4.2.0-alpha.1", Release::V1_32),
        ("4.10.0", Release::V1_33),
        ("5.0.0", Release::V1_33),
        ("insiders", Release::V1_33),
        ("", Release::V1_33),
    ] {
        assert_eq!(Release::of_tailwind(version), release, "{version}");
    }
}
