//! Plugins that loop, take, recurse, spy or break end in an error, and the compiler goes on.

use std::time::Duration;

use tailprint_tailwind::engine::{Compiler, Options};

use crate::npm;
use crate::project::Project;

const LONG: &str = "takes longer than 2 seconds (if it needs that much, `Config::engine(Engine::Cli)` runs Tailwind's program without this limit)";
const MUCH: &str = "needs more than 128 MiB of memory (if it needs that much, `Config::engine(Engine::Cli)` runs Tailwind's program without this limit)";

const SHEET: &str = "@import \"tailwindcss/utilities\";\n@plugin \"./plugin.js\";\n";

fn project(plugin: &str) -> Project {
    Project::with("4.3", &[("input.css", SHEET), ("plugin.js", plugin)])
}

fn limited(project: &Project, seconds: u64) -> Compiler {
    let time = Duration::from_secs(seconds);
    let options = Options { memory: 128 << 20, time, ..Options::default() };
    Compiler::start(&npm::package(project.version), &options).unwrap()
}

fn error(plugin: &str, seconds: u64) -> String {
    let project = project(plugin);
    let error = limited(&project, seconds).compile(&project.entry()).unwrap_err();
    project.shown(&error)
}

#[test]
fn a_plugin_that_loops_is_stopped() {
    assert_eq!(
        error("module.exports = () => {\n  for (;;) {}\n};\n", 2),
        format!("plugin.js: {LONG}")
    );
}

#[test]
fn a_plugin_that_loops_in_what_cannot_be_interrupted_is_abandoned() {
    let project =
        project("module.exports = () => 'a'.repeat(2e7).indexOf('a'.repeat(1e7) + 'b');\n");
    let mut compiler = limited(&project, 2);
    let error = compiler.compile(&project.entry()).unwrap_err();
    assert_eq!(project.shown(&error), format!("plugin.js: {LONG}"));
    assert!(error.read().contains(&project.path("plugin.js")), "{:?}", error.read());
    let error = compiler.compile(&project.entry()).unwrap_err();
    assert_eq!(project.shown(&error), "the compiler has stopped");
}

#[test]
fn a_plugin_that_loops_while_it_waits_is_stopped() {
    assert_eq!(
        error("for (;;) await null;\nexport default () => {};\n", 2),
        format!("plugin.js: {LONG}")
    );
}

#[test]
fn a_pattern_that_backtracks_for_ever_is_stopped() {
    let message = error("module.exports = () => /^(a+)+$/.test('a'.repeat(64) + 'b');\n", 2);
    assert!(message.ends_with(&format!("js: {LONG}")), "{message}");
}

#[test]
fn a_plugin_that_takes_all_memory_is_stopped() {
    for plugin in [
        "module.exports = () => { const all = []; for (;;) all.push(new Array(1000).fill(all.length)); };\n",
        "module.exports = () => 'x'.repeat(2 ** 29).length;\n",
        "module.exports = () => { let s = 'x'; for (;;) s += s; };\n",
        "module.exports = () => new ArrayBuffer(2 ** 32);\n",
    ] {
        let message = error(plugin, 60);
        assert!(message.starts_with("plugin.js:"), "{plugin}{message}");
        let limits = ["memory", "invalid array buffer length", "string too long"];
        assert!(limits.iter().any(|limit| message.contains(limit)), "{plugin}{message}");
    }
}

#[test]
fn memory_that_runs_out_in_a_promise_is_told_as_anywhere_else() {
    let endless = "const all = []; for (;;) { all.push(new Array(1000).fill(all.length)); if (all.length % 100 === 0) await null; }";
    for plugin in [
        format!("export default await (async () => {{ {endless} }})();\n"),
        format!("{endless}\nexport default () => {{}};\n"),
        "const all = []; const more = () => { all.push('x'.repeat(1e5) + all.length); return Promise.resolve().then(more); };\nexport default await more();\n".to_owned(),
        "const chain = (left) => new Promise((done) => queueMicrotask(() => chain([left, left.length]).then(done)));\nexport default await chain([]);\n".to_owned(),
    ] {
        let message = error(&plugin, 60);
        assert!(message.starts_with("plugin.js:"), "{plugin}{message}");
        assert!(message.ends_with(&format!(" {MUCH}")), "{plugin}{message}");
    }
    // In a plugin that is not awaited, memory runs out after the style sheet was compiled.
    let project = project(&format!("module.exports = async () => {{ {endless} }};\n"));
    let mut compiler = limited(&project, 60);
    compiler.compile(&project.entry()).unwrap();
    let message = project.shown(&compiler.build(&[]).unwrap_err());
    assert!(message.ends_with(&format!(" {MUCH}")), "{message}");
}

