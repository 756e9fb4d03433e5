//! Literal paths and written-out URLs in templates of all engines.

use super::*;

#[test]
fn literals_are_found_in_every_kind_of_node() {
    let source = r#"{{ "a1"|static }}{{ "a2"|upper|static|static("x") }}{{ "a3"|static|upper }}{{ ("a4")|integrity }}
{% if "b1"|static == "b2"|static %}{% else if let Some(x) = f("b3"|static) && "b4"|static %}{{ "b5"|static }}{% else %}{{ "b6"|static }}{% endif %}
{% for x in ["c1"|static, "c2"|static] if "c3"|static %}{{ "c4"|static }}{% else %}{{ "c5"|static }}{% endfor %}
{% match "d1"|static %}{% when Some with (x) %}{{ "d2"|static }}{% else %}{{ "d3"|static }}{% endmatch %}
{% let x = "e1"|static %}{% let y %}{{ "e2"|static }}{% endlet %}{% mut x += "e3"|static %}
{% macro m(a = "f1"|static) %}{{ "f2"|static }}{% endmacro %}{% call(x) m("f3"|static) %}{{ "f4"|static }}{% endcall %}
{% filter upper("g1"|static) %}{{ "g2"|static }}{% endfilter %}{% filter static %}g3{% endfilter %}{% filter static|upper %}g4{% endfilter %}
{% block b %}{{ "h1"|static }}{% endblock %}
{{ f(("i1"|static, -("i2"|static)), x = "i3"|static) }}{{ a["i4"|static].b("i5"|static)? }}{{ ["i6"|static; 2] }}{{ ("i7"|static).len() }}
{{ ("j1"|static) ~ ("j2"|static) }}{{ S { a: "j3"|static, ..("j4"|static) } }}{{ ("j5"|static).."j6"|static }}{{ "j7"|static as u8 }}
{{ x|f("k1"|static, y = "k2"|static) }}{{ !("k3"|static) }}{{ &"k4"|static }}"#;
    Ast::from_str(source, None, &askama_parser::Syntax::default()).unwrap();
    let package = Package::new(&[("templates/all.html", source)]);
    let (templates, problems) = package.load();
    assert_eq!(problems, Vec::<String>::new());
    let found: Vec<&str> = templates.uses().map(|used| used.path.as_str()).collect();
    let expected: Vec<String> = [
        ("a", 0),
        ("b", 6),
        ("c", 5),
        ("d", 3),
        ("e", 3),
        ("f", 4),
        ("g", 4),
        ("h", 1),
        ("i", 7),
        ("j", 7),
        ("k", 4),
    ]
    .iter()
    .flat_map(|(letter, count)| (1..=*count).map(move |index| format!("{letter}{index}")))
    .collect();
    let mut all = vec!["a1", "a3", "a4"];
    all.extend(expected.iter().map(String::as_str));
    assert_eq!(found, all);
    for used in templates.uses() {
        let line = source.lines().nth(used.line - 1).unwrap();
        let at: String = line.chars().skip(used.column - 1).collect();
        let literal = at.trim_start_matches('"');
        assert!(literal.starts_with(&used.path), "{used:?}");
    }
}

#[test]
fn literals_of_every_filter_are_found_in_every_spelling() {
    let source = "{{ \"a1\"|preload }}{{ \"a2\"|modulepreload|safe }}{{ (\"a3\")|integrity }}{% filter preload %}a4{% endfilter %}\
                  {{ \"a5\"|filters::static }}{{ \"a6\"|crate::assets::filters::preload }}{{ \"a7\"|preload() }}{{ \"a8\"|preload(crossorigin = true) }}\
                  {{ \"no\"|other::preload }}{{ \"no\"|preloaded }}";
    let package = Package::new(&[("templates/a.html", source)]);
    let found: Vec<String> =
        package.loaded().uses().map(|used| format!("{} {}", used.path, used.filter.name)).collect();
    assert_eq!(
        found,
        [
            "a1 preload",
            "a2 modulepreload",
            "a3 integrity",
            "a4 preload",
            "a5 static",
            "a6 preload",
            "a7 preload",
            "a8 preload"
        ]
    );
}

#[test]
fn only_literals_of_exactly_these_filters_count() {
    let package = Package::new(&[(
        "templates/a.html",
        "{{ path|static }}{{ \"a\"|statically }}{{ \"a\" }}{{ b\"a\"|static }}{# {{ \"a\"|static }} #}\
         {% raw %}{{ \"a\"|static }}{% endraw %}{% filter static %} a{% endfilter %}",
    )]);
    assert_eq!(package.uses(), Vec::<String>::new());
}

#[test]
fn positions_are_those_of_the_original() {
    let package = Package::new(&[
        ("askama.toml", ANGLE),
        (
            "templates/a.html",
            "é<< \"x\"|static >>é<< \"\\u{79}\"|static >>\r\n<<\n  \"z\"|static >>",
        ),
    ]);
    assert_eq!(
        package.uses(),
        ["templates/a.html:1:5 x", "templates/a.html:1:22 y", "templates/a.html:3:3 z"]
    );
}

