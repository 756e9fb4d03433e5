//! A small set of assets, compressed for real, packed as the build script packs them.

mod pages;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use tailprint::generated::{Content, Disk, Root, Settings, Stale, Table};
use tailprint::{Assets, Coding};
use tailprint_core::table::{Packed, Record, Variant, pack};
use tempfile::TempDir;

pub(crate) use pages::{page_with_image, pages, pages_at_root};

/// Assets and what their contents are.
pub(crate) struct Fixture {
    pub(crate) assets: &'static Assets,
    contents: BTreeMap<(String, String), Vec<u8>>,
    parts: Parts,
    _dir: Option<TempDir>,
}

/// The input that assets are packed from.
#[derive(Clone)]
struct Parts {
    records: Vec<Record<'static>>,
    content: Content,
}

impl Fixture {
    pub(crate) fn content(&self, coding: &str, path: &str) -> Vec<u8> {
        let key = (coding.to_owned(), path.to_owned());
        self.contents.get(&key).unwrap_or_else(|| panic!("no {key:?} in the fixture")).clone()
    }
}

struct File {
    path: &'static str,
    name: &'static str,
    content_type: &'static str,
    etag: &'static str,
    headers: &'static str,
    codings: &'static [Coding],
    content: Vec<u8>,
    at_root: bool,
    /// `Cache-Control` under the name and under the logical path; empty for the default.
    caching: (&'static str, &'static str),
}

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";
const PLAIN: &[Coding] = &[Coding::Identity];
const BR_GZ: &[Coding] = &[Coding::Identity, Coding::Brotli, Coding::Gzip];
const FONT: &str = "access-control-allow-origin: *";
const PAGE: &str = "content-security-policy: default-src 'none'\n\
    cross-origin-resource-policy: same-site\nx-content-type-options: nosniff";

fn file(
    (path, name): (&'static str, &'static str),
    content_type: &'static str,
    etag: &'static str,
    headers: &'static str,
    codings: &'static [Coding],
    content: &str,
) -> File {
    let content = content.as_bytes().to_vec();
    File {
        path,
        name,
        content_type,
        etag,
        headers,
        codings,
        content,
        at_root: false,
        caching: ("", ""),
    }
}

/// Sorted by path.
fn files() -> Vec<File> {
    let css = ".a { color: #123456; background: #abcdef }\n".repeat(40);
    let js = "export const answer = () => 42; // and so on\n".repeat(40);
    let clip: String = (0..2000).map(|index| char::from(b'a' + (index % 26) as u8)).collect();
    vec![
        file(
            (".well-known/security.txt", ".well-known/security.txt"),
            TEXT,
            "333333333333",
            "",
            PLAIN,
            "Contact: mailto:security@example.com\n",
        ),
        file(
            ("LICENSE", "LICENSE.dddddddddddd"),
            TEXT,
            "dddddddddddd",
            "",
            PLAIN,
            "Do what you want.\n",
        ),
        file(("css/app.css", "css/app.0123456789ab.css"), CSS, "0123456789ab", "", BR_GZ, &css),
        file(
            ("css/x.aaaaaaaaaaaa.css", "css/x.aaaaaaaaaaaa.bbbbbbbbbbbb.css"),
            CSS,
            "bbbbbbbbbbbb",
            "",
            PLAIN,
            "x{}",
        ),
        file(("empty.txt", "empty.eeeeeeeeeeee.txt"), TEXT, "eeeeeeeeeeee", "", PLAIN, ""),
        file(
            ("fonts/a.woff2", "fonts/a.ffffffffffff.woff2"),
            "font/woff2",
            "ffffffffffff",
            FONT,
            PLAIN,
            "wOF2 and more",
        ),
        file(
            ("img/logo.png", "img/logo.888888888888.png"),
            "image/png",
            "888888888888",
            "",
            PLAIN,
            "\u{1}PNG",
        ),
        file(
            ("img/über uns.svg", "img/über uns.999999999999.svg"),
            "image/svg+xml",
            "999999999999",
            "",
            PLAIN,
            "<svg/>",
        ),
        file(("js/app.js", "js/app.cccccccccccc.js"), JS, "cccccccccccc", "", &Coding::ALL, &js),
        file(
            ("page.html", "page.666666666666.html"),
            "text/html; charset=utf-8",
            "666666666666",
            PAGE,
            PLAIN,
            "<p>",
        ),
        file(("sw.js", "sw.js"), JS, "555555555555", "", PLAIN, "self;"),
        file(
            ("vendor/lib-Bq3xYz.js", "vendor/lib-Bq3xYz.js"),
            JS,
            "444444444444",
            "",
            PLAIN,
            "lib;",
        ),
        file(
            ("video/clip.mp4", "video/clip.777777777777.mp4"),
            "video/mp4",
            "777777777777",
            "",
            PLAIN,
            &clip,
        ),
    ]
}

