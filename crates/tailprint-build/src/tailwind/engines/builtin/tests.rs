//! The engine `builtin`, beside the program that it stands in for, which is that of Unix.

#![cfg(unix)]

use crate::cargo::env::Env;
use crate::config::{Engine, Supply};
use crate::tailwind::tests::{App, FEATURES, SOME, feature, path, v4};
use crate::tailwind::*;

fn builtin(mut app: App) -> App {
    app.engine = Engine::Builtin;
    app
}

/// Without the source map at its end, which the program makes on demand only.
fn unmapped(css: &str) -> &str {
    css.split_once("/*# sourceMappingURL=").map_or(css, |(css, _)| css)
}

#[test]
fn the_builtin_engine_makes_some_sheets_as_the_program_makes_them() {
    compare_with_the_program(SOME);
}

#[test]
#[ignore = "takes about a minute"]
fn the_builtin_engine_makes_every_sheet_as_the_program_makes_it() {
    compare_with_the_program(1);
}

fn compare_with_the_program(each: usize) {
    let modules = v4();
    for css in FEATURES.iter().skip(each - 1).step_by(each) {
        for minify in [false, true] {
            let mut app = builtin(feature(css, &modules));
            app.minify = minify;
            if minify && cfg!(not(feature = "minify")) {
                continue;
            }
            assert_eq!(unmapped(&app.css()), app.by_hand(), "minify {minify}: {css}");
        }
    }
}

#[test]
fn cargos_folders_are_never_scanned_by_the_builtin_engine() {
    let css =
        "@import \"tailwindcss\"; @source \"../../..\"; @source \"../../target/debug/x.html\";";
    let app = builtin(App::with(&v4(), css));
    app.write("target/CACHEDIR.TAG", "");
    app.write("target/debug/x.html", "mt-101");
    app.write("target/debug/build/app-1/out/x.html", "mt-102");
    app.write("work[er] {a}/CACHEDIR.TAG", "");
    app.write("work[er] {a}/x.html", "mt-103");
    app.write("../near/x.html", "mt-105");
    let css = app.css();
    let found: Vec<_> = (101..106).filter(|n| css.contains(&format!(".mt-{n} "))).collect();
    assert_eq!(found, [105]);
}

#[test]
fn an_error_is_told_with_its_place() {
    let modules = v4();
    let errors = |css: &str| builtin(App::with(&modules, css)).errors();
    let cases = [
        (
            "@import \"tailwindcss\";\n.a { color: red",
            "static/css/source.css:2:1: tailwind: Missing closing } at .a",
        ),
        (
            "@import \"tailwindcss\";\n@import \"./no.css\";",
            "static/css/source.css:2:9: cannot find the style sheet \"./no.css\"",
        ),
        (
            "@tailwind base;\n@tailwind utilities;",
            "static/css/source.css:1:11: `@tailwind base` is Tailwind 3 and does nothing in Tailwind 4 \
             (write `@import \"tailwindcss\";` instead, or configure version \"3.4.19\")",
        ),
    ];
    for (css, expected) in cases {
        assert_eq!(errors(css), [expected]);
    }
}

#[test]
fn nothing_is_compiled_when_nothing_has_changed() {
    let app = builtin(App::with(&v4(), "@import \"tailwindcss\"; @import './p.css';"));
    app.write("static/css/p.css", ".part { color: red }");
    let first = app.css();
    let memory = super::remembered::file(&app.out(), &app.path("static/css/source.css"));
    // A result with this text is the remembered one.
    let remembered = std::fs::read_to_string(&memory).unwrap();
    std::fs::write(&memory, format!("{remembered}/* remembered */")).unwrap();
    app.write("templates/b.html", "p-1 p-1");
    assert_eq!(app.css(), format!("{first}/* remembered */"));

    app.write("templates/b.html", "mt-77");
    let second = app.css();
    assert!(second.contains(".mt-77 ") && !second.contains("remembered"));
    app.write("static/css/p.css", ".part { color: blue }");
    let third = app.css();
    assert!(third.contains("color: blue") && third.contains(".mt-77 "));
    std::fs::remove_file(app.path("templates/b.html")).unwrap();
    assert!(!app.css().contains(".mt-77 "), "what is gone is forgotten");
    std::fs::write(&memory, "damaged").unwrap();
    assert!(app.css().contains("color: blue"));
}

