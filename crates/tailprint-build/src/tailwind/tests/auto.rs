//! The engine that tailprint chooses: by ability.

use super::*;

fn app(modules: Option<&Path>) -> App {
    let css = "@import \"tailwindcss\";\n@plugin \"./plugin.ts\";\n";
    let mut app = modules.map_or_else(|| App::new(css), |modules| App::with(modules, css));
    app.engine = Engine::Auto;
    app.write(
        "static/css/plugin.ts",
        "export default ({ addUtilities }: { addUtilities: (it: object) => void }): void => {\n  \
         addUtilities({ '.of-plugin': { order: '7' } });\n};\n",
    );
    app.write("templates/a.html", "<i class=\"of-plugin\">");
    app
}

#[test]
fn the_installed_program_runs_what_the_builtin_engine_cannot() {
    let run = app(Some(&v4())).run(&Env::of([("PATH", path())]));
    let output = run.result.unwrap();
    assert!(String::from_utf8(output.css).unwrap().contains("order: 7"));
    assert_eq!(output.engine.kind, EngineKind::Cli);
    assert_eq!(output.engine.found_by, "node_modules/.bin/tailwindcss");
    let note = output.engine.note.unwrap();
    assert!(
        note.starts_with(
            "the builtin engine cannot: static/css/plugin.ts: is TypeScript, which does not run here"
        ),
        "{note}"
    );
    assert!(run.watch.paths.iter().any(|path| path.ends_with("static/css/source.css")));
}

#[test]
fn a_configured_engine_is_never_replaced() {
    let mut app = app(Some(&v4()));
    app.engine = Engine::Builtin;
    assert_eq!(
        app.errors(),
        [
            "static/css/plugin.ts: is TypeScript, which does not run here (`npm install --save-dev @tailwindcss/cli`, \
          which `Engine::Auto` then runs, or set `Config::engine(Engine::Cli)`)"
        ]
    );
}

#[test]
fn an_untested_version_in_node_modules_is_used_and_named() {
    let app = App::new("@import \"tailwindcss\";\n");
    let from = v4().join("tailwindcss");
    for entry in walkdir::WalkDir::new(&from) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let name = Path::new("node_modules/tailwindcss")
                .join(entry.path().strip_prefix(&from).unwrap());
            let text = fs::read_to_string(entry.path()).unwrap();
            app.write(
                name.to_str().unwrap(),
                &text.replace("\"version\": \"4.3.5\"", "\"version\": \"4.3.99\""),
            );
        }
    }
    let app = App { engine: Engine::Auto, ..app };
    app.write("templates/a.html", "<i class=\"p-4\">");
    let output = app.output();
    assert_eq!((output.engine.kind, &*output.engine.version), (EngineKind::Builtin, "4.3.99"));
    assert_eq!(output.engine.note.as_deref(), Some(UNTESTED));
    assert!(output.warnings.is_empty());
    assert!(String::from_utf8(output.css).unwrap().contains(".p-4"));
}
