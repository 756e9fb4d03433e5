//! The texts about references that lead nowhere, one by one and as groups.

use std::fmt::Write as _;

use crate::world::{Ran, World};

fn check(files: &[(&str, &str)], options: &str) -> Ran {
    World::new(files).run(&format!("check --from web {options}"))
}

/// A style sheet that refers to six hundred files of a folder.
fn flood() -> String {
    (0..600).fold(String::new(), |mut css, number| {
        let _ = writeln!(css, ".c{number}{{background:url(img/{number:03}.png)}}");
        css
    })
}

#[test]
fn a_dotfile_is_ignored_and_not_missing() {
    let css = "a{background:url(.x.png)}";
    let ran = check(&[("web/css/a.css", css), ("web/css/.x.png", "x")], "");
    let message = "error: \"css/.x.png\" is ignored by the default rule `.*`\n";
    assert!(ran.out.starts_with(message), "{}", ran.out);
    assert!(ran.out.contains("help: publish it with `--include \"css/.x.png\"`"), "{}", ran.out);
}

#[test]
fn a_rule_of_the_user_is_named_as_it_was_written() {
    let files = [("web/a.css", "a{background:url(deep/a.psd)}"), ("web/deep/a.psd", "x")];
    for rule in ["*.psd", "deep"] {
        let ran = check(&files, &format!("--ignore {rule}"));
        let message = format!("error: \"deep/a.psd\" is ignored by `--ignore \"{rule}\"`\n");
        assert!(ran.out.starts_with(&message), "{}", ran.out);
        let ran = check(&files, &format!("--ignore {rule} --include deep/a.psd"));
        assert_eq!((ran.code, ran.out.as_str()), (Some(0), "no problems\n"));
    }
}

#[test]
fn included_files_are_collected_and_well_known_ones_always() {
    let world = World::new(&[
        ("web/.well-known/security.txt", "s"),
        ("web/.well-known/.DS_Store", "d"),
        ("web/.vite/manifest.json", "{}"),
        ("web/.vite/deps/.a.js", "a"),
        ("web/.git/config", "g"),
    ]);
    // The files with a dot, by the options that bring them back.
    for (options, expected) in [
        ("", &[".well-known/security.txt"][..]),
        ("--include .vite/manifest.json", &[".vite/manifest.json", ".well-known/security.txt"]),
        (
            "--include .vite/**",
            &[".vite/deps/.a.js", ".vite/manifest.json", ".well-known/security.txt"],
        ),
        ("--ignore .well-known", &[]),
    ] {
        world.run(&format!("collect --from web --out out --clear --keep-name * {options}"));
        let mut names = world.names("out");
        names.retain(|name| name.starts_with('.'));
        assert_eq!(names, expected, "{options}");
    }
}

#[test]
fn six_hundred_missing_files_of_a_folder_are_one_group() {
    let files = [("web/x/x.css", &*flood())];
    let ran = check(&files, "");
    assert_eq!(ran.code, Some(1));
    let message = "error: 600 references lead to missing static assets in \"x/img\"\n";
    assert!(ran.out.starts_with(message), "{}", ran.out);
    assert_eq!(ran.out.matches("web/x/x.css:").count(), 3, "{}", ran.out);
    assert!(ran.out.contains("597 more, which `--all` shows"), "{}", ran.out);
    assert!(ran.out.contains("only warn: `--allow-missing \"x/img/**\"`"), "{}", ran.out);
    assert!(ran.out.ends_with("\n600 errors\n"), "{}", ran.out);
    let ran = check(&files, "--all");
    assert_eq!(ran.out.matches("error: no static asset").count(), 600);
    let ran = check(&files, "--allow-missing x/img/**");
    assert_eq!(ran.code, Some(0));
    assert!(!ran.out.contains("allow-missing"), "{}", ran.out);
    let ran = check(&files, "--format json");
    assert_eq!(ran.out.lines().count(), 600);
}