/// Hashed mode, without a date and without redirects.
pub(crate) fn hashed() -> Fixture {
    embedded(None, Stale::NotFound)
}

/// Hashed mode with both: a date of 2001.
pub(crate) fn dated() -> Fixture {
    embedded(Some(1_000_000_000), Stale::Redirect)
}

/// Hashed mode with all contents in a folder, as the build leaves them.
pub(crate) fn on_disk() -> Fixture {
    let dir = tempfile::tempdir().unwrap();
    store(&files(), None, Stale::NotFound, Some(dir))
}

pub(crate) fn embedded(last_modified: Option<u64>, stale: Stale) -> Fixture {
    store(&files(), last_modified, stale, None)
}

/// Files at the root of the host, beside one below the mount.
pub(crate) fn with_root_files() -> Fixture {
    let root = |path, content_type, etag, codings, content: &str| File {
        at_root: true,
        ..file((path, path), content_type, etag, "", codings, content)
    };
    let worker = "self.addEventListener('fetch', () => {}); // and so on\n".repeat(20);
    let files = [
        root(".well-known/security.txt", TEXT, "111111111111", PLAIN, "Contact: x\n"),
        file(("app.css", "app.0123456789ab.css"), CSS, "0123456789ab", "", PLAIN, "a{}"),
        File {
            caching: ("private, max-age=60", "no-cache, no-transform"),
            ..file(("brief.css", "brief.777777777777.css"), CSS, "777777777777", "", BR_GZ, &worker)
        },
        root("favicon.ico", "image/x-icon", "222222222222", PLAIN, "icon"),
        File {
            caching: ("max-age=600", ""),
            ..root("robots.txt", TEXT, "666666666666", PLAIN, "User-agent: *\n")
        },
        root("sw.js", JS, "333333333333", BR_GZ, &worker),
        root("über uns.txt", TEXT, "444444444444", PLAIN, "us"),
    ];
    store(&files, None, Stale::Redirect, None)
}

/// A style sheet of a package at the usual mount.
pub(crate) fn of_package(package: &'static str) -> &'static Assets {
    at(package, "/static", "/static/")
}

/// A style sheet of a package.
pub(crate) fn at(
    package: &'static str,
    mount: &'static str,
    url_prefix: &'static str,
) -> &'static Assets {
    let css = file(("app.css", "app.0123456789ab.css"), CSS, "0123456789ab", "", PLAIN, "a{}");
    let variant = Variant { start: Some(0), len: 3, etag: "\"0123456789ab\"" };
    let url = format!("{url_prefix}app.0123456789ab.css").leak();
    let record = Record { url, ..record(&css, [Some(variant), None, None, None]) };
    let settings = settings(mount, url_prefix, Content::Embedded(b"a{}"), None, Stale::NotFound);
    leak(&[record], Settings { package, ..settings })
}

fn store(
    files: &[File],
    last_modified: Option<u64>,
    stale: Stale,
    dir: Option<TempDir>,
) -> Fixture {
    let mut blob = vec![b'!'];
    let mut contents = BTreeMap::new();
    let mut records = Vec::new();
    for file in files {
        let mut variants = [None; 4];
        for &coding in file.codings {
            let bytes = encode(coding, &file.content);
            let start = match &dir {
                None => {
                    let start = u32::try_from(blob.len()).unwrap();
                    blob.extend_from_slice(&bytes);
                    Some(start)
                }
                Some(dir) => {
                    write(&dir.path().join("static").join(sibling(file.name, coding)), &bytes);
                    None
                }
            };
            let (len, etag) = (bytes.len() as u64, etag(file.etag, coding));
            variants[coding as usize] = Some(Variant { start, len, etag });
            contents.insert((coding.name().to_owned(), file.path.to_owned()), bytes);
        }
        records.push(record(file, variants));
    }
    let content = Content::Embedded(blob.leak());
    let mut settings = settings("/static", "/static/", content, last_modified, stale);
    // A path that is absolute is found from every program.
    settings.built = dir.as_ref().map(|dir| text(dir.path()));
    let assets = leak(&records, settings);
    Fixture { assets, contents, parts: Parts { records, content }, _dir: dir }
}

/// The name of the file with a coding of another file.
fn sibling(name: &str, coding: Coding) -> String {
    match coding.extension() {
        "" => name.to_owned(),
        extension => format!("{name}.{extension}"),
    }
}