#[test]
fn a_deeply_nested_template_is_no_stack_overflow() {
    let package = Package::new(&[("askama.toml", ANGLE)]);
    let nested = format!("<< {}x{} >>", "(".repeat(500), ")".repeat(500));
    package.write("templates/a.html", nested.as_bytes());
    let blocks = format!("{}{}", "{% if x %}".repeat(500), "{% endif %}".repeat(500));
    package.write("templates/b.html", blocks.as_bytes());
    let problems = package.problems();
    assert_eq!(problems.len(), 2);
    assert!(problems.iter().all(|problem| problem.contains("too deeply nested")), "{problems:?}");
}

#[test]
fn a_template_that_askama_refuses_is_checked_nevertheless() {
    let package = Package::new(&[
        ("templates/b.html", "{% nonsense %}{{ \"b\"|static }}"),
        // askama takes a single letter in these quotation marks for a `char`.
        ("templates/c.html", "{{ 'c.css'|static }}"),
        ("templates/d.html", "{{ static(\"d\") }}{{ static(path = \"e\") }}"),
        ("templates/e.html", "{{ \"f\"|static }}{{ x if y else z }}"),
        (
            "templates/f.html",
            "{% for x in xs recursive %}{{ loop(x) }}{% endfor %}{% static 'g' %}",
        ),
    ]);
    assert_eq!(
        package.uses(),
        [
            "templates/b.html:1:18 b",
            "templates/c.html:1:4 c.css",
            "templates/d.html:1:11 d",
            "templates/d.html:1:35 e",
            "templates/e.html:1:4 f",
            "templates/f.html:1:63 g",
        ]
    );
    assert_eq!(package.unchecked(), Vec::<String>::new());
}

#[test]
fn what_cannot_be_checked_is_kept_with_its_reason() {
    let package = Package::new(&[
        ("templates/a.html", "<p>\n{{ \"a\"|static "),
        ("templates/b.html", "{{ path|static }}{{ x if y else z }}{{ preload(name) }}"),
        ("templates/c.html", "{{ icon.path()|static }}{{ \"a\"|upper|preload }}"),
        ("templates/d.js", "let static = {{a: 1}"),
    ]);
    package.write("templates/e.html", b"{{ \"c\"|static }}\xff");
    package.write("templates/f.png", b"\x89PNG\0\xff<<");
    assert_eq!(package.uses(), Vec::<String>::new());
    let of = |name: &str| {
        let filter = tailprint_core::filters::named(name).unwrap();
        format!("{:?}", Reason::Dynamic(filter))
    };
    assert_eq!(
        package.unchecked(),
        [
            "templates/a.html:2:1 Unclosed(\"{{\")".to_owned(),
            format!("templates/b.html:1:4 {}", of("static")),
            format!("templates/b.html:1:48 {}", of("preload")),
            // The places that askama's parser names.
            format!("templates/c.html:1:13 {}", of("static")),
            format!("templates/c.html:1:31 {}", of("preload")),
            "templates/e.html:1:17 NotUtf8".to_owned(),
        ]
    );
}

#[test]
fn a_filter_in_text_may_have_delimiters_of_its_own() {
    let filter = tailprint_core::filters::named("static").unwrap();
    for (source, place) in [
        ("<link href=\"<< 'a.css' | static >>\">{{ \"b.css\"|static }}", Some("1:26")),
        ("<p>\n[[ \"a.css\"|static|safe ]]", Some("2:12")),
        ("{% raw %}{{ \"a.css\"|static }}{% endraw %}{# \"a.css\"|static #}", None),
        (
            "<script>const a = \"x\" | statics; const b = b | static; static(\"a.css\")</script>",
            None,
        ),
    ] {
        for engine in ["minijinja = \"2\"", "tera = \"2\""] {
            let manifest = format!("[dependencies]\n{engine}\n");
            let package = Package::new(&[("Cargo.toml", &manifest), ("templates/a.html", source)]);
            let expected =
                place.map(|it| format!("templates/a.html:{it} {:?}", Reason::Outside(filter)));
            assert_eq!(package.unchecked(), Vec::from_iter(expected), "{source}");
        }
    }
}