#[test]
fn a_file_that_takes_the_place_of_what_was_read_is_noticed() {
    let app = builtin(App::with(
        &v4(),
        "@import \"tailwindcss\"; @plugin \"./plugin\"; @plugin \"pack\";",
    ));
    let plugin = |colour: &str| {
        format!(
            "module.exports = ({{ addUtilities }}) => addUtilities({{ '.foo': {{ color: '{colour}' }} }})"
        )
    };
    app.write("templates/b.html", "foo");
    app.write("static/css/plugin.cjs", &plugin("pink"));
    for (package, colour) in [("pack-1", "gold"), ("pack-2", "lime")] {
        app.write(&format!("store/{package}/index.js"), &plugin(colour));
    }
    let link = app.path("static/node_modules/pack");
    std::fs::create_dir_all(link.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink("../../store/pack-1", &link).unwrap();
    let css = app.css();
    assert!(css.contains("color: pink") && css.contains("color: gold"));
    // `.js` goes before `.cjs`.
    app.write("static/css/plugin.js", &plugin("teal"));
    let css = app.css();
    assert!(css.contains("color: teal") && !css.contains("color: pink"));
    // pnpm turns the link to another version and leaves the one before where it was.
    std::fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink("../../store/pack-2", &link).unwrap();
    let css = app.css();
    assert!(css.contains("color: lime") && !css.contains("color: gold"));
}

#[test]
fn the_files_that_the_compiler_read_are_announced_also_after_a_failure() {
    let app = builtin(App::with(&v4(), "@import \"tailwindcss\";\n@plugin \"./plugin.mjs\";"));
    app.write("static/css/plugin.mjs", "import './lib/part.mjs'; export default () => {}");
    app.write("static/css/lib/part.mjs", "throw new Error('not today')");
    let env = Env::of([("PATH", path())]);
    let run = app.run(&env);
    assert!(run.result.unwrap_err()[0].to_string().contains("not today"));
    assert!(
        run.watch.paths.contains(&app.path("static/css/lib/part.mjs"))
            || run.watch.paths.contains(&app.path("static/css"))
    );
    app.write("static/css/lib/part.mjs", "");
    assert!(app.run(&env).result.is_ok());
}

#[test]
fn a_kept_engine_adds_a_class_and_follows_a_changed_plugin() {
    let app = builtin(App::with(&v4(), "@import \"tailwindcss\"; @plugin \"./plugin.mjs\";"));
    let plugin = |colour: &str| {
        let text = format!(
            "export default ({{ addUtilities }}) => addUtilities({{ '.foo': {{ color: '{colour}' }} }})"
        );
        app.write("static/css/plugin.mjs", &text);
    };
    plugin("pink");
    let (root, out, entry) = (app.path(""), app.out(), app.path("static/css/source.css"));
    let request = Request {
        manifest_dir: &root,
        out_dir: &out,
        entry: &entry,
        text: None,
        engine: Engine::Builtin,
        minify: false,
        binary: None,
        version: None,
        supply: &Supply::default(),
        excluded: &[],
        crates: &crates::Crates::new(),
        npm_assets_of: None,
    };
    let env = Env::of([("PATH", path())]);
    let mut kept = Kept::default();
    let mut css = || String::from_utf8(kept.compile(&request, &env).unwrap().css).unwrap();
    assert!(css().contains("color: pink"));
    app.write("templates/b.html", "mt-77");
    assert!(css().contains(".mt-77 "));
    plugin("teal");
    let changed = css();
    assert!(
        changed.contains("color: teal") && changed.contains(".mt-77 ") && !changed.contains("pink")
    );
    // A class that nothing names any more goes, also from what the next build remembers.
    app.write("templates/b.html", "mt-78");
    let changed = css();
    assert!(changed.contains(".mt-78 ") && !changed.contains("mt-77"), "{changed}");
    assert_eq!(
        String::from_utf8(compile(&request, &env, &mut Watch::default()).unwrap().css).unwrap(),
        changed
    );
}

#[test]
fn the_program_is_taken_where_something_speaks_for_it() {
    let mut app = App::with(&v4(), "@import \"tailwindcss\";");
    app.engine = Engine::Auto;
    let kind = |app: &App, env: &Env| app.run(env).result.unwrap().engine.kind.name();
    let plain = Env::of([("PATH", path())]);
    assert_eq!(kind(&app, &plain), "builtin");
    let program = app.path("node_modules/.bin/tailwindcss");
    let named = Env::of([("PATH", path()), ("TAILWINDCSS", program.into_os_string())]);
    assert_eq!(kind(&app, &named), "cli");

    app.engine = Engine::Builtin;
    assert_eq!(kind(&app, &named), "builtin");
    app.engine = Engine::Auto;
    app.binary = Some("node_modules/.bin/tailwindcss".into());
    assert_eq!(kind(&app, &plain), "cli");
    app.binary = None;

    // The number of classes says nothing for it.
    let many: String = (1..1400).map(|size| format!("mt-[{size}px] ")).collect();
    app.write("templates/many.html", &many);
    assert_eq!(kind(&app, &plain), "builtin");
    assert_eq!(kind(&app, &plain), "builtin");
}
