//! What is said when a style sheet or a plugin is in error, and where.

use tailprint_tailwind::engine::Error;

use crate::project::Project;

fn failed(files: &[(&str, &str)]) -> (Project, Error) {
    let project = Project::with("4.3", files);
    let error = project.build().unwrap_err();
    (project, error)
}

/// The error's text, the project's folder left out.
fn message(files: &[(&str, &str)]) -> String {
    let (project, error) = failed(files);
    project.shown(&error)
}

fn with_plugin(name: &str, code: &str) -> String {
    message(&[("input.css", &format!("@plugin \"./{name}\";\n")), (name, code)])
}

#[test]
fn a_syntax_error_has_its_place() {
    assert_eq!(
        message(&[("input.css", ".a {\n  color: red;\n")]),
        "input.css:1:1: tailwind: Missing closing } at .a"
    );
    let files = [("input.css", "@import \"./b.css\";\n"), ("b.css", ".x { color: red; }\n}\n")];
    assert_eq!(message(&files), "b.css:2:1: tailwind: Missing opening {");
}

#[test]
fn an_unknown_class_is_placed_where_it_is_applied() {
    assert_eq!(
        message(&[("input.css", "@import \"tailwindcss\";\n.a {\n  @apply p-4 nosuch;\n}\n")]),
        "input.css:3:14: tailwind: Cannot apply unknown utility class `nosuch`"
    );
}

#[test]
fn a_missing_style_sheet_is_placed_where_it_is_imported() {
    assert_eq!(
        message(&[("input.css", "\n@import './nothere.css';\n")]),
        "input.css:2:9: cannot find the style sheet \"./nothere.css\""
    );
    assert_eq!(
        message(&[("input.css", "@import \"@acme/nothere/x\";\n")]),
        "input.css:1:9: cannot find the style sheet \"@acme/nothere/x\" (npm install @acme/nothere)"
    );
}

#[test]
fn a_missing_plugin_is_placed_where_it_is_named() {
    assert_eq!(
        message(&[("input.css", "@plugin \"nothere\";\n")]),
        "input.css:1:9: cannot find the module \"nothere\" (`npm install nothere` if this package is meant, or write \"./nothere\" for a file)"
    );
    assert_eq!(
        with_plugin("plugin.js", "module.exports = require(\"./nothere\");\n"),
        "plugin.js:1:26: cannot find the module \"./nothere\""
    );
}

#[test]
fn what_node_js_is_needed_for_is_named_with_the_way_out() {
    let needs = "is part of Node.js, which does not run here (`npm install --save-dev @tailwindcss/cli`, which `Engine::Auto` then runs, or set `Config::engine(Engine::Cli)`)";
    assert_eq!(
        with_plugin(
            "plugin.js",
            "const a = 1;\nconst vm = require('vm');\nmodule.exports = () => {};\n"
        ),
        format!("plugin.js:2:20: \"vm\" {needs}")
    );
    assert_eq!(
        with_plugin(
            "plugin.mjs",
            "import { createInterface } from \"node:readline/promises\";\nexport default () => {};\n"
        ),
        format!("plugin.mjs:1:33: \"node:readline/promises\" {needs}")
    );
    assert_eq!(
        with_plugin(
            "plugin.mjs",
            "export default async () => {};\nawait import('worker_threads');\n"
        ),
        format!("plugin.mjs:2:14: \"worker_threads\" {needs}")
    );
}

#[test]
fn what_only_node_js_defines_is_named_with_the_way_out() {
    let way_out = "(`npm install --save-dev @tailwindcss/cli`, which `Engine::Auto` then runs, or set `Config::engine(Engine::Cli)`)";
    assert_eq!(
        with_plugin("plugin.js", "module.exports = () => {\n  setTimeout(() => {}, 1);\n};\n"),
        format!("plugin.js:2:3: throws ReferenceError: setTimeout is not defined {way_out}")
    );
    assert_eq!(
        with_plugin(
            "plugin.js",
            "const { inspect } = require('util');\nmodule.exports = () => {\n  inspect({});\n};\n"
        ),
        format!(
            "plugin.js:3:3: \"util.inspect\" is part of Node.js, which does not run here {way_out}"
        )
    );
}

#[test]
fn a_part_of_node_js_may_be_tried_for() {
    let code = "let fs; try { fs = require('vm'); } catch {}\nmodule.exports = ({ addBase }) => addBase({ a: { b: String(fs) } });\n";
    let project = Project::with("4.3", &[("input.css", "@plugin \"./p.js\";\n"), ("p.js", code)]);
    let css = project.build().unwrap();
    assert!(css.contains("b: undefined;"), "{css}");
}

