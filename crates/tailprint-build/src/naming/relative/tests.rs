//! URLs from the root in whole runs.

use crate::config::Config;
use crate::naming::publish::encoded;
use crate::naming::published::Published;
use crate::output::Output;
use crate::pipeline::tests::Package;

fn output(config: &Config, files: &[(&str, &str)]) -> Output {
    let package = Package::new(&[]);
    for (path, text) in files {
        package.write(&format!("static/{path}"), text);
    }
    package.output(config)
}

fn asset<'a>(output: &'a Output, path: &str) -> &'a Published {
    output.published.iter().find(|asset| asset.path == path).unwrap()
}

/// Returns the published text with the logical names of these assets instead of their hashed ones.
fn text(output: &Output, path: &str) -> String {
    let mut text = String::from_utf8(asset(output, path).bytes.clone()).unwrap();
    for other in &output.published {
        let last = |path: &str| encoded(path.rsplit('/').next().unwrap_or_default());
        text = text.replace(&last(&other.name), &last(&other.path));
    }
    text
}

fn warnings(output: &Output) -> Vec<String> {
    output.warnings.iter().map(ToString::to_string).collect()
}

/// Publishes one file among images and scripts, and returns its text.
fn rewritten(config: &Config, path: &str, content: &str) -> (String, Vec<String>) {
    let files = [
        ("img/a.png", "1"),
        ("img/b c.svg", "<svg/>"),
        ("css/here.png", "2"),
        ("js/x.js", "export {}"),
        ("docs/other.html", ""),
        (path, content),
    ];
    let output = output(config, &files);
    (text(&output, path), warnings(&output))
}

#[test]
fn urls_from_the_root_become_relative_in_every_language() {
    for (path, written, expected) in [
        ("css/app.css", "a{b:url(/static/img/a.png)}", "a{b:url(../img/a.png)}"),
        ("css/app.css", "a{b:url('/static/css/here.png?v#x')}", "a{b:url('./here.png?v#x')}"),
        ("css/app.css", "a{b:url(\"\\2fstatic/img/a.png\")}", "a{b:url(\"../img/a.png\")}"),
        ("app.css", "a{b:url(/static/img/b%20c.svg)}", "a{b:url(./img/b%20c.svg)}"),
        ("a/b/app.css", "a{b:url(/static/img/../img/a.png)}", "a{b:url(../../img/a.png)}"),
        ("css/app.css", "@import '/static/css/app.css';", "@import './app.css';"),
        (
            "docs/a.svg",
            "<svg><image href='/static/img/a.png'/></svg>",
            "<svg><image href='../img/a.png'/></svg>",
        ),
        (
            "app.webmanifest",
            "{\"icons\":[{\"src\":\"\\/static\\/img\\/a.png\"}]}",
            "{\"icons\":[{\"src\":\"./img/a.png\"}]}",
        ),
        ("docs/a.html", "<img src=/static/img/a.png>", "<img src=../img/a.png>"),
        (
            "docs/a.html",
            "<img srcset='/static/img/a.png 2x, ../img/a.png'>",
            "<img srcset='../img/a.png 2x, ../img/a.png'>",
        ),
        (
            "docs/a.html",
            "<p style='background:url(&quot;/static/img/a.png&quot;)'>",
            "<p style='background:url(&quot;../img/a.png&quot;)'>",
        ),
        ("docs/a.html", "<a href='/static/docs/other.html#x'>", "<a href='./other.html#x'>"),
        ("docs/a.html", "<a href='/static/img/'>", "<a href='../img/'>"),
        (
            "js/app.js",
            "//# sourceMappingURL=/static/js/app.js.map",
            "//# sourceMappingURL=/static/js/app.js.map",
        ),
    ] {
        let config = Config::new();
        let (text, warnings) = rewritten(&config, path, written);
        assert_eq!(text, expected, "{path}");
        assert!(warnings.iter().all(|it| it.contains("no static asset")), "{warnings:?}");
    }
}

