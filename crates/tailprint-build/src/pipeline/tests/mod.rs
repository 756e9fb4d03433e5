//! Whole runs over small packages.

mod compiled;
mod conformance;
mod in_browser;
mod overrides;
mod places;
mod references;
mod storm;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;

use tailprint_core::table::{Coding, Table};

use super::*;
use crate::config::Mode;

pub(crate) struct Package(tempfile::TempDir);

impl Package {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let package = Self(tempfile::tempdir().unwrap());
        for (path, content) in files {
            package.write(path, content);
        }
        package
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let file = self.0.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.0.path()
    }

    pub(crate) fn run(&self, config: &Config, more: &[(&str, &str)]) -> Run {
        let folder = self.0.path().to_str().unwrap();
        let out = self.0.path().join("target/out");
        let mut pairs = vec![("CARGO_MANIFEST_DIR", folder), ("PROFILE", "release")];
        pairs.push(("OUT_DIR", out.to_str().unwrap()));
        pairs.extend(more);
        run(config, &Env::of(pairs))
    }

    pub(crate) fn output(&self, config: &Config) -> Output {
        self.run(config, &[]).result.unwrap_or_else(|report| panic!("{report}"))
    }

    pub(crate) fn report(&self, config: &Config) -> String {
        self.run(config, &[]).result.map(|_| ()).unwrap_err().to_string()
    }
}

/// Path to name.
pub(super) fn names(output: &Output) -> BTreeMap<&str, &str> {
    output.published.iter().map(|asset| (&*asset.path, &*asset.name)).collect()
}

pub(super) fn text<'a>(output: &'a Output, path: &str) -> &'a str {
    let asset = output.published.iter().find(|asset| asset.path == path).unwrap();
    std::str::from_utf8(&asset.bytes).unwrap()
}

const SITE: [(&str, &str); 4] = [
    ("static/css/app.css", "@import 'base.css';\n.a{background:url( \"../img/a.png\" )}\n"),
    ("static/css/base.css", ".b{background:url(../img/./b.svg#icon)}\n"),
    ("static/img/a.png", "png"),
    ("static/img/b.svg", "<svg/>"),
];

#[test]
fn a_reference_is_rewritten_in_place_and_the_rest_stays() {
    let package = Package::new(&SITE);
    let output = package.output(&Config::new());
    let names = names(&output);
    let name = |path| names[path].rsplit('/').next().unwrap();
    assert_eq!(
        text(&output, "css/app.css"),
        format!(
            "@import '{}';\n.a{{background:url( \"../img/{}\" )}}\n",
            name("css/base.css"),
            name("img/a.png")
        )
    );
    assert_eq!(
        text(&output, "css/base.css"),
        format!(".b{{background:url(../img/./{}#icon)}}\n", name("img/b.svg"))
    );
}

#[test]
fn a_changed_leaf_renames_only_its_ancestors() {
    let package = Package::new(&SITE);
    let before = package.output(&Config::new());
    package.write("static/img/b.svg", "<svg></svg>");
    let after = package.output(&Config::new());
    let (before, after) = (names(&before), names(&after));
    let renamed: Vec<&str> =
        before.iter().filter(|(path, name)| after[*path] != **name).map(|pair| *pair.0).collect();
    assert_eq!(renamed, ["css/app.css", "css/base.css", "img/b.svg"]);
}

#[test]
fn cycles_and_self_imports_are_legal_and_change_together() {
    let package = Package::new(&[
        ("static/a.css", "@import 'b.css';"),
        ("static/b.css", "@import 'a.css';@import 'leaf.css';"),
        ("static/self.css", "@import 'self.css';"),
        ("static/leaf.css", "1"),
    ]);
    let before = package.output(&Config::new());
    let hash = |output: &Output, path| names(output)[path].to_owned();
    assert_eq!(text(&before, "a.css"), format!("@import '{}';", hash(&before, "b.css")));
    assert_eq!(text(&before, "self.css"), format!("@import '{}';", hash(&before, "self.css")));
    package.write("static/leaf.css", "2");
    let after = package.output(&Config::new());
    assert_ne!(hash(&before, "a.css"), hash(&after, "a.css"));
    assert_ne!(hash(&before, "b.css"), hash(&after, "b.css"));
    assert_eq!(hash(&before, "self.css"), hash(&after, "self.css"));
}

