//! The parts of Node.js that plugins get, and the places that they may read.

use std::collections::BTreeMap;
use std::process::Command;

use tailprint_tailwind::engine::Seen;

use crate::project::Project;

fn project(plugin: &str) -> Project {
    let sheet = "@import \"tailwindcss/theme\";\n@tailwind utilities;\n@plugin \"./plugin.js\";\n";
    Project::with(
        "4.3",
        &[("input.css", sheet), ("plugin.js", plugin), ("classes.html", "x hero-a")],
    )
}

/// The plugin of Phoenix for heroicons, shortened.
const HEROICONS: &str = r#"
const plugin = require("tailwindcss/plugin");
const fs = require("fs");
const path = require("path");
module.exports = plugin(function ({ matchComponents, theme }) {
  const dir = path.join(__dirname, "icons");
  const values = {};
  fs.readdirSync(dir).forEach((file) => {
    const name = path.basename(file, ".svg");
    values[name] = { name, fullPath: path.join(dir, file) };
  });
  matchComponents({ hero: ({ name, fullPath }) => {
    const content = encodeURIComponent(fs.readFileSync(fullPath).toString().replace(/\\r?\\n|\\r/g, ""));
    return { [`--hero-${name}`]: `url('data:image/svg+xml;utf8,${content}')`, "width": theme("spacing.6") };
  } }, { values });
});
"#;

#[test]
fn a_plugin_that_reads_icons_gives_the_same_bytes_as_the_cli() {
    let project = project(HEROICONS);
    project.write("icons/a.svg", "<svg>\u{e4}</svg>\n");
    project.write("icons/b.svg", "<svg/>");
    assert_eq!(project.build().unwrap(), project.cli(&[]).unwrap());
}

#[test]
fn files_and_folders_that_a_plugin_reads_are_watched() {
    let project = project(HEROICONS);
    project.write("icons/a.svg", "<svg/>");
    let (_, compiled) = project.compile().unwrap();
    assert!(compiled.read.contains(&project.path("icons")));
    assert!(compiled.seen.iter().all(Seen::is_current));
    project.write("icons/b.svg", "<svg/>");
    let changed: Vec<_> = compiled.seen.iter().filter(|seen| !seen.is_current()).collect();
    assert!(matches!(&*changed, [seen] if seen.path == project.path("icons")), "{changed:?}");
}

#[test]
fn what_a_plugin_looked_for_in_vain_is_noticed_when_it_appears() {
    let project = project(
        "const fs = require('fs');\nconst path = require('path');\n\
         const at = (name) => path.join(__dirname, name);\n\
         const tried = (run) => { try { return run(); } catch (error) { return error.code; } };\n\
         module.exports = ({ addUtilities }) => addUtilities({ '.x': { content: [\n\
           tried(() => fs.readdirSync(at('icons'))), fs.existsSync(at('config')), tried(() => fs.readFileSync(at('a.txt'), 'utf8')),\n\
           fs.existsSync(at('there')), fs.readdirSync(at('there')),\n\
         ].join('|') } });\n",
    );
    project.write("there/one", "");
    let (mut compiler, compiled) = project.compile().unwrap();
    let css = compiler.build(&project.candidates()).unwrap();
    assert!(css.contains("content: ENOENT|false|ENOENT|true|one"), "{css}");
    let changed = || -> Vec<_> {
        let seen = compiled.seen.iter().filter(|seen| !seen.is_current());
        seen.map(|seen| seen.path.strip_prefix(project.path("")).unwrap().to_owned()).collect()
    };
    assert!(changed().is_empty(), "{:?}", changed());
    for absent in ["icons", "config", "a.txt"] {
        assert!(compiled.read.contains(&project.path(absent)), "{absent} is not watched");
    }
    std::fs::create_dir(project.path("icons")).unwrap();
    assert_eq!(changed(), [std::path::Path::new("icons")]);
    std::fs::create_dir(project.path("config")).unwrap();
    project.write("a.txt", "");
    project.write("there/two", "");
    let mut changed = changed();
    changed.sort();
    assert_eq!(changed, ["a.txt", "config", "icons", "there"].map(std::path::PathBuf::from));
}

