//! The generated module `assets.rs` and the packed files that it includes.
//!
//! They contain no absolute path. Folders are named by `env!` in the module, so that the same sources give the same
//! module in every checkout.

mod constants;
mod identifier;

use std::fmt::Write as _;
use std::path::Path;

use sha2::{Digest, Sha256};
use tailprint_core::filters::FILTERS;
use tailprint_core::table::{Coding, Packed, Record, Variant, pack};

use crate::config::Root;
use crate::naming::fingerprint::shorten;
use crate::naming::published::Published;
use crate::output::import_map::pins::Pin;
use crate::output::import_map::{self, ImportMap};
use crate::references::resolve::UrlPrefix;
use crate::settings::headers::{self, Header};

/// The input of [`generate`].
#[derive(Debug)]
pub(crate) struct Request<'a> {
    /// Sorted by path.
    pub(crate) assets: &'a [Published],
    pub(crate) prefix: &'a UrlPrefix,
    /// `Last-Modified` of all assets in seconds since 1970.
    pub(crate) last_modified: Option<u64>,
    /// Further response headers.
    pub(crate) headers: &'a [Header],
    /// Further entries of the import map.
    pub(crate) pins: &'a [Pin],
    /// True to redirect outdated hashed names to the current ones.
    pub(crate) redirect_stale: bool,
    /// The places from which a debug build reads the bytes; none to embed them.
    pub(crate) disk: Option<Disk<'a>>,
}

/// The places from which a debug build reads the bytes.
#[derive(Debug)]
pub(crate) struct Disk<'a> {
    pub(crate) package: &'a Path,
    pub(crate) roots: &'a [Root],
    /// Logical paths of Tailwind's outputs.
    pub(crate) compiled: Vec<&'a str>,
    /// Logical paths in a root that are not published.
    pub(crate) hidden: Vec<String>,
    /// Globs over logical paths that are not published.
    pub(crate) ignore: &'a [String],
    /// Globs over logical paths that are published although they are ignored.
    pub(crate) include: &'a [String],
    pub(crate) follow_symlinks: bool,
}

/// The generated files.
#[derive(Debug)]
pub(crate) struct Generated {
    pub(crate) module: String,
    pub(crate) table: Packed,
    /// The import map as JSON.
    pub(crate) import_map: String,
    /// The bytes of all assets, one after the other; empty if they stay on disk.
    pub(crate) contents: Vec<u8>,
}

/// Generates the module.
pub(crate) fn generate(request: &Request<'_>) -> Generated {
    let mut contents = Vec::new();
    if request.disk.is_none() {
        contents.reserve_exact(request.assets.iter().map(size).sum());
    }
    let texts: Vec<Texts> =
        request.assets.iter().map(|asset| texts(asset, request.headers)).collect();
    let assets = request.assets.iter().zip(&texts);
    let records: Vec<Record<'_>> = assets
        .map(|(asset, texts)| record(asset, texts, request.disk.is_none(), &mut contents))
        .collect();
    let table = pack(&records);
    let import_map = import_map::of(request.assets, request.prefix, request.pins);
    let module = module(request, &import_map);
    Generated { module, table, import_map: import_map.json().to_owned(), contents }
}

/// Returns the bytes of an asset and all of its codings.
fn size(asset: &Published) -> usize {
    let encoded = asset.encoded.iter().map(|encoded| encoded.bytes.len());
    asset.bytes.len() + encoded.sum::<usize>() + asset.plain.as_ref().map_or(0, Vec::len)
}

/// The texts that a record borrows.
struct Texts {
    /// A strong validator per coding, in the order of [`Coding::ALL`].
    etags: [String; Coding::ALL.len()],
    /// The validator of the bytes under the logical path, if they are others.
    plain: String,
    headers: String,
}

fn texts(asset: &Published, headers: &[Header]) -> Texts {
    let mut etags = [const { String::new() }; Coding::ALL.len()];
    etags[Coding::Identity as usize] = format!("\"{}\"", asset.fingerprint);
    for encoded in &asset.encoded {
        // Another version of an encoder gives other bytes for the same asset.
        let digest = shorten(&Sha256::digest(&encoded.bytes));
        etags[encoded.coding as usize] = format!("\"{digest}\"");
    }
    let plain =
        asset.plain.as_deref().map(|bytes| format!("\"{}\"", shorten(&Sha256::digest(bytes))));
    let plain = plain.unwrap_or_default();
    Texts { etags, plain, headers: headers::lines(&asset.path, headers) }
}

