use crate::config::{Config, Mode};
use crate::pipeline::tests::Package;

const SITE: [(&str, &str); 3] = [
    ("static/vendor/lit/index.js", "1"),
    ("static/vendor/lit/decorators/state.js", "2"),
    ("static/vendor/lit/README.md", "3"),
];

#[test]
fn bare_specifiers_lead_to_assets_in_both_modes() {
    let package = Package::new(&SITE);
    let mut config = Config::new();
    config.import_map("lit", "vendor/lit/index.js").import_map("lit/", "vendor/lit/");
    let mut imports = |mode| {
        let output = package.output(config.mode(mode));
        let map: serde_json::Value = serde_json::from_str(&output.generated.import_map).unwrap();
        map["imports"].clone()
    };
    let (index, state) = ("/static/vendor/lit/index.js", "/static/vendor/lit/decorators/state.js");
    let plain = serde_json::json!({
        "lit": index, "lit/index.js": index, "lit/decorators/state.js": state,
    });
    assert_eq!(imports(Mode::Plain), plain);
    let hashed = imports(Mode::Hashed);
    assert_eq!(hashed["lit"], "/static/vendor/lit/index.6b86b273ff34.js");
    assert_eq!(hashed["lit/index.js"], hashed["lit"]);
    assert_eq!(hashed["lit/decorators/state.js"], hashed[state]);
}

#[test]
fn a_specifier_that_leads_nowhere_is_an_error() {
    let package = Package::new(&SITE);
    let mut config = Config::new();
    config
        .import_map("lit", "vendor/lit/indx.js")
        .import_map("lit/", "vendor/")
        .import_map("nope/", "nope/")
        .import_map("half/", "vendor/lit")
        .import_map("", "vendor/lit/index.js");
    let expected = "\
`Config::import_map`: \"\" = \"vendor/lit/index.js\": the specifier is empty (write what modules import, such as \"lit\")
`Config::import_map`: \"half/\" = \"vendor/lit\": one is a folder and the other a file (end both with `/`, or neither)
`Config::import_map`: \"lit\" = \"vendor/lit/indx.js\": no static asset \"vendor/lit/indx.js\" (did you mean \"vendor/lit/index.js\"?)
`Config::import_map`: \"nope/\" = \"nope/\": there is no JS module in \"nope/\" (name a folder of the static assets, relative to their root)";
    assert_eq!(package.report(&config), expected);
}
