//! References in SVG: `href` and `xlink:href`, `url()` in attributes and style sheets, `<?xml-stylesheet?>`.
//!
//! Links (`<a href>`) are [`Kind::Address`]. HTML in `<foreignObject>` is read as well;
//! elements of other namespaces, such as the metadata of editors, are not. A file that browsers refuse is a warning, and
//! the references in front of the mistake are found.

use std::cell::Cell;
use std::sync::LazyLock;

use memchr::memmem;
use quick_xml::NsReader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesPI, BytesStart, Event};
use quick_xml::name::{NamespaceResolver, ResolveResult};

use super::markup::{self, Element};
use super::reference::{Found, Kind};
use super::spelling::decoded::{Decoded, Decoder, offset_in};
use super::{css, js};
use crate::error::Problem;

/// Finds the references in an SVG image.
pub(crate) fn find(source: &str) -> Found {
    if may_refer(source.as_bytes()) { read(source) } else { Found::default() }
}

fn read(source: &str) -> Found {
    let mut reader = NsReader::from_str(source);
    let mut finder = Finder { source, content: None, found: Found::default() };
    loop {
        let problem = match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => finder
                .event(reader.resolver(), &event)
                .map_err(|error| (reader.buffer_position(), error)),
            Err(error) => Err((reader.error_position(), error)),
        };
        if let Err((at, error)) = problem {
            finder.invalid(at, &error);
            break;
        }
    }
    // A `<style>` is read when it ends, after the elements inside of it.
    finder.found.in_order()
}

/// Returns true if a reference is possible. Icon sets have thousands of files with paths only, which are not parsed.
fn may_refer(source: &[u8]) -> bool {
    // Made once: without optimisation, that takes longer than a search of a small file.
    static NAMES: LazyLock<[memmem::Finder<'static>; 4]> =
        LazyLock::new(|| [&b"href"[..], b"src", b"style", b"script"].map(memmem::Finder::new));
    // These are optimised also in a build script that is not.
    let has = |sign: u8| source.contains(&sign);
    // Functions of CSS can be spelled with escapes of CSS and of XML.
    NAMES.iter().any(|name| name.find(source).is_some())
        // XML can spell the bracket as well: `url&#40;`.
        || has(b'&')
        || (has(b'(') && (has(b'\\') || has_function(source)))
}

/// Returns true if `url(` or `image-set(` occurs, in upper or lower case.
fn has_function(source: &[u8]) -> bool {
    memchr::memchr_iter(b'(', source).any(|end| {
        source.get(..end).is_some_and(|before| {
            [&b"url"[..], b"image-set"]
                .into_iter()
                .any(|name| ends_with_ignoring_case(before, name))
        })
    })
}

fn ends_with_ignoring_case(text: &[u8], suffix: &[u8]) -> bool {
    let start = text.len().checked_sub(suffix.len());
    start.and_then(|start| text.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(suffix))
}

/// The text of a `<style>` or `<script>`: its pieces between comments, entities decoded.
struct Content {
    read: fn(&str) -> Found,
    text: Decoder,
    /// The end of the last piece of the text.
    end: usize,
}

struct Finder<'a> {
    source: &'a str,
    content: Option<Content>,
    found: Found,
}

