use std::fs;

use super::*;

/// Rewrites every URL of one template in a package with these dependencies.
fn rewritten(dependencies: &str, askama: &str, file: &str, text: &str) -> Rewritten {
    let package = tempfile::tempdir().unwrap();
    fs::write(package.path().join("Cargo.toml"), format!("[dependencies]\n{dependencies}\n"))
        .unwrap();
    fs::write(package.path().join("askama.toml"), askama).unwrap();
    let rewriter = Rewriter::new(package.path()).unwrap();
    let urls = rewriter.find(file, text, "/static/").unwrap();
    let once = rewriter.rewrite(file, text, &urls);
    if once.left.is_empty() {
        assert_eq!(rewriter.find(file, &once.text, "/static/").unwrap(), [], "{}", once.text);
    }
    once
}

#[track_caller]
fn assert_rewritten(dependencies: &str, askama: &str, file: &str, text: &str, expected: &str) {
    let expected = Rewritten { text: expected.to_owned(), left: Vec::new() };
    assert_eq!(rewritten(dependencies, askama, file, text), expected);
}

#[test]
fn every_engine_gets_its_own_syntax() {
    let link = "<link rel=stylesheet href=\"/static/css/a.css\">";
    for (dependency, file, expression) in [
        ("askama = \"0.16\"", "a.html", "{{ \"css/a.css\"|static }}"),
        ("askama = \"0.12\"", "a.html", "{{ \"css/a.css\"|asset }}"),
        ("minijinja = \"2\"", "a.html", "{{ \"css/a.css\"|static }}"),
        ("tera = \"1\"", "a.html.tera", "{{ \"css/a.css\" | static }}"),
        ("handlebars = \"6\"", "a.hbs", "{{ static \"css/a.css\" }}"),
        ("liquid = \"0.26\"", "a.liquid", "{{ \"css/a.css\"|static }}"),
    ] {
        let expected = link.replace("/static/css/a.css", expression);
        assert_rewritten(dependency, "", file, link, &expected);
    }
}

#[test]
fn a_url_without_the_first_slash_is_the_same_file_at_the_root_of_the_host() {
    let text = "<link rel=stylesheet href=static/a.css><script src=\"static/b.js?v=1\"></script>\
                <a href=\"static/c.html\">static/d.txt</a><img src=\"mystatic/e.png\">\
                <script type=module>import \"static/f.js\"</script><img src=\"//static/g.png\">";
    let expected = text
        .replace("href=static/a.css", "href={{ \"a.css\"|static }}")
        .replace("static/b.js", "{{ \"b.js\"|static }}");
    assert_rewritten("askama = \"0.16\"", "", "a.html", text, &expected);
}

#[test]
fn the_delimiters_are_those_of_the_project() {
    let toml = "[general]\ndefault_syntax = \"angle\"\n\n[[syntax]]\nname = \"angle\"\n\
                expr_start = \"<<\"\nexpr_end = \">>\"\n";
    let text = "<img src='/static/a.png'>";
    let expected = "<img src='<< \"a.png\"|static >>'>";
    assert_rewritten("askama = \"0.16\"", toml, "a.html", text, expected);
}

#[test]
fn every_url_is_replaced_and_what_is_around_it_stays() {
    let text = "é <img src='/static/a.png?v=1#x' srcset=\"/static/a.png 1x, /static/b%20c.png 2x\">\r\n\
                <p style=\"background: url(/static/a.png)\" hx-get=/static/part.html>\r\n\
                {# /static/a.png #}<a title=\"/static/a.png\">{{ \"/static/a.png\" }}</a>\
                <img src=\"/static/{{ name }}.png\">";
    let expected = "é <img src='{{ \"a.png\"|static }}?v=1#x' srcset=\"{{ \"a.png\"|static }} 1x, {{ \"b c.png\"|static }} 2x\">\r\n\
                <p style=\"background: url({{ \"a.png\"|static }})\" hx-get={{ \"part.html\"|static }}>\r\n\
                {# /static/a.png #}<a title=\"/static/a.png\">{{ \"/static/a.png\" }}</a>\
                <img src=\"/static/{{ name }}.png\">";
    assert_rewritten("minijinja = \"2\"", "", "a.html", text, expected);
}

