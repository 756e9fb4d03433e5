//! Style sheets and scripts.

use super::Shape;
use crate::door::Door;

pub(super) fn all() -> Vec<Shape> {
    let css = || Shape::new("CSS", Door::Check, "a.css");
    let js = || Shape::new("JS", Door::Check, "a.js");
    vec![
        css().of("parentheses that stay open", ["a{b:", "(", ""]),
        css().of("brackets that stay open", ["a{b:", "[", ""]),
        css().of("blocks that stay open", ["", "a{", ""]),
        css().of("closing brackets of all kinds", ["", "}])", ""]),
        css().of("url( in url(", ["a{b:", "url(", ""]),
        css().of("strings that a line ends", ["", "a{b:url(\"x\n", ""]),
        css().of("quotes of both kinds", ["", "\"'", ""]),
        css().of("beginnings of comments", ["", "/*", ""]),
        css().of("empty comments", ["", "/**/", ""]),
        css().of("imports of missing files", ["", "@import \"§.css\";", ""]),
        css().of("references to missing files", ["", "a{b:url(§.png)}", ""]),
        css().of("references on one line, outside", ["", "a{b:url(../§.png)}", ""]),
        css().of("custom properties with references", ["", "a{--c§:url(a.css);d:var(--c§)}", ""]),
        css().of("a chain of custom properties", ["", "a{--c§0:var(--c§)}", ""]),
        css().of("escapes", ["a{b:url(", "\\66 ", ")}"]),
        css().of("one path of many folders", ["a{b:url(", "a/", ".png)}"]),
        css().of("one path that climbs", ["a{b:url(", "../", "a.png)}"]),
        css().of("var( in var(", ["a{b:", "var(--a,", ""]),
        css().of("image-set( in image-set(", ["a{b:", "image-set(", ""]),
        css().of("layers in layers", ["", "@layer a{", ""]),
        css().of("comments that name a source map", ["", "/*# sourceMappingURL=a.css */", ""]),
        css().of("digits", ["a{b:", "1e1", "}"]),
        css().of("NUL and carriage returns", ["", "\0\r", ""]),
        css().of("backslashes before lines", ["a{b:\"", "\\\n", "\"}"]),
        css().of("data URLs", ["", "a{b:url(data:image/svg+xml,<svg>§)}", ""]),
        js().of("imports of missing modules", ["", "import \"./§.js\";", ""]),
        js().of("import( in import(", ["", "import(", ""]),
        js().of("template literals in each other", ["", "`${", ""]),
        js().of("regular expressions or divisions", ["", "a/b/", ""]),
        js().of("classes of regular expressions", ["", "/[", ""]),
        js().of("slashes behind brackets", ["", ")/}/", ""]),
        js().of("parentheses that stay open", ["", "(", ""]),
        js().of("blocks that stay open", ["", "{", ""]),
        js().of("beginnings of comments", ["", "/*", ""]),
        js().of("new URL( of missing files", ["", "new URL('./§.png',import.meta.url);", ""]),
        js().of("registrations", ["", "navigator.serviceWorker.register('/static/§.js');", ""]),
        js().of("escapes in a string", ["import \"./", "\\u{41}", "\""]),
        js().of("strings that a line ends", ["", "import'./\n", ""]),
        js().of("comments that name a source map", ["", "//# sourceMappingURL=a.js\n", ""]),
        js().of("literals that look like own names", ["", "'a.§.js',", ""]),
        js().of("imports of packages", ["", "import a§ from'b§';", ""]),
        js().of("classes that stay open", ["import './a.js';", "/[", ""]),
        js().of("slashes in classes", ["import './a.js';", "[/][", ""]),
        js().of("conditional expressions", ["a", "?b:c", ""]),
        js().of("exports from missing modules", ["", "export*as a§ from'./§.js';", ""]),
    ]
}