#[test]
fn literals_are_found_in_every_engine() {
    for (dependency, file, source, expected) in [
        (
            "minijinja = \"2\"",
            "a.html",
            "{{ static('a') }}{{ static(path=\"b\") }}{{ 'c'|preload(crossorigin=true) }}{{ (\"d\" if x else 'e')|static }}\
             {%- filter integrity -%}f{%- endfilter -%}{% raw %}{{ \"no\"|static }}{% endraw %}{# {# #}{{ \"g\" | static }}\
             {{ {\"x\": {\"y\": \"h\"|static}} }}{% macro static(x=\"no\") %}{% endmacro %}{{ x.static(\"no\") }}\
             {{ \"i\"|static if x else \"j\"|static }}{{ \"\\u006b\"|static }}",
            "static a,static b,preload c,static d,static e,integrity f,static g,static h,static i,static j,static k",
        ),
        (
            "tera = \"1\"",
            "a.html",
            "{{ static(path=\"a\") }}{{ `b` | static }}{% set x = 'c' | modulepreload %}{{ \"css/\" ~ n ~ \".css\" | static }}\
             {{ x | replace(from=\"\\\", to=\"/\") }}{{ \"d\" | static | safe }}{% if static(path='e') == \"\" %}{% endif %}",
            "static a,static b,modulepreload c,static d,static e",
        ),
        (
            "tera = \"2\"",
            "a.html",
            "{{ \"a\"|static }}{{ static(path=\"b\") }}",
            "static a,static b",
        ),
        (
            "handlebars = \"6\"",
            "a.hbs",
            "{{static \"a\"}}{{{ preload 'b' }}}{{~static path=\"c\"~}}{{#if (static \"d\")}}{{/if}}{{!-- {{static \"no\"}} --}}\
             {{! {{static \"no\" }}{{{{raw}}}}{{static \"no\"}}{{{{/raw}}}}\\{{static \"no\"}}{{&static \"e\"}}{{x static=\"no\"}}",
            "static a,preload b,static c,static d,static e",
        ),
        (
            "liquid = \"0.26\"",
            "a.liquid",
            "{{ \"a\" | static }}{% static 'b' %}{% comment %}{{ \"no\" | static }}{% endcomment %}{%- assign x = \"c\" | static -%}",
            "static a,static b,static c",
        ),
        (
            "askama = \"0.12\"",
            "a.html",
            "{{ \"a\"|asset }}{{ \"b\"|static }}{% for x in y if %}{{ \"c\"|asset }}{{ asset(\"d\") }}",
            "asset a,static b,asset c,asset d",
        ),
        ("rinja = \"0.3\"", "a.html", "{{ \"a\"|asset }}", "asset a"),
        ("askama = \"0.16\"", "a.html", "{{ \"no\"|asset }}{{ \"a\"|static }}", "static a"),
    ] {
        let manifest = format!("[dependencies]\n{dependency}\n");
        let template = format!("templates/{file}");
        let package = Package::new(&[("Cargo.toml", &manifest), (&template, source)]);
        assert_eq!(package.filters().join(","), expected, "{dependency}");
    }
}

#[test]
fn a_path_that_another_helper_makes_is_told_as_unchecked() {
    let template = "{{static (lookup paths \"a.css\")}}{{#if (static (concat a b))}}{{/if}}{{static \"b.css\"}}";
    let manifest = "[dependencies]\nhandlebars = \"6\"\n";
    let package = Package::new(&[("Cargo.toml", manifest), ("templates/a.hbs", template)]);
    let unchecked = package.unchecked();
    assert_eq!(unchecked.len(), 2, "{unchecked:?}");
    assert_eq!(package.filters(), ["static b.css"]);
}

#[test]
fn urls_that_are_written_out_are_found_where_a_page_loads_them() {
    let source = r#"<link rel="stylesheet" href="/static/a.css?v=1"><script src='/static/b.js'></script>
<img srcset="/static/c.png 1x, /static/d.png 2x" style="background: url(/static/e.png)" data-own=/static/f.png>
<style>p { background: url('/static/g.png') }</style><div hx-get="/static/h.html"></div>
<a href="/static/no.pdf">/static/no.txt</a><img src="/static/{{ no }}.png"><img src="{{ no }}/static/no.png">
<img src="/media/no.png"><img src="static/no.png"><!-- <img src="/static/no.png"> -->{# <img src="/static/no.png"> #}
<img {% if x %}src="/static/i.png"{% endif %} alt="{{ "k.png"|static }}">
{% raw %}<img src="/static/no.png">{% endraw %}"#;
    let package = Package::new(&[("templates/a.html", source)]);
    let found = package.written();
    let paths: Vec<&str> = found.iter().map(|it| it.rsplit_once(' ').unwrap().1).collect();
    assert_eq!(
        paths,
        ["a.css", "b.js", "c.png", "d.png", "e.png", "f.png", "g.png", "h.html", "i.png"]
    );
    assert_eq!(found[0], "templates/a.html:1:30 /static/a.css a.css");
    assert_eq!(found[4], "templates/a.html:2:73 /static/e.png e.png");
}

#[test]
fn urls_in_style_sheets_that_are_templates_are_found() {
    let package = Package::new(&[
        ("templates/a.css", "p { background: url(/static/a.png) } q { color: {{ x }} }"),
        ("templates/b.txt", "/static/no.png <img src=/static/no.png>"),
    ]);
    assert_eq!(package.written(), ["templates/a.css:1:21 /static/a.png a.png"]);
}