#[test]
fn the_manifest_has_the_digests_of_files_in_circles_alone() {
    let files = [("static/a.css", "@import 'b.css';"), ("static/b.css", "@import 'a.css';")];
    let package = Package::new(&[&files[..], &[("static/leaf.css", "1")]].concat());
    let output = package.output(&Config::new());
    let manifest: serde_json::Value = serde_json::from_slice(&output.manifest).unwrap();
    let digests = manifest["digests"].as_object().unwrap();
    assert_eq!(digests.keys().collect::<Vec<_>>(), ["a.css", "b.css"]);
    let digest = <sha2::Sha256 as sha2::Digest>::digest(text(&output, "a.css").as_bytes());
    assert_eq!(digests["a.css"], base16ct::lower::encode_string(&digest));
    std::fs::remove_file(package.folder().join("static/b.css")).unwrap();
    package.write("static/a.css", "a{}");
    let manifest = String::from_utf8(package.output(&Config::new()).manifest).unwrap();
    assert!(!manifest.contains("digests"), "{manifest}");
}

#[test]
fn a_chain_of_a_thousand_imports_is_linked_to_its_end() {
    let file = |link: usize| (format!("static/{link}.css"), format!("@import '{}.css';", link + 1));
    let files: Vec<(String, String)> = (0..1000).map(file).collect();
    let mut files: Vec<(&str, &str)> = files.iter().map(|file| (&*file.0, &*file.1)).collect();
    files.push(("static/1000.css", "1"));
    let package = Package::new(&files);
    let before = package.output(&Config::new());
    package.write("static/1000.css", "2");
    let after = package.output(&Config::new());
    assert_ne!(names(&before)["0.css"], names(&after)["0.css"]);
    assert_eq!(text(&after, "0.css"), format!("@import '{}';", names(&after)["1.css"]));
}

#[test]
fn all_errors_of_a_run_come_together_in_both_modes() {
    let package = Package::new(&[
        ("static/css/app.css", "a{background:url(../img/logo.png)}\n@import 'nope.css';\n"),
        ("static/css/b.css", "a{b:url(../../../x.png)}/*# sourceMappingURL=b.css.map */"),
        ("static/img/logo.svg", ""),
        ("templates/base.html", "<p>\n {{ \"img/Logo.svg\"|static }}"),
    ]);
    package.write("static/css/latin.css", b"/* caf\xe9 */");
    let expected = "\
static/css/app.css:1:18: no static asset \"img/logo.png\", written \"../img/logo.png\" \
(did you mean \"img/logo.svg\"?)
static/css/app.css:2:10: no static asset \"css/nope.css\", written \"nope.css\"
static/css/b.css:1:9: \"../../../x.png\" leads out of the static files, to /x.png \
(static files are below /static/; remove a `../`)
static/css/b.css:1:46: no static asset \"css/b.css.map\", written \"b.css.map\"
static/css/latin.css:1:7: not UTF-8, so the references in it cannot be read \
(save it as UTF-8, or name it in `Config::opaque`)
templates/base.html:2:5: no static asset \"img/Logo.svg\" \
(did you mean \"img/logo.svg\"? only upper and lower case differ)";
    assert_eq!(package.report(&Config::new()), expected);
    assert_eq!(package.report(Config::new().mode(Mode::Plain)), expected);
}

#[test]
fn a_missing_source_map_and_what_is_allowed_to_be_missing_are_warnings() {
    let package = Package::new(&[
        ("static/a.css", "/*# sourceMappingURL=a.css.map */"),
        ("static/b.css", "a{b:url(fonts/x.woff)}"),
        ("static/vendor/c.css", "a{b:url(y.png)}"),
    ]);
    let output = package.output(Config::new().allow_missing("fonts/*").allow_missing("vendor"));
    let warnings: Vec<String> = output.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "static/a.css:1:22: no static asset \"a.css.map\"",
            "static/b.css:1:9: no static asset \"fonts/x.woff\"",
            "static/vendor/c.css:1:9: no static asset \"vendor/y.png\", written \"y.png\"",
        ]
    );
}

#[test]
fn a_kept_name_is_revalidated_and_its_references_are_rewritten() {
    let package = Package::new(&[
        ("static/sw.css", "a{b:url(a.png)}"),
        ("static/user.css", "@import 'sw.css';"),
        ("static/a.png", "1"),
    ]);
    let output = package.output(Config::new().keep_name("sw.css"));
    let sw = &output.published[1];
    assert_eq!((&*sw.path, &*sw.name, sw.immutable), ("sw.css", "sw.css", false));
    assert_eq!(text(&output, "sw.css"), format!("a{{b:url({})}}", names(&output)["a.png"]));
    assert_eq!(text(&output, "user.css"), "@import 'sw.css';");
}

