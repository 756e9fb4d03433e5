use std::path::Component;

use super::*;

#[test]
fn a_module_needs_the_files_beside_it_that_it_imports() {
    let content = br#"import"./a.mjs";import{b as c}from"./b.mjs";export*from"./sub/c.mjs";
            import"react";import d from"../d.mjs";x="./e.mjs";require("./f.js");import("./g.mjs");from"./h"#;
    let found: Vec<_> = imports("dist/lib.mjs", content).into_iter().collect();
    assert_eq!(found, ["dist/a.mjs", "dist/b.mjs", "dist/f.js", "dist/g.mjs", "dist/sub/c.mjs"]);
}

#[test]
fn types_and_the_second_compiler_are_not_needed() {
    let manifest = br#"{"exports": {
            ".": {"types": "./dist/lib.d.mts", "require": "./dist/lib.js", "import": "./dist/lib.mjs"},
            "./plugin": {"node": {"require": "./dist/plugin.js"}, "import": "./dist/plugin.mjs"},
            "./index": "./index.css", "./up": "../up.js", "./pattern/*": "./dist/*.js", "./off": null}}"#;
    let found: Vec<_> = exported(manifest).unwrap().into_iter().collect();
    assert_eq!(found, ["dist/lib.js", "dist/plugin.js", "dist/plugin.mjs", "index.css"]);
    assert!(imports("a.js", b"require(\"./b.js\")").contains("b.js"));
    assert!(matches!(exported(b"{}"), Err(Flaw::Manifest(_))));
    assert!(matches!(exported(b"["), Err(Flaw::Manifest(_))));
}

proptest::proptest! {
    #[test]
    fn no_path_leads_out_of_the_package(
        folder in "[a-z]{0,3}/?", name in "(\\.\\./|\\./|/|[a-z.]{1,4}|\"|\\\\|%|:){0,6}"
    ) {
        let content = format!("from\"./{name}\"import\"./{name}");
        let manifest = serde_json::json!({"exports": {
            ".": "./dist/lib.js", "./x": name, "./y": format!("./{folder}{name}")
        }});
        let manifest = exported(manifest.to_string().as_bytes()).unwrap();
        for path in imports(&format!("{folder}a.js"), content.as_bytes()).into_iter().chain(manifest) {
            let parts: Vec<_> = Path::new(&path).components().collect();
            proptest::prop_assert!(!parts.is_empty());
            proptest::prop_assert!(parts.iter().all(|part| matches!(part, Component::Normal(_))), "{}", path);
        }
    }

    #[test]
    fn any_bytes_are_a_tarball_or_refused(bytes: Vec<u8>) {
        let _ = super::super::npm::tarball::unpack(&bytes);
        let mut gzip = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
        gzip.extend(bytes);
        let _ = super::super::npm::tarball::unpack(&gzip);
    }
}

#[test]
fn a_tarball_that_lies_about_its_length_is_refused() {
    use std::io::Write as _;

    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&[0; 2048]).unwrap();
    let packed = packed.finish().unwrap();
    assert!(super::super::npm::tarball::unpack(&packed).unwrap().is_empty());
    for (said, reason) in [
        (1024_u32, "cannot be unpacked: it is longer than 1024 bytes"),
        (4096, "cannot be unpacked: corrupt gzip stream does not have a matching checksum"),
        (u32::MAX, "unpacks to 4294967295 bytes"),
    ] {
        let mut lying = packed.clone();
        let start = lying.len() - 4;
        lying[start..].copy_from_slice(&said.to_le_bytes());
        assert_eq!(super::super::npm::tarball::unpack(&lying).unwrap_err(), reason);
    }
}
