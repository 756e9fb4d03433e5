//! URLs of assets that a template writes out, as in `href="/static/css/site.css"`.
//!
//! Such a URL has no hash, so browsers revalidate it each time. The languages of the page are read by the same modules as
//! those of assets: they know which attributes, style sheets and scripts load something.

use std::ops::Range;

use tailprint_core::path::split_suffix;

use super::scan::Part;
use super::uses::Literal;
use crate::error::Lines;
use crate::naming::publish;
use crate::references::page::Claim;
use crate::references::resolve::{Resolution, Site, UrlPrefix, resolve};
use crate::references::{Found, Kind, Reference, css, html, js};

/// Attributes of widespread libraries that load what they name.
const ATTRIBUTES: [&str; 6] =
    ["hx-get", "data-hx-get", "data-src", "data-srcset", "data-background", "data-poster"];

/// The URL of an asset that a template writes out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Written {
    /// The line of the URL, from 1.
    pub(crate) line: usize,
    /// The column of the URL in characters, from 1.
    pub(crate) column: usize,
    /// The URL as written, without query and fragment.
    pub(crate) url: String,
    /// The logical path.
    pub(crate) path: String,
}

/// The `integrity` that a template gives the file at a URL that it writes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TemplateClaim {
    /// The line of the value, from 1.
    pub(crate) line: usize,
    /// The column of the value in characters, from 1.
    pub(crate) column: usize,
    pub(crate) claim: Claim,
    /// True if the filter `static` writes the URL.
    pub(crate) by_filter: bool,
}

/// The URLs that a template writes out.
#[derive(Debug, Default)]
pub(super) struct Urls {
    pub(super) written: Vec<Written>,
    pub(super) claims: Vec<TemplateClaim>,
}

/// Finds the URLs below the prefix, of assets or not, in the literal text of a template.
///
/// The user has named more `attributes` that hold URLs.
pub(super) fn find(
    source: &str,
    file: &str,
    parts: &[Part],
    prefix: &UrlPrefix,
    attributes: &[String],
) -> Urls {
    let is_below = |reference: &Reference| reference.url.starts_with(prefix.as_str());
    if !has(source, prefix.as_str()) {
        return Urls::default();
    }
    below(source, (file, parts), prefix, attributes, is_below)
}

/// Finds the `integrity` of elements whose URL the filter `static` writes from one of the `literals`.
pub(super) fn beside_filters(
    source: &str,
    file: &str,
    parts: &[Part],
    literals: &[Literal],
    prefix: &UrlPrefix,
) -> Vec<TemplateClaim> {
    if !has(source, "integrity") {
        return Vec::new();
    }
    let mut in_order: Vec<&Literal> = literals.iter().collect();
    in_order.sort_by_key(|literal| literal.offset);
    let paths = parts.iter().map(|part| static_path(part, &in_order)).collect::<Vec<_>>();
    if paths.iter().all(Option::is_none) {
        return Vec::new();
    }
    let text: String =
        parts.iter().zip(&paths).map(|(part, path)| in_place(source, part, *path)).collect();
    let page = references(file, &text, &[]).and_then(|found| found.page);
    let mut lines = Lines::new(source.as_bytes());
    let claims = page.into_iter().flat_map(|page| page.claims).filter_map(|mut claim| {
        let span = &claim.target.span;
        let index = parts.partition_point(|part| range(part).end <= span.start);
        let is_alone = !is_expression(parts.get(index.wrapping_sub(1)))
            && !is_expression(parts.get(index + 1))
            && parts.get(index).is_some_and(|part| span.end <= range(part).end);
        let path = paths.get(index).copied().flatten().filter(|_| is_alone);
        let path = path.filter(|path| *path == claim.target.url && is_literal(&claim))?;
        claim.target.url = publish::url(prefix, split_suffix(path).0);
        let (line, column) = lines.position(claim.offset);
        Some(TemplateClaim { line, column, claim, by_filter: true })
    });
    claims.collect()
}

/// Returns false if an expression writes a digest: `sha384-{{ digest }}`.
fn is_literal(claim: &Claim) -> bool {
    claim.digests.iter().all(|digest| !digest.digest.is_empty())
}

/// Returns the path of an expression that is nothing but a literal with the filter `static`; the literals are in order.
fn static_path<'l>(part: &Part, literals: &[&'l Literal]) -> Option<&'l str> {
    let whole = range(part);
    if !is_expression(Some(part)) {
        return None;
    }
    let first = literals.partition_point(|literal| literal.offset < whole.start);
    let mut inside = literals[first..].iter().take_while(|literal| literal.offset < whole.end);
    let literal = inside.next().filter(|literal| literal.filter.name == "static")?;
    inside.next().is_none().then_some(&*literal.path)
}

/// Returns the text of a part, with a path and spaces instead of the expression that writes its URL.
fn in_place(source: &str, part: &Part, path: Option<&str>) -> String {
    match path.filter(|path| path.len() <= range(part).len()) {
        Some(path) => path.to_owned() + &" ".repeat(range(part).len() - path.len()),
        None => blank(source, std::slice::from_ref(part)),
    }
}

