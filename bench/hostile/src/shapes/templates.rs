//! Templates of each engine.

use super::Shape;
use crate::door::Door;

const ASKAMA: Door = Door::Template("askama = \"0.16\"");
const MINIJINJA: Door = Door::Template("minijinja = \"2\"");
const TERA: Door = Door::Template("tera = \"1\"");
const HANDLEBARS: Door = Door::Template("handlebars = \"6\"");
const LIQUID: Door = Door::Template("liquid = \"0.26\"");

pub(super) fn all() -> Vec<Shape> {
    let askama = || Shape::new("askama", ASKAMA, "templates/a.html");
    let hashes = || {
        let syntax = "[[syntax]]\nname = \"own\"\nexpr_start = \"<<\"\nexpr_end = \">>\"\n[general]\ndefault_syntax = \"own\"\n";
        let beside: &'static [_] = Box::leak(Box::new([("askama.toml", syntax)]));
        askama().beside(beside)
    };
    let minijinja = || Shape::new("minijinja", MINIJINJA, "templates/a.j2");
    let tera = || Shape::new("tera", TERA, "templates/a.tera");
    let handlebars = || Shape::new("handlebars", HANDLEBARS, "templates/a.hbs");
    let liquid = || Shape::new("liquid", LIQUID, "templates/a.liquid");
    vec![
        askama().of("expressions that stay open", ["", "{{", ""]),
        askama().of("comments in comments", ["", "{#", ""]),
        askama().of("comments that end", ["", "{##}", ""]),
        askama().of("missing assets", ["", "{{\"§.css\"|static}}", ""]),
        askama().of("parentheses that stay open", ["{{", "(", ""]),
        askama().of("filters", ["{{a", "|b", "}}"]),
        askama().of("conditions in each other", ["", "{%if a%}", ""]),
        askama().of("conditions", ["", "{%if a%}{%endif%}", ""]),
        askama().of("raw blocks that stay open", ["", "{%raw%}", ""]),
        askama().of("written URLs", ["", "<img src=/static/§.png>", ""]),
        askama().of("operators", ["{{a", "+b", "}}"]),
        askama().of("negations", ["{{", "!", "a}}"]),
        askama().of("strings that stay open", ["", "{{\"", ""]),
        hashes().of("delimiters of its own", ["", "<< \"§.css\"|static >>", ""]),
        hashes().of("halves of delimiters of its own", ["", "<", ""]),
        minijinja().of("expressions that stay open", ["", "{{", ""]),
        minijinja().of("missing assets", ["", "{{\"§.css\"|static}}", ""]),
        minijinja().of("comments in comments", ["", "{#", ""]),
        minijinja().of("raw blocks that stay open", ["", "{%raw%}", ""]),
        minijinja().of("parentheses that stay open", ["{{", "(", ""]),
        tera().of("expressions that stay open", ["", "{{", ""]),
        tera().of("missing assets", ["", "{{ \"§.css\" | static }}", ""]),
        tera().of("raw blocks that stay open", ["", "{%raw%}", ""]),
        tera().of("strings that stay open", ["", "{{`", ""]),
        handlebars().of("blocks in each other", ["", "{{#each a}}", ""]),
        handlebars().of("missing assets", ["", "{{static \"§.css\"}}", ""]),
        handlebars().of("raw blocks that stay open", ["", "{{{{raw}}}}", ""]),
        handlebars().of("comments that stay open", ["", "{{!--", ""]),
        handlebars().of("braces", ["", "{", ""]),
        handlebars().of("parentheses that stay open", ["{{", "(", ""]),
        liquid().of("tags that stay open", ["", "{%", ""]),
        liquid().of("missing assets", ["", "{{ \"§.css\" | static }}", ""]),
        liquid().of("comments that stay open", ["", "{%comment%}", ""]),
        liquid().of("tags of many lines", ["{%liquid\n", "assign a = \"b\"\n", "%}"]),
    ]
}
