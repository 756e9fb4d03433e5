use std::fs;

use askama_parser::Ast;
use tailprint_core::derive_file::DeriveFile;
use tempfile::TempDir;

use super::*;

const ANGLE: &str = "[general]\ndefault_syntax = \"angle\"\n\n[[syntax]]\nname = \"angle\"\nexpr_start = \"<<\"\nexpr_end = \">>\"\n";

/// A package with the given files, and what is loaded from it.
struct Package {
    dir: TempDir,
}

impl Package {
    fn new(files: &[(&str, &str)]) -> Self {
        let package = Self { dir: tempfile::tempdir().unwrap() };
        for (path, content) in files {
            package.write(path, content.as_bytes());
        }
        package
    }

    fn write(&self, path: &str, content: &[u8]) {
        let path = self.dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn load(&self) -> (Templates, Vec<String>) {
        let mut problems = Problems::default();
        let root = self.dir.path();
        let request = Request {
            package: root,
            out_dir: &root.join("target/out/tailprint"),
            folders: &[root.join("views")],
            prefix: &UrlPrefix::parse("/static/").unwrap(),
            html_attributes: &["data-own".to_owned()],
        };
        let mut templates = load(request, &mut problems);
        templates.watch.absent.retain(|path| !path.ends_with("views"));
        let problems = problems.into_sorted();
        (templates, problems.iter().map(|problem| clean(root, &problem.to_string())).collect())
    }

    #[track_caller]
    fn problems(&self) -> Vec<String> {
        self.load().1
    }

    #[track_caller]
    fn loaded(&self) -> Templates {
        let (templates, problems) = self.load();
        assert_eq!(problems, Vec::<String>::new());
        templates
    }

    /// The text of a file to write, with `ROOT` for the package and `OUT` for the output.
    #[track_caller]
    fn copied(&self, path: &str) -> String {
        let templates = self.loaded();
        let (_, content) = templates.files.iter().find(|(name, _)| name == path).unwrap();
        clean(self.dir.path(), std::str::from_utf8(content).unwrap())
    }

    #[track_caller]
    fn uses(&self) -> Vec<String> {
        self.shown(|template| {
            template
                .uses
                .iter()
                .map(|it| format!("{}:{} {}", it.line, it.column, it.path))
                .collect()
        })
    }

    /// The findings of each template, with its file in front of them.
    #[track_caller]
    fn shown(&self, show: impl Fn(&Template) -> Vec<String>) -> Vec<String> {
        let of = |template: &Template| {
            let file = template.file.clone();
            show(template).into_iter().map(move |it| format!("{file}:{it}")).collect::<Vec<_>>()
        };
        self.loaded().templates.iter().flat_map(of).collect()
    }

    /// The literals with their filters, of all templates.
    #[track_caller]
    fn filters(&self) -> Vec<String> {
        let templates = self.loaded();
        templates.uses().map(|it| format!("{} {}", it.filter.name, it.path)).collect()
    }

    #[track_caller]
    fn unchecked(&self) -> Vec<String> {
        self.shown(|template| {
            let show = |it: &Unchecked| format!("{}:{} {:?}", it.line, it.column, it.reason);
            template.unchecked.iter().map(show).collect()
        })
    }

    #[track_caller]
    fn written(&self) -> Vec<String> {
        self.shown(|template| {
            let show = |it: &Written| format!("{}:{} {} {}", it.line, it.column, it.url, it.path);
            template.written.iter().map(show).collect()
        })
    }
}

fn clean(root: &Path, text: &str) -> String {
    let root = root.to_str().unwrap();
    // Askama's configuration has slashes on Windows as well.
    let slashed = if cfg!(windows) { root.replace('\\', "/") } else { root.to_owned() };
    let text = text.replace(&format!("{slashed}/target/out/tailprint"), "OUT");
    text.replace(&slashed, "ROOT").replace(root, "ROOT")
}

fn names(templates: &Templates) -> Vec<&str> {
    templates.files.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn a_package_without_templates_gets_the_defaults_of_askama() {
    let package = Package::new(&[]);
    let templates = package.loaded();
    assert_eq!(names(&templates), ["askama.toml", "derive.txt"]);
    assert_eq!(templates.watch.paths, Vec::<PathBuf>::new());
    let absent = ["askama.toml", "templates"].map(|name| package.dir.path().join(name));
    assert_eq!(templates.watch.absent, absent);
    assert_eq!(
        package.copied("askama.toml"),
        "# Made by tailprint from askama.toml.\n[general]\ndirs = ['ROOT/templates']\ndefault_syntax = 'default'\n"
    );
}

#[test]
fn the_settings_of_the_user_are_kept() {
    let package = Package::new(&[
        (
            "askama.toml",
            "[general]\ndirs = [\"a\", 'b/*']\nwhitespace = \"minimize\"\n[[syntax]]\nname = \"own\"\nexpr_start = \"{=\"\nexpr_end = \"=}\"\n[[escaper]]\npath = \"crate::Own\"\nextensions = [\"js\"]\n",
        ),
        ("a/x", ""),
        ("b/c/x", ""),
        ("b/d/x", ""),
        ("b/file", ""),
    ]);
    assert_eq!(
        package.copied("askama.toml"),
        "# Made by tailprint from askama.toml.\n[general]\ndirs = ['ROOT/a', 'ROOT/b/c', 'ROOT/b/d']\n\
         default_syntax = 'default'\nwhitespace = \"minimize\"\n\n[[syntax]]\nname = 'own'\n\
         expr_start = '{='\nexpr_end = '=}'\nblock_start = '{%'\nblock_end = '%}'\n\
         comment_start = '{#'\ncomment_end = '#}'\n\n[[escaper]]\npath = 'crate::Own'\nextensions = ['js']\n"
    );
    assert!(!package.copied("derive.txt").contains("refused"));
}

#[test]
fn a_refused_default_syntax_is_translated() {
    let package = Package::new(&[
        ("askama.toml", ANGLE),
        ("templates/base.html", "é << a >> {{ vue }}\r\n"),
        ("templates/sub/page.html", "{% extends \"../base.html\" %}"),
    ]);
    assert_eq!(
        names(&package.loaded()),
        [
            "templates/base.html",
            "templates/sub/page.html",
            "askama.toml",
            "askama.plain.toml",
            "derive.txt"
        ]
    );
    assert_eq!(package.copied("templates/base.html"), "é \u{91} a \u{92} {{ vue }}\r\n");
    let config = package.copied("askama.toml");
    assert!(config.contains("dirs = ['OUT/templates']\ndefault_syntax = 'angle'\n"), "{config}");
    assert!(config.contains("expr_start = '\u{91}'\nexpr_end = '\u{92}'\n"), "{config}");
    assert!(!package.copied("askama.plain.toml").contains("[[syntax]]"));
    let file = DeriveFile::parse(&package.copied("derive.txt")).unwrap();
    let angle = file.syntax(None).unwrap();
    assert_eq!((angle.name.as_str(), angle.config.as_str()), ("angle", "askama.toml"));
    assert_eq!(angle.translation.as_ref().unwrap().original().expression.start, "<<");
    assert_eq!(angle.folders, [("templates".to_owned(), "ROOT/templates".to_owned())]);
    assert_eq!(file.syntax(Some("default")).unwrap().config, "askama.plain.toml");
}

#[test]
fn a_refused_syntax_that_is_not_the_default_has_a_configuration_of_its_own() {
    let package = Package::new(&[
        (
            "askama.toml",
            "[[syntax]]\nname = \"fine\"\nexpr_start = \"<%=\"\nexpr_end = \"=%>\"\n[[syntax]]\nname = \"angle\"\nexpr_start = \"<<\"\nexpr_end = \">>\"\n",
        ),
        ("templates/a.html", "<< \"a.css\"|static >>{{ \"b.css\"|static }}"),
        ("templates/b.html", "{{ 1 << 2 }}{% if \"c.css\"|static %}{% endif %}"),
    ]);
    let templates = package.loaded();
    assert_eq!(
        names(&templates),
        ["templates.2/a.html", "templates.2/b.html", "askama.2.toml", "askama.toml", "derive.txt"]
    );
    assert_eq!(
        package.uses(),
        [
            "templates/a.html:1:4 a.css",
            "templates/a.html:1:24 b.css",
            "templates/b.html:1:19 c.css"
        ]
    );
    let file = DeriveFile::parse(&package.copied("derive.txt")).unwrap();
    assert_eq!(file.syntax(None).unwrap().name, "default");
    assert_eq!(file.syntax(Some("angle")).unwrap().config, "askama.2.toml");
    assert_eq!(file.syntax(Some("fine")).unwrap().config, "askama.toml");
    let own = package.copied("askama.2.toml");
    assert!(own.contains("dirs = ['OUT/templates.2']\ndefault_syntax = 'angle'\n"), "{own}");
    assert!(!package.copied("askama.toml").contains("angle"));
}

#[test]
fn copies_keep_their_distance() {
    let config = ANGLE
        .replace("[general]", "[general]\ndirs = [\"a/x\", \"a/y\", \"a/x/z\", \"./a/../a/x\"]");
    let package = Package::new(&[
        ("askama.toml", &config),
        ("a/x/t", "{% include \"../y/t\" %}"),
        ("a/y/t", "y"),
        ("a/x/z/t", "z"),
    ]);
    let templates = package.loaded();
    assert_eq!(names(&templates)[..3], ["templates/x/t", "templates/x/z/t", "templates/y/t"]);
    let toml = package.copied("askama.toml");
    let dirs =
        "dirs = ['OUT/templates/x', 'OUT/templates/y', 'OUT/templates/x/z', 'OUT/templates/x']";
    assert!(toml.contains(dirs), "{toml}");
}

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
fn many_templates_are_found_in_the_order_of_their_paths() {
    let package = Package::new(&[("askama.toml", ANGLE)]);
    let expected: Vec<String> = (0..100)
        .map(|index| {
            let source = format!("<< \"{index}\"|static >>");
            package.write(&format!("templates/{index:03}.html"), source.as_bytes());
            format!("templates/{index:03}.html:1:4 {index}")
        })
        .collect();
    assert_eq!(package.uses(), expected);
    let copies: Vec<String> =
        package.loaded().files.into_iter().map(|(name, _)| name).take(100).collect();
    assert!(copies.is_sorted());
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
fn a_folder_that_the_user_names_is_read_but_not_copied() {
    let package = Package::new(&[("askama.toml", ANGLE), ("views/a.html", "<< \"a\"|static >>")]);
    assert_eq!(package.uses(), ["views/a.html:1:4 a"]);
    assert!(names(&package.loaded()).iter().all(|name| !name.ends_with("a.html")));
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

#[test]
fn errors_in_a_translated_template_are_reported_at_their_places() {
    let package = Package::new(&[
        ("askama.toml", ANGLE),
        ("templates/a.html", "a\né << b"),
        ("templates/b.html", "a\né << b << c >>"),
        ("templates/c.html", "a\né << b c >>"),
        ("templates/d.html", "\u{92}"),
        ("templates/e.html", "{% if a %}<< b >>"),
        ("templates/f.html", "<< b >>{% nonsense %}"),
        ("templates/g.html", "é<< f(a >>"),
    ]);
    package.write("templates/h.html", b"\xc3\xa9 << a >>\xff");
    package.write("templates/i.png", b"\0\xff << ");
    package.write("templates/j.bin", b"\xff");
    assert_eq!(
        package.problems(),
        [
            "templates/a.html:2:3: unclosed \"<<\" (close it with \">>\")",
            "templates/b.html:2:3: unclosed \"<<\" (close it with \">>\"; a \"<<\" that is an operator needs parentheses around it)",
            "templates/c.html:2:8: unknown node `c`",
            "templates/d.html:1:1: character U+0092 stands for \">>\" and cannot be used in a template (remove it; text converted from Windows-1252 often has it for a quotation mark)",
            "templates/e.html:1:4: expected `endif` to terminate `if` node, found nothing",
            "templates/f.html:1:11: unknown node `nonsense`",
            "templates/g.html:1:6: matching closing `)` is missing",
            "templates/h.html:1:10: not UTF-8 (save the template as UTF-8, or move it out of the template folders)",
        ]
    );
}

#[test]
fn errors_in_askama_toml_are_reported_at_their_places() {
    let problem = |toml: &str| Package::new(&[("askama.toml", toml)]).problems().join("\n");
    let syntax = |rest: &str| problem(&format!("\n[[syntax]]\nname = \"a\"\n{rest}\n"));
    assert_eq!(problem("a = \"é\" b\n"), "askama.toml:1:9: expected newline, found an identifier");
    assert_eq!(problem("[general\n"), "askama.toml:1:9: expected a right bracket, found a newline");
    assert_eq!(
        problem("[general]\ndirs = \"a\"\n"),
        "askama.toml:2:8: invalid type: string \"a\", expected a sequence for key `general.dirs`"
    );
    assert_eq!(
        syntax("expr_start = \"<\""),
        "askama.toml:2:1: delimiters must be at least two characters long. The opening expression delimiter (\"<\") is too short"
    );
    assert_eq!(
        syntax("expr_end = \"> >\""),
        "askama.toml:2:1: delimiters may not contain white spaces. The closing expression delimiter (\"> >\") contains white spaces"
    );
    assert_eq!(
        syntax("expr_start = \"<<\"\nexpr_end = \">>\"\nblock_start = \"<<%\""),
        "askama.toml:2:1: an opening delimiter may not be the prefix of another delimiter. The expression delimiter (\"<<\") clashes with the block delimiter (\"<<%\")"
    );
    assert_eq!(
        syntax("[[syntax]]\nname = \"a\""),
        "askama.toml:4:1: syntax \"a\" is already defined"
    );
    assert_eq!(
        problem("[general]\ndefault_syntax = \"b\""),
        "askama.toml: default syntax \"b\" not found (add a [[syntax]] with that name)"
    );
    let package = Package::new(&[]);
    package.write("askama.toml", b"# \xc3\xa9\n\xff");
    assert_eq!(package.problems(), ["askama.toml:2:1: not UTF-8"]);
}

#[test]
fn every_operator_that_askama_refuses_is_translated() {
    for end in [">>", "->", "!}", "|}", ".}", "&}", "~}", "%&", "**", "==", "/="] {
        let config = ANGLE.replace("\">>\"", &format!("{end:?}"));
        let package =
            Package::new(&[("askama.toml", &config), ("templates/a", &format!("<< a {end}"))]);
        assert_eq!(package.copied("templates/a"), "\u{91} a \u{92}", "{end}");
    }
    let config =
        ANGLE.replace("expr_start", "comment_start = \"<!--\"\ncomment_end = \"-->\"\nexpr_start");
    let package = Package::new(&[("askama.toml", &config), ("templates/a", "<!-- << --><< a >>")]);
    assert_eq!(package.copied("templates/a"), "\u{95}\u{95} << \u{fdd6}\u{91} a \u{92}");
}

#[test]
fn an_accepted_closing_delimiter_is_left_alone() {
    let config = ANGLE.replace("\">>\"", "\"]]\"");
    let package = Package::new(&[("askama.toml", &config), ("templates/a", "<< a ]]")]);
    assert_eq!(names(&package.loaded()), ["askama.toml", "derive.txt"]);
}

#[test]
fn folders_and_configuration_are_watched() {
    let config = ANGLE.replace("[general]", "[general]\ndirs = [\"a\", \"missing\"]");
    let package = Package::new(&[("askama.toml", &config), ("a/x/t", "")]);
    let templates = package.loaded();
    let root = package.dir.path();
    assert_eq!(templates.watch.paths, [root.join("askama.toml"), root.join("a")]);
    assert_eq!(templates.watch.absent, [root.join("missing")]);
}

#[test]
fn build_output_among_the_templates_is_passed_over() {
    let package = Package::new(&[
        ("askama.toml", "[general]\ndirs = [\".\"]"),
        ("target/CACHEDIR.TAG", ""),
        ("target/a.html", "{{ \"a\"|static }}"),
        ("node_modules/a.html", "{{ \"b\"|static }}"),
        ("a.html", "{{ \"c\"|static }}"),
        ("x/a.html", "{{ \"d\"|static }}"),
    ]);
    assert_eq!(package.uses(), ["a.html:1:4 c", "x/a.html:1:4 d"]);
    let root = package.dir.path();
    let watched: Vec<PathBuf> =
        ["askama.toml", "a.html", "askama.toml", "x"].map(|name| root.join(name)).into();
    assert_eq!(package.loaded().watch.paths, watched);
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_followed_unless_they_lead_nowhere_or_in_a_circle() {
    use std::os::unix::fs::symlink;
    let package = Package::new(&[
        ("askama.toml", ANGLE),
        ("shared/t.html", "<< \"a\"|static >>"),
        ("templates/b.html", ""),
    ]);
    let templates = package.dir.path().join("templates");
    symlink("../shared", templates.join("linked")).unwrap();
    symlink("../shared/t.html", templates.join("t.html")).unwrap();
    symlink("nowhere", templates.join("dangling.html")).unwrap();
    symlink("..", templates.join("circle")).unwrap();
    let names_of = package.loaded();
    let copies: Vec<&str> =
        names(&names_of).into_iter().filter(|name| !name.contains("circle")).collect();
    assert_eq!(copies[..3], ["templates/b.html", "templates/linked/t.html", "templates/t.html"]);
}

mod against_askama {
    use proptest::prelude::*;
    use tailprint_core::delimiters::{Delimiters, Kind, Translation};

    use super::*;

    /// Templates that askama accepts more often than not.
    fn template() -> impl Strategy<Value = String> {
        let expression = prop::sample::select(vec![
            "x",
            "\"}}\"",
            "\"\\\"}}\"",
            "b\"{{\"",
            "'}'",
            "'\\''",
            "'\"'",
            "f!(r#\"\"}}\"#)",
            "f!(/* \" }} */ 'a)",
            "f![{ // }}\n}]",
            "S{a:T{b:1}}",
            "a[b[0]]",
            "f::<V<V<u8>>>(y)",
            "!(x)",
            "-1",
            "x|f(\"%}\")|g",
            "(x,)",
            "[x; 2]",
            "x is defined",
            "x.y.0",
            "1..2",
            "é",
            "a % b",
            "a::b",
            "x as u8",
            "not_a!",
            "a / b",
            "(a /*b)",
            "f(c = 1)",
        ]);
        let control = prop::sample::select(vec!["", "-", "+", "~", " "]);
        let piece = prop_oneof![
            (control.clone(), expression.clone(), control.clone())
                .prop_map(|(a, b, c)| format!("{{{{{a} {b} {c}}}}}")),
            (control.clone(), expression.clone(), control.clone())
                .prop_map(|(a, b, c)| format!("{{%{a} let x = {b} {c}%}}")),
            expression.clone().prop_map(|b| format!(
                "{{% if {b} %}}a{{% else if {b} %}}{{{{ {b} }}}}{{% endif %}}"
            )),
            expression.clone().prop_map(|b| format!("{{% for a in {b} if !(x) %}}{{% endfor %}}")),
            expression.prop_map(|b| format!("{{# {b} {{# {{{{ #}} #}}")),
            (control.clone(), control).prop_map(|(a, b)| format!(
                "{{%{a} raw {b}%}}{{{{ {{# endraw {{% x{{%{b} endraw {a}%}}"
            )),
            prop::sample::select(vec![
                "{", "}", "}}", "%}", "#}", "\"", "'", "é", "\n", "<a>", "//", "{%", "{{", "{#"
            ])
            .prop_map(str::to_owned),
        ];
        prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        /// With askama's own delimiters translated, askama has to see the same template.
        #[test]
        fn delimiters_are_found_where_askama_finds_them(source in template()) {
            let original = Ast::from_str(&source, None, &askama_parser::Syntax::default());
            let translation = Translation::new(Delimiters::default(), &Kind::ALL);
            let syntax = config::builder(translation.translated()).to_syntax().unwrap();
            match (original, translation.translate(&source)) {
                (Ok(original), translated) => {
                    let translated = translated.unwrap();
                    let ast = Ast::from_str(&translated, None, &syntax).unwrap();
                    let restored = translation.restore(&format!("{:?}", ast.nodes()));
                    prop_assert_eq!(restored, format!("{:?}", original.nodes()));
                }
                (Err(_), Ok(translated)) => {
                    let ast = Ast::from_str(&translated, None, &syntax);
                    prop_assert!(ast.is_err(), "{}", source);
                }
                (Err(_), Err(_)) => {}
            }
        }
    }
}