#[cfg(feature = "js_modules")]
#[test]
fn specifiers_from_the_root_become_relative() {
    for (path, written, expected) in [
        ("js/app.js", "import '/static/js/x.js'", "import './x.js'"),
        ("app.mjs", "export * from \"/static/js/x.js\"", "export * from \"./js/x.js\""),
        ("a/b.js", "import(`/static/js/x.js`)", "import(`../js/x.js`)"),
        (
            "a/b.js",
            "new URL('/static/img/a.png', import.meta.url)",
            "new URL('../img/a.png', import.meta.url)",
        ),
        (
            "docs/a.html",
            "<script type=module>import '/static/js/x.js'</script>",
            "<script type=module>import '../js/x.js'</script>",
        ),
    ] {
        assert_eq!(rewritten(&Config::new(), path, written).0, expected);
    }
}

#[test]
fn urls_on_the_host_of_the_prefix_become_relative_too() {
    let mut config = Config::new();
    config.url_prefix("https://cdn.example.com/s/");
    for url in
        ["https://cdn.example.com/s/img/a.png", "//cdn.example.com/s/img/a.png", "/s/img/a.png"]
    {
        let (text, _) = rewritten(&config, "css/app.css", &format!("a{{b:url({url})}}"));
        assert_eq!(text, "a{b:url(../img/a.png)}");
    }
    let elsewhere = "a{b:url(https://example.com/s/img/a.png)}";
    assert_eq!(rewritten(&config, "css/app.css", elsewhere).0, elsewhere);
}

#[test]
fn urls_of_pages_of_the_app_and_those_that_are_relative_stay() {
    for page in [
        "<a href='/about'>",
        "<a href='/'>",
        "<base href='/'>",
        "<a href='../img/a.png'>",
        "<img src=../img/a.png>",
    ] {
        assert_eq!(rewritten(&Config::new(), "docs/a.html", page), (page.to_owned(), Vec::new()));
    }
    let mut at_root = Config::new();
    at_root.url_prefix("/");
    let page = "<base href='/'><a href='/docs/'>";
    assert_eq!(rewritten(&at_root, "docs/a.html", page).0, page);
}

#[test]
fn a_base_moves_with_its_page() {
    let page = "<base href='/static/img/'><img src=a.png><img src=/static/css/here.png>";
    let expected = "<base href='../img/'><img src=a.png><img src=../css/here.png>";
    assert_eq!(rewritten(&Config::new(), "docs/a.html", page).0, expected);
    // The other URL counts from the base, wherever the page is.
    let page = "<base href='../img/'><img src=/static/css/here.png>";
    let expected = "<base href='../img/'><img src=../css/here.png>";
    assert_eq!(rewritten(&Config::new(), "docs/a.html", page).0, expected);
}

#[test]
fn what_stays_is_reported() {
    let mut config = Config::new();
    config.prehashed("app-*.css");
    let (text, problems) =
        rewritten(&config, "app-0123456789ab.css", "a{b:url(/static/img/a.png)}");
    assert_eq!(text, "a{b:url(/static/img/a.png)}");
    assert_eq!(
        problems,
        [
            "static/app-0123456789ab.css:1:9: \"/static/img/a.png\" keeps the URL prefix of the build, since the bytes \
          of a prehashed file do not change (write it relative, if the app is to be started with another prefix)"
        ]
    );
}

#[test]
fn a_property_that_is_used_in_one_folder_starts_there() {
    let vars = ":root{--a:url(/static/img/a.png)}";
    let files = |users: &[(&str, &str)]| {
        let mut files = vec![("img/a.png", "1"), ("css/vars.css", vars)];
        files.extend(users);
        let output = output(&Config::new(), &files);
        (text(&output, "css/vars.css"), warnings(&output).len())
    };
    let uses = "p{background:var(--a)}";
    assert_eq!(files(&[("css/x.css", uses)]), (":root{--a:url(../img/a.png)}".to_owned(), 0));
    assert_eq!(files(&[("x.css", uses)]), (":root{--a:url(./img/a.png)}".to_owned(), 0));
    let stays = (vars.to_owned(), 1);
    assert_eq!(files(&[("x.css", uses), ("css/x.css", uses)]), stays, "two folders");
    assert_eq!(files(&[]), stays, "pages may use it");
    assert_eq!(files(&[("x.css", uses), ("x.js", "s.set('--a')")]), stays, "a script may");
}