#[test]
fn typescript_is_named_with_the_way_out() {
    let expected = "is TypeScript, which does not run here (`npm install --save-dev @tailwindcss/cli`, which `Engine::Auto` then runs, or set `Config::engine(Engine::Cli)`)";
    let code = "export default (api: unknown): void => {};\n";
    assert_eq!(with_plugin("plugin.ts", code), format!("plugin.ts: {expected}"));
    let files = [("input.css", "@config \"./tailwind.config\";\n"), ("tailwind.config.ts", code)];
    assert_eq!(message(&files), format!("tailwind.config.ts: {expected}"));
    let files = [
        ("input.css", "@plugin \"./a.mjs\";\n"),
        ("a.mjs", "import './b.mts';\n"),
        ("b.mts", code),
    ];
    assert_eq!(message(&files), format!("b.mts: {expected}"));
}

#[test]
fn an_exception_of_a_plugin_is_placed_where_it_was_thrown() {
    assert_eq!(
        with_plugin(
            "plugin.js",
            "module.exports = ({ theme }) => {\n  theme('x').nothing.at.all;\n};\n"
        ),
        "plugin.js:2:3: throws TypeError: cannot read property 'nothing' of undefined"
    );
    assert_eq!(
        with_plugin("plugin.js", "throw new Error('on the first line');\n"),
        "plugin.js:1:11: throws Error: on the first line"
    );
    assert_eq!(with_plugin("plugin.js", "throw 'a text';\n"), "plugin.js: throws a text");
}

#[test]
fn code_that_cannot_be_parsed_has_its_place() {
    let message = with_plugin("plugin.mjs", "export default () => {\n  let 1x;\n};\n");
    assert!(message.starts_with("plugin.mjs:2:"), "{message}");
    let message = with_plugin("plugin.cjs", "module.exports = () => {\n  let 1x;\n};\n");
    assert!(message.starts_with("plugin.cjs:2:"), "{message}");
}

#[test]
fn what_a_package_does_not_export_is_told() {
    let files = [
        ("input.css", "@plugin \"kit/private\";\n"),
        (
            "node_modules/kit/package.json",
            "{ \"name\": \"kit\", \"exports\": { \".\": \"./index.js\" } }\n",
        ),
        ("node_modules/kit/private.js", "module.exports = () => {};\n"),
    ];
    assert_eq!(message(&files), "input.css:1:9: kit exports no module \"./private\"");
    let broken = [
        ("input.css", "@plugin \"kit\";\n"),
        ("node_modules/kit/package.json", "{\n  \"name\" 1\n}\n"),
    ];
    assert_eq!(
        message(&broken).replace(std::path::MAIN_SEPARATOR, "/"),
        "node_modules/kit/package.json:2:10: is not valid JSON: expected `:`"
    );
}

#[test]
fn a_source_that_is_no_folder_is_refused() {
    assert_eq!(
        message(&[("input.css", "@import \"tailwindcss\" source(\"./nothere\");\n")]),
        "input.css:1:30: source(\"./nothere\") is not a folder"
    );
}

#[test]
fn a_file_that_is_not_utf_8_is_refused() {
    let project = Project::with("4.3", &[("input.css", "@import \"./b.css\";\n")]);
    std::fs::write(project.path("b.css"), b"a { b: \xff }").unwrap();
    let error = project.build().unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("{}: is not UTF-8 (save the file as UTF-8)", project.path("b.css").display())
    );
}

#[test]
fn everything_that_was_read_is_told_even_if_it_fails() {
    let files = [
        ("input.css", "@import \"./a.css\";\n@plugin \"./p.mjs\";\n@plugin \"kit\";\n"),
        ("a.css", ".a { color: red; }\n"),
        ("p.mjs", "import './q.js';\nexport default () => {};\n"),
        ("q.js", "module.exports = require('./r.json');\n"),
        ("r.json", "{}\n"),
        ("package.json", "{ \"type\": \"commonjs\" }\n"),
        ("node_modules/kit/package.json", "{ \"main\": \"m.js\" }\n"),
        ("node_modules/kit/m.js", "module.exports = () => {};\n"),
    ];
    let names = |project: &Project, read: &[std::path::PathBuf]| -> Vec<String> {
        let folder = project.path("");
        let inside = |path: &std::path::PathBuf| {
            tailprint_core::path::slashed(path.strip_prefix(&folder).ok()?)
        };
        read.iter().filter_map(inside).collect()
    };
    let mut expected = [
        "a.css",
        "node_modules/kit/m.js",
        "node_modules/kit/package.json",
        "p.mjs",
        "package.json",
        "q.js",
        "r.json",
    ]
    .map(str::to_owned);
    expected.sort();
    let project = Project::with("4.3", &files);
    let (_, compiled) = project.compile().unwrap();
    assert_eq!(names(&project, &compiled.read), expected);
    project.write("node_modules/kit/m.js", "module.exports = () => { throw 1; };\n");
    let error = project.compile().unwrap_err();
    assert_eq!(names(&project, error.read()), expected);
}