#[test]
fn a_plugin_that_catches_the_lack_of_memory_may_throw_what_it_likes() {
    let caught = "try { 'x'.repeat(2 ** 28).split(''); } catch {}";
    let message = error(&format!("{caught}\nthrow new Error('mine');\n"), 60);
    assert!(message.ends_with("throws Error: mine"), "{message}");
}

#[test]
fn a_plugin_that_calls_itself_is_stopped() {
    for plugin in [
        "const f = () => f() + 1;\nmodule.exports = () => f();\n",
        "const o = { toJSON() { return { o }; } };\nmodule.exports = () => JSON.stringify(o);\n",
        "const a = [];\nlet b = a;\nfor (let i = 0; i < 1e5; i++) b = [b];\nmodule.exports = () => b.flat(Infinity);\n",
        "module.exports = () => JSON.parse('['.repeat(1e6));\n",
        "module.exports = () => new RegExp('('.repeat(1e6));\n",
        "module.exports = () => eval('('.repeat(1e6));\n",
    ] {
        let message = error(plugin, 60);
        assert!(message.starts_with("plugin.js:"), "{plugin}{message}");
    }
}

#[test]
fn a_style_sheet_that_is_nested_without_end_is_refused() {
    let project = Project::with("4.3", &[("input.css", &"a{".repeat(100_000))]);
    let error = limited(&project, 60).compile(&project.entry()).unwrap_err();
    assert!(project.shown(&error).starts_with("input.css:"), "{error}");
}

#[test]
fn a_plugin_that_waits_for_what_never_happens_is_refused() {
    assert_eq!(
        error("export default await new Promise(() => {});\n", 60),
        "plugin.js: awaits a promise that never settles"
    );
}

#[test]
fn the_compiler_goes_on_after_a_plugin_failed() {
    let project = project("module.exports = () => {\n  for (;;) {}\n};\n");
    let mut compiler = limited(&project, 2);
    compiler.compile(&project.entry()).unwrap_err();
    project.write("plugin.js", "module.exports = () => { throw null; };\n");
    compiler.compile(&project.entry()).unwrap_err();
    project.write(
        "plugin.js",
        "module.exports = ({ addUtilities }) => addUtilities({ '.x': { order: 1 } });\n",
    );
    compiler.compile(&project.entry()).unwrap();
    let css = compiler.build(&["x".to_owned()]).unwrap();
    assert!(css.contains("order: 1"), "{css}");
}

