//! References in HTML files among the assets.
//!
//! | written | kind |
//! |---|---|
//! | `src`, `srcset`, `imagesrcset`, `poster`, `<object data>`, `background`, `<link href>` that loads something, | |
//! | `href` of SVG elements, `style=""`, `<style>` | [`Kind::Url`] |
//! | attributes that the user has named (`data-src`) | [`Kind::Url`] |
//! | `<a href>`, `<area href>`, other `<link href>`, a manifest among them | [`Kind::Address`] |
//! | `src` of a custom element | [`Kind::Optional`] |
//! | inline scripts, import maps | [`Kind::Module`] |
//!
//! `<meta>` and form targets are addresses that are not looked up, and stay. Comments and
//! placeholders of template engines (`{{ url }}`) stay, too; `<template>` and `<noscript>` are read. Relative URLs are
//! resolved against the `<base href>` of the document. If that has a host, they lead to another site and stay.

mod base;
mod page;

use std::collections::HashSet;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, State, Tokenizer, naive_next_state};

use super::markup::{self, Element};
use super::page::Page;
use super::reference::{Found, Kind, Reference};
use super::spelling::decoded::{Decoded, offset_in};
use super::{css, js, json, stack};
use crate::error::Problem;

/// The most bytes of stack that the tokenizer takes for one more attribute in double quotes: the states of html5gum 0.9
/// call each other in a circle (`inline_next_state`), and only an optimised build turns that into jumps. Measured: 128,000
/// attributes need more than 1 GiB, 8,000 fit into 100 MB.
const PER_ATTRIBUTE: usize = 13 << 10;

/// The number of attributes in double quotes that every stack is enough for: a thread has 2 MiB.
const FEW_ATTRIBUTES: usize = 64;

/// The number of attributes in double quotes that is read: 2 GiB of stack.
const MOST_ATTRIBUTES: usize = (2 << 30) / PER_ATTRIBUTE;

/// Finds the references in an HTML document. The user has named `attributes` that hold URLs.
pub(crate) fn find(source: &str, attributes: &[String]) -> Found {
    document(source, attributes, Syntax::Html)
}

/// Finds the references in an XHTML document, in which every element may be closed in its start tag.
pub(crate) fn find_xml(source: &str, attributes: &[String]) -> Found {
    document(source, attributes, Syntax::Xml)
}

/// The syntax of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Syntax {
    #[default]
    Html,
    Xml,
    /// HTML in a `srcdoc` attribute.
    Embedded,
}

fn document(source: &str, attributes: &[String], syntax: Syntax) -> Found {
    let most = most_quoted(source);
    if most <= FEW_ATTRIBUTES {
        return scan(source, attributes, syntax);
    }
    let what = if most > MOST_ATTRIBUTES {
        format!("a tag with {most} attributes is too much to be read")
    } else {
        let bytes = (most + FEW_ATTRIBUTES) * PER_ATTRIBUTE;
        match stack::with_bytes(bytes, || scan(source, attributes, syntax)) {
            Ok(found) => return found,
            Err(error) => format!("cannot read this HTML: {error}"),
        }
    };
    let problem = Problem::warning(what).help("the URLs in this file keep their names");
    Found { problems: vec![(0, problem)], ..Found::default() }
}

/// Returns the most values in double quotes that one tag may have, each but the last with white space behind it. Only those
/// make the tokenizer call itself again.
///
/// Where a tag begins is known to the tokenizer alone: what looks like one may be in a comment, and an end tag may have
/// attributes. So every row of quotes counts that may be in a tag.
fn most_quoted(source: &str) -> usize {
    let bytes = source.as_bytes();
    let (mut most, mut behind) = (0, 0);
    // The values up to the last quote, if it opens a value, closes one, or is part of a name.
    let (mut opening, mut closing, mut named) = (0, 0, 0);
    for quote in memchr::memchr_iter(b'"', bytes) {
        let between = bytes.get(behind..quote).unwrap_or_default();
        behind = quote + 1;
        if !between.first().is_some_and(u8::is_ascii_whitespace) {
            closing = 0;
        }
        let mut before = named.max(closing);
        if before > 0 && between.contains(&b'>') {
            before = 0;
        }
        (closing, named) = (opening, before);
        let is_value = between.trim_ascii_end().ends_with(b"=");
        opening = if is_value { before + 1 } else { 0 };
        most = most.max(opening);
    }
    most
}

