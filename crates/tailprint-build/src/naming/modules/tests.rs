//! Pages and modules by whole runs.

use crate::config::Config;
use crate::naming::published::Published;
use crate::output::Output;
use crate::pipeline::tests::Package;

fn output(files: &[(&str, &str)]) -> Output {
    let files: Vec<(String, &str)> =
        files.iter().map(|(path, text)| (format!("static/{path}"), *text)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, *text)).collect();
    Package::new(&files).output(&Config::new())
}

fn asset<'a>(output: &'a Output, path: &str) -> &'a Published {
    output.published.iter().find(|asset| asset.path == path).unwrap()
}

fn text<'a>(output: &'a Output, path: &str) -> &'a str {
    std::str::from_utf8(&asset(output, path).bytes).unwrap()
}

/// Returns the import map of a page.
fn map(output: &Output, path: &str) -> serde_json::Value {
    let page = text(output, path);
    let start = page.find("importmap\">").unwrap() + "importmap\">".len();
    let end = start + page[start..].find("</script>").unwrap();
    serde_json::from_str(&page[start..end]).unwrap()
}

/// Returns the published name without folders.
fn name<'a>(output: &'a Output, path: &str) -> &'a str {
    asset(output, path).name.rsplit('/').next().unwrap()
}

fn stub<'a>(output: &'a Output, path: &str) -> Option<&'a str> {
    asset(output, path).plain.as_deref().map(|bytes| std::str::from_utf8(bytes).unwrap())
}

#[test]
fn a_module_that_is_named_by_its_hash_has_a_stub_under_its_logical_path() {
    let output = output(&[
        ("index.html", "<script type=module src=js/a.js></script><script src=c.js></script>"),
        ("js/a.js", "export default 1"),
        ("js/unnamed.js", "export default 1"),
        ("c.js", "var c = 1"),
    ]);
    let a = name(&output, "js/a.js");
    let expected = format!("export * from \"./{a}\";\nexport {{ default }} from \"./{a}\";\n");
    assert_eq!(stub(&output, "js/a.js"), Some(&*expected));
    assert_eq!(stub(&output, "js/unnamed.js"), None);
    assert_eq!(stub(&output, "c.js"), None, "a classic script cannot import");
}

#[test]
fn a_script_without_module_syntax_is_what_its_uses_say() {
    let output = output(&[
        ("index.html", "<script type=module src=a.js></script><link rel=modulepreload href=b.js>"),
        ("other.html", "<script src=b.js></script>"),
        ("a.js", "a()"),
        ("b.js", "b()"),
    ]);
    assert!(stub(&output, "a.js").is_some());
    assert_eq!(stub(&output, "b.js"), None, "it is a classic script as well");
}

#[test]
fn a_script_without_module_syntax_is_a_module_if_a_template_names_it_and_something_imports_it() {
    let page = "<script type=module src='{{ \"js/setup.js\"|static }}'></script>\
                <script src='{{ \"js/classic.js\"|static }}'></script>";
    let package = Package::new(&[
        ("templates/page.html", page),
        ("static/js/setup.js", "globalThis.runs = (globalThis.runs ?? 0) + 1"),
        ("static/js/classic.js", "var a = 1"),
        ("static/js/app.js", "import './setup.js'; // classic.js"),
    ]);
    let output = package.output(&Config::new());
    assert!(stub(&output, "js/setup.js").is_some());
    assert_eq!(stub(&output, "js/classic.js"), None);
}

#[test]
fn a_module_whose_url_a_template_writes_out_has_a_stub_since_import_maps_name_it_by_its_hash() {
    let package = Package::new(&[
        ("templates/page.html", "<script type=module src=/static/js/entry.js></script>"),
        ("static/js/entry.js", "import './back.js'"),
        ("static/js/back.js", "import './entry.js'"),
    ]);
    for config in [&mut Config::new(), Config::new().allow_unhashed("templates")] {
        assert!(stub(&package.output(config), "js/entry.js").is_some());
    }
}

