use std::path::Path;

use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha256, Sha384};
use tailprint_core::table::{Packed, Record, pack};
use tempfile::TempDir;

use super::*;
use crate::generated::{Content, Settings, Stale, Table};

const FILM: &[u8] = b"a film";
const STYLE: &[u8] = b"a{}";
const ENCODED: &[u8] = b"br";
const STUB: &[u8] = b"export * from './m.0123456789ab.js'";

fn etag(bytes: &[u8]) -> &'static str {
    let digest = Sha256::digest(bytes);
    let digits: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digits}\"").leak()
}

fn on_disk(bytes: &[u8]) -> Option<Variant<'static>> {
    Some(Variant { start: None, len: bytes.len() as u64, etag: etag(bytes) })
}

fn record(path: &'static str, name: &'static str, bytes: &[u8]) -> Record<'static> {
    Record {
        path,
        name,
        url: name,
        content_type: "text/plain",
        fingerprint: "0123456789ab",
        integrity: format!("sha384-{}", Base64::encode_string(&Sha384::digest(bytes))).leak(),
        immutable: true,
        variants: [on_disk(bytes), None, None, None],
        ..Record::default()
    }
}

/// A style sheet with a coding, a film, and a module with a stub; sorted by path.
fn assets() -> &'static Assets {
    let style = record("css/a.css", "css/a.0123456789ab.css", STYLE);
    let records = [
        Record { variants: [style.variants[0], on_disk(ENCODED), None, None], ..style },
        Record {
            integrity: format!("sha256-{}", Base64::encode_string(&Sha256::digest(FILM))).leak(),
            ..record("film.mp4", "film.0123456789ab.mp4", FILM)
        },
        Record { plain: on_disk(STUB), ..record("m.js", "m.0123456789ab.js", b"m") },
    ];
    with(&records)
}