/// Reads a document and the documents in its `srcdoc` attributes, but not the `srcdoc` attributes of those.
fn scan(source: &str, attributes: &[String], syntax: Syntax) -> Found {
    let mut finder = Finder { source, attributes, syntax, ..Finder::default() };
    let mut tag = Tag { source, ..Tag::default() };
    let callback: Callback<'_> = Box::new(move |event, span| tag.event(&event, span));
    let mut tokenizer = Tokenizer::new_with_emitter(source, CallbackEmitter::new(callback));
    while let Some(Ok(token)) = tokenizer.next() {
        // The tokenizer reads everything as markup unless its state is changed.
        if let Some(state) = finder.token(token) {
            tokenizer.set_state(state);
        }
    }
    finder.end_content(source.len());
    finder.finish()
}

/// A callback for the events of the tokenizer. Build scripts compile the tokenizer once for each type of them, so there is
/// one type.
type Callback<'a> = Box<dyn FnMut(CallbackEvent<'_>, Span<usize>) -> Option<Token<'a>> + 'a>;

enum Token<'a> {
    Start {
        element: Element<'a>,
        is_self_closing: bool,
        start: usize,
        end: usize,
    },
    End {
        name: String,
        start: usize,
    },
    /// The decoded value of an attribute by itself.
    Value(String),
}

/// A start tag that is assembled from the events of the tokenizer.
#[derive(Default)]
struct Tag<'a> {
    source: &'a str,
    is_open: bool,
    start: usize,
    element: Element<'a>,
    /// The names of the attributes of the element, since a generated tag may have thousands.
    names: HashSet<String>,
    /// True if no attribute of the same name was before the last one.
    is_first: bool,
}

impl<'a> Tag<'a> {
    fn event(&mut self, event: &CallbackEvent<'_>, span: Span<usize>) -> Option<Token<'a>> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.is_open = true;
                self.start = span.start;
                self.element = Element { name: text(name), attributes: Vec::new() };
                self.names.clear();
                self.is_first = false;
            }
            CallbackEvent::AttributeName { name } if self.is_open => {
                self.name(text(name), span.end);
            }
            CallbackEvent::AttributeValue { .. } => self.value(span.start),
            CallbackEvent::CloseStartTag { self_closing } => {
                self.is_open = false;
                let element = std::mem::take(&mut self.element);
                return Some(Token::Start {
                    element,
                    is_self_closing: *self_closing,
                    start: self.start,
                    end: span.end,
                });
            }
            CallbackEvent::EndTag { name } => {
                return Some(Token::End { name: text(name), start: span.start });
            }
            _ => {}
        }
        None
    }

    /// Adds an attribute, whose name ends at `end`. The first of a name counts, also without a value.
    fn name(&mut self, name: String, end: usize) {
        let name = if name == "xlink:href" { "href".to_owned() } else { name };
        self.is_first = self.names.insert(name.clone());
        if self.is_first {
            let empty = Decoded::verbatim(self.source, end..end);
            self.element.attributes.extend(empty.map(|empty| (name, empty)));
        }
    }

    /// Gives the last attribute its value.
    fn value(&mut self, start: usize) {
        let last = self.element.attributes.last_mut().filter(|_| self.is_first);
        if let (Some((_, last)), Some(value)) = (last, value(self.source, start)) {
            *last = value;
        }
        self.is_first = false;
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Returns the attribute value that begins at `start`.
fn value(source: &str, start: usize) -> Option<Decoded<'_>> {
    let raw = source.as_bytes().get(start..)?;
    let quote = start.checked_sub(1).and_then(|before| source.as_bytes().get(before));
    let length = match quote {
        Some(quote @ (b'"' | b'\'')) => memchr::memchr(*quote, raw),
        _ => raw.iter().position(|byte| *byte == b'>' || byte.is_ascii_whitespace()),
    };
    markup::decode(source, start, start + length?, resolve)
}

/// Decodes a character reference in an attribute. The tokenizer is asked, since it has the table of names.
fn resolve(reference: &str) -> Option<String> {
    let callback: Callback<'_> = Box::new(|event, _| match event {
        CallbackEvent::AttributeValue { value } => Some(Token::Value(text(value))),
        _ => None,
    });
    let tag = format!("<a b=\"{reference}\">");
    let mut tokenizer = Tokenizer::new_with_emitter(tag.as_str(), CallbackEmitter::new(callback));
    let Some(Ok(Token::Value(value))) = tokenizer.next() else { return None };
    (value != reference).then_some(value)
}

/// An element whose content is another language.
#[derive(Clone, Copy)]
struct Content {
    language: Language,
    start: usize,
}

#[derive(Clone, Copy)]
enum Language {
    Style,
    Script,
    ImportMap,
}

