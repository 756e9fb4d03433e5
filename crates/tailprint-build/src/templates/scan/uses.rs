//! Arguments of filters, functions, tags and helpers that name assets, in code that was cut out of a template.
//!
//! | written | engines |
//! |---|---|
//! | `"css/app.css"\|static`, `("a.css" if dark else "b.css")\|static` | those like Jinja, Liquid |
//! | `static("css/app.css")`, `static(path="css/app.css")` | those like Jinja |
//! | `{% static "css/app.css" %}`, `{% filter static %}css/app.css{% endfilter %}` | those like Jinja, Liquid |
//! | `{{static "css/app.css"}}`, `{{#if (static "css/app.css")}}` | Handlebars |

use tailprint_core::delimiters::Kind;
use tailprint_core::filters::Filter;

use super::{Part, Syntax, Token, tokens};
use crate::templates::engines::Engine;
use crate::templates::uses::{Found, Literal, named, unescape};

type Placed<'a> = (usize, Token<'a>);

/// Collects the uses in all code of a template.
pub(in crate::templates) fn collect(source: &str, parts: &[Part], syntax: Syntax<'_>) -> Found {
    let mut finder = Finder { syntax, found: Found::default() };
    for (index, part) in parts.iter().enumerate() {
        let Part::Code { kind, inside, .. } = part else { continue };
        let tokens = tokens(source, inside.clone(), syntax.has_escapes());
        match (syntax.engine, kind) {
            (Engine::Handlebars, _) => finder.handlebars(&tokens),
            (_, Kind::Block) => {
                finder.tag(&tokens);
                finder.filter_block(source, &tokens, parts.get(index + 1..).unwrap_or_default());
                finder.jinja(&tokens);
            }
            _ => finder.jinja(&tokens),
        }
    }
    finder.found
}

struct Finder<'s> {
    syntax: Syntax<'s>,
    found: Found,
}

