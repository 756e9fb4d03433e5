//! What a compiler tells and how it is kept alive.

use std::time::Duration;

use tailprint_tailwind::engine::{Compiler, Options};
use tailprint_tailwind::sources::{Root, Source};

use crate::project::Project;

fn build(compiler: &mut Compiler, classes: &str) -> String {
    let candidates: Vec<_> = classes.split_whitespace().map(str::to_owned).collect();
    compiler.build(&candidates).unwrap()
}

#[test]
fn sources_are_told_as_they_are_written() {
    let css = "@import \"tailwindcss\" source(\"./app\");\n@source \"../x/*.html\";\n@source not \"./y\";\n@import \"./deep/b.css\";\n";
    let project = Project::with(
        "4.3",
        &[("input.css", css), ("deep/b.css", "@source \"z\";\n"), ("app/x", "")],
    );
    let (_, compiled) = project.compile().unwrap();
    let base = project.entry().base;
    assert_eq!(compiled.root, Root::At { base: base.clone(), pattern: "./app".to_owned() });
    let source = |base: &std::path::Path, pattern: &str, negated| Source {
        base: base.to_owned(),
        pattern: pattern.to_owned(),
        negated,
    };
    let mut sources = compiled.sources;
    sources.sort_by(|one, other| one.pattern.cmp(&other.pattern));
    assert_eq!(
        sources,
        [
            source(&base, "../x/*.html", false),
            source(&base, "./y", true),
            source(&base.join("deep"), "z", false)
        ]
    );
    assert!(compiled.utilities);
}

#[test]
fn the_root_is_automatic_unless_it_is_said() {
    let root = |css: &str| Project::with("4.3", &[("input.css", css)]).compile().unwrap().1.root;
    assert_eq!(root("@import \"tailwindcss\";\n"), Root::Automatic);
    assert_eq!(root("@import \"tailwindcss\" source(none);\n"), Root::None);
}

#[test]
fn a_sheet_without_a_place_for_classes_says_so() {
    let project =
        Project::with("4.3", &[("input.css", ".a { @apply p-4; }\n@reference \"tailwindcss\";\n")]);
    assert!(!project.compile().unwrap().1.utilities);
}

#[test]
fn a_second_build_adds_to_the_first() {
    let project = Project::with("4.3", &[("input.css", "@import \"tailwindcss\" source(none);\n")]);
    let (mut compiler, _) = project.compile().unwrap();
    let one = build(&mut compiler, "flex");
    let both = build(&mut compiler, "p-4");
    assert!(one.contains(".flex") && !one.contains(".p-4"), "{one}");
    assert!(both.contains(".flex") && both.contains(".p-4"), "{both}");
    let mut fresh = project.compile().unwrap().0;
    assert_eq!(build(&mut fresh, "flex p-4"), both);
    assert_eq!(build(&mut fresh, "p-4"), both);
}

#[test]
fn a_second_compile_reads_everything_anew() {
    let files = [
        (
            "input.css",
            "@import \"tailwindcss/utilities\" source(none);\n@import \"./a.css\";\n@plugin \"./p.mjs\";\n",
        ),
        ("a.css", ".a { color: red; }\n"),
        (
            "p.mjs",
            "import value from './v.cjs';\nexport default ({ addUtilities }) => addUtilities({ '.x': { order: value } });\n",
        ),
        ("v.cjs", "module.exports = '1';\n"),
    ];
    let project = Project::with("4.3", &files);
    let (mut compiler, _) = project.compile().unwrap();
    assert!(build(&mut compiler, "x").contains("order: 1"));
    project.write("v.cjs", "module.exports = '2';\n");
    project.write("a.css", ".a { color: blue; }\n");
    compiler.compile(&project.entry()).unwrap();
    let css = build(&mut compiler, "");
    assert!(css.contains("blue") && !css.contains("order"), "{css}");
    assert!(build(&mut compiler, "x").contains("order: 2"));
}