/// Converts a size to the 32 bits of the table, which are enough for 4 GiB of assets.
fn narrow(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

fn record<'a>(
    asset: &'a Published,
    texts: &'a Texts,
    embed: bool,
    contents: &mut Vec<u8>,
) -> Record<'a> {
    let mut variants = [None; Coding::ALL.len()];
    let mut plain = None;
    if embed {
        let encoded = asset.encoded.iter().map(|encoded| (encoded.coding, &encoded.bytes));
        for (coding, bytes) in std::iter::once((Coding::Identity, &asset.bytes)).chain(encoded) {
            let etag = &texts.etags[coding as usize];
            variants[coding as usize] = Some(variant(bytes, etag, contents));
        }
        plain = asset.plain.as_ref().map(|bytes| variant(bytes, &texts.plain, contents));
    }
    Record {
        path: &asset.path,
        name: &asset.name,
        url: &asset.url,
        content_type: asset.content_type,
        fingerprint: &asset.fingerprint,
        integrity: &asset.integrity,
        headers: &texts.headers,
        immutable: asset.immutable,
        variants,
        plain,
    }
}

/// Adds bytes to the contents.
fn variant<'a>(bytes: &[u8], etag: &'a str, contents: &mut Vec<u8>) -> Variant<'a> {
    let (start, len) = (narrow(contents.len()), narrow(bytes.len()));
    contents.extend_from_slice(bytes);
    Variant { start, len, etag }
}

fn module(request: &Request<'_>, import_map: &ImportMap) -> String {
    let mut module = format!(
        "// Generated by tailprint-build.\n\n::tailprint::__built_by!({:?});\n\n",
        env!("CARGO_PKG_VERSION")
    );
    constants::write(&mut module, request.assets);
    assets(&mut module, request);
    let _ = write!(
        module,
        r"
/// The import map, by which browsers find hashed JS modules that import each other by logical paths.
pub static IMPORT_MAP: ::tailprint::ImportMap<'static> =
    ::tailprint::ImportMap::new(include_str!({json}), {csp_hash:?});

/// Serves the assets; to be mounted at [`MOUNT`].
pub fn service() -> ::tailprint::Service {{
    ASSETS.service()
}}

::tailprint::__filters!(ASSETS: {filters});
",
        json = in_out_dir("importmap.json"),
        csp_hash = import_map.csp_hash(),
        filters = FILTERS.map(|filter| filter.name).join(" "),
    );
    module
}

/// Writes the static variable with all assets.
fn assets(module: &mut String, request: &Request<'_>) {
    let prefix = request.prefix.as_str();
    let mount = request.prefix.mount();
    let last_modified = request.last_modified;
    let stale = if request.redirect_stale { "Redirect" } else { "NotFound" };
    let content = match &request.disk {
        None => format!("Embedded(include_bytes!({}))", in_out_dir("assets.bin")),
        Some(disk) => on_disk(disk),
    };
    let _ = write!(
        module,
        r"
/// Path under which the service is mounted.
pub const MOUNT: &'static ::core::primitive::str = {mount:?};

static TABLE: ::tailprint::generated::Table = ::tailprint::generated::Table::new(
    include_str!({strings}),
    include_bytes!({records}),
);

/// All assets of this build.
pub static ASSETS: ::tailprint::Assets = ::tailprint::Assets::new(
    TABLE,
    ::tailprint::generated::Settings {{
        mount: MOUNT,
        url_prefix: {prefix:?},
        content: ::tailprint::generated::Content::{content},
        last_modified: {last_modified:?},
        stale: ::tailprint::generated::Stale::{stale},
    }},
);
",
        strings = in_out_dir("assets.txt"),
        records = in_out_dir("assets.idx"),
    );
}

fn in_out_dir(file: &str) -> String {
    format!("concat!(env!(\"OUT_DIR\"), {:?})", format!("/tailprint/{file}"))
}

fn on_disk(disk: &Disk<'_>) -> String {
    let mut roots = String::new();
    for root in disk.roots {
        let dir = folder(&root.folder, disk.package);
        let _ = write!(
            roots,
            "\n            ::tailprint::generated::Root {{ prefix: {:?}, dir: {dir} }},",
            root.prefix
        );
    }
    let mut files = String::new();
    for path in &disk.compiled {
        let file = in_out_dir(&format!("tailwind/{path}"));
        let _ = write!(files, "\n            ({path:?}, {file}),");
    }
    format!(
        "Disk(::tailprint::generated::Disk {{
            roots: &[{roots}],
            files: &[{files}],
            hidden: &{:?},
            ignore: &{:?},
            include: &{:?},
            follow_symlinks: {},
        }})",
        disk.hidden, disk.ignore, disk.include, disk.follow_symlinks
    )
}

/// Returns a folder as an expression. A folder in the package is found wherever the package is moved.
fn folder(folder: &Path, package: &Path) -> String {
    match folder.strip_prefix(package) {
        Ok(relative) => in_package(relative),
        Err(_) if folder.is_relative() => in_package(folder),
        Err(_) => format!("{:?}", folder.to_string_lossy()),
    }
}

fn in_package(relative: &Path) -> String {
    let text = format!("/{}", relative.to_string_lossy());
    format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), {text:?})")
}