#[test]
fn the_places_of_what_became_relative_are_handed_on() {
    let page =
        "<img src=/static/img/a.png><img src=../img/a.png><a href='/static/docs/other.html'>";
    let files = [("img/a.png", "1"), ("docs/other.html", ""), ("docs/a.html", page)];
    let output = output(&Config::new(), &files);
    let page = asset(&output, "docs/a.html");
    let mut absolute = String::from_utf8(page.bytes.clone()).unwrap();
    for it in page.based.iter().rev() {
        absolute.replace_range(it.start..it.start + it.len, &format!("/app/{}", it.folder));
    }
    let a = &asset(&output, "img/a.png").name;
    let expected = format!("<img src=/app/{a}><img src=../{a}><a href='/app/docs/other.html'>");
    assert_eq!(absolute, expected);
    assert!(asset(&output, "img/a.png").based.is_empty());
}

#[test]
fn keys_and_folders_of_an_import_map_are_right_below_any_base() {
    let page = "<script type=importmap>{\"imports\":{\"ui/\":\"/static/js/\",\"/static/js/x.js\":\"/static/js/y.js\"}}\
                </script><script type=module src=/static/js/app.js></script>";
    let files = [
        ("index.html", page),
        ("js/app.js", "import 'ui/x.js'"),
        ("js/x.js", "export {}"),
        ("js/y.js", "export {}"),
    ];
    let output = output(&Config::new(), &files);
    let text = text(&output, "index.html");
    assert!(text.contains("\"ui/\":\"./js/\""), "{text}");
    assert!(text.contains("\"./js/x.js\":\"./js/y.js\""), "{text}");
    assert!(text.contains("src=./js/app.js"), "{text}");
}

#[test]
fn an_import_that_nothing_rewrites_is_reported() {
    let files =
        [("js/app.js", "import '/static/js/x.js';import './x.js'"), ("js/x.js", "export {}")];
    let problems = warnings(&output(Config::new().opaque("js/app.js"), &files));
    assert_eq!(
        problems,
        [
            "static/js/app.js:1:9: \"/static/js/x.js\" keeps the URL prefix of the build, since nothing rewrites this \
          import (write it relative, if the app is to be started with another prefix)"
        ]
    );
}

#[test]
fn a_property_that_a_template_uses_keeps_the_url() {
    let package = Package::new(&[
        ("static/img/a.png", "1"),
        (
            "static/css/app.css",
            ":root{--a:url(/static/img/a.png);--b:url(/static/img/a.png)}p{x:var(--a) var(--b)}",
        ),
        ("templates/a.html", "<p style=\"background: var( --a )\">"),
    ]);
    let output = package.output(&Config::new());
    let expected = ":root{--a:url(/static/img/a.png);--b:url(../img/a.png)}p{x:var(--a) var(--b)}";
    assert_eq!(text(&output, "css/app.css"), expected);
    assert_eq!(warnings(&output).len(), 1);
}

#[test]
fn relative_urls_behind_a_base_move_with_it_and_are_not_reported() {
    let page = "<base href='/static/img/'><img src=a.png><script src=../js/x.js></script>";
    let (text, warnings) = rewritten(&Config::new(), "docs/a.html", page);
    let expected = "<base href='../img/'><img src=a.png><script src=../js/x.js></script>";
    assert_eq!((&*text, warnings), (expected, Vec::new()));
    // That of the root leads out of the assets, and stays.
    let (text, warnings) =
        rewritten(&Config::new(), "docs/a.html", "<base href=/><img src=static/img/a.png>");
    assert_eq!(text, "<base href=/><img src=static/img/a.png>");
    let [warning] = &*warnings else { panic!("{warnings:?}") };
    assert!(warning.contains("keeps the URL prefix of the build, since the `<base>`"), "{warning}");
}