impl Finder<'_> {
    fn named(&self, token: Option<&Placed<'_>>) -> Option<&'static Filter> {
        match token {
            Some((_, Token::Word(name))) => named(name, self.syntax.engine == Engine::OldAskama),
            _ => None,
        }
    }

    /// Filters and functions.
    fn jinja(&mut self, tokens: &[Placed<'_>]) {
        for index in 0..tokens.len() {
            let Some(filter) = self.named(tokens.get(index)) else { continue };
            let before = tokens.get(..index).unwrap_or_default();
            let behind = tokens.get(index + 1..).unwrap_or_default();
            if let Some(value) = piped(before) {
                self.filter(value, filter);
            } else if is_sign(behind.first(), "(") && !is_member_or_definition(before.last()) {
                self.call(behind.get(1..).unwrap_or_default(), filter);
            }
        }
    }

    /// The value in front of `|static`.
    fn filter(&mut self, before: &[Placed<'_>], filter: &'static Filter) {
        let operand = operand(before);
        let (rest, operand) = before.split_at(before.len() - operand);
        // A filter of tera applies to the whole concatenation.
        let is_tera = matches!(self.syntax.engine, Engine::Tera1 | Engine::Tera);
        if is_tera && is_sign(rest.last(), "~") {
            self.dynamic(operand, filter);
        } else {
            self.argument(operand, filter);
        }
    }

    /// The arguments behind `static(`: the first one, or the one named `path`.
    fn call(&mut self, behind: &[Placed<'_>], filter: &'static Filter) {
        let arguments = arguments(behind);
        let named = arguments.iter().find_map(|argument| match argument {
            [(_, Token::Word("path")), (_, Token::Sign("=")), value @ ..] => Some(value),
            _ => None,
        });
        let first = arguments.first().copied().filter(|it| !is_sign(it.get(1), "="));
        if let Some(value) = named.or(first).filter(|value| !value.is_empty()) {
            self.argument(value, filter);
        }
    }

    /// `{% static "css/app.css" %}`
    fn tag(&mut self, tokens: &[Placed<'_>]) {
        let Some(filter) = self.named(tokens.first()) else { return };
        let value = tokens.get(1..2).unwrap_or_default();
        match value {
            [(_, Token::Text(_))] => self.argument(value, filter),
            [(_, Token::Word(word))] if *word != "as" => self.dynamic(value, filter),
            _ => {}
        }
    }

    /// `{% filter static %}css/app.css{% endfilter %}`
    fn filter_block(&mut self, source: &str, tokens: &[Placed<'_>], behind: &[Part]) {
        let [(_, Token::Word("filter")), name, ..] = tokens else { return };
        let Some(filter) = self.named(Some(name)) else { return };
        match behind {
            [Part::Text(range), Part::Code { inside, .. }, ..]
                if source.get(inside.clone()).is_some_and(|it| it.trim() == "endfilter") =>
            {
                let text = source.get(range.clone()).unwrap_or_default();
                if text.trim() == text {
                    let (offset, path) = (range.start, text.to_owned());
                    self.found.literals.push(Literal { offset, filter, path });
                }
            }
            _ => self.found.dynamic.push((name.0, filter)),
        }
    }

    /// Helpers of Handlebars.
    fn handlebars(&mut self, tokens: &[Placed<'_>]) {
        for index in 0..tokens.len() {
            let Some(filter) = self.named(tokens.get(index)) else { continue };
            let before = tokens.get(..index).and_then(<[_]>::last);
            let is_helper = before.is_none_or(|(_, it)| matches!(it, Token::Sign("(" | "&")));
            if !is_helper {
                continue;
            }
            let value = match tokens.get(index + 1..).unwrap_or_default() {
                [(_, Token::Word("path")), (_, Token::Sign("=")), value, ..] | [value, ..] => value,
                [] => continue,
            };
            match value {
                (_, Token::Text(_)) => self.argument(std::slice::from_ref(value), filter),
                // `static (lookup paths "css")`
                (_, Token::Word(_) | Token::Sign("(")) => {
                    self.dynamic(std::slice::from_ref(value), filter);
                }
                (_, Token::Sign(_)) => {}
            }
        }
    }

    fn argument(&mut self, value: &[Placed<'_>], filter: &'static Filter) {
        let Some(literals) = literals(value) else {
            self.dynamic(value, filter);
            return;
        };
        for (offset, text) in literals {
            let content = text.get(1..text.len() - 1).unwrap_or_default();
            let path = match self.syntax.has_escapes() {
                true => unescape(content),
                false => content.to_owned(),
            };
            self.found.literals.push(Literal { offset, filter, path });
        }
    }

    fn dynamic(&mut self, value: &[Placed<'_>], filter: &'static Filter) {
        self.found.dynamic.extend(value.first().map(|(offset, _)| (*offset, filter)));
    }
}

fn is_sign(token: Option<&Placed<'_>>, sign: &str) -> bool {
    matches!(token, Some((_, Token::Sign(it))) if *it == sign)
}

/// The tokens in front of the `|` that ends `before`, or of a `|` with the path of a module: `|assets::filters::r#static`.
fn piped<'t, 's>(before: &'t [Placed<'s>]) -> Option<&'t [Placed<'s>]> {
    let mut rest = before;
    if let [path @ .., (_, Token::Word("r")), (_, Token::Sign("#"))] = rest {
        rest = path;
    }
    if let [path @ .., (_, Token::Word("filters")), (_, Token::Sign("::"))] = rest {
        rest = path;
        while let [path @ .., (_, Token::Word(_)), (_, Token::Sign("::"))] = rest {
            rest = path;
        }
    }
    match rest {
        [value @ .., (_, Token::Sign("|"))] => Some(value),
        _ => None,
    }
}

/// Returns true if the name behind this token is a member, a part of a path, or the name of a macro.
fn is_member_or_definition(before: Option<&Placed<'_>>) -> bool {
    let names = ["macro", "call", "def", "function", "component"];
    match before {
        Some((_, Token::Sign(sign))) => [".", "::", "|", "#"].contains(sign),
        Some((_, Token::Word(word))) => names.contains(word),
        _ => false,
    }
}

/// Words of a language, which are no values.
const KEYWORDS: [&str; 14] = [
    "if", "elif", "else", "in", "is", "not", "and", "or", "set", "let", "for", "print", "return",
    "filter",
];

/// The number of tokens at the end of `before` that one value consists of: a string, a name with its members, a call, a
/// group, and the filters behind one.
fn operand(before: &[Placed<'_>]) -> usize {
    let mut start = before.len();
    loop {
        start = primary(before, start);
        let Some((_, Token::Sign("." | "::" | "|"))) =
            start.checked_sub(1).and_then(|it| before.get(it))
        else {
            return before.len() - start;
        };
        start -= 1;
    }
}

/// The start of the value without members and filters that ends at `end`.
fn primary(before: &[Placed<'_>], end: usize) -> usize {
    let mut start = end;
    while let Some(index) = start.checked_sub(1) {
        match before.get(index) {
            Some((_, Token::Sign(close @ (")" | "]")))) => start = opening(before, index, close),
            Some((_, Token::Word(word))) if !KEYWORDS.contains(word) => return index,
            Some((_, Token::Text(_))) if start == end => return index,
            _ => return start,
        }
    }
    start
}

/// The index of the bracket that the one at `index` closes; the first token if there is none.
fn opening(tokens: &[Placed<'_>], index: usize, close: &str) -> usize {
    let open = if close == ")" { "(" } else { "[" };
    let mut depth = 0_usize;
    for place in (0..=index).rev() {
        match tokens.get(place) {
            Some((_, Token::Sign(sign))) if *sign == close => depth += 1,
            Some((_, Token::Sign(sign))) if *sign == open => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return place;
        }
    }
    0
}

/// The arguments of a call, up to its closing parenthesis.
fn arguments<'t, 's>(behind: &'t [Placed<'s>]) -> Vec<&'t [Placed<'s>]> {
    let mut arguments = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (index, (_, token)) in behind.iter().enumerate() {
        match token {
            Token::Sign("(" | "[" | "{") => depth += 1,
            Token::Sign(")") if depth == 0 => {
                arguments.extend(behind.get(start..index));
                return arguments;
            }
            Token::Sign(")" | "]" | "}") => depth = depth.saturating_sub(1),
            Token::Sign(",") if depth == 0 => {
                arguments.extend(behind.get(start..index));
                start = index + 1;
            }
            _ => {}
        }
    }
    arguments
}

/// The strings that a value may be, if it is a string in any number of parentheses, or one of two strings:
/// `"a.css" if dark else "b.css"`.
fn literals<'s>(value: &[Placed<'s>]) -> Option<Vec<(usize, &'s str)>> {
    match value {
        [(offset, Token::Text(text))] => Some(vec![(*offset, text)]),
        [(_, Token::Sign("(")), inner @ .., (_, Token::Sign(")"))] => literals(inner),
        [
            (first, Token::Text(one)),
            (_, Token::Word("if")),
            ..,
            (_, Token::Word("else")),
            (second, Token::Text(other)),
        ] => Some(vec![(*first, one), (*second, other)]),
        _ => None,
    }
}
