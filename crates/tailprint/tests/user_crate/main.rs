//! The macros, in a crate of a user that Cargo builds: the generated module, `asset!` and the filters.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]

#[path = "../../../../tests/suite/support/nested.rs"]
mod nested;

use std::path::PathBuf;
use std::process::{Command, Output};

/// Packs three assets, and writes what `tailprint-build` would generate for them.
const BUILD: &str = r####"
use tailprint_core::table::{Record, Variant, pack};

fn main() {
    let record = |path, name, url, content_type| Record {
        path, name, url, content_type,
        fingerprint: "0123456789ab", integrity: "sha384-AbC+/=", headers: "", immutable: true,
        variants: [Some(Variant { start: Some(0), len: 3, etag: "\"0123456789ab\"" }), None, None, None],
        ..Record::default()
    };
    let packed = pack(&[
        record("css/app.css", "css/app.0123456789ab.css", "/static/css/app.0123456789ab.css", "text/css; charset=utf-8"),
        record("img/a&b.svg", "img/a&b.0123456789ab.svg", "/static/img/a&b.0123456789ab.svg", "image/svg+xml"),
        record("js/m.js", "js/m.0123456789ab.js", "/static/js/m.0123456789ab.js", "text/javascript; charset=utf-8"),
    ]);
    let out = std::path::PathBuf::from(std::env::var("OUT_DIR").unwrap()).join("tailprint");
    std::fs::create_dir_all(&out).unwrap();
    std::fs::write(out.join("assets.txt"), packed.strings).unwrap();
    std::fs::write(out.join("assets.idx"), packed.records).unwrap();
    std::fs::write(out.join("assets.bin"), "abc").unwrap();
    std::fs::write(out.join("assets.rs"), GENERATED).unwrap();
}

const GENERATED: &str = r##"
::tailprint::__built_by!("VERSION");
pub const MOUNT: &str = "/static";
static TABLE: ::tailprint::generated::Table = ::tailprint::generated::Table::new(
    include_str!(concat!(env!("OUT_DIR"), "/tailprint/assets.txt")),
    include_bytes!(concat!(env!("OUT_DIR"), "/tailprint/assets.idx")),
);
pub static ASSETS: ::tailprint::Assets = ::tailprint::Assets::new(TABLE, ::tailprint::generated::Settings {
    package: "app",
    is_library: false,
    mount: MOUNT,
    url_prefix: "/static/",
    content: ::tailprint::generated::Content::Embedded(include_bytes!(concat!(env!("OUT_DIR"), "/tailprint/assets.bin"))),
    last_modified: None,
    stale: ::tailprint::generated::Stale::NotFound,
    graphs: &[],
    built: None,
});
pub fn service() -> ::tailprint::Service {
    ASSETS.service()
}
::tailprint::__filters!(ASSETS: static integrity sri preload modulepreload);
"##;
"####;

struct Project {
    dir: tempfile::TempDir,
}

impl Project {
    fn new(dependencies: &str, main: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let project = Self { dir };
        let crates = nested::root().join("crates");
        let manifest = format!(
            "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n\
             [lints.rust]\nwarnings = \"deny\"\n\
             [dependencies]\ntailprint = {{ path = {:?}, features = [\"askama\"] }}\n{dependencies}\n\
             [build-dependencies]\ntailprint-core = {{ path = {:?} }}\n",
            crates.join("tailprint"),
            crates.join("tailprint-core"),
        );
        project.write("Cargo.toml", &manifest);
        project.write("build.rs", &BUILD.replace("VERSION", env!("CARGO_PKG_VERSION")));
        project.write("src/main.rs", main);
        std::fs::copy(crates.join("../Cargo.lock"), project.path("Cargo.lock")).unwrap();
        project
    }

    fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn write(&self, path: &str, content: &str) {
        std::fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        std::fs::write(self.path(path), content).unwrap();
    }

    fn cargo(&self, command: &str) -> Output {
        let mut cargo = Command::new(env!("CARGO"));
        nested::environment(&mut cargo);
        cargo.args([command, "--quiet", "--offline", "--color=never"]).current_dir(self.dir.path());
        let _turn = nested::turn();
        cargo.output().unwrap()
    }

