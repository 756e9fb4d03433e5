//! CommonJS and ES modules, alone and mixed, against the official CLI.

use crate::project::Project;

const SHEET: &str =
    "@import \"tailwindcss/utilities\" source(none);\n@source \"./classes.html\";\n";

/// A project whose plugin is the first of the files.
fn project(files: &[(&str, &str)]) -> Project {
    let sheet = format!("{SHEET}@plugin \"./{}\";\n", files[0].0);
    let mut all = vec![("input.css", sheet.as_str()), ("classes.html", "x p-4\n")];
    all.extend(files);
    Project::with("4.3", &all)
}

/// The class `x`, as the CLI and the engine have it.
#[track_caller]
fn same(files: &[(&str, &str)]) {
    let project = project(files);
    let css = project.build().unwrap();
    assert!(css.contains(".x {"), "{css}");
    assert_eq!(css, project.cli(&[]).unwrap());
}

fn error(files: &[(&str, &str)]) -> String {
    let project = project(files);
    let error = project.build().unwrap_err();
    project.shown(&error)
}

const PLUGIN: &str = "({ addUtilities }) => addUtilities({ '.x': { order: '1' } });\n";

#[test]
fn what_is_written_as_the_other_kind_of_module_works() {
    let commonjs = format!("module.exports = {PLUGIN}");
    let module = format!("export default {PLUGIN}");
    same(&[("plugin.mjs", &commonjs)]);
    same(&[("plugin.js", &commonjs), ("package.json", "{ \"type\": \"module\" }")]);
    same(&[("plugin.cjs", &module)]);
    same(&[("plugin.js", &module), ("package.json", "{ \"type\": \"commonjs\" }")]);
    let mixed = "import p from './p.cjs';\nmodule.exports = p;\n";
    same(&[("plugin.mjs", mixed), ("p.cjs", &commonjs)]);
}

#[test]
fn a_module_is_recognised_by_its_syntax_and_not_by_its_looks() {
    let plugin = "import { V } from './v.js';\nexport default ({ addUtilities }) => addUtilities({ '.x': { color: V.A ?? V } });\n";
    for code in [
        "export var V = 'red';\n",
        "export var V;\n(function (V) { V['A'] = 'red'; })(V || (V = {}));\n",
        "export\tconst V = 'red';\n",
        "export\nconst V = 'red';\n",
        "const V = 'red';\nexport/**/{ V };\n",
        "const V = 'red'; const require = 1; export { V };\n",
    ] {
        same(&[("plugin.js", plugin), ("v.js", code)]);
    }
    let commonjs = format!(
        "// export default {{}}\nconst text = `\nimport x from 'y';\nexport const a = 1;\n`;\nconst later = () => import('./gone.js');\nmodule.exports = {PLUGIN}"
    );
    same(&[("plugin.js", &commonjs)]);
}

#[test]
fn random_numbers_and_the_time_are_the_same_in_every_build() {
    let code = "export default ({ addUtilities }) => addUtilities({ '.x': { order: `${Math.random()} ${Date.now()} ${new Date().getFullYear()} ${new Date(0) instanceof Date} ${new Date(86400000).getTime()}` } });\n";
    let project = project(&[("plugin.mjs", code)]);
    let (mut compiler, compiled) = project.compile().unwrap();
    let css = compiler.build(&project.candidates()).unwrap();
    assert_eq!(css, project.build().unwrap());
    assert!(css.contains(" 946684800000 2000 true 86400000;"), "{css}");
    assert_eq!(
        compiled.warnings,
        [
            "a plugin asks for the time and gets 2000-01-01, so that its style sheet is the same in every build"
        ]
    );
}

#[test]
fn what_only_commonjs_has_is_missed_by_a_plugin_that_runs_later() {
    let code = "export default () => {\n  require('./x.cjs');\n};\n";
    assert_eq!(
        error(&[("plugin.mjs", code)]),
        "plugin.mjs:2:3: throws ReferenceError: require is not defined (an ES module has no such thing: name the file `.cjs`, or use `import`)"
    );
}

#[test]
fn an_es_module_can_be_required() {
    let module = format!("export default {PLUGIN}");
    same(&[("plugin.cjs", "module.exports = require('./m.mjs').default;\n"), ("m.mjs", &module)]);
    let interop =
        "const m = require('./m.mjs');\nmodule.exports = m.__esModule ? m.default : null;\n";
    same(&[("plugin.cjs", interop), ("m.mjs", &module)]);
    let renamed = format!("const plugin = {PLUGIN}export {{ plugin as 'module.exports' }};\n");
    same(&[("plugin.cjs", "module.exports = require('./m.mjs');\n"), ("m.mjs", &renamed)]);
}

