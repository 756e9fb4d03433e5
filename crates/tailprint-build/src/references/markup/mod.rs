//! Elements whose attributes refer to assets, for HTML and SVG.

use super::css;
use super::reference::{Found, Kind};
use super::spelling::decoded::{Decoded, Decoder};

mod srcset;

/// A start tag of HTML or SVG. Each may contain the other, so both are read by the same rules.
#[derive(Debug, Default)]
pub(super) struct Element<'a> {
    /// In lower case, without namespace prefix.
    pub(super) name: String,
    /// Names in lower case, `xlink:href` as `href`.
    pub(super) attributes: Vec<(String, Decoded<'a>)>,
}

/// The type of an attribute value.
enum Meaning {
    Url(Kind),
    /// Image candidates.
    SrcSet,
    /// CSS: declarations, or the value of one.
    Style,
}

impl Element<'_> {
    pub(super) fn attribute(&self, name: &str) -> Option<&Decoded<'_>> {
        self.attributes.iter().find(|(attribute, _)| attribute == name).map(|(_, value)| value)
    }

    /// Finds the references in the attributes, also in those named in `more`, which the user has chosen.
    pub(super) fn find(&self, more: &[String], found: &mut Found) {
        for (name, value) in &self.attributes {
            match self.meaning(name, value).or_else(|| chosen(name, more)) {
                Some(Meaning::Url(kind)) => {
                    let reference = value.reference(kind);
                    found
                        .references
                        .extend(reference.filter(|reference| !is_template(&reference.url)));
                }
                Some(Meaning::SrcSet) => {
                    let candidates = srcset::urls(value.text()).into_iter();
                    let references = candidates.filter_map(|url| value.part(Kind::Url, url));
                    found
                        .references
                        .extend(references.filter(|reference| !is_template(&reference.url)));
                }
                Some(Meaning::Style) => found.append(value.lift(css::find(value.text()))),
                None => {}
            }
        }
    }

    fn meaning(&self, attribute: &str, value: &Decoded<'_>) -> Option<Meaning> {
        let meaning = match (self.name.as_str(), attribute) {
            (_, "style") => Meaning::Style,
            (_, name) if PRESENTATION.contains(&name) => Meaning::Style,
            ("base", _) => return None,
            ("link", "href") => Meaning::Url(self.link_kind(value)?),
            ("link", "imagesrcset") | ("img" | "source", "srcset") => Meaning::SrcSet,
            ("video", "poster") | ("object", "data") => Meaning::Url(Kind::Url),
            (name, "background") if TABLE.contains(&name) => Meaning::Url(Kind::Url),
            ("script", "src") if self.is_module_script() => Meaning::Url(Kind::ModuleUrl),
            // Browsers fetch nothing for other types. A script of the page may, such as Babel's.
            ("script", "src") if !self.is_script() => Meaning::Url(Kind::Optional),
            (name, "src") if MEDIA.contains(&name) => Meaning::Url(Kind::Url),
            (name, "href") if SVG.contains(&name) => Meaning::Url(Kind::Url),
            (_, "href") => Meaning::Url(Kind::Address),
            // A custom element may give the attribute any meaning.
            (_, "src") => Meaning::Url(Kind::Optional),
            _ => return None,
        };
        Some(meaning)
    }

    /// Returns true for `<script type="module">`.
    pub(super) fn is_module_script(&self) -> bool {
        let kind = self.attribute("type").map_or("", |kind| kind.text().trim());
        self.name == "script" && kind.eq_ignore_ascii_case("module")
    }

    /// Returns true for a `<script>` that is no module.
    pub(super) fn is_classic_script(&self) -> bool {
        self.name == "script" && self.is_script() && !self.is_module_script()
    }

    /// Returns true for a `<script>` that browsers run.
    fn is_script(&self) -> bool {
        self.attribute("type").is_none_or(|kind| is_script_type(kind.text().trim()))
    }

    /// Returns the kind of a `<link>`: a file of the page, or an address. None for one that names no file.
    fn link_kind(&self, href: &Decoded<'_>) -> Option<Kind> {
        let rel =
            self.attribute("rel").map(|rel| rel.text().to_ascii_lowercase()).unwrap_or_default();
        let is = |wanted: &[&str]| rel.split_ascii_whitespace().any(|word| wanted.contains(&word));
        if is(&["modulepreload"]) {
            Some(Kind::ModuleUrl)
        } else if is(&LOADED) || (is(&["prefetch"]) && !is_page(href.text())) {
            Some(Kind::Url)
        } else if is(&["preconnect", "dns-prefetch"]) {
            None
        } else {
            Some(Kind::Address)
        }
    }
}

