//! The half of an app that runs in the browser.

use super::*;

const BROWSER: [(&str, &str); 2] =
    [("CARGO_CFG_TARGET_ARCH", "wasm32"), ("CARGO_CFG_TARGET_OS", "unknown")];

fn module(package: &Package, more: &[(&str, &str)]) -> (String, usize) {
    let output = package.run(&Config::new(), more).result.unwrap();
    (output.generated.module, output.generated.contents.len())
}

fn constants(module: &str) -> Vec<&str> {
    module.lines().filter(|line| line.trim_start().starts_with("pub const ")).collect()
}

#[test]
fn it_has_the_urls_of_the_server_and_no_contents() {
    let package = Package::new(&SITE);
    let (server, bytes) = module(&package, &[]);
    let (browser, none) = module(&package, &BROWSER);
    assert!(bytes > 0);
    assert_eq!(none, 0);
    assert_eq!(constants(&browser), constants(&server));
    assert!(server.contains("pub fn service()"));
    assert!(!browser.contains("fn service()"), "{browser}");
}

#[test]
fn its_debug_build_names_no_folder() {
    let package = Package::new(&SITE);
    let mut more = BROWSER.to_vec();
    more.push(("PROFILE", "debug"));
    let (browser, _) = module(&package, &more);
    assert!(browser.contains("\"/static/css/app.css\""));
    assert!(!browser.contains("CARGO_MANIFEST_DIR"), "{browser}");
}

#[test]
fn webassembly_on_a_server_has_contents() {
    let package = Package::new(&SITE);
    let wasi = [("CARGO_CFG_TARGET_ARCH", "wasm32"), ("CARGO_CFG_TARGET_OS", "wasi")];
    assert!(module(&package, &wasi).1 > 0);
}