#[test]
fn byte_order_marks_are_no_code() {
    let code = format!("\u{feff}const v = require('./v.json');\nmodule.exports = {PLUGIN}");
    same(&[("plugin.cjs", &code), ("v.json", "\u{feff}{}")]);
    same(&[("plugin.mjs", &format!("\u{feff}export default {PLUGIN}"))]);
}

#[test]
fn a_package_is_found_however_it_is_meant_to_be_used() {
    let plugin = "module.exports = require('kit').default ?? require('kit');\n";
    let module = format!("export default {PLUGIN}");
    let only_import =
        "{ \"name\": \"kit\", \"type\": \"module\", \"exports\": { \"import\": \"./kit.js\" } }";
    same(&[
        ("plugin.cjs", plugin),
        ("node_modules/kit/package.json", only_import),
        ("node_modules/kit/kit.js", &module),
    ]);
    let commonjs = format!("module.exports = {PLUGIN}");
    let only_require = "{ \"name\": \"kit\", \"exports\": { \"require\": \"./kit.js\" } }";
    same(&[
        ("plugin.mjs", "export { default } from 'kit';\n"),
        ("node_modules/kit/package.json", only_require),
        ("node_modules/kit/kit.js", &commonjs),
    ]);
}

#[test]
fn a_module_that_has_not_run_cannot_be_required() {
    let expected = "cannot be required before it has run (`npm install --save-dev @tailwindcss/cli`, which `Engine::Auto` then runs, or set `Config::engine(Engine::Cli)`)";
    let files = [
        ("plugin.mjs", "import './c.cjs';\nexport default () => {};\n"),
        ("c.cjs", "require('./plugin.mjs');\n"),
    ];
    assert_eq!(error(&files), format!("plugin.mjs: {expected}"));
    let files = [
        ("plugin.mjs", "import './b.mjs';\nimport './c.cjs';\nexport default () => {};\n"),
        ("b.mjs", "import './plugin.mjs';\n"),
        ("c.cjs", "require('./b.mjs');\n"),
    ];
    assert_eq!(error(&files), format!("b.mjs: {expected}"));
    let files = [
        ("plugin.mjs", "module;\nimport './b.mjs';\nexport default require('./b.mjs');\n"),
        ("b.mjs", "import './plugin.mjs';\nrequire('./plugin.mjs');\n"),
    ];
    assert!(error(&files).ends_with(expected));
}

#[test]
fn a_commonjs_module_that_is_imported_while_it_runs_exports_all_in_the_end() {
    let plugin = format!("const m = require('./m.mjs');\nmodule.exports = {PLUGIN}");
    let project = project(&[
        ("plugin.cjs", plugin.as_str()),
        ("m.mjs", "import plugin from './plugin.cjs';\nexport const seen = typeof plugin;\n"),
    ]);
    assert!(project.build().unwrap().contains(".x {"));
}

#[test]
fn a_module_whose_imports_failed_can_be_tried_for_again() {
    let code = "let failed = 0;\nfor (let i = 0; i < 3; i++) for (const name of ['a', 'b', 'c']) try { await import(`./${name}.mjs`); } catch { failed++; }\nexport default ({ addUtilities }) => addUtilities({ '.x': { order: failed } });\n";
    let project = project(&[
        ("plugin.mjs", code),
        ("a.mjs", "import './b.mjs';\nimport './c.mjs';\n"),
        ("b.mjs", "import './a.mjs';\n"),
        ("c.mjs", "import './d.cjs';\n"),
        ("d.cjs", "throw new Error('d');\n"),
    ]);
    let css = project.build().unwrap();
    assert!(css.contains("order: 9;"), "{css}");
}

#[test]
fn a_module_that_tries_for_another_in_vain_runs_once() {
    let code = "globalThis.runs = (globalThis.runs ?? 0) + 1;\nawait import('./b.mjs');\ntry { await import('./gone.mjs'); } catch {}\nexport default ({ addUtilities }) => addUtilities({ '.x': { order: globalThis.runs } });\n";
    let project = project(&[("plugin.mjs", code), ("b.mjs", "import('./plugin.mjs');\n")]);
    let css = project.build().unwrap();
    assert!(css.contains("order: 1;"), "{css}");
}