#[derive(Default)]
struct Finder<'a> {
    source: &'a str,
    attributes: &'a [String],
    syntax: Syntax,
    found: Found,
    page: Page,
    /// The `<base href>`: its text, and the same as a reference.
    base: Option<(String, Option<Reference>)>,
    content: Option<Content>,
    /// The number of open `<svg>` and `<math>` elements.
    foreign: usize,
    /// The number of open elements in which no script is run: `<template>` and `<noscript>`.
    inert: usize,
}

impl Finder<'_> {
    fn token(&mut self, token: Token<'_>) -> Option<State> {
        match token {
            Token::Start { element, is_self_closing, start, end } => {
                element.find(self.attributes, &mut self.found);
                let is_run = self.inert == 0 && self.foreign == 0;
                page::element(&element, is_run.then_some(start), &mut self.page);
                let is_outer = self.syntax != Syntax::Embedded;
                if let Some(document) = element.attribute("srcdoc").filter(|_| is_outer) {
                    let mut found =
                        self::document(document.text(), self.attributes, Syntax::Embedded);
                    let inner = found.page.take();
                    let keys = inner.iter().flat_map(|page| page.keys()).map(str::to_owned);
                    self.page.inner_keys.extend(keys);
                    self.found.append(document.lift(found));
                }
                if element.name == "base" && self.base.is_none() && self.foreign == 0 {
                    let base = |href: &Decoded<'_>| {
                        (href.text().to_owned(), href.reference(Kind::Address))
                    };
                    self.base = element.attribute("href").map(base);
                }
                self.start(&element, is_self_closing, end)
            }
            Token::End { name, start } => {
                self.end_content(start);
                if let Some(open) = self.open(&name) {
                    *open = open.saturating_sub(1);
                }
                None
            }
            Token::Value(_) => None,
        }
    }

    /// Returns the state of the tokenizer behind a start tag that ends at `end`, if it changes.
    fn start(&mut self, element: &Element<'_>, is_self_closing: bool, end: usize) -> Option<State> {
        if let Some(open) = self.open(&element.name).filter(|_| !is_self_closing) {
            *open += 1;
        }
        // In HTML, only foreign elements can be closed in their start tag.
        if is_self_closing && (self.foreign > 0 || self.syntax == Syntax::Xml) {
            return None;
        }
        self.content = content(element).map(|language| Content { language, start: end });
        // Browsers without scripting fetch the content of `<noscript>`.
        naive_next_state(element.name.as_bytes()).filter(|_| element.name != "noscript")
    }

    /// Returns the number of open elements of a kind that changes what is in them.
    fn open(&mut self, name: &str) -> Option<&mut usize> {
        match name {
            "svg" | "math" => Some(&mut self.foreign),
            "template" | "noscript" => Some(&mut self.inert),
            _ => None,
        }
    }

    fn end_content(&mut self, end: usize) {
        let Some(Content { language, start }) = self.content.take() else { return };
        let is_xml = self.syntax == Syntax::Xml;
        let Range { start, end } =
            if is_xml { without_cdata(self.source, start..end) } else { start..end };
        let Some(text) = Decoded::verbatim(self.source, start..end) else { return };
        let found = match language {
            Language::Style => css::find(text.text()),
            Language::Script => {
                self.page.scripts.push(start..end);
                js::find(text.text())
            }
            Language::ImportMap => {
                let (found, map) = json::import_map::find(text.text());
                page::import_map(map, start, &mut self.page);
                found
            }
        };
        self.found.append(text.lift(found));
    }

    fn finish(mut self) -> Found {
        self.found.page = page::finish(self.page);
        if let Some((text, href)) = self.base {
            base::apply(&text, &mut self.found);
            if let Some(base) = &mut self.found.base {
                base.href = href;
            }
        }
        self.found.in_order()
    }
}

/// Returns the place of the text of an element, without a CDATA section around it.
fn without_cdata(source: &str, place: Range<usize>) -> Range<usize> {
    let text = source.get(place.clone()).unwrap_or_default().trim();
    let inner = text.strip_prefix("<![CDATA[").and_then(|text| text.strip_suffix("]]>"));
    match inner.and_then(|inner| Some((offset_in(source, inner)?, inner.len()))) {
        Some((start, length)) => start..start + length,
        None => place,
    }
}

/// Returns the language of the content of an element that is not HTML.
fn content(element: &Element<'_>) -> Option<Language> {
    let kind = element.attribute("type").map_or("", |kind| kind.text().trim());
    match element.name.as_str() {
        "style" if markup::is_style_type(kind) => Some(Language::Style),
        "script" if element.attribute("src").is_some() => None,
        "script" if kind.eq_ignore_ascii_case("importmap") => Some(Language::ImportMap),
        "script" if markup::is_script_type(kind) => Some(Language::Script),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
