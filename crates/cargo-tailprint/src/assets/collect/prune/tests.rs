use super::*;

#[test]
fn only_a_fingerprint_in_its_place_is_taken_for_one() {
    let found = |name| logical_path(name);
    assert_eq!(found("css/app.4e3e58f1a4a4.css").as_deref(), Some("css/app.css"));
    assert_eq!(found("app.css.4e3e58f1a4a4.map").as_deref(), Some("app.css.map"));
    assert_eq!(found("CNAME.4e3e58f1a4a4").as_deref(), Some("CNAME"));
    for name in ["app.css", "app.4E3E58F1A4A4.css", "app.4e3e58f1a4a.css", "4e3e58f1a4a4.css"] {
        assert_eq!(found(name), None, "{name}");
    }
}
