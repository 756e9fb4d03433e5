//! The filter in templates, with askama's delimiters and with others.

use crate::support::cargo::Profile;
use crate::support::project::{ANGLES, Project, printed};

#[test]
fn angle_brackets_are_expressions_and_braces_are_text() {
    let project = Project::new("angles");
    project
        .write("askama.toml", ANGLES)
        .write("static/a.css", "a{}")
        .write("templates/base.html", "<link href=\"<< \"a.css\"|static >>\">{% block b %}{% endblock %}")
        .write(
            "templates/index.html",
            "{% extends \"base.html\" %}{% block b %}{{ vue }} << \">>\"|safe >> é << 1 + 1 >>{% endblock %}",
        );
    let debug = project.build(Profile::Debug).ok();
    assert_eq!(printed(debug.program()), "<link href=\"/static/a.css\">{{ vue }} >> é 2");
    let release = project.build(Profile::Release).ok();
    assert_eq!(
        printed(release.program()),
        "<link href=\"/static/a.5f546eb4606b.css\">{{ vue }} >> é 2"
    );
}

#[test]
fn plain_askama_finds_the_filter_and_the_constants_say_the_same() {
    let project = Project::new("braces");
    project
        .write("static/css/a.css", "a{}")
        .write("templates/index.html", "{{ \"css/a.css\"|static }}")
        .write(
            "src/main.rs",
            r#"
tailprint::assets!();
use askama::Template;
use assets::{asset, filters};

#[derive(Template)]
#[template(path = "index.html")]
struct Index;

const FROM_MACRO: &str = asset!("css/a.css");

fn main() {
    let known = assets::ASSETS.get("css/a.css").unwrap();
    let urls = [assets::css::A_CSS, FROM_MACRO, known.url()];
    let rendered = Index.render().unwrap();
    assert!(urls.iter().all(|url| *url == rendered), "{urls:?}");
    print!("{rendered}");
}
"#,
        );
    let outcome = project.build(Profile::Release).ok();
    assert_eq!(printed(outcome.program()), "/static/css/a.5f546eb4606b.css");
}

#[test]
fn an_unknown_path_in_a_constant_is_a_compile_error() {
    let project = Project::new("constant");
    project.write("static/a.css", "a{}").write(
        "src/main.rs",
        "tailprint::assets!();\nfn main() { print!(\"{}\", assets::asset!(\"b.css\")) }\n",
    );
    let outcome = project.build(Profile::Debug);
    assert!(!outcome.success);
    assert!(outcome.stderr.contains("no static asset \"b.css\""), "{}", outcome.stderr);
}

#[test]
fn a_path_known_only_at_run_time_is_an_error_that_names_it() {
    let project = Project::new("run-time");
    project.write("static/a.css", "a{}").write("templates/index.html", "{{ path|static }}").write(
        "src/main.rs",
        r#"
tailprint::assets!();
use askama::Template;
use assets::filters;

#[derive(Template)]
#[template(path = "index.html")]
struct Index { path: String }

fn main() {
    for path in ["a.css", "b.css"] {
        match (Index { path: path.to_owned() }).render() {
            Ok(url) => println!("{url}"),
            Err(error) => println!("{error}"),
        }
    }
}
"#,
    );
    let outcome = project.build(Profile::Debug).ok();
    assert_eq!(printed(outcome.program()), "/static/a.css\nno static asset \"b.css\"\n");
}