#[test]
fn a_prehashed_asset_keeps_name_and_bytes_and_is_immutable() {
    let package = Package::new(&[
        ("static/dist/app.4f2a.css", "a{b:url(../a.png)}"),
        ("static/user.css", "@import 'dist/app.4f2a.css';"),
        ("static/a.png", "1"),
    ]);
    let output = package.output(Config::new().prehashed("dist/**"));
    let app = output.published.iter().find(|asset| asset.path == "dist/app.4f2a.css").unwrap();
    assert!(app.immutable && app.name == app.path);
    assert_eq!(text(&output, "dist/app.4f2a.css"), "a{b:url(../a.png)}");
    assert_eq!(text(&output, "user.css"), "@import 'dist/app.4f2a.css';");
}

#[test]
fn a_file_with_the_hashed_name_of_another_is_an_error() {
    let package = Package::new(&[("static/a.css", "1")]);
    let name = names(&package.output(&Config::new()))["a.css"].to_owned();
    package.write(&format!("static/{name}"), "old copy");
    assert_eq!(
        package.report(&Config::new()),
        format!(
            "\"a.css\" gets the hashed name \"{name}\", which is another asset's path \
             (remove the copy that already carries a hash, or name it in `Config::ignore`)"
        )
    );
}

#[test]
fn equal_content_in_two_places_is_two_assets_with_one_fingerprint() {
    let package = Package::new(&[("static/a.png", "same"), ("static/b/a.png", "same")]);
    let output = package.output(&Config::new());
    assert_eq!(output.published[0].fingerprint, output.published[1].fingerprint);
    assert_ne!(output.published[0].url, output.published[1].url);
}

#[test]
fn the_mode_comes_from_the_profile_the_configuration_and_the_environment() {
    let package = Package::new(&[("static/a.css", "1")]);
    let hashed = |config: &Config, env: &[(&str, &str)]| {
        package.run(config, env).result.unwrap_or_else(|report| panic!("{report}")).hashed
    };
    assert!(hashed(&Config::new(), &[]));
    assert!(!hashed(&Config::new(), &[("PROFILE", "debug")]));
    assert!(!hashed(Config::new().mode(Mode::Plain), &[]));
    assert!(hashed(Config::new().mode(Mode::Hashed), &[("PROFILE", "debug")]));
    assert!(hashed(Config::new().mode(Mode::Plain), &[("TAILPRINT_MODE", "hashed")]));
    assert!(!hashed(&Config::new(), &[("TAILPRINT_MODE", "plain")]));
    assert!(hashed(Config::new().mode(Mode::Plain), &[("TAILPRINT_MODE", "auto")]));
    let run = package.run(&Config::new(), &[("TAILPRINT_MODE", "release")]);
    assert_eq!(
        run.result.unwrap_err().to_string(),
        "TAILPRINT_MODE is \"release\" (set it to hashed, plain or auto)"
    );
    assert!(run.watch.variables.contains(&"TAILPRINT_MODE".to_owned()));
}

#[test]
fn a_plain_build_has_plain_names_everywhere() {
    let package = Package::new(&SITE);
    let output = package.output(Config::new().mode(Mode::Plain));
    assert!(output.published.iter().all(|asset| asset.path == asset.name && !asset.immutable));
    assert_eq!(output.published[0].url, "/static/css/app.css");
    assert!(output.generated.contents.is_empty());
    assert!(text(&output, "css/app.css").contains("../img/a.png"));
}

#[test]
fn a_package_without_static_folder_has_no_assets_and_waits_for_the_folder() {
    let package = Package::new(&[("src/main.rs", "")]);
    let run = package.run(&Config::new(), &[]);
    assert!(run.watch.absent.contains(&package.0.path().join("static")));
    assert!(run.result.unwrap().published.is_empty());
}