    /// The standard output of the program.
    #[track_caller]
    fn run(&self) -> String {
        let output = self.cargo("run");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The messages of the compiler.
    #[track_caller]
    fn fail(&self) -> String {
        let output = self.cargo("check");
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    }
}

const ASKAMA: &str = "askama = \"0.16\"";

#[test]
fn an_asset_is_a_constant_wherever_the_module_is() {
    let project = Project::new(
        "",
        r#"
        #![deny(missing_docs, unreachable_pub)]
        //! A user's crate.
        mod web {
            tailprint::assets!(in crate::web);
            pub(crate) const APP: &str = assets::asset!("css/app.css");
        }
        use web::assets::asset;
        fn main() {
            println!("{} {}", web::APP, asset!("img/a&b.svg"));
            println!("{}", web::assets::ASSETS.len());
        }
        "#,
    );
    assert_eq!(
        project.run(),
        "/static/css/app.0123456789ab.css /static/img/a&b.0123456789ab.svg\n3\n"
    );
}

#[test]
fn attributes_of_a_style_sheet_are_there_and_those_of_an_image_are_a_compile_error() {
    let main =
        "tailprint::assets!();\nfn main() {\n    println!(\"{}\", assets::sri!(\"PATH\"));\n}\n";
    let project = Project::new("", &main.replace("PATH", "css/app.css"));
    assert_eq!(project.run(), "integrity=\"sha384-AbC+/=\"\n");
    project.write("src/main.rs", &main.replace("PATH", "img/a&b.svg"));
    let errors = project.fail();
    let expected = "browsers do not check the integrity of \"img/a&b.svg\" (leave `sri!` out)";
    assert!(errors.contains(expected), "{errors}");
}

#[test]
fn an_unknown_asset_is_a_compile_error_even_in_a_function_that_is_never_called() {
    let project = Project::new(
        "",
        r#"
        tailprint::assets!();
        #[allow(dead_code)]
        fn unused() -> &'static str {
            assets::asset!("css/{typo}.css")
        }
        fn main() {}
        "#,
    );
    let errors = project.fail();
    assert!(
        errors.contains("error[E0080]: evaluation panicked: no static asset \"css/{typo}.css\""),
        "{errors}"
    );
    assert!(errors.contains("src/main.rs:5:13"), "{errors}");
}

const TEMPLATES: &str = r####"
tailprint::assets!();
use assets::filters;

#[derive(askama::Template)]
#[template(ext = "html", source = r##"{{ path|static }}
{{ "css/app.css"|static }}
{{ "css/app.css"|integrity }}
{{ "css/app.css"|sri }}
{{ "css/app.css"|preload }}
{{ "js/m.js"|modulepreload }}"##)]
struct Page<'a> {
    path: &'a str,
}

fn main() {
    use askama::Template;
    for path in ["css/app.css?v=1#top", "img/a&b.svg", "img/", "css/app.css#\"><script>", "css/none.css"] {
        match (Page { path }).render() {
            Ok(text) if path == "img/" => println!("{text}"),
            Ok(text) => println!("{}", text.lines().next().unwrap()),
            Err(error) => println!("{error}"),
        }
    }
}
"####;

const RENDERED: &str = r##"/static/css/app.0123456789ab.css?v=1#top
/static/img/a&#38;b.0123456789ab.svg
/static/img/
/static/css/app.0123456789ab.css
sha384-AbC+/=
integrity="sha384-AbC+/="
<link rel="preload" href="/static/css/app.0123456789ab.css" as="style" integrity="sha384-AbC+/=">
<link rel="modulepreload" href="/static/js/m.0123456789ab.js" crossorigin integrity="sha384-AbC+/=">
/static/css/app.0123456789ab.css#&#34;&#62;&#60;script&#62;
no static asset "css/none.css"
"##;

#[test]
fn the_filters_work_beside_a_users_own_askama() {
    assert_eq!(Project::new(ASKAMA, TEMPLATES).run(), RENDERED);
}

#[test]
fn the_filters_work_when_askama_has_another_name() {
    let main = TEMPLATES.replace("derive(askama::Template)", "derive(views::Template)");
    let main = main
        .replace("ext = \"html\"", "askama = views, ext = \"html\"")
        .replace("use askama::", "use views::");
    assert_eq!(
        Project::new("views = { package = \"askama\", version = \"0.16\" }", &main).run(),
        RENDERED
    );
}

#[test]
fn the_filters_compile_without_a_dependency_on_askama() {
    let project = Project::new("", "tailprint::assets!();\nfn main() {}");
    assert_eq!(project.run(), "");
}

#[test]
fn another_version_of_tailprint_build_is_one_compile_error() {
    let project = Project::new(ASKAMA, TEMPLATES);
    project.write("build.rs", &BUILD.replace("VERSION", "0.0.9"));
    let errors = project.fail();
    let version = env!("CARGO_PKG_VERSION");
    let expected = format!(
        "error: tailprint {version} does not fit tailprint-build 0.0.9 \
         (write the same version of both in Cargo.toml: tailprint-build = \"={version}\")"
    );
    let errors: Vec<&str> = errors.lines().filter(|line| line.starts_with("error")).collect();
    assert_eq!(errors[0], expected);
    assert!(errors[1].starts_with("error: could not compile `user`"), "{errors:?}");
    assert_eq!(errors.len(), 2);
}

#[test]
fn a_crate_without_a_build_script_is_told_what_is_missing() {
    let project = Project::new("", "tailprint::assets!();\nfn main() {}");
    std::fs::remove_file(project.path("build.rs")).unwrap();
    let errors = project.fail();
    let message =
        "error: tailprint::assets!() needs a build.rs that calls tailprint_build::build()";
    assert!(errors.contains(message), "{errors}");
}
