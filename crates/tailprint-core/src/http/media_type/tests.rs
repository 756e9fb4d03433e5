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
        assert_eq!(is_compressible(&path, expected), *compressible, "{extension}");
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
fn files_without_an_extension_have_the_types_that_standards_set() {
    for (path, expected) in [
        ("apple-app-site-association", "application/json"),
        (".well-known/apple-app-site-association", "application/json"),
        (".well-known/host-meta", "application/xrd+xml"),
        ("a/.well-known/matrix/server", "application/json"),
        (".well-known/security.txt", "text/plain; charset=utf-8"),
    ] {
        assert_eq!(media_type(path), expected, "{path}");
    }
    for other in
        ["x.well-known/webauthn", "webauthn", ".well-known/unknown", ".well-known/a/nodeinfo"]
    {
        assert_eq!(media_type(other), "application/octet-stream", "{other}");
    }
}

#[test]
fn the_tables_are_sorted() {
    assert!(WEB.is_sorted_by_key(|entry| entry.0));
    assert!(TEXT.is_sorted_by_key(|entry| entry.0));
    assert!(COMPRESSIBLE.is_sorted());
    assert!(WELL_KNOWN.is_sorted_by_key(|entry| entry.0));
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
