//! The media type of a file, by its extension.
//!
//! `mime_guess` knows over a thousand extensions, but not the web platform's own of today; those
//! are in [`WEB`]. Decisions that could have gone another way:
//!
//! - Only `text/*` types, XML and SVG get a charset. JSON and what is based on it are UTF-8 by
//!   definition and define no such parameter (RFC 8259, section 11); neither does wasm.
//! - `.ts` is a transport stream of HTTP live streaming, as for nginx and Apache: no browser runs
//!   TypeScript, and players ask for the segments.
//! - `.xml` is `application/xml`, which RFC 7303 prefers to `text/xml`.

const UTF_8_XML: &str = "application/xml; charset=utf-8";
const UTF_8_JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const UTF_8_PLAIN: &str = "text/plain; charset=utf-8";

/// The extensions for which `mime_guess` has no type, an outdated one, or one that lacks its
/// charset without being `text/*`. Sorted.
static WEB: &[(&str, &str)] = &[
    ("atom", "application/atom+xml; charset=utf-8"),
    ("avifs", "image/avif"),
    ("cjs", UTF_8_JAVASCRIPT),
    ("cur", "image/x-icon"),
    ("importmap", "application/importmap+json"),
    ("jsonl", "application/jsonl"),
    ("ktx2", "image/ktx2"),
    ("m3u8", "application/vnd.apple.mpegurl"),
    ("m4a", "audio/mp4"),
    ("map", "application/json"),
    ("mjs", UTF_8_JAVASCRIPT),
    ("ndjson", "application/x-ndjson"),
    ("otf", "font/otf"),
    ("rdf", "application/rdf+xml; charset=utf-8"),
    ("rss", "application/rss+xml; charset=utf-8"),
    ("srt", "application/x-subrip; charset=utf-8"),
    ("svg", "image/svg+xml; charset=utf-8"),
    ("ts", "video/mp2t"),
    ("usdz", "model/vnd.usdz+zip"),
    ("wat", UTF_8_PLAIN),
    ("woff", "font/woff"),
    ("xhtml", "application/xhtml+xml; charset=utf-8"),
    ("xml", UTF_8_XML),
    ("xsd", UTF_8_XML),
    ("xsl", "application/xslt+xml; charset=utf-8"),
    ("xslt", "application/xslt+xml; charset=utf-8"),
    ("yaml", "application/yaml"),
    ("yml", "application/yaml"),
    ("zst", "application/zstd"),
];

/// The one file without an extension that has a type wherever it lies (Apple, "Supporting associated domains").
const ASSOCIATION: &str = "apple-app-site-association";

/// The files below `.well-known` without an extension whose types a standard sets: RFC 9727, RFC 6415, the specifications
/// of Matrix and of `NodeInfo`, RFC 8414, RFC 9728, `OpenID` Connect Discovery, passkey endpoints (W3C), traffic advice
/// (WICG), `FedCM` and Web Authentication. Sorted.
static WELL_KNOWN: &[(&str, &str)] = &[
    ("api-catalog", "application/linkset+json"),
    ("host-meta", "application/xrd+xml"),
    ("matrix/client", "application/json"),
    ("matrix/server", "application/json"),
    ("nodeinfo", "application/json"),
    ("oauth-authorization-server", "application/json"),
    ("oauth-protected-resource", "application/json"),
    ("openid-configuration", "application/json"),
    ("passkey-endpoints", "application/json"),
    ("traffic-advice", "application/trafficadvice+json"),
    ("web-identity", "application/json"),
    ("webauthn", "application/json"),
];

/// Pairs of a text type and the same with its charset.
macro_rules! with_charset {
    ($($media_type:literal,)*) => {
        &[$(($media_type, concat!($media_type, "; charset=utf-8"))),*]
    };
}

