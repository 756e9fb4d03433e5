//! Files that `css` reads for Tailwind: those with classes, `.gitignore`, sources and `package.json`.

use super::Shape;
use crate::door::Door;

type Files = &'static [(&'static str, &'static str)];

const PLAIN: Files = &[("in.css", "@import \"tailwindcss/utilities\" source(\"./static\");\n")];
const SEARCHED: Files =
    &[("in.css", "@import \"tailwindcss/utilities\";\n"), ("page.html", "<p class=p-4>\n")];
const PACKAGE: Files =
    &[("in.css", "@import \"made-up/a.css\";\n"), ("node_modules/made-up/a.css", "a{b:c}\n")];

pub(super) fn all() -> Vec<Shape> {
    let scanned = |file| Shape::new("classes", Door::Css, file).beside(PLAIN);
    let html = || scanned("static/a.html");
    let ignored = || Shape::new(".gitignore", Door::Css, ".gitignore").beside(SEARCHED);
    let package = || {
        Shape::new("package.json", Door::Css, "node_modules/made-up/package.json").beside(PACKAGE)
    };
    let sheet = || {
        Shape::new("sources of Tailwind", Door::Css, "in.css")
            .beside(&[("page.html", "<p class=p-4>\n")])
    };
    vec![
        html().of("brackets that stay open", ["", "[", ""]),
        html().of("parentheses that stay open", ["", "bg-(", ""]),
        html().of("brackets behind a name", ["", "bg-[", ""]),
        html().of("variants of variants", ["", "a:", "p-4"]),
        html().of("one long word", ["", "a-", ""]),
        html().of("quotes in brackets", ["bg-[", "'\"\\", "]"]),
        html().of("quotes", ["", "\"'`", ""]),
        html().of("slashes", ["", "a/", ""]),
        html().of("marks", ["", "!", ""]),
        html().of("backslashes", ["", "\\", ""]),
        html().of("custom properties", ["", "(--a§)", ""]),
        html().of("arbitrary properties that stay open", ["", "[a:b", ""]),
        scanned("static/a.haml").of("shorthand", ["", ".a.b#c", ""]),
        scanned("static/a.haml").of("attributes that stay open", ["", "%a{", ""]),
        scanned("static/a.slim").of("shorthand", ["", ".a.b[", ""]),
        scanned("static/a.pug").of("shorthand", ["", ".a(b='", ""]),
        scanned("static/a.pug").of("quotes behind backslashes", ["p(b='", "\\'", "\n"]),
        scanned("static/a.rb").of("lists of words", ["", "%w[a ", ""]),
        scanned("static/a.rs").of("raw strings", ["", "r#\"", ""]),
        scanned("static/a.clj").of("keywords", ["", ":a.b.c", ""]),
        scanned("static/a.svelte").of("class directives", ["", "class:a§=", ""]),
        scanned("static/a.vue").of("templates of pug", ["", "<template lang=\"pug\">", ""]),
        scanned("static/a.md").of("fences", ["", "```html\n", ""]),
        scanned("static/a.json").of("strings", ["[", "\"a§\",", "1]"]),
        scanned("static/a.erb").of("tags that stay open", ["", "<%=", ""]),
        ignored().of("lines", ["", "a§/*.html\n", ""]),
        ignored().of("negated lines", ["", "!a§\n", ""]),
        ignored().of("one line of stars", ["", "*a", ""]),
        ignored().of("one line of folders", ["", "**/", "a"]),
        ignored().of("one line of classes", ["", "[!a]", ""]),
        ignored().of("one line that stays open", ["", "[", ""]),
        ignored().of("backslashes", ["", "\\", ""]),
        package()
            .of("exports", ["{\"exports\":{", "\"./a§\":\"./b\",", "\"./a.css\":\"./a.css\"}}"]),
        package().of(
            "exports with stars",
            ["{\"exports\":{", "\"./a§*\":\"./b*\",", "\"./*\":\"./*\"}}"],
        ),
        package().of("conditions in each other", ["{\"exports\":", "{\"a\":", ""]),
        package().of(
            "conditions",
            ["{\"exports\":{\".\":{", "\"a§\":\"./b\",", "\"style\":\"./a.css\"}}}"],
        ),
        package().of("choices", ["{\"exports\":{\"./a.css\":[", "\"./§.css\",", "\"./a.css\"]}}"]),
        sheet().of("comments", ["@import \"tailwindcss/utilities\";", "/**/", ""]),
        sheet().of("braces in a source", ["@source \"", "{a,", "\";"]),
        sheet().of("folders in a source", ["@source \"", "**/", "a\";"]),
        sheet().of("sources", ["", "@source \"./static/§/*.html\";", ""]),
        sheet().of("a long string", ["@source inline(\"", "a§ ", "\");"]),
        sheet().of("missing imports", ["", "@import \"./§.css\";", ""]),
    ]
}
