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
/// Only the extension counts, in any case; an unknown one gives `application/octet-stream`.
///
/// ```
/// use tailprint_core::media_type;
///
/// assert_eq!(media_type("css/tailwind.css"), "text/css; charset=utf-8");
/// assert_eq!(media_type("font/Inter.WOFF2"), "font/woff2");
/// assert_eq!(media_type("LICENSE"), "application/octet-stream");
/// ```
#[must_use]
pub fn media_type(path: &str) -> &'static str {
    let lower = extension(path).to_ascii_lowercase();
    if let Some(known) = find(WEB, &lower) {
        return known;
    }
    let guess = mime_guess::from_ext(&lower).first_raw().unwrap_or("application/octet-stream");
    find(TEXT, guess).unwrap_or(guess)
}

fn extension(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn find(table: &[(&str, &'static str)], key: &str) -> Option<&'static str> {
    let index = table.binary_search_by_key(&key, |entry| entry.0).ok()?;
    table.get(index).map(|entry| entry.1)
}

/// Whether a file is worth compressing, judged by its media type: text, code and uncompressed
/// fonts are; images, `woff`, archives, audio and video are compressed already.
#[must_use]
pub fn is_compressible(path: &str) -> bool {
    let media_type = media_type(path);
    let essence = media_type.split(';').next().unwrap_or(media_type);
    let text = media_type.ends_with("charset=utf-8")
        || ["json", "json5", "+xml"].iter().any(|suffix| essence.ends_with(suffix))
        || COMPRESSIBLE.binary_search(&essence).is_ok();
    // An svg that is compressed already has the type of one that is not.
    text && !extension(path).eq_ignore_ascii_case("svgz")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPES: &[(&str, &str, bool)] = &[
        ("7z", "application/x-7z-compressed", false),
        ("aac", "audio/aac", false),
        ("appcache", "text/cache-manifest; charset=utf-8", true),
        ("apng", "image/apng", false),
        ("atom", "application/atom+xml; charset=utf-8", true),
        ("avif", "image/avif", false),
        ("bin", "application/octet-stream", false),
        ("bmp", "image/bmp", true),
        ("br", "application/octet-stream", false),
        ("c", "text/plain; charset=utf-8", true),
        ("cjs", "text/javascript; charset=utf-8", true),
        ("css", "text/css; charset=utf-8", true),
        ("csv", "text/csv; charset=utf-8", true),
        ("cur", "image/x-icon", true),
        ("doc", "application/msword", false),
        ("eot", "application/vnd.ms-fontobject", true),
        ("epub", "application/epub+zip", false),
        ("exe", "application/octet-stream", false),
        ("flac", "audio/flac", false),
        ("geojson", "application/geo+json", true),
        ("gif", "image/gif", false),
        ("glb", "model/gltf-binary", true),
        ("gltf", "model/gltf+json", true),
        ("gz", "application/gzip", false),
        ("heic", "image/heic", false),
        ("htm", "text/html; charset=utf-8", true),
        ("html", "text/html; charset=utf-8", true),
        ("ico", "image/x-icon", true),
        ("ics", "text/calendar; charset=utf-8", true),
        ("importmap", "application/importmap+json", true),
        ("jpeg", "image/jpeg", false),
        ("jpg", "image/jpeg", false),
        ("js", "text/javascript; charset=utf-8", true),
        ("json", "application/json", true),
        ("json5", "application/json5", true),
        ("jsonl", "application/jsonl", true),
        ("jsonld", "application/ld+json", true),
        ("jsx", "text/javascript; charset=utf-8", true),
        ("jxl", "image/jxl", false),
        ("less", "text/less; charset=utf-8", true),
        ("m3u8", "application/vnd.apple.mpegurl", true),
        ("m4a", "audio/mp4", false),
        ("m4v", "video/x-m4v", false),
        ("map", "application/json", true),
        ("md", "text/markdown; charset=utf-8", true),
        ("mjs", "text/javascript; charset=utf-8", true),
        ("mkv", "video/x-matroska", false),
        ("mov", "video/quicktime", false),
        ("mp3", "audio/mpeg", false),
        ("mp4", "video/mp4", false),
        ("mpd", "application/dash+xml", true),
        ("ogg", "audio/ogg", false),
        ("opus", "audio/ogg", false),
        ("otf", "font/otf", true),
        ("pdf", "application/pdf", false),
        ("png", "image/png", false),
        ("rss", "application/rss+xml; charset=utf-8", true),
        ("rtf", "application/rtf", true),
        ("scss", "text/x-scss; charset=utf-8", true),
        ("sh", "application/x-sh", true),
        ("srt", "application/x-subrip; charset=utf-8", true),
        ("svg", "image/svg+xml; charset=utf-8", true),
        ("svgz", "image/svg+xml", false),
        ("tar", "application/x-tar", true),
        ("tif", "image/tiff", false),
        ("toml", "text/x-toml; charset=utf-8", true),
        ("ts", "video/mp2t", false),
        ("tsv", "text/tab-separated-values; charset=utf-8", true),
        ("ttc", "font/collection", true),
        ("ttf", "font/ttf", true),
        ("txt", "text/plain; charset=utf-8", true),
        ("vcf", "text/x-vcard; charset=utf-8", true),
        ("vtt", "text/vtt; charset=utf-8", true),
        ("wasm", "application/wasm", true),
        ("wav", "audio/wav", false),
        ("weba", "audio/webm", false),
        ("webm", "video/webm", false),
        ("webmanifest", "application/manifest+json", true),
        ("webp", "image/webp", false),
        ("woff", "font/woff", false),
        ("woff2", "font/woff2", false),
        ("xhtml", "application/xhtml+xml; charset=utf-8", true),
        ("xml", "application/xml; charset=utf-8", true),
        ("xsl", "application/xslt+xml; charset=utf-8", true),
        ("yaml", "application/yaml", true),
        ("zip", "application/zip", false),
        ("zst", "application/zstd", false),
    ];

    #[test]
    fn extensions_have_the_types_of_the_web_platform() {
        for (extension, expected, compressible) in TYPES {
            let path = format!("a.b/c.{extension}");
            assert_eq!(media_type(&path), *expected, "{extension}");
            assert_eq!(is_compressible(&path), *compressible, "{extension}");
        }
    }

    #[test]
    fn only_the_last_extension_of_the_file_name_counts_and_in_any_case() {
        assert_eq!(media_type("a.CSS"), "text/css; charset=utf-8");
        assert_eq!(media_type("app.css.map"), "application/json");
        assert_eq!(media_type("a.css/noext"), "application/octet-stream");
        assert_eq!(media_type(""), "application/octet-stream");
        assert_eq!(media_type("."), "application/octet-stream");
    }

    #[test]
    fn the_tables_are_sorted() {
        assert!(WEB.is_sorted_by_key(|entry| entry.0));
        assert!(TEXT.is_sorted_by_key(|entry| entry.0));
        assert!(COMPRESSIBLE.is_sorted());
    }

    #[test]
    fn every_text_type_has_a_charset() {
        let extensions = mime_guess::get_extensions("text", "*").unwrap();
        assert!(extensions.len() > 100);
        for extension in extensions {
            let media_type = media_type(&format!("a.{extension}"));
            assert!(
                media_type.ends_with("; charset=utf-8") || !media_type.starts_with("text/"),
                "{extension}: {media_type}"
            );
        }
    }

    #[test]
    fn the_web_table_has_only_what_mime_guess_gets_wrong() {
        for (extension, expected) in WEB {
            let guess = mime_guess::from_ext(extension).first_raw().unwrap_or_default();
            assert_ne!(find(TEXT, guess).unwrap_or(guess), *expected, "{extension}");
        }
    }
}