#[test]
fn an_expression_in_the_query_leaves_the_path_as_it_is() {
    for (source, expected) in [
        (
            "<link rel=stylesheet href=\"/static/a.css?v={{ version }}\">",
            "<link rel=stylesheet href=\"{{ \"a.css\"|static }}?v={{ version }}\">",
        ),
        (
            "<script src=/static/b.js?{{ v }}></script>",
            "<script src={{ \"b.js\"|static }}?{{ v }}></script>",
        ),
        (
            "<img srcset=\"/static/a.png?v={{ v }} 1x, /static/{{ b }}.png?v=1 2x\">",
            "<img srcset=\"{{ \"a.png\"|static }}?v={{ v }} 1x, /static/{{ b }}.png?v=1 2x\">",
        ),
        (
            "<use href=\"/static/i.svg#{{ icon }}\">",
            "<use href=\"{{ \"i.svg\"|static }}#{{ icon }}\">",
        ),
    ] {
        assert_rewritten("minijinja = \"2\"", "", "a.html", source, expected);
    }
}

#[test]
fn a_file_extension_that_names_an_engine_decides_between_several() {
    let (text, two) = ("<img src=\"/static/a.png\">", "handlebars = \"6\"\nminijinja = \"2\"");
    assert_rewritten(two, "", "a.hbs", text, "<img src=\"{{ static \"a.png\" }}\">");
    assert_rewritten(two, "", "a.j2", text, "<img src=\"{{ \"a.png\"|static }}\">");
    let alike = "minijinja = \"2\"\ntera = \"1\"";
    assert_rewritten(alike, "", "a.html", text, "<img src=\"{{ \"a.png\"|static }}\">");
}

#[track_caller]
fn assert_left(dependencies: &str, askama: &str, text: &str, reason: &str) {
    let rewritten = rewritten(dependencies, askama, "a.html", text);
    assert_eq!(rewritten.text, text);
    assert_eq!(rewritten.left.iter().map(|it| it.reason).collect::<Vec<_>>(), [reason]);
}

#[test]
fn a_url_is_left_where_the_syntax_is_not_certain() {
    let text = "<img src=\"/static/a.png\">";
    assert_left("axum = \"0.8\"", "", text, NO_ENGINE);
    let two = "askama = \"0.12\"\nminijinja = \"2\"";
    assert_left(two, "", text, SEVERAL_ENGINES);
    let two = "handlebars = \"6\"\nminijinja = \"2\"";
    assert_left(two, "", text, SEVERAL_ENGINES);
    let toml = "[[syntax]]\nname = \"angle\"\nexpr_start = \"<<\"\nexpr_end = \">>\"\n";
    assert_left("askama = \"0.16\"", toml, &format!("<< name >>{text}"), SEVERAL_SYNTAXES);
    let quote = "<img src='/static/a%22.png'>";
    assert_left("askama = \"0.16\"", "", quote, NOT_A_LITERAL);
    let invisible = "<img src='/static/a%C2%A0b.png'>";
    assert_left("tera = \"1\"", "", invisible, NOT_A_LITERAL);
}

#[test]
fn a_url_that_is_no_longer_in_its_place_is_left() {
    let package = tempfile::tempdir().unwrap();
    fs::write(package.path().join("Cargo.toml"), "[dependencies]\nminijinja = \"2\"\n").unwrap();
    let rewriter = Rewriter::new(package.path()).unwrap();
    let urls = rewriter.find("a.html", "<img src=\"/static/a.png\">", "/static/").unwrap();
    for changed in ["", "\n<img src=\"/static/a.png\">"] {
        let rewritten = rewriter.rewrite("a.html", changed, &urls);
        assert_eq!(rewritten.text, changed);
        assert_eq!(rewritten.left.first().map(|it| it.reason), Some(CHANGED));
    }
}