#[test]
fn an_entry_that_a_module_imports_gets_an_import_map() {
    let output = output(&[
        ("docs/index.html", "<title>a</title><script type=module src=../js/main.js></script>"),
        ("js/main.js", "import './b.js'"),
        ("js/b.js", "import { a } from './main.js'"),
    ]);
    let main = format!("../js/{}", name(&output, "js/main.js"));
    let expected = serde_json::json!({ "imports": { "../js/main.js": main } });
    if cfg!(feature = "js_modules") {
        // Every import is rewritten, so nothing reaches the entry by its logical path.
        assert!(!text(&output, "docs/index.html").contains("importmap"));
    } else {
        assert_eq!(map(&output, "docs/index.html"), expected);
    }
}

#[test]
fn every_import_map_of_a_page_follows_the_hashed_names() {
    let right = "sha256-d3bjIZdvLjBurwdLwkSVOnEBPFFly+T1SR9r3VVHBGg=";
    let page = format!(
        "<script type=importmap>{{\"imports\":{{\"a\":\"./a.js\"}}}}</script>\
         <script type=importmap>{{\"imports\":{{\"b\":\"./b.js\",\"./a.js\":\"./b.js\"}},\
         \"scopes\":{{\"./a.js\":{{\"c\":\"./b.js\"}}}},\"integrity\":{{\"./b.js\":\"{right}\",\"./a.js\":\"sha256-x\"}}}}</script>\
         <script type=module>import 'a'; import 'b'</script>"
    );
    let output = output(&[("p.html", &page), ("a.js", "export {}"), ("b.js", "export{}")]);
    let (a, b) = (name(&output, "a.js"), name(&output, "b.js"));
    let page = text(&output, "p.html");
    let second = page.split("<script type=importmap>").nth(2).unwrap_or_default();
    let second: serde_json::Value =
        serde_json::from_str(second.split("</script>").next().unwrap_or_default()).unwrap();
    assert_eq!(second["imports"]["b"], format!("./{b}"));
    assert_eq!(second["imports"][format!("./{a}")], format!("./{b}"));
    assert_eq!(second["scopes"][format!("./{a}")]["c"], format!("./{b}"));
    assert_eq!(second["integrity"][format!("./{b}")], right);
    assert_eq!(second["integrity"][format!("./{a}")], "sha256-x");
    let first = page.split("</script>").next().unwrap_or_default();
    assert!(first.ends_with(&format!("{{\"imports\":{{\"a\":\"./{a}\"}}}}")), "{first}");
}

#[test]
fn opaque_modules_are_mapped_and_a_policy_forbids_a_new_script() {
    let page = "<script type=module src=main.js></script>";
    let policy = "<meta http-equiv=Content-Security-Policy content=\"script-src 'self'\">";
    let package = Package::new(&[
        ("static/index.html", page),
        ("static/policy.html", &format!("{policy}{page}")),
        ("static/main.js", "import './b.js'"),
        ("static/b.js", "import { a } from './main.js'"),
    ]);
    let output = package.output(Config::new().opaque("b.js"));
    let main = format!("./{}", name(&output, "main.js"));
    let map = map(&output, "index.html");
    assert_eq!(map, serde_json::json!({ "imports": { "./main.js": main } }));
    assert!(!text(&output, "policy.html").contains("importmap"));
}

#[cfg(feature = "js_modules")]
#[test]
fn keys_scopes_and_integrity_follow_the_hashed_names() {
    let digest = "sha256-a6WRwUdl2Xq+Yn6DcTpG0Am/1E7B0oOU/sn5RApCN7A=";
    let wrong = "sha384-AAAA";
    let page = format!(
        "<script type=\"importmap\">{{\"imports\":{{\"./old.js\":\"./new.js\",\"ui/\":\"./ui/\"}},\
         \"scopes\":{{\"./app.js\":{{\"x\":\"./new.js\"}}}},\
         \"integrity\":{{\"./new.js\":\"{digest}\",\"./old.js\":\"{wrong}\"}}}}</script>\
         <script type=module src=app.js></script>"
    );
    let output = output(&[
        ("index.html", &page),
        ("app.js", "import './old.js'; import 'ui/a.js'; import './ui/a.js'; import 'x'"),
        ("old.js", "export {}"),
        ("new.js", "\n"),
        ("ui/a.js", "export {}"),
    ]);
    let url = |path: &str| format!("./{}", asset(&output, path).name);
    let map = map(&output, "index.html");
    let imports = &map["imports"];
    assert_eq!(imports["./old.js"], url("new.js"));
    assert_eq!(imports[url("old.js")], url("new.js"), "{map}");
    assert_eq!(imports["ui/a.js"], url("ui/a.js"));
    assert_eq!(imports["ui/"], "./ui/");
    assert_eq!(map["scopes"][url("app.js")]["x"], url("new.js"));
    assert_eq!(map["scopes"]["./app.js"]["x"], url("new.js"));
    assert_eq!(map["integrity"][url("old.js")], wrong);
}