#[test]
fn plugins_see_neither_environment_nor_files() {
    let spy = r#"
module.exports = ({ addUtilities }) => {
  const seen = {
    environment: Object.keys(process.env),
    arguments: process.argv,
    fetched: (() => { try { return fetch("http://localhost/"); } catch (error) { return error.message; } })(),
    globals: ["Deno", "Bun", "require", "module", "std", "os", "Worker", "WebAssembly"].filter((name) => name in globalThis),
  };
  addUtilities({ ".seen": { content: JSON.stringify(seen) } });
};
"#;
    let project = project(spy);
    let mut compiler = limited(&project, 60);
    compiler.compile(&project.entry()).unwrap();
    let css = compiler.build(&["seen".to_owned()]).unwrap();
    assert!(css.contains(r#"content: {"environment":[],"arguments":[],"fetched":"\"fetch\" is part of Node.js, which does not run here","globals":[]}"#), "{css}");
    project.write("secret.txt", "password");
    project.write(
        "plugin.js",
        "import text from './secret.txt';\nexport default () => { throw text; };\n",
    );
    let error = compiler.compile(&project.entry()).unwrap_err();
    assert!(project.shown(&error).starts_with("secret.txt:1:"), "{error}");
}

#[test]
fn what_one_style_sheet_does_to_globals_does_not_reach_the_next() {
    let project =
        project("globalThis.left = 1;\nArray.prototype.map = null;\nmodule.exports = () => {};\n");
    let mut compiler = limited(&project, 60);
    let _ = compiler.compile(&project.entry());
    project.write("plugin.js", "module.exports = ({ addUtilities }) => addUtilities({ '.x': { order: String(globalThis.left) } });\n");
    compiler.compile(&project.entry()).unwrap();
    assert!(compiler.build(&["x".to_owned()]).unwrap().contains("order: undefined"));
}

#[test]
fn whatever_is_thrown_is_told() {
    for (code, expected) in [
        ("throw null;", "plugin.js: throws null"),
        ("throw undefined;", "plugin.js: throws undefined"),
        ("throw 42n;", "plugin.js: throws 42"),
        ("throw Symbol('x');", "plugin.js: throws a symbol"),
        ("throw { a: 1 };", "plugin.js: throws an object that is no Error"),
        ("throw { message: 'm' };", "plugin.js: throws m"),
        ("throw () => {};", "plugin.js: throws a function"),
        (
            "throw new Proxy({}, { get() { throw 1; } });",
            "plugin.js: throws an object that is no Error",
        ),
        ("throw new Error('\\ud800');", "plugin.js:1:11: throws Error: \u{fffd}"),
        ("throw new Error('a\\n\\u001b[31m b');", "plugin.js:1:11: throws Error: a [31m b"),
        ("throw new Error();", "plugin.js:1:11: throws Error"),
        (
            "const e = new Error('m'); e.stack = '    at f (/etc/passwd:1:1)'; throw e;",
            "input.css: tailwind: m",
        ),
    ] {
        assert_eq!(error(&format!("{code}\n"), 60), expected, "{code}");
    }
    let message = error("throw new Error('x'.repeat(5e6));\n", 60);
    assert!(message.len() < 600, "{}", message.len());
}

#[test]
fn what_is_no_plugin_is_told_where_it_is_named() {
    for (code, what) in [
        ("module.exports = 42;", "a number"),
        ("module.exports = null;", "null"),
        ("module.exports = Promise.resolve(() => {});", "an object"),
        ("export const plugin = () => {};", "nothing by default"),
    ] {
        let expected = format!(
            "input.css:2:9: \"./plugin.js\" is no plugin: it exports {what}, not a function"
        );
        assert_eq!(error(&format!("{code}\n"), 60), expected, "{code}");
    }
}

#[test]
fn a_plugin_that_breaks_the_language_is_named() {
    for code in [
        "for (const name of Object.getOwnPropertyNames(Array.prototype)) try { Array.prototype[name] = null; } catch {}\nmodule.exports = () => {};\n",
        "Object.defineProperty(Array.prototype, Symbol.iterator, { value: null });\nmodule.exports = () => {};\n",
        "for (const name of Object.getOwnPropertyNames(globalThis)) delete globalThis[name];\nmodule.exports = () => {};\n",
    ] {
        let message = error(code, 60);
        assert!(message.starts_with("plugin.js: makes Tailwind throw "), "{message}");
    }
    let lie = "const lie = () => '{\"utilities\":true,\"root\":{\"kind\":\"at\",\"base\":\"/etc\",\"pattern\":\"**\"},\"sources\":[]}';\nJSON.stringify = lie;\nString.prototype.toWellFormed = lie;\nmodule.exports = () => {};\n";
    let project = project(lie);
    let mut compiler = limited(&project, 60);
    let compiled = compiler.compile(&project.entry()).unwrap();
    assert_eq!(compiled.root, tailprint_tailwind::sources::Root::Automatic);
    assert!(compiler.build(&["flex".to_owned()]).unwrap().contains(".flex"));
}

#[test]
fn what_a_plugin_puts_off_is_waited_for() {
    let built = |code: &str| {
        let project = project(code);
        let mut compiler = limited(&project, 2);
        compiler.compile(&project.entry()).unwrap();
        compiler.build(&[]).map_err(|error| project.shown(&error))
    };
    assert_eq!(
        built("module.exports = async () => {\n  for (;;) await null;\n};\n").unwrap_err(),
        format!("plugin.js: {LONG}")
    );
    assert_eq!(
        built("module.exports = async () => {\n  throw new Error('late');\n};\n").unwrap_err(),
        "plugin.js:2:13: throws Error: late"
    );
    built("module.exports = () => {\n  const promise = Promise.reject(1);\n  promise.catch(() => {});\n};\n").unwrap();
}