#[test]
fn elements_that_compare_in_contradictions_are_sorted_as_node_js_does() {
    let code = "const all = Array.from({ length: 400 }, (_, i) => (i * 7919) % 401);\nconst odd = (a, b) => ((a * 31 + b * 17) % 7) - 3;\nmodule.exports = ({ addUtilities }) => addUtilities({ '.x': { order: [...all].sort(odd).join(), content: all.toSorted((a, b) => (a < b ? -1 : 1) * (a % 3)).join() } });\n";
    same(&[("plugin.cjs", code)]);
}

#[test]
fn english_words_are_sorted_as_node_js_does() {
    let code = "const all = ['b', 'B', 'a-b', 'ab', 'a_b', 'A', '10', '9', 'a b', 'Ab', '~', '$', 'aB'];\nmodule.exports = ({ addUtilities }) => addUtilities({ '.x': { content: all.sort((a, b) => a.localeCompare(b)).join() } });\n";
    same(&[("plugin.cjs", code)]);
}

#[test]
fn what_depends_on_a_language_is_refused() {
    for (code, name) in [
        ("(1234.5).toLocaleString()", "Number.toLocaleString"),
        ("new Date().toLocaleDateString('de')", "Date.toLocaleDateString"),
        ("'ä'.localeCompare('z')", "String.localeCompare"),
        ("new Intl.NumberFormat('en')", "Intl.NumberFormat"),
        ("process.uptime()", "process.uptime"),
    ] {
        let code = format!("module.exports = () => {{\n  {code};\n}};\n");
        let message = error(&[("plugin.cjs", &code)]);
        assert!(message.starts_with("plugin.cjs:2:"), "{message}");
        let expected =
            format!(": \"{name}\" is part of Node.js, which does not run here (`npm install");
        assert!(message.contains(&expected), "{message}");
    }
}

#[test]
fn a_name_of_a_package_may_stand_for_a_module_of_node_js() {
    let package = r##"{ "type": "module", "imports": { "#path": { "node": "path", "default": "./none.js" }, "#vm": "vm" } }"##;
    let plugin = "import path from '#path';\nexport default ({ addUtilities }) => addUtilities({ '.x': { order: path.sep } });\n";
    same(&[("plugin.js", plugin), ("package.json", package)]);
    let message = error(&[("plugin.js", "import '#vm';\n"), ("package.json", package)]);
    assert!(message.starts_with("plugin.js:1:8: \"vm\" is part of Node.js,"), "{message}");
}

#[test]
fn an_es_module_in_the_manner_of_commonjs_gets_what_jiti_gives() {
    let module = ("package.json", "{ \"type\": \"module\" }");
    same(&[("plugin.js", &format!("exports.default = {PLUGIN}")), module]);
    let compiled = "Object.defineProperty(exports, '__esModule', { value: true });\nexports.default = { handler: ({ addUtilities }) => addUtilities({ '.x': { order: '1' } }) };\n";
    same(&[("plugin.js", compiled), module]);
    let plugin = "const { default: f, name } = require('./f.cjs');\nconst { default: object, a } = require('./o.cjs');\nconst { default: path } = require('path');\nexport default ({ addUtilities }) => addUtilities({ '.x': { order: [f(), name, object.a, a, path.sep].join() } });\n";
    let files = [
        ("plugin.mjs", plugin),
        ("f.cjs", "module.exports = function f() { return 1; };\n"),
        ("o.cjs", "exports.__esModule = true;\nexports.default = { a: 2 };\n"),
    ];
    same(&files);
}

#[test]
fn a_module_is_required_from_a_folder_or_a_file_that_is_not_there() {
    let plugin = "const { createRequire } = require('module');\nconst all = [`${__dirname}/`, `${__dirname}/gone.js`, require('url').pathToFileURL(`${__dirname}/`)].map((from) => createRequire(from)('./j.json').a);\nlet relative; try { createRequire('./x.js'); } catch (error) { relative = error.code; }\nmodule.exports = ({ addUtilities }) => addUtilities({ '.x': { order: [...all, relative].join() } });\n";
    same(&[("plugin.cjs", plugin), ("j.json", "{ \"a\": 1 }")]);
    let plugin = "const load = require('module').createRequire(`${__dirname}/`);\nmodule.exports = () => {\n  load('./gone.js');\n};\n";
    let message = error(&[("plugin.cjs", plugin)]);
    assert!(message.starts_with("plugin.cjs:3:"), "{message}");
    assert!(message.ends_with(": cannot find the module \"./gone.js\""), "{message}");
}