/// Hashed mode: a film of this size in the folder `static` of a folder.
pub(crate) fn film(dir: &Path, len: u64) -> &'static Assets {
    let etag = "\"0123456789ab\"";
    let film = file(("film.mp4", "film.mp4"), "video/mp4", "0123456789ab", "", PLAIN, "");
    let film = record(&film, [Some(Variant { start: None, len, etag }), None, None, None]);
    let content = Content::Embedded(&[]);
    let mut settings = settings("/static", "/static/", content, None, Stale::NotFound);
    settings.built = Some(text(dir));
    leak(&[film], settings)
}

/// The same assets, served at the root.
pub(crate) fn at_root(fixture: Fixture) -> &'static Assets {
    let Parts { records, content } = Box::leak(Box::new(fixture)).parts.clone();
    let url = |url: &str| &*url.strip_prefix("/static").unwrap().to_owned().leak();
    let records: Vec<_> =
        records.into_iter().map(|record| Record { url: url(record.url), ..record }).collect();
    leak(&records, settings("", "/", content, None, Stale::NotFound))
}

fn settings(
    mount: &'static str,
    url_prefix: &'static str,
    content: Content,
    last_modified: Option<u64>,
    stale: Stale,
) -> Settings {
    Settings {
        package: "app",
        mount,
        url_prefix,
        content,
        last_modified,
        stale,
        graphs: &[],
        is_library: false,
        built: None,
    }
}