#[test]
fn two_folders_give_the_same_module_and_names() {
    let (one, two) = (Package::new(&SITE), Package::new(&SITE));
    for mode in [Mode::Hashed, Mode::Plain] {
        let (one, two) =
            (one.output(Config::new().mode(mode)), two.output(Config::new().mode(mode)));
        assert_eq!(one.generated.module, two.generated.module);
        assert_eq!(one.generated.table, two.generated.table);
        assert_eq!(one.generated.contents, two.generated.contents);
        assert_eq!(one.manifest, two.manifest);
    }
}

#[test]
fn the_manifest_has_djangos_format() {
    let package = Package::new(&[("static/a.css", ""), ("static/b/c d.txt", "")]);
    let output = package.output(&Config::new());
    // printf '' | sha256sum, and that of [["a.css","a.e3b0c44298fc.css"],["b/c d.txt","b/c d.e3b0c44298fc.txt"]]
    assert_eq!(
        String::from_utf8(output.manifest).unwrap(),
        "{\"paths\":{\"a.css\":\"a.e3b0c44298fc.css\",\"b/c d.txt\":\"b/c d.e3b0c44298fc.txt\"},\
         \"version\":\"1.1\",\"hash\":\"a17a7b76d74d\"}\n"
    );
}

#[test]
fn urls_are_percent_encoded_for_html_and_below_the_prefix() {
    let package = Package::new(&[("static/a b&'é.css", "")]);
    let mut config = Config::new();
    config.mode(Mode::Plain).url_prefix("https://cdn.example.com/s");
    let output = package.output(&config);
    assert_eq!(output.published[0].url, "https://cdn.example.com/s/a%20b%26%27%C3%A9.css");
    assert!(output.generated.module.contains("MOUNT: &'static ::core::primitive::str = \"/s\""));
}

#[test]
fn a_folder_named_str_hides_no_type_from_the_constants_beside_it() {
    let package = Package::new(&[("static/str/a.css", ""), ("static/b.css", "")]);
    let module = package.output(Config::new().mode(Mode::Plain)).generated.module;
    assert!(module.contains("\n    pub const A_CSS: &str = \"/static/str/a.css\";\n"));
    let beside = "\npub const B_CSS: &'static ::core::primitive::str = \"/static/b.css\";\n";
    assert!(module.contains(beside));
}

/// The stored bytes of an asset in the packed table, by coding.
fn stored<'a>(
    output: &'a Output,
    table: Table,
    path: &str,
) -> BTreeMap<Coding, (&'a [u8], &'static str)> {
    let asset = table.find_path(path).unwrap();
    let variant = |coding| {
        let variant = table.variant(asset, coding)?;
        let start = variant.start? as usize;
        let bytes = &output.generated.contents[start..start + variant.len as usize];
        Some((coding, (bytes, variant.etag)))
    };
    Coding::ALL.into_iter().filter_map(variant).collect()
}

fn table(output: &Output) -> Table {
    let packed = output.generated.table.clone();
    Table::new(packed.strings.leak(), packed.records.leak())
}

#[test]
fn codings_are_stored_beside_the_bytes_in_the_table_and_in_the_tree() {
    let css = ".a{color:red}\n".repeat(50);
    let package = Package::new(&[("static/a.css", &css), ("static/a.png", &css)]);
    let output = package.output(&Config::new());
    let table = table(&output);
    let codings = stored(&output, table, "a.css");
    assert_eq!(codings[&Coding::Identity].0, css.as_bytes());
    let mut decoded = String::new();
    flate2::read::GzDecoder::new(codings[&Coding::Gzip].0).read_to_string(&mut decoded).unwrap();
    assert_eq!(decoded, css);
    let etags: BTreeSet<&str> = codings.values().map(|stored| stored.1).collect();
    assert_eq!(etags.len(), 3, "every coding has a validator of its own");
    assert_eq!(stored(&output, table, "a.png").len(), 1);

    assert!(crate::output::out_dir::write(&output).is_empty());
    let tree = output.folder.join("static");
    let name = names(&output)["a.css"];
    assert_eq!(fs::read(tree.join(format!("{name}.br"))).unwrap(), codings[&Coding::Brotli].0);
    assert_eq!(fs::read(tree.join(format!("{name}.gz"))).unwrap(), codings[&Coding::Gzip].0);
    assert_eq!(fs::read_dir(&tree).unwrap().count(), 4);
    let json: serde_json::Value = serde_json::from_slice(&output.build_json).unwrap();
    assert_eq!(json["encodings"], serde_json::json!(["br", "gzip"]));
    assert_eq!(json["assets"][0]["encoded"]["gzip"], codings[&Coding::Gzip].0.len());
    assert_eq!(json["assets"][1]["encoded"], serde_json::json!({}));
}