fn with(records: &[Record<'_>]) -> &'static Assets {
    let Packed { strings, records } = pack(records);
    let settings = Settings {
        package: "shop",
        is_library: false,
        mount: "/static",
        url_prefix: "/static/",
        content: Content::Embedded(&[]),
        last_modified: None,
        stale: Stale::NotFound,
        graphs: &[],
        built: None,
    };
    Box::leak(Box::new(Assets::new(Table::new(strings.leak(), records.leak()), settings)))
}

/// A folder as `collect` fills it.
fn collected() -> (TempDir, Folder) {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::collected(dir.path().to_owned());
    for (name, bytes) in [
        ("css/a.0123456789ab.css", STYLE),
        ("css/a.0123456789ab.css.br", ENCODED),
        ("film.0123456789ab.mp4", FILM),
        ("m.0123456789ab.js", b"m"),
        ("m.js", STUB),
    ] {
        let file = dir.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    (dir, folder)
}

#[test]
fn a_folder_with_all_files_of_the_build_has_no_problems() {
    let (_dir, folder) = collected();
    for check in [Check::Sizes, Check::Digests] {
        assert_eq!(folder.problems(assets(), check), Vec::<String>::new());
    }
}

#[test]
fn all_files_that_are_missing_or_differ_are_named_together() {
    let (dir, folder) = collected();
    fs::remove_file(dir.path().join("css/a.0123456789ab.css.br")).unwrap();
    fs::write(dir.path().join("film.0123456789ab.mp4"), "film").unwrap();
    fs::write(dir.path().join("m.0123456789ab.js"), "n").unwrap();
    fs::remove_file(dir.path().join("m.js")).unwrap();
    fs::create_dir(dir.path().join("m.js")).unwrap();
    let by_size = [
        "css/a.0123456789ab.css.br: no such file or directory",
        "film.0123456789ab.mp4: has 4 bytes instead of 6",
        "m.js: is no file",
    ];
    assert_eq!(folder.problems(assets(), Check::Sizes), by_size);
    let with_digest = "m.0123456789ab.js: has other content than in the build";
    let by_digest = [by_size[0], by_size[1], with_digest, by_size[2]];
    assert_eq!(folder.problems(assets(), Check::Digests), by_digest);
}

#[test]
fn a_check_of_the_digests_names_wrong_sizes_as_well() {
    let (dir, _) = collected();
    // The results of a build are below `static`, and an absolute path is found from every program.
    let built = tempfile::tempdir().unwrap();
    fs::rename(dir.path(), built.path().join("static")).unwrap();
    fs::create_dir_all(built.path().join("plain")).unwrap();
    fs::write(built.path().join("plain/m.js"), STUB).unwrap();
    let built_at = built.path().to_str().unwrap().to_owned().leak();
    let assets = || {
        let settings = Settings { built: Some(built_at), ..*assets().settings() };
        &*Box::leak(Box::new(Assets::new(*assets().table(), settings)))
    };
    assert_eq!(assets().verify(), Ok(()));
    let file = |name| built.path().join("static").join(name);
    fs::write(file("film.0123456789ab.mp4"), "film").unwrap();
    fs::write(file("m.0123456789ab.js"), "n").unwrap();
    let by_size = "film.0123456789ab.mp4: has 4 bytes instead of 6";
    let by_digest = "m.0123456789ab.js: has other content than in the build";
    assert_eq!(assets().verify().unwrap_err().problems(), [by_size, by_digest]);
    assert_eq!(assets().disk().as_ref().unwrap_err().problems(), [by_size]);
    assert!(!assets().is_embedded() && !assets().get("m.js").unwrap().is_embedded());
}

#[test]
fn every_form_is_compared_by_its_digest() {
    for name in
        ["film.0123456789ab.mp4", "css/a.0123456789ab.css", "css/a.0123456789ab.css.br", "m.js"]
    {
        let (dir, folder) = collected();
        let file = dir.path().join(name);
        let mut bytes = fs::read(&file).unwrap();
        bytes[0] ^= 1;
        fs::write(&file, bytes).unwrap();
        let problems = folder.problems(assets(), Check::Digests);
        assert_eq!(problems, [format!("{name}: has other content than in the build")]);
    }
}

#[test]
fn the_results_of_a_build_have_stubs_in_a_folder_of_their_own() {
    let folder = Folder::built(Path::new("out"));
    let module = assets().get("m.js").unwrap();
    let coded = |coding| folder.file(module, Form::Coded(coding));
    assert_eq!(coded(Coding::Identity), Path::new("out/static/m.0123456789ab.js"));
    assert_eq!(coded(Coding::Gzip), Path::new("out/static/m.0123456789ab.js.gz"));
    assert_eq!(folder.file(module, Form::Plain), Path::new("out/plain/m.js"));
}

#[test]
fn files_at_the_root_of_the_host_are_collected_into_a_folder_of_their_own() {
    let icon = Record { at_root: true, ..record("favicon.ico", "favicon.ico", b"icon") };
    let icon = with(&[icon]).get("favicon.ico").unwrap();
    let file = |folder: Folder| folder.file(icon, Form::Coded(Coding::Brotli));
    let collected = Folder::collected(PathBuf::from("out"));
    assert_eq!(file(collected), Path::new("out/root/favicon.ico.br"));
    assert_eq!(file(Folder::built(Path::new("out"))), Path::new("out/static/favicon.ico.br"));
}

#[test]
fn the_error_has_the_command_and_counts_what_it_does_not_name() {
    let problems = (0..12).map(|number| format!("{number}.mp4: no such file")).collect();
    let error = DiskError::incomplete(Path::new("/srv/assets"), problems);
    let error = error.with_repair(assets().settings());
    let message = error.to_string();
    let start = "the static assets in \"/srv/assets\" are not those of the build: 0.mp4: no such file; 1.mp4: ";
    assert!(message.starts_with(start), "{message}");
    assert!(
        message.contains("; 9.mp4: no such file; and 2 more (run `cargo tailprint"),
        "{message}"
    );
    let end = "shop-assets\"`, or set TAILPRINT_ASSETS_DIR to a folder that it has filled)";
    assert!(message.ends_with(end), "{message}");
    assert_eq!(error.problems().len(), 12);
}