#[test]
fn what_tailwind_quotes_is_placed_where_it_stands() {
    let sheet =
        |css: &str| message(&[("input.css", &format!("@import \"tailwindcss\";\n{css}\n"))]);
    for (css, expected) in [
        (
            "/* @utility FOO */\n@utility FOO { a: b }",
            "input.css:3:1: tailwind: `@utility FOO` defines",
        ),
        (".a { b: theme(colors.nosuch) }", "input.css:2:9: tailwind: Could not resolve value"),
        (".a { @variant nosuch { b: c } }", "input.css:2:6: tailwind: Cannot use `@variant`"),
        ("@source \"./*.html\";\n.a { @apply nosuch }", "input.css:3:13: tailwind: Cannot apply"),
        ("@custom-variant x;", "input.css:2:1: tailwind: `@custom-variant x` has no"),
        (
            "@theme { --color-brand: blue }\n@theme {\n  --a: b;\n  color-brand: red;\n}",
            "input.css:5:3: tailwind: `@theme` blocks must only contain",
        ),
        // Either of them may be meant.
        (
            "@source \"x\";\n.a { @source \"x\"; }",
            "input.css: tailwind: `@source` cannot be nested.",
        ),
    ] {
        let message = sheet(css);
        assert!(message.starts_with(expected), "{message}");
    }
}

#[test]
fn a_circle_of_imports_is_placed_in_it() {
    let files = [("input.css", "@import \"./a.css\";\n"), ("a.css", "\n@import './a.css';\n")];
    let expected = "a.css:2:9: imports go in a circle, and \"./a.css\" is one of them";
    assert_eq!(message(&files), expected);
}

#[test]
fn a_file_beside_the_style_sheet_needs_a_dot() {
    assert_eq!(
        message(&[("input.css", "@import \"a.css\";\n"), ("a.css", "")]),
        "input.css:1:9: cannot find the style sheet \"a.css\" (write \"./a.css\")"
    );
}

#[test]
fn a_package_is_proposed_only_if_it_is_meant() {
    let import = |specifier: &str, more: &[(&str, &str)]| {
        let sheet = format!("@import \"{specifier}\";\n");
        let mut files = vec![("input.css", sheet.as_str())];
        files.extend(more);
        let message = message(&files);
        message.split_once("\" (").unwrap().1.trim_end_matches(')').to_owned()
    };
    assert_eq!(import("tailwind", &[]), "did you mean \"tailwindcss\"?");
    assert_eq!(import("tailwindccs/theme.css", &[]), "did you mean \"tailwindcss/theme.css\"?");
    assert_eq!(import("@tailwindcss/form", &[]), "did you mean \"@tailwindcss/forms\"?");
    assert_eq!(import("typography", &[]), "did you mean \"@tailwindcss/typography\"?");
    let plugin = "it is a plugin: write `@plugin \"@tailwindcss/typography\"`";
    assert_eq!(import("@tailwindcss/typography", &[]), plugin);
    assert_eq!(import("theme.css", &[]), "write \"./theme.css\" for a file beside this one");
    assert_eq!(import("colors", &[("colors.css", "")]), "write \"./colors.css\"");
    let declared = [("package.json", "{ \"devDependencies\": { \"my-styles\": \"1\" } }")];
    assert_eq!(
        import("my-styles", &declared),
        "run `npm install`: package.json names it, but it is not installed"
    );
    assert_eq!(import("my-style", &declared), "did you mean \"my-styles\"?");
}

#[test]
fn no_package_is_to_be_installed_that_is_installed() {
    let package = ("node_modules/bare/package.json", "{ \"name\": \"bare\" }");
    for (sheet, what) in [
        (
            "@import \"bare\";",
            "cannot find the style sheet \"bare\" (bare is installed, but has no main file for this: write the path of a file in it, \"bare/…\")",
        ),
        (
            "@plugin \"bare\";",
            "cannot find the module \"bare\" (bare is installed, but has no main file for this: write the path of a file in it, \"bare/…\")",
        ),
        (
            "@import \"bare/a.css\";",
            "cannot find the style sheet \"bare/a.css\" (bare is installed, but has no such file: correct the path)",
        ),
    ] {
        let declared = ("package.json", "{ \"dependencies\": { \"bare\": \"1\" } }");
        for files in [&[package][..], &[package, declared]] {
            let all = [&[("input.css", sheet)], files].concat();
            assert_eq!(message(&all), format!("input.css:1:9: {what}"));
        }
    }
}