#[test]
fn an_asset_with_the_name_of_a_sibling_is_written_as_it_is() {
    let css = ".a{color:red}\n".repeat(50);
    let package = Package::new(&[("static/a.css", &css), ("static/a.css.gz", "mine")]);
    let output = package.output(Config::new().keep_name("a.css*"));
    assert!(crate::output::out_dir::write(&output).is_empty());
    assert_eq!(fs::read(output.folder.join("static/a.css.gz")).unwrap(), b"mine");
    assert!(output.folder.join("static/a.css.br").exists());
}

#[test]
fn the_cache_of_the_last_build_is_used_and_a_wrong_one_is_replaced() {
    let package = Package::new(&[("static/a.css", &".a{color:red}\n".repeat(50))]);
    let first = package.output(&Config::new());
    assert!(crate::output::out_dir::write(&first).is_empty());
    let file = first.folder.join(crate::output::out_dir::CACHE);
    assert_eq!(fs::read(&file).unwrap(), first.cache);
    fs::write(&file, "something else").unwrap();
    let second = package.output(&Config::new());
    assert_eq!(second.cache, first.cache);
    assert_eq!(second.generated.contents, first.generated.contents);
}

#[cfg(feature = "compression")]
#[test]
fn plain_builds_and_those_that_want_none_have_no_codings() {
    let package = Package::new(&[("static/a.css", &".a{color:red}\n".repeat(50))]);
    for config in [Config::new().mode(Mode::Plain), Config::new().encodings(&[])] {
        assert!(package.output(config).published[0].encoded.is_empty());
    }
    let twice = [crate::config::Encoding::Gzip; 2];
    let output = package.output(Config::new().encodings(&twice));
    let codings: Vec<Coding> =
        output.published[0].encoded.iter().map(|encoded| encoded.coding).collect();
    assert_eq!(codings, [Coding::Gzip]);
}

#[test]
fn each_tailwind_entry_point_has_a_plain_output_of_its_own() {
    let package = Package::new(&[("static/a.css", "a{}")]);
    let output = |output: &str| {
        package.report(Config::new().tailwind("none.css", "css/a.css").tailwind("b.css", output))
    };
    let twice =
        "`Config::tailwind`: two entry points have the output \"css/a.css\" (give each its own)";
    for same in ["css/a.css", "/css/a.css"] {
        let report = output(same);
        assert!(report.contains(twice), "{report}");
        assert_eq!(report.lines().count(), 2, "{report}");
    }
    for odd in ["", "css/", "css/./a.css", "css//a.css", "../a.css", "css\\a.css"] {
        let told = format!(
            "a Tailwind entry point has the output {odd:?} (name a path below the URL prefix, such as \"css/app.css\")"
        );
        let report = output(odd);
        assert!(report.contains(&told), "{report}");
    }
}

#[cfg(feature = "builtin")]
#[allow(clippy::disallowed_methods, reason = "npm is looked for as users have it")]
#[test]
fn a_style_sheet_that_is_used_but_not_there_is_all_of_tailwind() {
    let template = r#"<link href="{{ "css/tailwind.css"|static }}"><p class="mt-77">"#;
    let package = Package::new(&[("templates/a.html", template), ("static/a.css", "a{}")]);
    let vars = ["PATH", "HOME", "USERPROFILE", "LOCALAPPDATA"];
    let vars: Vec<_> =
        vars.iter().filter_map(|name| Some((*name, std::env::var(name).ok()?))).collect();
    let vars: Vec<(&str, &str)> = vars.iter().map(|(name, value)| (*name, &**value)).collect();
    let run = package.run(&Config::new(), &vars);
    let output = run.result.unwrap_or_else(|report| panic!("{report}"));
    assert!(text(&output, "css/tailwind.css").contains(".mt-77"));
    let note = "static/css/source.css (there is no such file, so it is taken to be `@import \"tailwindcss\";`)";
    assert!(output.notes[0].contains(note), "{:?}", output.notes);

    let report = package.report(Config::new().no_tailwind());
    assert!(report.contains("no static asset \"css/tailwind.css\""), "{report}");
    package.write("static/css/tailwind.css", "b{}");
    assert_eq!(text(&package.output(&Config::new()), "css/tailwind.css"), "b{}");
}