/// Finds the URLs below the prefix, and those without its first slash, as in `href="static/css/site.css"`: pages at the
/// root of the host load the same file by both.
pub(super) fn find_with_relative(
    source: &str,
    file: &str,
    parts: &[Part],
    prefix: &UrlPrefix,
) -> Urls {
    let relative = prefix.as_str().trim_start_matches('/');
    if relative.is_empty() || !has(source, relative) {
        return find(source, file, parts, prefix, &[]);
    }
    let is_below = |reference: &Reference| {
        let Reference { kind, url, .. } = reference;
        url.starts_with(prefix.as_str())
            || matches!(kind, Kind::Url | Kind::ModuleUrl) && url.starts_with(relative)
    };
    below(source, (file, parts), prefix, &[], is_below)
}

fn has(source: &str, start: &str) -> bool {
    memchr::memmem::find(source.as_bytes(), start.as_bytes()).is_some()
}

fn below(
    source: &str,
    (file, parts): (&str, &[Part]),
    prefix: &UrlPrefix,
    attributes: &[String],
    is_below: impl Fn(&Reference) -> bool,
) -> Urls {
    let Some(found) = references(file, &blank(source, parts), attributes) else {
        return Urls::default();
    };
    let site = Site::from(prefix.clone());
    let mut lines = Lines::new(source.as_bytes());
    let references = found.references.iter().filter(|it| is_loaded(it) && !touches(it, parts));
    let written = references.filter(|it| is_below(it)).filter_map(|reference| {
        let mut absolute = reference.clone();
        if !absolute.url.starts_with('/') {
            absolute.url.insert(0, '/');
        }
        let Resolution::Asset(path) = resolve(&absolute, "", &site) else { return None };
        let (url, _) = split_suffix(&reference.url);
        let span = (reference.span.start, reference.offset(url.len()));
        let (line, column) = lines.position(span.0);
        let url = source.get(span.0..span.1)?.to_owned();
        Some(Written { line, column, url, path })
    });
    let written = written.collect();
    let claims = found.page.into_iter().flat_map(|page| page.claims).filter(|claim| {
        claim.target.url.starts_with(prefix.as_str())
            && !touches(&claim.target, parts)
            && is_literal(claim)
    });
    let claims = claims.map(|claim| {
        let (line, column) = lines.position(claim.offset);
        TemplateClaim { line, column, claim, by_filter: false }
    });
    Urls { written, claims: claims.collect() }
}

/// The references of a template in the language of its result.
fn references(file: &str, text: &str, attributes: &[String]) -> Option<Found> {
    let name = file.rsplit('/').next().unwrap_or(file).to_ascii_lowercase();
    // `page.html.j2`, `style.css.tera`
    let engine = [".j2", ".jinja", ".jinja2", ".tera", ".liquid", ".hbs", ".handlebars", ".askama"];
    let name = engine.iter().find_map(|it| name.strip_suffix(it)).unwrap_or(&name);
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "css" => Some(css::find(text)),
        "js" | "mjs" => Some(js::find(text)),
        "txt" | "md" | "json" => None,
        _ => {
            let known = ATTRIBUTES.iter().map(|name| (*name).to_owned());
            let attributes: Vec<String> = known.chain(attributes.iter().cloned()).collect();
            Some(html::find(text, &attributes))
        }
    }
}

/// The text of a template with spaces instead of everything that the engine replaces, so that all places stay.
fn blank(source: &str, parts: &[Part]) -> String {
    let mut text = String::with_capacity(parts.iter().map(|part| range(part).len()).sum());
    for part in parts {
        match part {
            Part::Text(range) => text.push_str(source.get(range.clone()).unwrap_or_default()),
            Part::Raw(range) | Part::Comment(range) | Part::Code { whole: range, .. } => {
                let code = source.get(range.clone()).unwrap_or_default();
                text.extend(code.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
            }
        }
    }
    text
}

fn is_loaded(reference: &Reference) -> bool {
    !matches!(reference.kind, Kind::Address | Kind::SourceMap)
}

/// Returns true if an expression is a part of the path: `/static/{{ name }}.png`. In `/static/a.png?v={{ version }}`, it is
/// none.
fn touches(reference: &Reference, parts: &[Part]) -> bool {
    let Range { start, mut end } = reference.span;
    let (path, suffix) = split_suffix(&reference.url);
    if !suffix.is_empty() {
        end = reference.offset(path.len());
    }
    let index = parts.partition_point(|part| range(part).end < start);
    let near = parts.get(index..).unwrap_or_default();
    near.iter().take_while(|part| range(part).start <= end).any(|part| is_expression(Some(part)))
}

fn is_expression(part: Option<&Part>) -> bool {
    matches!(part, Some(Part::Code { kind: tailprint_core::delimiters::Kind::Expression, .. }))
}

fn range(part: &Part) -> &Range<usize> {
    match part {
        Part::Text(range) | Part::Raw(range) | Part::Comment(range) => range,
        Part::Code { whole, .. } => whole,
    }
}
