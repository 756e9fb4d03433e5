//! Style sheets of Tailwind in whole runs: what is published, and what is said about it.

use super::super::*;

fn raw(css: &str) -> Package {
    let package =
        Package::new(&[("templates/a.html", "<link href='{{ \"css/app.css\"|static }}'>")]);
    package.write("static/css/app.css", css);
    package
}

#[test]
fn a_style_sheet_for_tailwind_that_nothing_compiles_is_an_error() {
    let repair = "but nothing compiles it: browsers would get it as it is (compile it, as with \
         `Config::tailwind(\"static/css/app.css\", \"css/app.css\")`, or leave it out with \
         `Config::ignore(\"css/app.css\")`)";
    for (css, what) in [
        (
            "/* x */\n@import \"tailwindcss\";\n@theme{--color-brand:red}",
            "2:9: imports \"tailwindcss\", ",
        ),
        (
            "@import 'tailwindcss/theme.css' layer(theme);",
            "1:9: imports \"tailwindcss/theme.css\", ",
        ),
        ("@tailwind utilities;", "1:11: has `@tailwind utilities`, "),
    ] {
        let report = raw(css).report(&Config::new());
        assert_eq!(report.lines().next().unwrap(), format!("static/css/app.css:{what}{repair}"));
    }
}

#[test]
fn other_style_sheets_are_published_as_they_are() {
    for css in [
        "/* @import \"tailwindcss\"; */ .tailwind { color: red }",
        ".a { content: '@tailwind base' }",
    ] {
        let package = raw(css);
        assert_eq!(text(&package.output(&Config::new()), "css/app.css"), css);
    }
    let package = Package::new(&[("static/css/app.css", "@import \"tailwindcss\";")]);
    assert!(names(&package.output(Config::new().ignore("css/app.css").root("static"))).is_empty());
}

#[cfg(all(unix, feature = "builtin"))]
mod with_tailwind {
    use super::*;
    use crate::config::Engine;

    /// A package whose `node_modules` has Tailwind, and these packages besides.
    fn package(files: &[(&str, &str)]) -> Package {
        let package = Package::new(files);
        let modules = crate::tailwind::tests::v4();
        let own = package.folder().join("node_modules");
        fs::create_dir_all(&own).unwrap();
        std::os::unix::fs::symlink(modules.join("tailwindcss"), own.join("tailwindcss")).unwrap();
        package
    }

    const ENTRY: (&str, &str) =
        ("static/css/source.css", "@import \"tailwindcss\";\n@import \"./part.css\";\n");

    #[test]
    fn a_part_of_an_entry_point_may_be_written_for_tailwind() {
        let files =
            [ENTRY, ("static/css/part.css", "@reference \"tailwindcss\";\n.a { @apply p-1 }")];
        package(&files).output(&Config::new());
    }

    #[test]
    fn a_url_in_a_class_is_told_with_the_class_and_its_place() {
        let package = package(&[
            ENTRY,
            ("static/css/part.css", ""),
            (
                "src/a.rs",
                "// bg-[url(./img/gone.png)]\nlet a = \"p-1\n   bg-[url(./img/gone.png)]\";\n",
            ),
        ]);
        assert_eq!(
            package.report(&Config::new()).lines().next().unwrap(),
            "src/a.rs:3:4: no static asset \"css/img/gone.png\", written \"./img/gone.png\", in the class `bg-[url(./img/gone.png)]`"
        );
    }