#[test]
fn a_right_integrity_becomes_that_of_the_published_bytes_and_a_wrong_one_is_reported() {
    use crate::naming::integrity::Algorithm;
    let css = "a { background: url(a.png) }";
    let right = Algorithm::Sha512.digest(css.as_bytes());
    let page = format!(
        "<link rel=stylesheet href=a.css integrity='sha512-{right} sha256-weak'>\n\
         <script src=b.js integrity=sha384-AAAA></script>"
    );
    let output = output(&[("index.html", &page), ("a.css", css), ("a.png", "1"), ("b.js", "b()")]);
    let served = Algorithm::Sha512.digest(&asset(&output, "a.css").bytes);
    assert_ne!(served, right);
    let text = text(&output, "index.html");
    assert!(text.contains(&format!("integrity='sha512-{served} sha256-weak'")), "{text}");
    assert!(text.contains("integrity=sha384-AAAA"), "{text}");
    let warnings: Vec<String> = output.warnings.iter().map(ToString::to_string).collect();
    let b = Algorithm::Sha384.digest(b"b()");
    let expected = format!(
        "static/index.html:2:28: this `integrity` is not that of \"b.js\", so browsers refuse the file \
         (that of the file is sha384-{b})"
    );
    assert_eq!(warnings, [expected]);
}

#[test]
fn a_graph_has_what_is_imported_in_any_case_the_nearest_first() {
    let page = "{{ \"js/app.js\"|modulepreload_graph }}{{ \"js/alone.js\"|modulepreload_graph }}";
    let package = Package::new(&[
        ("templates/page.html", page),
        ("static/js/alone.js", "import './gone-later.js?x'"),
        ("static/js/gone-later.js", ""),
        (
            "static/js/app.js",
            "import './a.js'; import { b } from 'lib'; import('./lazy.js'); import 'ui/card.js'",
        ),
        ("static/js/a.js", "export * from './deep.js'; import './app.js'"),
        ("static/js/deep.js", "export const deep = 1; // import './comment.js'"),
        ("static/js/lazy.js", "import './never.js'"),
        ("static/js/never.js", ""),
        ("static/vendor/lib/index.js", "export { b } from './b.js'"),
        ("static/vendor/lib/b.js", "export const b = 1"),
        ("static/vendor/ui/card.js", "export {}"),
    ]);
    let mut config = Config::new();
    config.import_map("lib", "vendor/lib/index.js").import_map("ui/", "vendor/ui/");
    let module = package.output(&config).generated.module;
    let expected = "graphs: &[(\"js/alone.js\", &[\"js/gone-later.js\"]), (\"js/app.js\", &[\"js/a.js\", \
                    \"vendor/lib/index.js\", \"vendor/ui/card.js\", \"js/deep.js\", \"vendor/lib/b.js\"])],";
    let found = module.lines().find(|line| line.trim_start().starts_with("graphs:"));
    assert_eq!(found.map(str::trim), Some(expected));
}

#[test]
fn the_url_of_a_script_that_keeps_its_name_stays_in_a_page_as_it_is_written() {
    let page =
        "<script type=module src=/static/v/loader.js></script><script src=/static/v/b.js></script>";
    let package = Package::new(&[
        ("static/index.html", page),
        ("static/v/loader.js", "export {}"),
        ("static/v/b.js", "b()"),
    ]);
    let output = package.output(Config::new().keep_name("v/loader.js"));
    let text = text(&output, "index.html");
    assert!(text.contains("src=/static/v/loader.js>"), "{text}");
    assert!(text.contains(&format!("src=./v/{}>", name(&output, "v/b.js"))), "{text}");
}

