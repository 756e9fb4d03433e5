//! JSON and what is made of it, files of settings, archives, and headers of requests.

use super::Shape;
use crate::door::Door;

pub(super) fn all() -> Vec<Shape> {
    let mut all = json();
    all.extend(settings());
    all.extend(packages());
    all.extend(headers());
    all
}

fn json() -> Vec<Shape> {
    let manifest = || Shape::new("web app manifest", Door::Check, "a.webmanifest");
    let map = || {
        Shape::new("source map", Door::Check, "a.js.map")
            .beside(&[("a.js", "a()\n//# sourceMappingURL=a.js.map\n")])
    };
    vec![
        manifest().of("arrays in each other", ["", "[", ""]),
        manifest().of("objects in each other", ["", "{\"icons\":", ""]),
        manifest().of("missing icons", ["{\"icons\":[", "{\"src\":\"§.png\"},", "{}]}"]),
        manifest().of("one key again and again", ["{", "\"icons\":[],", "\"a\":1}"]),
        manifest().of("escapes", ["{\"icons\":[{\"src\":\"", "\\u0061", ".png\"}]}"]),
        manifest().of("digits", ["{\"icons\":", "1", "}"]),
        manifest().of("half a pair of surrogates", ["{\"start_url\":\"", "\\ud800", "\"}"]),
        map().of(
            "sources",
            ["{\"version\":3,\"sources\":[", "\"§.ts\",", "\"z.ts\"],\"mappings\":\"\"}"],
        ),
        map().of("mappings", ["{\"version\":3,\"sources\":[],\"mappings\":\"", ";AAAA,", "\"}"]),
        map().of("sections in each other", ["", "{\"sections\":[{\"map\":", ""]),
        map().of("contents", ["{\"sourcesContent\":[", "\"§\",", "null],\"sources\":[]}"]),
    ]
}

fn settings() -> Vec<Shape> {
    let lock = || Shape::new("tailprint.lock", Door::Function("lock"), "input");
    let glob = || Shape::new("glob of a setting", Door::Function("glob"), "input");
    let npmrc = || Shape::new(".npmrc", Door::Npmrc, ".npmrc");
    vec![
        lock().of("empty tables", ["version = 1\n", "[[tailwind]]\n", ""]),
        lock().of("packages", ["version = 1\n", "[[package]]\nname = \"a§\"\n", ""]),
        lock().of("unknown tables", ["version = 1\n", "[a§]\n", ""]),
        lock().of("unknown keys", ["version = 1\n", "a§ = 1\n", ""]),
        lock().of("dotted keys", ["version = 1\n", "a§.b = 1\n", ""]),
        lock().of("one key of many dots", ["", "a.", "a = 1"]),
        lock().of("arrays in each other", ["a = ", "[", ""]),
        lock().of("tables in each other", ["a = ", "{a=", ""]),
        lock().of("a string that stays open", ["a = \"\"\"", "\\n\n", ""]),
        glob().of("stars", ["", "*a", ""]),
        glob().of("folders", ["", "**/", "a"]),
        glob().of("classes", ["", "[!a-z]", ""]),
        glob().of("classes that stay open", ["", "[", ""]),
        Shape::new("glob of a setting", Door::Function("globbed"), "input")
            .of("a long path", ["", "a/aab", ""]),
        npmrc().of("keys", ["", "a§=b\n", ""]),
        npmrc().of("variables", ["registry=", "${A§}", "\n"]),
        npmrc().of("variables that stay open", ["registry=", "${", "\n"]),
        npmrc().of("sections", ["", "[a§]\n", ""]),
        npmrc().of("quotes", ["registry=", "\"'", "\n"]),
        npmrc().of("tokens of paths", ["", "//127.0.0.1/a/§/:_authToken=a\n", ""]),
    ]
}

fn packages() -> Vec<Shape> {
    let metadata = || Shape::new("metadata of npm", Door::Metadata, "");
    let tarball = || Shape { archive: true, ..Shape::new("tarball", Door::Tarball, "") };
    vec![
        metadata().of(
            "versions",
            [
                "{\"name\":\"made-up\",\"dist-tags\":{\"latest\":\"9.9.9\"},\"versions\":{",
                "\"1.0.§\":{\"dist\":{\"tarball\":\"http://127.0.0.1:1/\"}},",
                "\"0.0.1\":{\"dist\":{\"tarball\":\"http://127.0.0.1:1/\"}}}}",
            ],
        ),
        metadata().of("arrays in each other", ["{\"versions\":", "[", ""]),
        metadata().of(
            "prereleases",
            [
                "{\"name\":\"made-up\",\"dist-tags\":{\"latest\":\"1.0.0-",
                "a.",
                "1\"},\"versions\":{\"0.0.1\":{\"dist\":{\"tarball\":\"http://127.0.0.1:1/\"}}}}",
            ],
        ),
        tarball().of("files", ["", "package/§.txt", ""]),
        tarball().of("files in folders of their own", ["", "package/§/a/b/c/d.txt", ""]),
        tarball().of("one file again and again", ["", "package/a.txt", ""]),
    ]
}

/// Adds the header of an empty file to an archive.
pub(super) fn entry(path: &str, archive: &mut Vec<u8>) {
    let mut header = [0_u8; 512];
    let mut put =
        |place: usize, text: &[u8]| header[place..place + text.len()].copy_from_slice(text);
    put(0, path.as_bytes());
    put(100, b"0000644\0");
    put(124, b"00000000000\0");
    put(136, b"00000000000\0");
    put(148, b"        ");
    put(156, b"0");
    put(257, b"ustar\x0000");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    archive.extend_from_slice(&header);
}

fn headers() -> Vec<Shape> {
    let header = |name| Shape::new("header", Door::Function(name), "input");
    vec![
        header("header range").of("Range: parts", ["bytes=", "0-1,", "0-1"]),
        header("header range").of("Range: digits", ["bytes=", "9", "-"]),
        header("header if-none-match").of("If-None-Match: tags", ["", "\"§\",", "\"a\""]),
        header("header if-none-match").of("If-None-Match: quotes", ["", "W/\"", ""]),
        header("header if-match").of("If-Match: tags", ["", "\"§\",", "\"a\""]),
        header("header if-range").of("If-Range: one tag", ["\"", "a", "\""]),
        header("header if-modified-since")
            .of("If-Modified-Since: a long date", ["Sun, ", "0", " GMT"]),
        header("header accept-encoding").of("Accept-Encoding: codings", ["", "a§;q=0.5,", "br"]),
        header("header accept-encoding").of("Accept-Encoding: digits", ["gzip;q=0.", "0", ""]),
        header("header accept-encoding").of("Accept-Encoding: commas", ["", ", ", ""]),
    ]
}
