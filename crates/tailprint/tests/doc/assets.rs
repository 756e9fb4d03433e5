// The generated module of an app without assets, for the examples in the documentation.

use tailprint::generated::{Content, Settings, Stale, Table};

pub const MOUNT: &str = "/static";

pub static ASSETS: tailprint::Assets = tailprint::Assets::new(
    Table::new("", &[]),
    Settings {
        mount: MOUNT,
        url_prefix: "/static/",
        content: Content::Embedded(&[]),
        last_modified: None,
        stale: Stale::NotFound,
    },
);

pub static IMPORT_MAP: tailprint::ImportMap<'static> = tailprint::ImportMap::new("{}", "sha256-");

pub fn service() -> tailprint::Service {
    ASSETS.service()
}