/// Prints the results of functions, in Node.js as well as here.
const RESULTS: &str = r#"
const { Buffer: B } = require("node:buffer");
const { promisify } = require("node:util");
const fs = require("node:fs");
const path = require("node:path");
const url = require("node:url");
const tried = (run) => { try { return run(); } catch (error) { return error.code ?? error.name; } };
const here = (name) => path.join(__dirname, name);
const results = [
  btoa("a\u00ff"), atob(" YWI= "), tried(() => btoa("\u20ac")), tried(() => atob("a")),
  [...new TextEncoder().encode("a\u00e4\u20ac\ud83d\ude00\ud800")], new TextDecoder().decode(new Uint8Array([239, 187, 191, 97, 255])),
  ["utf8", "hex", "base64", "base64url", "latin1"].map((name) => B.from("a\u00e4\u20ac?>").toString(name)),
  B.from("YWI", "base64").equals(B.from("ab")), B.concat([B.from("a"), B.from([98])]).toString(), B.isBuffer(B.alloc(2)),
  JSON.stringify(B.from("ab")), B.byteLength("\u00e4"),
  ["http://User@EX.com:80/a/../b c?d='e'#f", "file:///a/./b", "data:image/svg+xml,<a>", "//h/x", "../y?z"].map((it) => new URL(it, "https://a.b/c/d").href),
  tried(() => new URL("nothing")), URL.canParse("a:b"), new URLSearchParams("a=1&a=2+3&b=%C3%A4").getAll("a"),
  new URL("https://a.b/?q=1").searchParams.get("q"), url.fileURLToPath("file:///a%20b/c"), url.pathToFileURL("/a b#c").href,
  structuredClone({ a: [1, new Date(0)] }), typeof queueMicrotask, typeof promisify(fs.readFile),
  fs.readFileSync(here("data.txt"), "utf8"), fs.readFileSync(here("data.txt")).length, fs.existsSync(here("none")),
  tried(() => fs.readFileSync(here("none"))), tried(() => fs.readdirSync(here("data.txt"))), tried(() => fs.readFileSync(here("folder"))),
  fs.readdirSync(here("folder"), { withFileTypes: true }).map((it) => [it.name, it.isDirectory()]),
  fs.readdirSync(here("folder"), { recursive: true }).sort(), fs.statSync(here("folder")).isDirectory(), fs.statSync(here("data.txt")).size,
  fs.statSync(here("none"), { throwIfNoEntry: false }), path.relative("/a/b", "/a/c/d"),
  ["/a/b.c.d", "a", "/", "a/b/", "/a", ".b", ""].map((it) => path.parse(it)), path.format({ dir: "/a", name: "b", ext: "c" }),
  path.format({ root: "/", base: "b" }), process.cwd() === __dirname, path.resolve("a", "../b") === here("b"),
  fs.readFileSync("data.txt", "utf8"), fs.existsSync("./folder/d.txt"), fs.existsSync("none"),
];
const text = JSON.stringify(results);
"#;

#[test]
fn functions_of_node_js_give_its_results() {
    let project = project(&format!(
        "{RESULTS}module.exports = ({{ addUtilities }}) => addUtilities({{ '.x': {{ content: text }} }});\n"
    ));
    project.write("print.js", &format!("{RESULTS}process.stdout.write(text);\n"));
    project.write("data.txt", "\u{e4}b\n");
    project.write("folder/inner/c.txt", "");
    project.write("folder/d.txt", "");
    let mut node = Command::new("node");
    node.arg(project.path("print.js")).current_dir(project.path(""));
    let output = node.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let expected = String::from_utf8(output.stdout).unwrap();
    let css = project.build().unwrap();
    assert!(css.contains(&expected), "{expected}\n{css}");
}

#[test]
fn modules_of_node_js_that_are_imported_and_not_used_do_no_harm() {
    let project = project(
        "import os, { cpus } from 'node:os';\nimport { Readable, Transform } from 'stream';\n\
         import { pipeline } from 'node:stream/promises';\nimport { createGunzip } from 'zlib';\nimport tty from 'tty';\n\
         import process from 'node:process';\nclass Mine extends Transform {}\n\
         const tried = (run) => { try { return run(); } catch (error) { return error.message; } };\n\
         export default ({ addUtilities }) => addUtilities({ '.x': { content: [\n\
           os.EOL === '\\n', tty.isatty(1), process.argv.length, typeof pipeline, Mine.name, tried(() => new Mine()), tried(cpus), tried(createGunzip),\n\
           tried(() => new Readable()),\n\
         ].join('|') } });\n",
    );
    let refused = |name: &str| format!("\"{name}\" is part of Node.js, which does not run here");
    let css = project.build().unwrap();
    let expected = format!(
        "true|false|0|function|Mine|{}|{}|{}|{}",
        refused("stream.Transform"),
        refused("os.cpus"),
        refused("zlib.createGunzip"),
        refused("stream.Readable")
    );
    assert!(css.contains(&expected), "{css}");
}

