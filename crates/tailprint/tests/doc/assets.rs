// The generated module of an app without assets, for the examples in the documentation.

use tailprint::generated::{Content, Settings, Stale, Table};

pub const MOUNT: &str = "/static";

pub static ASSETS: tailprint::Assets = tailprint::Assets::new(
    Table::new("", &[]),
    Settings {
        package: "app",
        is_library: false,
        mount: MOUNT,
        url_prefix: "/static/",
        content: Content::Embedded(&[]),
        last_modified: None,
        stale: Stale::NotFound,
        graphs: &[],
        built: None,
    },
);

pub static IMPORT_MAP: tailprint::ImportMap<'static> =
    tailprint::ImportMap::new(&ASSETS, "{}", "sha256-");

pub fn set_base(base: &str) -> Result<(), tailprint::BaseError> {
    ASSETS.set_base(base)
}

pub fn mount() -> &'static str {
    ASSETS.mount()
}

pub fn preconnect() -> tailprint::Preconnect {
    ASSETS.preconnect()
}

pub fn csp_sources() -> tailprint::CspSources {
    ASSETS.csp_sources()
}

pub fn service() -> tailprint::Service {
    ASSETS.service()
}
