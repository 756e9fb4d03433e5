//! Pages, pictures of SVG, import maps and manifests.

use super::Shape;
use crate::door::Door;

pub(super) fn all() -> Vec<Shape> {
    let html = || Shape::new("HTML", Door::Check, "a.html");
    let svg = || Shape::new("SVG", Door::Check, "a.svg");
    let map = || Shape::new("import map", Door::Check, "a.html");
    vec![
        html().of("tags that stay open", ["", "<a ", ""]),
        html().of("values without quotes", ["", "<a b=", ""]),
        html().of("elements in each other", ["", "<div>", ""]),
        html().of("attributes of one tag", ["<img", " a§=b", ">"]),
        html().of("one attribute again and again", ["<img", " src=a.html", ">"]),
        html().of("missing pictures", ["", "<img src=§.png>", ""]),
        html().of("candidates of one srcset", ["<img srcset=\"", "a.html §w,", "\">"]),
        html().of("commas in a srcset", ["<img srcset=\"", ",", "\">"]),
        html().of("beginnings of comments", ["", "<!--", ""]),
        html().of("declarations", ["", "<!DOCTYPE ", ""]),
        html().of("character references", ["<img src=\"", "&#x41;&amp;", "\">"]),
        html().of("names of character references", ["<img src=\"", "&notit", "\">"]),
        html().of("scripts that stay open", ["", "<script>", ""]),
        html().of("escaped scripts", ["<script>", "<!--<script>", ""]),
        html().of("style attributes", ["", "<p style='b:url(§.png)'>", ""]),
        html().of("style elements", ["", "<style>a{b:url(§.png)}</style>", ""]),
        html().of("bases", ["", "<base href=§>", ""]),
        html().of("end tags of nothing", ["", "</p>", ""]),
        html().of("SVG in HTML", ["", "<svg><![CDATA[", ""]),
        html().of("event attributes", ["", "<p onclick=\"import('./§.js')\">", ""]),
        svg().of("groups in each other", ["<svg>", "<g>", ""]),
        svg().of("attributes of one element", ["<svg", " a§=\"b\"", "/>"]),
        svg().of("name spaces of one element", ["<svg", " xmlns:a§=\"b\"", "/>"]),
        svg().of("entities", ["<!DOCTYPE svg [", "<!ENTITY a§ \"b\">", "]><svg/>"]),
        svg().of(
            "entities of entities",
            [
                "<!DOCTYPE svg [<!ENTITY a \"b\">",
                "<!ENTITY a§0 \"&a§;&a§;\">",
                "]><svg a=\"&a10;\"/>",
            ],
        ),
        svg().of("uses of missing files", ["<svg>", "<use href=\"§.svg#a\"/>", "</svg>"]),
        svg().of("sections of characters", ["<svg>", "<![CDATA[<]]>", "</svg>"]),
        svg().of("sections that stay open", ["<svg>", "<![CDATA[", ""]),
        svg().of("style elements", ["<svg>", "<style>a{b:url(§.png)}</style>", "</svg>"]),
        svg().of("style sheet instructions", ["", "<?xml-stylesheet href=\"§.css\"?>", "<svg/>"]),
        svg().of("end tags of nothing", ["<svg>", "</g>", ""]),
        map().of(
            "modules",
            [
                "<script type=importmap>{\"imports\":{",
                "\"a§\":\"./§.js\",",
                "\"z\":\"./z.js\"}}</script>",
            ],
        ),
        map().of(
            "scopes",
            [
                "<script type=importmap>{\"scopes\":{",
                "\"/§/\":{\"a\":\"./§.js\"},",
                "\"/z/\":{}}}</script>",
            ],
        ),
        map().of(
            "maps",
            ["", "<script type=importmap>{\"imports\":{\"a\":\"./§.js\"}}</script>", ""],
        ),
    ]
}