/// Publishes a page at the root, and returns it as it is sent without a base, and with one on another host.
fn at_root(page: &str, others: &[(&str, &str)]) -> [String; 2] {
    let package = Package::new(&[("public/index.html", page), ("public/favicon.ico", "2")]);
    for (path, text) in [("img/a.png", "1")].iter().chain(others) {
        package.write(&format!("static/{path}"), text);
    }
    let output = package.output(Config::new().root_files("public"));
    assert_eq!(warnings(&output), [""; 0]);
    let page = asset(&output, "index.html");
    let mut based = String::from_utf8(page.bytes.clone()).unwrap();
    for it in page.based.iter().rev() {
        let start = match it.folder.strip_prefix('/') {
            Some(folder) => format!("/app/{folder}"),
            None => format!("https://cdn.example/s/{}", it.folder),
        };
        based.replace_range(it.start..it.start + it.len, &start);
    }
    [text(&output, "index.html"), based].map(|text| {
        let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        output
            .published
            .iter()
            .fold(text, |text, it| text.replace(&last(&it.name), &last(&it.path)))
    })
}

#[test]
fn a_file_at_the_root_keeps_its_urls_until_the_app_has_a_base() {
    for (page, with_base) in [
        ("<img src=/static/img/a.png>", "<img src=https://cdn.example/s/img/a.png>"),
        ("<img src=static/img/a.png>", "<img src=https://cdn.example/s/img/a.png>"),
        (
            "<img src=./static/img/../img/a.png?x#y>",
            "<img src=https://cdn.example/s/img/a.png?x#y>",
        ),
        ("<link rel=icon href=/favicon.ico>", "<link rel=icon href=/app/favicon.ico>"),
        ("<link rel=icon href=favicon.ico>", "<link rel=icon href=favicon.ico>"),
        (
            "<base href=/><img src=static/img/a.png><link rel=icon href=favicon.ico>",
            "<base href=/app/><img src=https://cdn.example/s/img/a.png><link rel=icon href=favicon.ico>",
        ),
        (
            "<base href=/static/><img src=img/a.png>",
            "<base href=https://cdn.example/s/><img src=https://cdn.example/s/img/a.png>",
        ),
        (
            "<a href=/about><a href=/static/img/>",
            "<a href=/about><a href=https://cdn.example/s/img/>",
        ),
    ] {
        assert_eq!(at_root(page, &[]), [page.to_owned(), with_base.to_owned()]);
    }
}

#[test]
fn the_import_map_of_a_page_at_the_root_follows_the_base_keys_and_scopes_included() {
    let page = "<script type=importmap>{\"imports\":{\"/static/x.js\":\"/static/y.js\"},\"scopes\":{\"/static/s/\":{\"a\":\"/static/x.js\"}}}\
                </script><script type=module src=/static/y.js></script>";
    let scripts = [("x.js", "export {}"), ("y.js", "export {}"), ("s/z.js", "export {}")];
    let [plain, with_base] = at_root(page, &scripts);
    assert!(plain.contains("\"/static/x.js\":\"/static/y.js\""), "{plain}");
    // The keys of the author stay beside those for the base.
    for added in [
        "\"https://cdn.example/s/x.js\":\"https://cdn.example/s/y.js\"",
        "\"https://cdn.example/s/s/\":{\"a\":\"https://cdn.example/s/x.js\"}",
    ] {
        assert!(with_base.contains(added), "{with_base}");
    }
}

#[test]
fn urls_of_files_at_the_root_become_relative_to_the_prefix() {
    let mut config = Config::new();
    config.url_prefix("/a/static/").at_root("favicon.ico");
    let output =
        output(&config, &[("favicon.ico", "1"), ("css/app.css", "a{b:url(/favicon.ico)}")]);
    assert_eq!(text(&output, "css/app.css"), "a{b:url(../../../favicon.ico)}");
    assert_eq!(warnings(&output), [""; 0]);
    assert_eq!(asset(&output, "css/app.css").based[0].folder, "/");
}