/// All text types of `mime_guess`. Sorted.
static TEXT: &[(&str, &str)] = with_charset![
    "text/cache-manifest",
    "text/calendar",
    "text/coffeescript",
    "text/css",
    "text/csv",
    "text/dlm",
    "text/gemini",
    "text/h323",
    "text/html",
    "text/iuls",
    "text/jade",
    "text/javascript",
    "text/less",
    "text/markdown",
    "text/mathml",
    "text/n3",
    "text/plain",
    "text/prs.lines.tag",
    "text/richtext",
    "text/scriptlet",
    "text/sgml",
    "text/shex",
    "text/slim",
    "text/stylus",
    "text/tab-separated-values",
    "text/turtle",
    "text/uri-list",
    "text/vbscript",
    "text/vcard",
    "text/vnd.curl",
    "text/vnd.curl.dcurl",
    "text/vnd.curl.mcurl",
    "text/vnd.curl.scurl",
    "text/vnd.dvb.subtitle",
    "text/vnd.fly",
    "text/vnd.fmi.flexstor",
    "text/vnd.graphviz",
    "text/vnd.in3d.3dml",
    "text/vnd.in3d.spot",
    "text/vnd.sun.j2me.app-descriptor",
    "text/vnd.wap.wml",
    "text/vnd.wap.wmlscript",
    "text/vtt",
    "text/webviewhtml",
    "text/x-c",
    "text/x-component",
    "text/x-fortran",
    "text/x-gherkin",
    "text/x-handlebars-template",
    "text/x-hdml",
    "text/x-html-insertion",
    "text/x-lua",
    "text/x-markdown",
    "text/x-ms-contact",
    "text/x-ms-group",
    "text/x-ms-iqy",
    "text/x-ms-rqy",
    "text/x-nfo",
    "text/x-opml",
    "text/x-pascal",
    "text/x-processing",
    "text/x-rust",
    "text/x-sass",
    "text/x-scss",
    "text/x-setext",
    "text/x-sfv",
    "text/x-suse-ymp",
    "text/x-toml",
    "text/x-uuencode",
    "text/x-vcard",
    "text/x-yaml",
    "text/xml",
];

/// Types that compress well without being text, JSON or XML. Sorted.
static COMPRESSIBLE: &[&str] = &[
    "application/jsonl",
    "application/rtf",
    "application/toml",
    "application/vnd.apple.mpegurl",
    "application/vnd.ms-fontobject",
    "application/wasm",
    "application/x-httpd-php",
    "application/x-ndjson",
    "application/x-sh",
    "application/x-tar",
    "application/yaml",
    "font/collection",
    "font/otf",
    "font/ttf",
    "image/bmp",
    "image/x-icon",
    "model/gltf-binary",
];

/// The value of the `Content-Type` header for a file, with its charset where it is a text.
///
/// Only the extension counts, in any case; an unknown one gives `application/octet-stream`. Some files without an
/// extension have a type by their names: `apple-app-site-association`, and those below `.well-known` for which a standard
/// sets one.
///
/// ```
/// use tailprint_core::media_type;
///
/// assert_eq!(media_type("css/tailwind.css"), "text/css; charset=utf-8");
/// assert_eq!(media_type("font/Inter.WOFF2"), "font/woff2");
/// assert_eq!(media_type("LICENSE"), "application/octet-stream");
/// assert_eq!(media_type(".well-known/webauthn"), "application/json");
/// ```
#[must_use]
pub fn media_type(path: &str) -> &'static str {
    let lower = extension(path).to_ascii_lowercase();
    if let Some(known) = Some(path).filter(|_| lower.is_empty()).and_then(by_name) {
        return known;
    }
    if let Some(known) = find(WEB, &lower) {
        return known;
    }
    let guess = mime_guess::from_ext(&lower).first_raw().unwrap_or("application/octet-stream");
    find(TEXT, guess).unwrap_or(guess)
}

/// The type of a file without an extension.
fn by_name(path: &str) -> Option<&'static str> {
    if path.rsplit('/').next() == Some(ASSOCIATION) {
        return Some("application/json");
    }
    let (before, below) = path.rsplit_once(".well-known/")?;
    (before.is_empty() || before.ends_with('/')).then(|| find(WELL_KNOWN, below))?
}

fn extension(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn find(table: &[(&str, &'static str)], key: &str) -> Option<&'static str> {
    let index = table.binary_search_by_key(&key, |entry| entry.0).ok()?;
    table.get(index).map(|entry| entry.1)
}

/// Returns true for a file whose media type is worth compressing: text, code and uncompressed fonts. Images, `woff`,
/// archives, audio and video are compressed already.
///
/// ```
/// use tailprint_core::is_compressible;
///
/// assert!(is_compressible("js/app.js", "text/javascript; charset=utf-8"));
/// assert!(!is_compressible("img/photo.jpg", "image/jpeg"));
/// ```
#[must_use]
pub fn is_compressible(path: &str, media_type: &str) -> bool {
    let media_type = media_type.to_ascii_lowercase();
    let essence = media_type.split(';').next().unwrap_or(&media_type).trim_end();
    let text = essence.starts_with("text/")
        || media_type.ends_with("charset=utf-8")
        || ["json", "json5", "+xml"].iter().any(|suffix| essence.ends_with(suffix))
        || COMPRESSIBLE.binary_search(&essence).is_ok();
    // An svg that is compressed already has the type of one that is not.
    text && !extension(path).eq_ignore_ascii_case("svgz")
}

#[cfg(test)]
mod tests;