#[test]
fn code_that_is_neither_kind_of_module_is_told_where_it_goes_wrong() {
    let message =
        with_plugin("plugin.js", "import './x.js';\nexport default () => {\n  let 1x;\n};\n");
    assert!(message.starts_with("plugin.js:3:"), "{message}");
    let message = with_plugin("plugin.js", "if (!module.parent) return;\nlet 1x;\n");
    assert!(message.starts_with("plugin.js:2:"), "{message}");
}

#[test]
fn a_style_sheet_is_no_plugin() {
    assert_eq!(
        with_plugin("a.css", ".a {}\n"),
        "a.css: is a style sheet, not a module (use it by `@import`)"
    );
}

#[test]
fn what_tailwind_complains_about_has_its_line() {
    for (css, line, column) in [
        (".a { b: --spacing(1) ;\n c: --spacing() }", 2, 5),
        (".a { b: --spacing(1, 2) }", 1, 9),
        (".a { b: --theme(--color-red-500);\n c: --theme(a.b) }", 2, 5),
        (".a { b: --alpha(red / 1);\n c: --alpha(red) }", 2, 5),
        (".a { b: --alpha(red / 1, 2) }", 1, 9),
        ("@import \"tailwindcss/utilities\" source(x);", 1, 33),
        ("@import \"tailwindcss/utilities\" supports(a: b) layer(x);", 1, 48),
        ("@import \"tailwindcss/theme\" prefix(Tw1);", 1, 29),
        (".a { @apply tw:p-4 }", 1, 13),
        ("@source not inline(\"p-4\");\n.a { @apply p-4 }", 2, 13),
        (".a { @apply foo:bar:p-4 }", 1, 13),
        (".a { @apply; }", 1, 6),
        (".a { @variant hover:foo { b: c } }", 1, 6),
        (
            "@custom-variant a { @variant b { @slot } }\n@custom-variant b { @variant a { @slot } }\n.x { @variant a { b: c } }",
            1,
            1,
        ),
        ("@source inline(\"m-1 p-{1,2\");", 1, 21),
        ("@source inline(\"p-{1..4..0}\");", 1, 24),
        ("@theme {\n  --color-*: red }", 2, 3),
        ("@plugin \"./p.cjs\" { a: 1 }", 1, 9),
        ("@import \"./theme.css\" theme(reference);", 1, 23),
        (".a { color: theme(\"colors.red.5000\") }", 1, 13),
        ("@config xyz;", 1, 1),
        ("@config a;", 1, 1),
    ] {
        let css = format!("@import \"tailwindcss/theme\";\n{css}\n");
        let files = [
            ("input.css", css.as_str()),
            ("p.cjs", "module.exports = () => {};\n"),
            ("theme.css", ".x { color: red }\n"),
        ];
        let message = message(&files);
        let place = format!("input.css:{}:{column}: ", line + 1);
        assert!(message.starts_with(&place), "{css} {message}");
    }
}

#[test]
fn a_complaint_about_a_configuration_names_its_file() {
    let files = [
        ("input.css", "@import \"tailwindcss\";\n@config \"./c.cjs\";\n"),
        ("c.cjs", "module.exports = { content: [{ raw: 'p-4' }] };\n"),
    ];
    let message = message(&files);
    assert!(message.starts_with("c.cjs: tailwind: Error in the config file"), "{message}");
    assert_eq!(
        self::message(&[("input.css", "@config c;\n")]),
        "input.css:1:1: `@config` has no path in quotes (write `@config \"./tailwind.config.js\"`)"
    );
}

#[test]
fn advice_names_the_package_manager_of_the_project() {
    let needs = |lock: &str, sheet: &str, more: &[(&str, &str)]| {
        let files = [&[("input.css", sheet), (lock, "")], more].concat();
        message(&files).split_once(" (").unwrap().1.to_owned()
    };
    let vm = ("p.cjs", "require('vm');\n");
    assert!(
        needs("pnpm-lock.yaml", "@plugin \"./p.cjs\";", &[vm])
            .starts_with("`pnpm add --save-dev @tailwindcss/cli`, which")
    );
    assert_eq!(needs("bun.lock", "@import \"@acme/x\";", &[]), "bun add @acme/x)");
    let declared = ("package.json", "{ \"dependencies\": { \"@acme/x\": \"1\" } }");
    assert_eq!(
        needs("yarn.lock", "@import \"@acme/x\";", &[declared]),
        "run `yarn install`: package.json names it, but it is not installed)"
    );
    assert_eq!(
        needs("yarn.lock", "@import \"@acme/x\";", &[declared, (".pnp.cjs", "")]),
        "Yarn's Plug'n'Play keeps packages in archives: write `nodeLinker: node-modules` into .yarnrc.yml, and run `yarn install`)"
    );
}
