use super::*;

#[test]
fn style_sheets_are_compiled_by_the_engine_of_the_build() {
    let engine = serde_json::json!({"kind": "builtin", "path": "/tailwindcss", "version": "4.9.0"});
    let build: BuildJson = serde_json::from_value(serde_json::json!({
        "version": 1, "package": "/app", "url_prefix": "/static/", "roots": [], "inputs": {"paths": []},
        "tailwind": [
            {"source": "a.css", "output": "css/a.css", "engine": engine, "digest": "1234"},
            {"source": "b.css", "output": "css/b.css", "engine": engine},
            {"source": "c.css", "output": "css/c.css", "engine": null},
        ],
    }))
    .unwrap();
    let entries = entry_points(&build);
    let used = entries.iter().map(|it| (&*it.output, &*it.version, it.digest.as_deref()));
    let used: Vec<_> = used.collect();
    assert_eq!(used, [("css/a.css", "4.9.0", Some("1234")), ("css/b.css", "4.9.0", None)]);
}