#[cfg(feature = "js_modules")]
#[test]
fn a_query_in_a_key_makes_another_module() {
    let page = "<script type=\"importmap\">{\"imports\":{\"./q.js?v=1\":\"./new.js?w\"}}</script>\
                <script type=module src=app.js></script>";
    let output = output(&[
        ("index.html", page),
        ("app.js", "import './q.js?v=1'; import './q.js'"),
        ("q.js", "export {}"),
        ("new.js", "export {}"),
    ]);
    let (q, new) = (name(&output, "q.js"), name(&output, "new.js"));
    let imports = &map(&output, "index.html")["imports"];
    assert_eq!(imports[format!("./{q}?v=1")], format!("./{new}?w"), "{imports}");
    assert_eq!(imports.get(format!("./{q}")), None, "{imports}");
}

#[cfg(feature = "js_modules")]
#[test]
fn the_longest_key_for_a_folder_wins_and_its_modules_have_stubs() {
    let page = "<script type=\"importmap\">{\"imports\":{\"./a/\":\"./b/\",\"./a/deep/\":\"./c/\",\
                \"./a/one.js\":\"./c/one.js\"}}</script><script type=module src=app.js></script>";
    let output = output(&[
        ("index.html", page),
        ("app.js", "import './a/x.js'; import './a/one.js'; import './a/deep/x.js'"),
        ("a/x.js", "export {}"),
        ("a/one.js", "export {}"),
        ("a/deep/x.js", "export {}"),
        ("b/x.js", "export {}"),
        ("b/one.js", "export {}"),
        ("b/deep/x.js", "export {}"),
        ("c/x.js", "export {}"),
        ("c/one.js", "export {}"),
    ]);
    let imports = &map(&output, "index.html")["imports"];
    for (from, to) in [("a/x.js", "b/x.js"), ("a/one.js", "c/one.js"), ("a/deep/x.js", "c/x.js")] {
        let [from, to] = [from, to].map(|path| format!("./{}", asset(&output, path).name));
        assert_eq!(imports[&from], to, "{imports}");
    }
    assert!(stub(&output, "b/x.js").is_some() && stub(&output, "c/x.js").is_some());
    assert!(stub(&output, "b/one.js").is_none(), "nothing leads to it");
}

#[test]
fn an_import_map_stands_in_front_of_classic_scripts_which_may_import_but_not_in_a_template() {
    let page = "<template><script src=classic.js></script></template>\
                <script src=classic.js></script><script type=module src=main.js></script>";
    let package = Package::new(&[
        ("static/index.html", page),
        ("static/classic.js", "import('./main.js')"),
        ("static/main.js", "import './b.js'"),
        ("static/b.js", "import './main.js'"),
    ]);
    let output = package.output(Config::new().opaque("b.js"));
    let page = text(&output, "index.html");
    let start = "</template><script type=\"importmap\">{\"imports\":{\"./main.js\":";
    assert!(page.contains(start), "{page}");
}

#[cfg(feature = "js_modules")]
#[test]
fn a_file_that_is_no_script_keeps_its_name_in_all_imports_if_one_of_them_is_not_read() {
    let import = "import a from './a.json' with { type: 'json' };";
    let computed = "import(`./${name}.json`, { with: { type: 'json' } })";
    for (b, opaque, is_kept) in
        [(import, "none.js", false), (import, "b.js", true), (computed, "none.js", true)]
    {
        let package = Package::new(&[
            ("static/main.js", import),
            ("static/b.js", b),
            ("static/a.json", "{}"),
        ]);
        let output = package.output(Config::new().opaque(opaque));
        assert_eq!(text(&output, "main.js") == import, is_kept, "{b} {opaque}");
    }
}