fn record(file: &File, variants: [Option<Variant<'static>>; 4]) -> Record<'static> {
    let prefix = if file.at_root { "/" } else { "/static/" };
    Record {
        path: file.path,
        name: file.name,
        url: format!("{prefix}{}", file.name.replace('ü', "%C3%BC").replace(' ', "%20")).leak(),
        content_type: file.content_type,
        fingerprint: file.etag,
        headers: file.headers,
        immutable: file.name != file.path || file.path.starts_with("vendor/"),
        at_root: file.at_root,
        cache: file.caching.0,
        logical_cache: file.caching.1,
        variants,
        ..Record::default()
    }
}

fn leak(records: &[Record<'_>], settings: Settings) -> &'static Assets {
    let Packed { strings, records } = pack(records);
    Box::leak(Box::new(Assets::new(Table::new(strings.leak(), records.leak()), settings)))
}

/// The entity tag of a coding: twelve hexadecimal digits, others for every coding.
fn etag(fingerprint: &str, coding: Coding) -> &'static str {
    let first = match coding {
        Coding::Identity => &fingerprint[..1],
        Coding::Brotli => "b",
        Coding::Gzip => "a",
        Coding::Zstd => "d",
    };
    format!("\"{first}{}\"", &fingerprint[1..]).leak()
}

fn encode(coding: Coding, content: &[u8]) -> Vec<u8> {
    match coding {
        Coding::Identity => content.to_vec(),
        Coding::Brotli => {
            let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, 11, 22);
            writer.write_all(content).unwrap();
            writer.into_inner()
        }
        Coding::Gzip => {
            let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            writer.write_all(content).unwrap();
            writer.finish().unwrap()
        }
        Coding::Zstd => stored_zstd(content),
    }
}

/// A frame of one block that is not compressed (RFC 8878 sections 3.1.1.1 and 3.1.1.2).
fn stored_zstd(content: &[u8]) -> Vec<u8> {
    let len = u32::try_from(content.len()).unwrap();
    let block = (len << 3) | 1;
    let mut frame = vec![0x28, 0xB5, 0x2F, 0xFD, 0b1010_0000];
    frame.extend_from_slice(&len.to_le_bytes());
    frame.extend_from_slice(&block.to_le_bytes()[..3]);
    frame.extend_from_slice(content);
    frame
}

/// Plain mode: a folder with everything that may and may not be served.
#[cfg(unix)]
pub(crate) fn plain() -> Fixture {
    let dir = tempfile::tempdir().unwrap();
    let at = |path: &str| dir.path().join(path);
    let mut contents = BTreeMap::new();
    let mut add = |folder: &str, path: &str, key: &str, content: &str| {
        write(&at(folder).join(path), content);
        contents
            .entry(("identity".to_owned(), key.to_owned()))
            .or_insert_with(|| content.as_bytes().to_vec());
    };
    for path in [
        "css/site.css",
        "js/new.js",
        "img/über uns.svg",
        "css/old.aaaaaaaaaaaa.css",
        "fonts/a.woff2",
        "shared.txt",
        "css/source.css",
        "notes.bak",
        "css/notes.bak",
        "drafts/a.txt",
        "js/drafts/b/a.txt",
        "css/private/a.css",
        ".env",
        ".git/config",
        "back\\slash.txt",
        "C:drive.txt",
    ] {
        add("static", path, path, &format!("the content of {path}"));
    }
    write(&at("static/empty.txt"), "");
    add("more", "shared.txt", "shared.txt", "hidden by the first root");
    add("vendor", "lib.js", "vendor/lib.js", "vendored");
    add("out", "tailwind.css", "css/tailwind.css", "compiled");
    add("elsewhere", "secret.txt", "secret.txt", "secret");
    write(&at("secret.txt"), "secret");
    link(&at("elsewhere/secret.txt"), &at("static/escape.txt"));
    link(&at("elsewhere"), &at("static/outside"));
    link(&at("static/.env"), &at("static/env.txt"));
    link(&at("static/css/source.css"), &at("static/css/alias.css"));
    link(&at("static/css/site.css"), &at("static/css/link.css"));
    link(&at("nowhere"), &at("static/dangling.css"));
    let disk = Disk {
        roots: roots(&[("", &at("static")), ("", &at("more")), ("vendor", &at("vendor"))]),
        files: vec![("css/tailwind.css", text(&at("out/tailwind.css")))].leak(),
        hidden: &["css/source.css"],
        ignore: &[".*", "*.bak", "drafts/", "/css/private/*.css"],
        include: &[],
        at_root: &[],
        follow_symlinks: true,
    };
    let font = record(
        &file(("fonts/a.woff2", "fonts/a.woff2"), "font/woff2", "", FONT, PLAIN, ""),
        [Some(Variant { start: Some(0), len: 0, etag: "" }), None, None, None],
    );
    let content = Content::Disk(disk);
    let settings = settings("/static", "/static/", content, None, Stale::Redirect);
    let assets = leak(std::slice::from_ref(&font), settings);
    Fixture { assets, contents, parts: Parts { records: vec![font], content }, _dir: Some(dir) }
}

/// Plain mode: all files of a folder.
#[cfg(unix)]
pub(crate) fn folder(dir: &Path) -> &'static Assets {
    let roots = roots(&[("", dir)]);
    let disk = Disk { roots, ..Disk::default() };
    leak(&[], settings("/static", "/static/", Content::Disk(disk), None, Stale::NotFound))
}

/// Plain mode: files at the root of the host by a glob and by a folder, of which the table knows some.
#[cfg(unix)]
pub(crate) fn plain_with_root_files() -> Fixture {
    let dir = tempfile::tempdir().unwrap();
    let mut contents = BTreeMap::new();
    for (folder, path) in [
        ("static", "css/site.css"),
        ("static", "favicon.ico"),
        ("static", "icons/favicon.ico"),
        ("public", "robots.txt"),
        ("public", ".env"),
        ("public", "new.txt"),
    ] {
        let content = format!("the content of {path}");
        write(&dir.path().join(folder).join(path), &content);
        contents.insert(("identity".to_owned(), path.to_owned()), content.into_bytes());
    }
    let roots = vec![
        Root { dir: text(&dir.path().join("static")), ..Root::default() },
        Root { dir: text(&dir.path().join("public")), at_root: true, ..Root::default() },
    ];
    let disk = Disk {
        roots: roots.leak(),
        ignore: &[".*"],
        at_root: &["/favicon.ico"],
        follow_symlinks: true,
        ..Disk::default()
    };
    let known = |path, content_type| {
        let file = File { at_root: true, ..file((path, path), content_type, "", "", PLAIN, "") };
        record(&file, [None; 4])
    };
    let records = vec![known("favicon.ico", "image/x-icon"), known("robots.txt", TEXT)];
    let content = Content::Disk(disk);
    let settings = settings("/static", "/static/", content, None, Stale::NotFound);
    let assets = leak(&records, settings);
    Fixture { assets, contents, parts: Parts { records, content }, _dir: Some(dir) }
}

#[cfg(unix)]
fn roots(roots: &[(&'static str, &Path)]) -> &'static [Root] {
    let roots: Vec<Root> =
        roots.iter().map(|(prefix, dir)| Root { prefix, dir: text(dir), at_root: false }).collect();
    roots.leak()
}

fn text(path: &Path) -> &'static str {
    path.to_str().unwrap().to_owned().leak()
}

fn write(path: &Path, content: impl AsRef<[u8]>) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
}

#[cfg(unix)]
fn link(original: &Path, link: &Path) {
    std::os::unix::fs::symlink(original, link).unwrap();
}
