use super::*;

fn none() -> Constants {
    Constants::of(&[])
}

fn edit(script: &str) -> Option<String> {
    let parsed = syn::parse_str(script).unwrap();
    edited(script, &parsed, &found(&parsed, "static", &none()))
}

#[test]
fn what_main_writes_moves_to_out_dir() {
    let script = "fn main() {\n    std::fs::write(\"static/css/a.css\", \"a {}\").unwrap();\n    \
                  std::fs::copy(\"b.js\", Path::new(\"./static/b.js\")).unwrap();\n}\n";
    let expected = "fn main() {
    // Cargo watches the assets, so what this script writes lies elsewhere.
    let generated = std::path::Path::new(&std::env::var(\"OUT_DIR\").unwrap()).join(\"generated\");
    std::fs::create_dir_all(&generated).unwrap();
    std::fs::create_dir_all(generated.join(\"css\")).unwrap();
    std::fs::write(generated.join(\"css/a.css\"), \"a {}\").unwrap();
    std::fs::copy(\"b.js\", generated.join(\"b.js\")).unwrap();
}
";
    assert_eq!(edit(script).as_deref(), Some(expected));
}

#[test]
fn what_is_not_certain_stays() {
    for script in [
        "fn main() {\n    make();\n}\nfn make() {\n    std::fs::write(\"static/a.css\", \"\").unwrap();\n}\n",
        "fn main() {\n    let generated = 1;\n    std::fs::write(\"static/a.css\", \"\").unwrap();\n}\n",
        "fn main() { std::fs::write(\"static/a.css\", \"\").unwrap(); }\n",
        "fn main() {\n    std::fs::write(Path::new(\"static/a.css\").to_str().expect({ \
         std::fs::write(\"static/b.css\", \"\").unwrap(); \"x\" }), \"\").unwrap();\n}\n",
        "fn main() {\n    let path = \"static/a.css\";\n    std::fs::write(path, \"\").unwrap();\n}\n",
    ] {
        assert_eq!(edit(script), None, "{script}");
    }
}

#[test]
fn files_that_programs_get_are_seen_and_files_that_are_read_are_not() {
    let script = "fn main() {\n    Command::new(\"sass\").args([\"a.scss\", \"static/a.css\"]).status();\n    \
                  Command::new(\"esbuild\").arg(\"./static/b.js\");\n    std::fs::read(\"static/c.css\");\n    \
                  std::fs::copy(\"static/d.css\", \"d.css\");\n    println!(\"cargo::rerun-if-changed=static/e.css\");\n}\n";
    let found = found(&syn::parse_str(script).unwrap(), "static", &none());
    let lines = |outputs: &[Output]| -> Vec<(usize, String)> {
        outputs.iter().map(|it| (it.line, it.path.clone())).collect()
    };
    assert_eq!(lines(&found.named), [(2, "a.css".to_owned()), (3, "b.js".to_owned())]);
    assert_eq!(lines(&found.written), []);
}

#[test]
fn files_behind_variables_are_seen() {
    let script = "fn main() {\n    let path = Path::new(\"static\").join(\"a.css\");\n    fs::write(&path, \"\");\n}\n\n\
                  fn other() {\n    fs::write(path, \"\");\n}\n";
    let found = found(&syn::parse_str(script).unwrap(), "static", &none());
    let written: Vec<_> = found.written.iter().map(|it| (it.line, &*it.path)).collect();
    assert_eq!(written, [(3, "a.css")]);
}
