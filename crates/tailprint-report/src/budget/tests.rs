use super::*;
use crate::report::Sizes;

fn asset(path: &str, kind: Kind, sent: u64) -> Asset {
    let sizes = Sizes { raw: sent * 4, br: sent, gzip: sent * 2 };
    Asset { path: path.to_owned(), kind, sizes, ..Asset::default() }
}

#[test]
fn sizes_have_units_of_both_sorts() {
    let cases = [
        ("800", Some(800)),
        ("800B", Some(800)),
        ("60kB", Some(60_000)),
        ("60KB", Some(60_000)),
        ("1.5 MB", Some(1_500_000)),
        ("1KiB", Some(1_024)),
        ("2mib", Some(2 << 20)),
        ("", None),
        ("kB", None),
        ("1.kB", None),
        ("-1kB", None),
        ("1e3", None),
        ("99999999999GB", None),
    ];
    for (text, expected) in cases {
        assert_eq!(bytes(text), expected, "{text}");
    }
}

#[test]
fn a_budget_is_for_a_kind_for_all_or_for_a_glob() {
    let assets = [
        asset("css/a.css", Kind::Css, 40),
        asset("css/b.css", Kind::Css, 30),
        asset("b.js", Kind::Js, 5),
    ];
    let size = |text| Budget::parse(text).unwrap().check(&assets).unwrap().size;
    assert_eq!(["css=1", "js=1", "font=1", "total=1", "css/*=1"].map(size), [70, 5, 0, 75, 70]);
    assert_eq!(size("**/b.*=1"), 35);
    // The rule of all globs: without a slash, it is about names.
    assert_eq!(["*.css=1", "b.*=1", "css/=1", "/*.js=1"].map(size), [70, 35, 70, 5]);
}

#[test]
fn a_size_at_its_limit_is_within_it() {
    let assets = [asset("a.css", Kind::Css, 60_000)];
    let check = |text| Budget::parse(text).unwrap().check(&assets).unwrap();
    assert!(!check("css=60kB").exceeded);
    assert_eq!(
        check("css=59.999kB").to_string(),
        "css 60.0 kB (60000 B) is above its budget of 59.9 kB (59999 B)"
    );
}

#[test]
fn a_typo_in_a_budget_is_an_error() {
    let error = |text| Budget::parse(text).and_then(|it| it.check(&[]).map(|_| ())).unwrap_err();
    assert_eq!(
        error("cs=60kB"),
        "no asset matches \"cs\" (a budget is for css, js, image, font, other, total, or a glob over logical paths)"
    );
    assert_eq!(error("css=big"), "\"big\" is no size (write a number and a unit: 60kB)");
    assert_eq!(error("css"), "write what is limited, `=`, and a size, such as css=60kB");
    assert_eq!(error("=1"), "write what is limited, `=`, and a size, such as css=60kB");
}