impl<'a> Finder<'a> {
    fn event(
        &mut self,
        namespaces: &NamespaceResolver,
        event: &Event<'a>,
    ) -> quick_xml::Result<()> {
        match event {
            Event::Start(tag) => {
                self.end_content();
                self.content = self.start_tag(namespaces, tag)?;
            }
            Event::Empty(tag) => {
                self.start_tag(namespaces, tag)?;
            }
            Event::End(_) => self.end_content(),
            Event::Text(text) => self.text(text),
            Event::CData(text) => self.text(text),
            Event::GeneralRef(name) => self.entity(name),
            Event::PI(instruction) if instruction.target() == "xml-stylesheet" => {
                self.style_sheet(instruction)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Finds the references in the attributes. Returns the reader of the content if that is not SVG.
    fn start_tag(
        &mut self,
        namespaces: &NamespaceResolver,
        tag: &BytesStart<'_>,
    ) -> quick_xml::Result<Option<Content>> {
        let (namespace, name) = namespaces.resolve_element(tag.name());
        let is_read = is_read(&namespace);
        let mut element =
            Element { name: name.into_inner().to_ascii_lowercase(), ..Element::default() };
        for attribute in tag.attributes() {
            let attribute = attribute?;
            if let Some(name) = attribute_name(namespaces, &attribute).filter(|_| is_read) {
                element.attributes.extend(self.value(&attribute).map(|value| (name, value)));
            }
        }
        element.find(&[], &mut self.found);
        Ok(if is_read { content(&element) } else { None })
    }

    /// Returns the value of an attribute; none if a part of it is in an entity that the document declares.
    fn value(&self, attribute: &Attribute<'_>) -> Option<Decoded<'a>> {
        let start = offset_in(self.source, &attribute.value)?;
        let is_known = Cell::new(true);
        let end = start + attribute.value.len();
        let value = markup::decode(self.source, start, end, |reference| {
            let text = resolve(reference);
            is_known.set(is_known.get() && (text.is_some() || !reference.ends_with(';')));
            text
        });
        value.filter(|_| is_known.get())
    }

    fn style_sheet(&mut self, instruction: &BytesPI<'_>) -> quick_xml::Result<()> {
        for attribute in instruction.attributes() {
            let attribute = attribute?;
            if attribute.key.into_inner() == "href" {
                let value = self.value(&attribute);
                self.found.references.extend(value.and_then(|value| value.reference(Kind::Url)));
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let (Some(content), Some(at)) = (&mut self.content, offset_in(self.source, text)) {
            content.text.verbatim(text, at);
            content.end = at + text.len();
        }
    }

    fn entity(&mut self, name: &str) {
        if let (Some(content), Some(at)) = (&mut self.content, offset_in(self.source, name))
            && let Some(text) = resolve(&format!("&{name};"))
        {
            content.text.escaped(&text, at.saturating_sub(1));
            content.end = at + name.len() + 1;
        }
    }

    fn end_content(&mut self) {
        if let Some(Content { read, text, end }) = self.content.take() {
            let text = text.finish(0..end);
            self.found.append(text.lift(read(text.text())));
        }
    }

    fn invalid(&mut self, at: u64, error: &quick_xml::Error) {
        let message = format!("not valid XML: {}", error.to_string().trim_end_matches('.'));
        let problem =
            Problem::warning(message).help("references behind this place are not rewritten");
        self.found.problems.push((usize::try_from(at).unwrap_or(usize::MAX), problem));
    }
}

/// Returns true for SVG, HTML, and namespaces that are spelled as an entity (`xmlns="&ns_svg;"`).
fn is_read(namespace: &ResolveResult<'_>) -> bool {
    match namespace {
        ResolveResult::Bound(namespace) => {
            let name = namespace.into_inner();
            name.starts_with('&')
                || matches!(name, "http://www.w3.org/2000/svg" | "http://www.w3.org/1999/xhtml")
        }
        ResolveResult::Unbound => true,
        ResolveResult::Unknown(prefix) => prefix == "svg",
    }
}

/// Returns the name of an attribute without prefix or of `XLink`, which are those that SVG defines.
fn attribute_name(namespaces: &NamespaceResolver, attribute: &Attribute<'_>) -> Option<String> {
    let (namespace, name) = namespaces.resolve_attribute(attribute.key);
    let is_known = match namespace {
        ResolveResult::Bound(namespace) => {
            let name = namespace.into_inner();
            name.starts_with('&') || name == "http://www.w3.org/1999/xlink"
        }
        ResolveResult::Unbound => true,
        ResolveResult::Unknown(prefix) => prefix == "xlink",
    };
    is_known.then(|| name.into_inner().to_ascii_lowercase())
}

fn content(element: &Element<'_>) -> Option<Content> {
    let kind = element.attribute("type").map_or("", |kind| kind.text().trim());
    let read = match element.name.as_str() {
        "style" if markup::is_style_type(kind) => css::find,
        "script" if markup::is_script_type(kind) => js::find,
        _ => return None,
    };
    Some(Content { read, text: Decoder::default(), end: 0 })
}

/// Decodes a character reference. Entities that the document declares are not known.
fn resolve(reference: &str) -> Option<String> {
    let name = reference.strip_prefix('&')?.strip_suffix(';')?;
    let Some(number) = name.strip_prefix('#') else {
        return resolve_predefined_entity(name).map(str::to_owned);
    };
    let code = match number.strip_prefix('x') {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?).map(String::from)
}

#[cfg(test)]
mod tests;