#[test]
fn no_module_and_no_file_outside_of_the_project_is_read() {
    let outside = tempfile::tempdir().unwrap();
    let secret = tailprint_core::path::canonical(outside.path()).unwrap().join("config.json");
    std::fs::write(&secret, "{\"token\":\"SECRETTOKEN\"}").unwrap();
    // In a string of JavaScript, Windows has slashes as well.
    let shown = secret.to_str().unwrap().replace('\\', "/");
    let rule =
        "is outside of the package, its workspace and node_modules, and plugins read nothing else";
    let module =
        project(&format!("const it = require('{shown}');\nmodule.exports = () => {{}};\n"));
    let error = module.build().unwrap_err();
    assert_eq!((error.position(), error.is_for_program()), (Some((1, 20)), false));
    let message = error.message().replace(std::path::MAIN_SEPARATOR, "/");
    assert_eq!(message, format!("{shown} {rule}"));

    let file = project(&format!(
        "const fs = require('fs');\nlet text; try {{ text = fs.readFileSync('{shown}', 'utf8'); }} catch (error) {{ text = error.code; }}\n\
         module.exports = ({{ addUtilities }}) => addUtilities({{ '.x': {{ content: text + fs.existsSync('{shown}') }} }});\n"
    ));
    assert!(file.build().unwrap().contains("content: EACCESfalse"));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&secret, file.path("link.json")).unwrap();
        file.write("plugin.js", "require('./link.json');\nmodule.exports = () => {};\n");
        assert_eq!(file.build().unwrap_err().message(), format!("{shown} {rule}"));
    }
}

#[test]
fn a_package_that_is_linked_into_node_modules_may_be_read() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("package.json"), "{\"name\":\"kit\",\"main\":\"a.js\"}")
        .unwrap();
    std::fs::write(outside.path().join("a.js"), "module.exports = require('./b.js');\n").unwrap();
    std::fs::write(outside.path().join("b.js"), "module.exports = () => {};\n").unwrap();
    let project = project("module.exports = require('kit');\n");
    project.write("node_modules/other/package.json", "{}");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(outside.path(), project.path("node_modules/kit")).unwrap();
        project.build().unwrap();
    }
}

#[test]
fn no_function_of_node_js_gives_another_result_than_there() {
    let project = project(
        "const text = require('./of_node.js');\nmodule.exports = ({ addUtilities }) =>\n\
         addUtilities({ '.x': { content: `\"${Buffer.from(text).toString('hex')}\"` } });\n",
    );
    project.write("of_node.js", include_str!("of_node.js"));
    project.write("print.js", "process.stdout.write(require('./of_node.js'));\n");
    project.write("data.txt", "\u{e4}b\n");
    project.write("data.json", "{\"a\":1}");
    project.write("folder/d.txt", "");
    let mut node = Command::new("node");
    node.arg("--no-deprecation").arg(project.path("print.js")).current_dir(project.path(""));
    let output = node.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let results = |text: &str| -> BTreeMap<String, String> { serde_json::from_str(text).unwrap() };
    let expected = results(std::str::from_utf8(&output.stdout).unwrap());
    let css = project.build().unwrap();
    let digits = css.split("content: \"").nth(1).unwrap().split('"').next().unwrap();
    let here = results(std::str::from_utf8(&hex(digits)).unwrap());
    assert!(expected.len() > 1_000, "{}", expected.len());
    assert_eq!(here.len(), expected.len());
    let refused: Vec<&str> =
        here.iter().filter(|it| *it.1 == "refused").map(|it| it.0.as_str()).collect();
    assert!(refused.len() < 60, "{refused:?}");
    let differing: Vec<String> = expected
        .iter()
        .filter(|(name, result)| here[*name] != **result && here[*name] != "refused")
        .map(|(name, result)| format!("{name}: {result} in Node.js, {} here", here[name]))
        .collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

fn hex(digits: &str) -> Vec<u8> {
    let digits = digits.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    digits.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

#[test]
fn an_error_of_a_plugin_that_expects_node_js_names_what_it_lacks_and_the_way_out() {
    let message = |code: &str| {
        let error = project(&format!("{code};\nmodule.exports = () => {{}};\n")).build();
        let error = error.unwrap_err();
        (error.message().to_owned(), error.is_for_program())
    };
    let lacking = |key: &str, name: &str| {
        let what = format!(
            "throws TypeError: cannot read property '{key}' of undefined; \"{name}\" is part of Node.js, which does not run here"
        );
        (what, true)
    };
    assert_eq!(message("process.version.slice(1)"), lacking("slice", "process.version"));
    assert_eq!(
        message("process.versions.node.split('.')"),
        lacking("split", "process.versions.node")
    );
    assert_eq!(message("module.paths.push('/a')"), lacking("push", "module.paths"));
    assert_eq!(message("require.extensions['.js']"), lacking(".js", "require.extensions"));
    let absent = |name: &str| (format!("throws ReferenceError: {name} is not defined"), true);
    assert_eq!(message("setInterval(() => {}, 9)"), absent("setInterval"));
    assert_eq!(message("new AbortSignal()"), absent("AbortSignal"));
    // Whoever only looks is answered as by a browser, and is not blamed for another mistake.
    let (text, for_program) = message("process.version; const it = {}; it.all()");
    assert_eq!((text.as_str(), for_program), ("throws TypeError: not a function", false));
}
