use super::*;
use crate::generated::{Content, Settings, Stale, Table};

static ASSETS: Assets = Assets::new(
    Table::new("", &[]),
    Settings {
        package: "app",
        is_library: false,
        built: None,
        mount: "/static",
        url_prefix: "/static/",
        content: Content::Embedded(&[]),
        last_modified: None,
        stale: Stale::NotFound,
        graphs: &[],
    },
);
static MAP: ImportMap<'_> = ImportMap::new(&ASSETS, "{\"imports\":{}}", "sha256-x");

#[test]
fn it_is_a_whole_element() {
    assert_eq!(MAP.to_string(), "<script type=\"importmap\">{\"imports\":{}}</script>");
}

#[test]
fn a_nonce_cannot_leave_its_attribute() {
    assert_eq!(
        MAP.with_nonce("a+b/\"><script>").to_string(),
        "<script type=\"importmap\" nonce=\"a+b/script\">{\"imports\":{}}</script>"
    );
}