#[test]
fn a_digest_of_the_file_in_a_page_that_nothing_rewrites_is_reported_if_other_bytes_are_published() {
    use crate::naming::integrity::Algorithm;
    let css = "a { background: url(a.png) }";
    let link = |path: &str, text: &str| {
        let digest = Algorithm::Sha384.digest(text.as_bytes());
        format!("<link rel=stylesheet href=\"/static/{path}\" integrity=\"sha384-{digest}\">\n")
    };
    let module = "export default 1";
    let digest = Algorithm::Sha256.digest(module.as_bytes());
    let script = format!(
        "<script type=\"module\" src=\"/static/m.js\" integrity=\"sha256-{digest}\"></script>\n"
    );
    let computed = "<script src=\"/static/a.css\" integrity=\"{{ digest }}\"></script>\n";
    let page = [link("a.css", css), link("plain.css", "a{}"), script, computed.to_owned()].concat();
    let package = Package::new(&[
        ("templates/page.html", &page),
        ("static/old.html", &link("a.css", css)),
        ("static/a.css", css),
        ("static/plain.css", "a{}"),
        ("static/m.js", module),
        ("static/a.png", "1"),
    ]);
    let output = package.output(Config::new().opaque("old.html").allow_unhashed("templates"));
    let warnings: Vec<String> = output.warnings.iter().map(ToString::to_string).collect();
    let what = |path: &str, why: &str| {
        format!(
            "the published bytes of \"{path}\" differ from the file, but {why}, so browsers will refuse the file"
        )
    };
    let template = "this template has the digest of the file";
    let repair = "(have the filters `static` and `integrity` write both)";
    assert_eq!(
        warnings,
        [
            format!(
                "static/old.html:1:54: {} (do not name the page as opaque)",
                what("a.css", "this page is not read")
            ),
            format!("templates/page.html:1:54: {} {repair}", what("a.css", template)),
            format!("templates/page.html:3:53: {} {repair}", what("m.js", template)),
        ]
    );
}

#[test]
fn a_digest_beside_the_filter_static_is_compared_with_what_the_hashed_name_serves() {
    use crate::naming::integrity::Algorithm;
    let (css, module) = ("a { background: url(a.png) }", "export default 1");
    let digest = |text: &str| format!("sha384-{}", Algorithm::Sha384.digest(text.as_bytes()));
    let page = format!(
        "<link rel=stylesheet href=\"{{{{ \"a.css\"|static }}}}\" integrity=\"{}\">\n\
         <script type=module src='{{{{ \"m.js\"|static }}}}' integrity=\"{}\"></script>\n\
         <script src=\"{{{{ \"b.js\"|static }}}}\" integrity=\"{}\"></script>\n\
         <script src=\"{{{{ \"b.js\"|static }}}}\" integrity=\"{{{{ \"b.js\"|integrity }}}}\"></script>\n\
         <script src=\"{{{{ \"b.js\"|static }}}}\" integrity=\"sha384-{{{{ d }}}}\"></script>\n\
         <script src=\"{{{{ base }}}}{{{{ \"b.js\"|static }}}}\" integrity=\"sha384-AAAA\"></script>\n",
        digest(css),
        digest(module),
        digest("other")
    );
    let package = Package::new(&[
        ("templates/page.html", &page),
        ("static/a.css", css),
        ("static/a.png", "1"),
        ("static/m.js", module),
        ("static/b.js", "b()"),
    ]);
    let warnings = package.output(&Config::new()).warnings;
    let warnings: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "templates/page.html:1:61: the published bytes of \"a.css\" differ from the file, but this template has \
             the digest of the file, so browsers will refuse the file (have the filter `integrity` write it)"
                .to_owned(),
            format!(
                "templates/page.html:3:46: this `integrity` is not that of \"b.js\", so browsers refuse the file \
                 (that of the file is {})",
                digest("b()")
            ),
        ]
    );
}

#[test]
fn the_import_map_of_a_document_in_srcdoc_covers_what_its_modules_import() {
    let page = "<iframe srcdoc=\"<script type=importmap>{&quot;imports&quot;:{&quot;kit&quot;:&quot;./kit.js&quot;},\
                &quot;scopes&quot;:{&quot;./&quot;:{&quot;more/&quot;:&quot;./&quot;}}}</script>\
                <script type=module src=app.js></script>\"></iframe>";
    let app = "import 'kit'; import 'more/kit.js'; import 'other'";
    let output = output(&[("index.html", page), ("kit.js", "export {}"), ("app.js", app)]);
    let warnings: Vec<String> = output.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("\"other\" is imported, but no import map has it"));
    assert!(!text(&output, "index.html").starts_with("<script type=\"importmap\">"));
}