#[test]
fn collect_shows_the_group_and_with_all_each_of_it() {
    let world = World::new(&[("web/x/x.css", &flood())]);
    let ran = world.run("collect --from web --out out");
    assert_eq!(ran.code, Some(1));
    let message = "error: 600 references lead to missing static assets in \"x/img\"\n";
    assert!(ran.err.starts_with(message), "{}", ran.err);
    assert_eq!(ran.err.matches("web/x/x.css:").count(), 3, "{}", ran.err);
    assert!(ran.err.contains("597 more, which `--all` shows"), "{}", ran.err);
    assert!(ran.err.contains("only warn: `--allow-missing \"x/img/**\"`"), "{}", ran.err);
    let ran = world.run("collect --from web --out out --all");
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.err.matches("error: no static asset").count(), 600);
    let named = (0..600).filter(|it| ran.err.contains(&format!("web/x/x.css:{}:", it + 1)));
    assert_eq!(named.count(), 600, "each with its place");
    assert!(!world.file("out").exists());
    let ran = world.run("collect --from web --out out --allow-missing x/img/**");
    assert_eq!(ran.code, Some(0), "the one flag settles the group: {}", ran.err);
}

#[test]
fn missing_files_of_many_folders_are_grouped_by_the_folder_above() {
    let css: String =
        (0..90).map(|it| format!("a{{background:url(vendor/x/{}/{it}.png)}}\n", it / 3)).collect();
    let ran = check(&[("web/a.css", &*css)], "");
    let message = "error: 90 references lead to missing static assets in \"vendor/x\"\n";
    assert!(ran.out.starts_with(message), "{}", ran.out);
}

#[test]
fn two_names_that_look_alike_are_told_apart() {
    let css = "a{background:url(Logo.png)}b{background:url(caf\u{e9}.png)}";
    let files = [("web/a.css", css), ("web/logo.png", "l"), ("web/cafe\u{301}.png", "c")];
    let ran = check(&files, "");
    assert!(ran.out.contains("\"logo.png\"? only upper and lower case differ"), "{}", ran.out);
    assert!(ran.out.contains("the name of the file is NFD, this is NFC"), "{}", ran.out);
}

#[cfg(not(feature = "js_modules"))]
#[test]
fn a_flag_whose_feature_was_left_out_names_the_feature() {
    let ran = check(&[("web/a.js", "import './b.js';")], "--js-modules");
    let shown = "--js-modules: this program was installed without the feature `js_modules` (install it with \
                 `cargo install cargo-tailprint --features js_modules`, which needs Rust 1.95)";
    assert!(ran.err.contains(shown), "{}{}", ran.out, ran.err);
}

#[cfg(feature = "js_modules")]
#[test]
fn an_import_without_an_extension_gets_the_one_that_browsers_do_not_add() {
    let js = "import './util';import './lib';import './only';import './none';\
              import './node-fs.js';import './utl.js'";
    let files = [
        ("web/a.js", js),
        ("web/util.js", ""),
        ("web/util.ts", ""),
        ("web/lib/index.js", ""),
        ("web/only.ts", ""),
    ];
    let ran = check(&files, "--js-modules");
    let shown = |text: &str| assert!(ran.out.contains(text), "{text}: {}", ran.out);
    shown("the import of \"./util\" lacks an extension, and browsers add none");
    shown("help: write \"./util.js\"");
    shown("the import of \"./lib\" lacks a file name, and browsers look for no index file");
    shown("help: write \"./lib/index.js\"");
    shown("add the file, or if browsers never come here, `--allow-missing \"node-fs.js\"`");
    shown(
        "the import of \"./only\" lacks an extension, and browsers add none; they cannot run \"only.ts\" either",
    );
    shown(
        "help: name a module that is compiled for browsers, \
         or if browsers never come here, `--allow-missing \"only\"`",
    );
    shown(
        "browsers add no extension, so add a file of this very name, \
         or if browsers never come here, `--allow-missing \"none\"`",
    );
    shown("did you mean \"util.js\"? if browsers never come here, `--allow-missing \"utl.js\"`");
    assert!(!ran.out.contains("util.ts"), "{}", ran.out);
}

#[test]
fn a_root_absolute_url_beside_the_prefix_is_a_warning_with_two_ways_out() {
    let files = [
        ("web/css/a.css", "a{background:url(/img/logo.svg)}b{background:url(/other.png)}"),
        ("web/img/logo.svg", "<svg/>"),
        ("web/a.html", "<a href=\"/img/logo.svg\">logo</a>"),
    ];
    let ran = check(&files, "");
    let message = "warning: \"/img/logo.svg\" does not lead to the asset \"img/logo.svg\", \
                   which is served below /static/\n";
    assert!(ran.out.starts_with(message), "{}", ran.out);
    let help = "help: write \"/static/img/logo.svg\" or \"../img/logo.svg\", \
                or serve the assets there: `--url-prefix \"/\"`";
    assert!(ran.out.contains(help), "{}", ran.out);
    assert_eq!((ran.code, ran.out.ends_with("\n1 warning\n")), (Some(0), true), "{}", ran.out);
}