#[test]
fn a_session_prepared_ahead_compiles_to_the_same_and_knows_nothing_of_the_one_before() {
    let project = Project::with("4.3", &[("input.css", "@import \"tailwindcss\";\n")]);
    let options = Options { ahead: true, time: Duration::from_secs(3600), ..Options::default() };
    let mut compiler = Compiler::start(&crate::npm::package("4.3"), &options).unwrap();
    let mut styles = |pause: Duration, class: &str| {
        std::thread::sleep(pause);
        compiler.compile(&project.entry()).unwrap();
        build(&mut compiler, class)
    };
    let first = styles(Duration::ZERO, "p-4");
    assert!(first.contains(".p-4"));
    assert_eq!(styles(Duration::ZERO, "p-4"), first, "before there was time to prepare");
    let other = styles(Duration::from_millis(600), "m-4");
    assert!(other.contains(".m-4") && !other.contains(".p-4"), "{other}");
    assert_eq!(styles(Duration::from_millis(600), "p-4"), first);
}

#[test]
fn what_a_plugin_complains_about_is_told() {
    let code = "module.exports = () => { console.log('no'); console.warn('careful', { a: 1 }); console.error(new TypeError('x')); };\n";
    let project = Project::with("4.3", &[("input.css", "@plugin \"./p.js\";\n"), ("p.js", code)]);
    let (_, compiled) = project.compile().unwrap();
    assert_eq!(compiled.warnings, ["careful {\"a\":1}", "TypeError: x"]);
}

#[test]
fn building_without_a_style_sheet_is_an_error() {
    let project = Project::with("4.3", &[("input.css", ".a {")]);
    let mut compiler = project.compiler();
    let expected = "no style sheet was compiled before";
    assert_eq!(compiler.build(&[]).unwrap_err().to_string(), expected);
    compiler.compile(&project.entry()).unwrap_err();
    assert_eq!(compiler.source_map().unwrap_err().to_string(), expected);
}

#[test]
fn a_package_without_a_compiler_is_refused() {
    let mut package = crate::npm::package("4.3");
    package.files.remove("dist/lib.js");
    let error =
        tailprint_tailwind::engine::Compiler::start(&package, &Default::default()).unwrap_err();
    let expected =
        format!("{}: tailwindcss {} has no dist/lib.js", package.folder.display(), package.version);
    assert_eq!(error.to_string(), expected);
}

#[cfg(unix)]
#[test]
fn quickjs_is_optimised_whatever_the_profile() {
    assert!(tailprint_tailwind::engine::quickjs_is_optimized());
}

#[test]
fn source_maps_are_those_of_the_cli() {
    for (version, feature) in [
        ("4.1", "apply"),
        ("4.2", "import"),
        ("4.3", "apply"),
        ("4.3", "daisyui"),
        ("4.3", "import"),
        ("4.1", "import-twice"),
        ("4.3", "import-twice"),
        ("4.3", "plain"),
    ] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/engine/features")
            .join(feature);
        let project = Project::copied(version, &folder);
        let (mut compiler, _) = project.compile().unwrap();
        let css = compiler.build(&project.candidates()).unwrap();
        let map = compiler.source_map().unwrap();
        let expected = project.cli_with_map();
        // Under Wine, the Node.js of this system runs, which has no drives.
        let map = if cfg!(windows) { map.replace("\"Z:/", "\"/") } else { map };
        let comment = "/*# sourceMappingURL=output.css.map */\n";
        let expected_css = expected.0.replace(comment, "");
        let differing = css.lines().zip(expected_css.lines()).find(|(one, other)| one != other);
        assert_eq!(differing, None, "{version} {feature}");
        assert_eq!(css.trim_end(), expected_css.trim_end(), "{version} {feature}");
        assert!(map == expected.1, "{version} {feature}\n{map}\n{}", expected.1);
    }
}