/// Elements that load their `src`.
const MEDIA: [&str; 10] =
    ["audio", "embed", "frame", "iframe", "img", "input", "script", "source", "track", "video"];

/// SVG elements that load their `href`, unless it is a fragment of the same document.
const SVG: [&str; 16] = [
    "animate",
    "animatemotion",
    "animatetransform",
    "cursor",
    "feimage",
    "filter",
    "font-face-uri",
    "image",
    "lineargradient",
    "mpath",
    "pattern",
    "radialgradient",
    "script",
    "set",
    "textpath",
    "use",
];

/// Elements with the obsolete attribute `background`.
const TABLE: [&str; 8] = ["body", "table", "tbody", "td", "tfoot", "th", "thead", "tr"];

/// Link types whose target is fetched for the page. A `manifest` is not among them: an installed app is found by its
/// address, and browsers look for updates there.
const LOADED: [&str; 9] = [
    "apple-touch-icon",
    "apple-touch-icon-precomposed",
    "apple-touch-startup-image",
    "compression-dictionary",
    "fluid-icon",
    "icon",
    "mask-icon",
    "preload",
    "stylesheet",
];

/// Returns true if the URL leads to an HTML page. A page that is fetched ahead is the one that a link leads to.
fn is_page(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let extension = path.trim_end().rsplit_once('.').map_or("", |(_, extension)| extension);
    ["html", "htm", "xhtml"].iter().any(|page| extension.eq_ignore_ascii_case(page))
}

/// Returns the meaning of an attribute that the user has named, such as `data-src` and `data-srcset`.
fn chosen(attribute: &str, names: &[String]) -> Option<Meaning> {
    names.iter().any(|name| name == attribute).then(|| {
        if attribute.ends_with("srcset") { Meaning::SrcSet } else { Meaning::Url(Kind::Url) }
    })
}

/// Attributes of SVG elements that hold a CSS value with a `url()`.
const PRESENTATION: [&str; 10] = [
    "clip-path",
    "cursor",
    "fill",
    "filter",
    "marker",
    "marker-end",
    "marker-mid",
    "marker-start",
    "mask",
    "stroke",
];

/// Returns true if a template engine will make the URL, on the server or in the browser.
fn is_template(url: &str) -> bool {
    ["{{", "{%", "${", "<%"].into_iter().any(|opening| url.contains(opening))
}

/// Decodes the character references in an attribute value.
///
/// `resolve` gets the longest text that may be a character reference, ampersand included, and returns its value.
pub(super) fn decode<'a>(
    source: &'a str,
    start: usize,
    end: usize,
    resolve: impl Fn(&str) -> Option<String>,
) -> Option<Decoded<'a>> {
    let raw = source.get(start..end)?;
    if memchr::memchr(b'&', raw.as_bytes()).is_none() {
        return Decoded::verbatim(source, start..end);
    }
    let mut decoder = Decoder::default();
    let mut rest = raw;
    while let Some(length) = memchr::memchr(b'&', rest.as_bytes()) {
        let at = end - rest.len();
        decoder.verbatim(rest.get(..length)?, at);
        let (reference, behind) =
            rest.get(length..)?.split_at(reference_length(rest.get(length..)?));
        match resolve(reference) {
            Some(text) => decoder.escaped(&text, at + length),
            None => decoder.verbatim(reference, at + length),
        }
        rest = behind;
    }
    decoder.verbatim(rest, end - rest.len());
    Some(decoder.finish(start..end))
}

/// Returns the most bytes, ampersand included, that may be a character reference: `&name;`, `&#38;`, `&#x26;`.
///
/// In HTML the semicolon may be missing, but not in front of `=`: `?a=1&copy=2` has no character reference.
fn reference_length(text: &str) -> usize {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
    let length = 1 + text.bytes().skip(1).take_while(is_name).count();
    match text.as_bytes().get(length) {
        Some(b';') => length + 1,
        Some(b'=') if !text.starts_with("&#") => 1,
        _ => length,
    }
}

/// Returns true if the content of a `<style>` of this type is CSS.
pub(super) fn is_style_type(kind: &str) -> bool {
    kind.is_empty() || kind.eq_ignore_ascii_case("text/css")
}

/// Returns true if the content of a `<script>` of this type is JavaScript.
pub(super) fn is_script_type(kind: &str) -> bool {
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (family, name) = essence.split_once('/').unwrap_or(("", &essence));
    match family {
        "" => matches!(name, "" | "module"),
        "text" | "application" => matches!(
            name,
            "javascript"
                | "ecmascript"
                | "x-javascript"
                | "x-ecmascript"
                | "jscript"
                | "livescript"
        ),
        _ => false,
    }
}