#[test]
fn a_name_without_room_for_a_hash_is_named() {
    let name = format!("web/{}.txt", "a".repeat(240));
    let ran = check(&[(&name, "x")], "");
    assert!(
        ran.out.contains("the name has 244 bytes, so there is no room for its hash"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains(&name), "{}", ran.out);
}

#[test]
fn every_kind_of_root_absolute_url_is_a_warning_but_links_are_not() {
    for (file, text) in [
        ("web/a.html", "<img src=/img/a.svg>"),
        ("web/a.html", "<link rel=stylesheet href=/img/a.svg>"),
        ("web/manifest.json", "{\"icons\":[{\"src\":\"/img/a.svg\"}],\"name\":\"a\"}"),
        ("web/a.svg", "<svg><image href=\"/img/a.svg\"/></svg>"),
    ] {
        let ran = check(&[(file, text), ("web/img/a.svg", "<svg/>")], "");
        assert_eq!(ran.code, Some(0), "{text}");
        assert!(ran.out.starts_with("warning: ") && ran.out.contains("/static/"), "{}", ran.out);
    }
    let module = [("web/a.js", "import '/m/b.js'"), ("web/m/b.js", "export {}")];
    let ran = check(&module, "--js-modules");
    assert!(ran.out.starts_with("warning: "), "{}", ran.out);
    let link = [("web/a.html", "<a href=/img/a.svg>a</a>"), ("web/img/a.svg", "<svg/>")];
    assert_eq!(check(&link, "").out, "no problems\n");
}

#[test]
fn many_packages_that_no_import_map_has_are_one_group_and_a_flag_settles_their_folder() {
    let js: String = (1..=5).map(|it| format!("import 'p{it}';")).collect();
    // Imports in several places do not make a group of their own.
    let twice = "import 'p2/x.js';import 'p3';import 'p3/y.js'";
    let files = [("web/vendor/kit/a.js", &*js), ("web/vendor/kit/b.js", twice)];
    let ran = check(&files, "");
    let message = "warning: 5 packages are imported, but no import map has them\n";
    assert!(ran.out.starts_with(message), "{}", ran.out);
    let help = "help: add them to the import map of the page, or map them with `--import-map`, \
                or if no page loads these modules, name each of them, or their folder, with `--allow-missing`\n";
    assert!(ran.out.contains(help) && ran.out.ends_with("\n5 warnings\n"), "{}", ran.out);
    let ran = check(&files, "--allow-missing vendor/kit/**");
    assert_eq!((ran.code, ran.out.contains("warning")), (Some(0), false), "{}", ran.out);
    let ran = check(&files, "--allow-missing p1 --allow-missing p2 --allow-missing p3");
    assert!(ran.out.ends_with("\n2 warnings\n"), "{}", ran.out);
    assert!(ran.out.contains("or if no page loads such a module, `--allow-missing \"p4\"`"));
}

#[test]
fn a_page_for_the_tests_of_a_package_names_the_flag_that_settles_it() {
    let page = "<script src=../build/kit.js></script><link rel=stylesheet href=gone.css>";
    let files = [("web/vendor/kit/test/page.html", page), ("web/vendor/kit/dist/kit.js", "1")];
    let ran = check(&files, "");
    assert_eq!(ran.code, Some(1));
    for help in [
        "help: did you mean \"vendor/kit/dist/kit.js\"? if browsers never come here, \
         `--allow-missing \"vendor/kit/build/kit.js\"`\n",
        "or if browsers never come here, `--allow-missing \"vendor/kit/test/gone.css\"`\n",
    ] {
        assert!(ran.out.contains(help), "{help}: {}", ran.out);
    }
    let flags = "--allow-missing vendor/kit/build/kit.js --allow-missing vendor/kit/test/gone.css";
    assert_eq!(check(&files, flags).code, Some(0));
    let own = check(&[("web/page.html", page)], "");
    assert!(!own.out.contains("never come here"), "{}", own.out);
}

#[test]
fn a_script_whose_source_nothing_compiles_has_a_repair_on_the_command_line() {
    let ran = check(&[("web/a.html", "<script src=app.js></script>"), ("web/app.ts", "1")], "");
    let what = "error: no static asset \"app.js\": its source app.ts is left as it is\n";
    assert!(ran.out.starts_with(what), "{}", ran.out);
    #[cfg(feature = "typescript")]
    assert!(ran.out.contains("help: compile it to JavaScript\n"), "{}", ran.out);
}
