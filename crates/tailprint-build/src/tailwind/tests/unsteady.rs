//! Plugins that ask for random numbers or for the time.

use super::*;

const PLUGIN: &str = "import plugin from 'tailwindcss/plugin';\n\
                      export default plugin(({ addUtilities }) => {\n  VALUE\n});\n";

fn plugin(value: &str) -> String {
    PLUGIN.replace("VALUE", value)
}

/// An app with the real packages, and one whose plugin does what `value` says.
fn app_with_package(value: &str) -> App {
    let app = App::new("@import \"tailwindcss\";\n@plugin \"noisy\";\n");
    app.write(
        "node_modules/noisy/package.json",
        "{\"name\":\"noisy\",\"type\":\"module\",\"main\":\"index.js\"}",
    );
    app.write("node_modules/noisy/index.js", &plugin(value));
    for entry in fs::read_dir(v4()).unwrap() {
        let entry = entry.unwrap();
        let link = app.path("node_modules").join(entry.file_name());
        std::os::unix::fs::symlink(entry.path(), link).unwrap();
    }
    app
}

fn warnings(app: &App) -> Vec<String> {
    app.output().warnings.iter().map(ToString::to_string).collect()
}

#[test]
fn a_module_of_the_project_that_asks_for_random_numbers_or_the_time_is_told() {
    let app = App::with(&v4(), "@import \"tailwindcss\";\n@plugin \"./plugin.mjs\";\n");
    app.write(
        "static/css/plugin.mjs",
        &plugin("addUtilities({ '.foo': { order: `${Math.random()}` } });"),
    );
    let words = "static/css/plugin.mjs:3:38: a plugin of static/css/source.css asks for random numbers \
                 (`Math.random`), which may be others in every build, and the name of the style sheet with them (write a \
                 fixed value, or remove `Config::engine(Engine::Cli)`: the builtin engine gives the same numbers in every \
                 build)";
    assert_eq!(warnings(&app), [words]);
    // In a module that the plugin imports.
    app.write(
        "static/css/plugin.mjs",
        "import { year } from './year.js';\nexport default () => year;\n",
    );
    app.write("static/css/year.js", "export const year = new Date().getFullYear();\n");
    app.write("package.json", "{\"type\":\"module\"}");
    let words = "static/css/year.js:1:25: a plugin of static/css/source.css asks for the time (`new Date()`), which may be \
                 another in every build, and the name of the style sheet with it (write a fixed value, or remove \
                 `Config::engine(Engine::Cli)`: the builtin engine gives the beginning of 2000)";
    assert_eq!(warnings(&app), [words]);
    app.write(
        "static/css/year.js",
        "// Math.random() is not used here.\nexport const year = 2026;\n",
    );
    assert_eq!(warnings(&app), [""; 0]);
}

#[test]
fn a_package_that_asks_is_told_if_two_runs_differ() {
    let app = app_with_package("addUtilities({ '.foo': { order: `${Date.now()}` } });");
    let words = "node_modules/noisy/index.js:3:38: a plugin of static/css/source.css asks for the time (`Date.now`), and \
                 two runs gave different style sheets, so that the name changes with every build (write a fixed value, or \
                 remove `Config::engine(Engine::Cli)`: the builtin engine gives the beginning of 2000)";
    assert_eq!(warnings(&app), [words]);
    let app =
        app_with_package("const id = Math.random(); addUtilities({ '.foo': { order: '7' } });");
    assert_eq!(warnings(&app), [""; 0]);
}

#[test]
fn the_builtin_engine_gives_the_same_bytes_without_a_warning() {
    let mut app = App::with(&v4(), "@import \"tailwindcss\";\n@plugin \"./plugin.mjs\";\n");
    app.write(
        "static/css/plugin.mjs",
        &plugin("addUtilities({ '.foo': { order: `${Math.random()}` } });"),
    );
    app.engine = Engine::Builtin;
    let (one, other) = (app.output(), app.output());
    assert_eq!((one.css, one.warnings.len()), (other.css, 0));
}
