use proptest::prelude::*;

use super::*;
use crate::references::resolve::UrlPrefix;

const PATHS: [&str; 6] =
    ["a/b.css", "a/b.js", "a/b.js.map", "a/b.webmanifest", "a/b.svg", "a/b.html"];

fn check_in_every_language(text: &str) {
    let site = Site::from(UrlPrefix::parse("/static/").unwrap());
    for path in PATHS {
        check(path, text, &site);
    }
}

proptest! {
    #[test]
    fn they_hold_for_any_text(text in any::<String>()) {
        check_in_every_language(&text);
    }

    #[test]
    fn they_hold_where_one_language_stands_in_another(
        parts in prop::collection::vec(prop::sample::select(vec![
            "<style>", "</style>", "<script type=module>", "</script>", "<svg>", "</svg>", "<p style=\"", "\">",
            "<img src='a.png' srcset='a.png, b.png 2x'>", "<use href=\"b.svg#i\"/>", "<base href='../c/'>",
            "@import 'a.css';", "a{b:url(", "c\\2e png", "d&#46;png", "%2e%2E/", "e.png", ")}", "/*# sourceMappingURL=b.map */",
            "import './f.js';", "import('./\\x67.js')", "new URL('h.js', import.meta.url)", "{\"sources\":[\"", "i.ts", "\"]}",
            "{\"icons\":[{\"src\":\"j\\u002epng\"}]}", "/static/k.png?v#w", "\u{FEFF}", "\r\n", "\0", "é",
        ]), 0..12)
    ) {
        check_in_every_language(&parts.concat());
    }
}