    #[test]
    fn a_url_in_a_class_of_a_text_is_a_warning() {
        let package = package(&[
            ENTRY,
            ("static/css/part.css", ""),
            ("README.md", "Before:\nwrite `bg-[url(./img/old.png)]` no more\n"),
            ("src/a.rs", "//! See bg-[url(./img/old.png)].\n"),
        ]);
        let output = package.output(&Config::new());
        let warnings: Vec<String> = output.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            warnings,
            [
                "README.md:2:8: no static asset \"css/img/old.png\", written \"./img/old.png\", in the class `bg-[url(./img/old.png)]` (no page uses it: rewrite the sentence, or leave the file out with `@source not`)"
            ]
        );
    }

    #[test]
    fn a_missing_file_is_told_in_the_style_sheet_that_names_it() {
        let package =
            package(&[ENTRY, ("static/css/part.css", "\n.a { background: url(./gone.png) }")]);
        assert_eq!(
            package.report(&Config::new()).lines().next().unwrap(),
            "static/css/part.css:2:22: no static asset \"css/gone.png\", written \"./gone.png\""
        );
    }

    const FONT: [(&str, &str); 5] = [
        ("static/css/source.css", "@import \"tailwindcss\";\n@import \"@fonts/inter\";\n"),
        ("node_modules/@fonts/inter/package.json", "{ \"name\": \"@fonts/inter\" }"),
        (
            "node_modules/@fonts/inter/index.css",
            "@font-face { font-family: Inter; src: url(./files/a.woff2) format('woff2') }",
        ),
        ("node_modules/@fonts/inter/files/a.woff2", "font"),
        ("templates/a.html", "<p class='p-1'>"),
    ];

    #[test]
    fn files_of_npm_packages_are_published_and_found() {
        let package = package(&FONT);
        let output = package.output(&Config::new());
        let font = names(&output)["vendor/npm/@fonts/inter/files/a.woff2"];
        let css = text(&output, "css/tailwind.css");
        assert!(css.contains(&format!("url(../{font})")), "{font}: {css}");
        assert!(output.notes.contains(&"tailprint: 1 file of the npm package @fonts/inter is an asset below vendor/npm/@fonts/inter/, 4 bytes".to_owned()), "{:?}", output.notes);
        let written: Vec<&str> = output.tailwind.iter().map(|(path, _)| &**path).collect();
        assert_eq!(written, ["css/tailwind.css", "vendor/npm/@fonts/inter/files/a.woff2"]);
        let plain = package.output(Config::new().mode(Mode::Plain));
        assert!(
            text(&plain, "css/tailwind.css")
                .contains("url(../vendor/npm/@fonts/inter/files/a.woff2)")
        );
    }

    #[test]
    fn without_them_the_error_names_the_import_and_the_repair() {
        let package = package(&FONT);
        assert_eq!(
            package.report(Config::new().npm_assets(false)).lines().next().unwrap(),
            "static/css/source.css:2:9: no static asset \"css/files/a.woff2\", written \"./files/a.woff2\", in node_modules/@fonts/inter/index.css \
             (publish the files with `Config::root_at(\"css/files\", \"node_modules/@fonts/inter/files\")`)"
        );
        let mut repaired = Config::new();
        repaired.npm_assets(false).root("static");
        repaired.root_at("css/files", "node_modules/@fonts/inter/files");
        package.output(&repaired);
    }

    #[test]
    fn a_file_that_a_package_lacks_can_be_added_or_done_without() {
        let mut files = FONT.to_vec();
        files.remove(3);
        let package = package(&files);
        assert_eq!(
            package.report(&Config::new()).lines().next().unwrap(),
            "static/css/source.css:2:9: no static asset \"css/files/a.woff2\", written \"./files/a.woff2\", in node_modules/@fonts/inter/index.css \
             (add \"css/files/a.woff2\", or if no page needs it, `Config::allow_missing(\"css/files/a.woff2\")`)"
        );
        package.output(Config::new().allow_missing("css/files/a.woff2"));
    }

    #[test]
    fn a_url_that_a_plugin_writes_is_told_in_the_plugin() {
        let own = "module.exports = ({ addUtilities }) =>\n  addUtilities({ '.x': { background: 'url(./gone.png)' } });\n";
        let sheet = "@import \"tailwindcss\";\n@plugin \"./p.cjs\";\n@plugin \"kit\";\n";
        let kit = own.replace(".x", ".y").replace("gone", "kit");
        let package = package(&[
            ("static/css/source.css", sheet),
            ("static/css/p.cjs", own),
            ("node_modules/kit/package.json", "{ \"main\": \"p.cjs\" }"),
            ("node_modules/kit/p.cjs", &kit),
            ("templates/a.html", "<p class='x y'>"),
        ]);
        let report = package.report(&Config::new());
        let own = "static/css/p.cjs:2:43: no static asset \"css/gone.png\", written \"./gone.png\"";
        assert!(report.contains(own), "{report}");
        let kit = "node_modules/kit/p.cjs:2:43: no static asset \"css/kit.png\", written \"./kit.png\" \
                   (add \"css/kit.png\", or if no page needs it, `Config::allow_missing(\"css/kit.png\")`)";
        assert!(report.contains(kit), "{report}");
    }

    /// A workspace: the package in the folder, and the crate `ui-kit` below it.
    fn with_crate() -> Package {
        let package = package(&[
            ("static/css/source.css", "@import \"tailwindcss\";\n@import \"ui-kit/theme.css\";\n"),
            (
                "Cargo.toml",
                "[package]\nname = \"app\"\nversion = \"1.0.0\"\n[dependencies]\nui-kit = { path = \"cache/ui-kit\" }\n[workspace]\n",
            ),
            (
                "Cargo.lock",
                "version = 4\n[[package]]\nname = \"app\"\nversion = \"1.0.0\"\ndependencies = [\n \"ui-kit\",\n]\n[[package]]\nname = \"ui-kit\"\nversion = \"1.0.0\"\n",
            ),
            ("src/lib.rs", ""),
            (".gitignore", "cache\n"),
            ("cache/CACHEDIR.TAG", ""),
            ("cache/other.html", "<p class='mt-91'>"),
            ("cache/ui-kit/Cargo.toml", "[package]\nname = \"ui-kit\"\nversion = \"1.0.0\"\n"),
            ("cache/ui-kit/src/lib.rs", "fn a() { \"px-7\" }"),
            ("cache/ui-kit/templates/card.html", "<p class=\"rounded-lg text-kit\">"),
            ("cache/ui-kit/theme.css", "@theme { --color-kit: #abc }"),
        ]);
        let modules = crate::tailwind::tests::v4();
        for name in ["@tailwindcss", ".bin"] {
            let link = package.folder().join("node_modules").join(name);
            std::os::unix::fs::symlink(modules.join(name), link).unwrap();
        }
        package
    }

    #[test]
    fn a_crate_in_a_cache_has_its_classes_and_its_style_sheet_in_both_engines() {
        let package = with_crate();
        let environment = Env::process();
        let path = environment.machine("PATH").unwrap().into_string().unwrap();
        let cargo = environment.cargo("CARGO").unwrap().into_string().unwrap();
        let more = [("PATH", path.as_str()), ("CARGO", &cargo)];
        for engine in [Engine::Builtin, Engine::Cli] {
            let mut config = Config::new();
            let run = package.run(config.engine(engine).tailwind_crate("ui-kit"), &more);
            let output = run.result.unwrap_or_else(|report| panic!("{engine:?}: {report}"));
            let css = text(&output, "css/tailwind.css");
            for class in [".px-7", ".rounded-lg", ".text-kit"] {
                assert!(css.contains(class), "{engine:?}: {class} in {css}");
            }
            assert!(!css.contains("mt-91"), "{engine:?}: {css}");
            let folder = package.folder().to_str().unwrap();
            assert!(!css.contains(folder), "{engine:?}: {css}");
            assert!(!String::from_utf8_lossy(&output.manifest).contains(folder), "{engine:?}");
        }
    }

    #[test]
    fn a_source_that_is_named_wins_over_a_cache_and_one_without_files_is_a_warning() {
        let package = with_crate();
        package.write(
            "static/css/source.css",
            "@import \"tailwindcss\";\n@source \"../../cache/ui-kit\";\n@source \"../../gone/**/*.html\";\n@source \"../*.haml\";\n",
        );
        let output = package.output(&Config::new());
        let css = text(&output, "css/tailwind.css");
        assert!(css.contains(".px-7") && !css.contains("mt-91"), "{css}");
        let warnings: Vec<String> = output.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            warnings,
            [
                "static/css/source.css:3:9: `@source \"../../gone/**/*.html\"` matches no file (gone does not exist)",
                "static/css/source.css:4:9: `@source \"../*.haml\"` matches no file (static was searched)",
            ]
        );
    }
}
