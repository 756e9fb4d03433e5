//! The generated module `assets.rs` and the packed files that it includes.
//!
//! They contain no absolute path. Folders are named by `env!` in the module, so that the same sources give the same
//! module in every checkout.

mod constants;
mod identifier;

pub use identifier::constant_path;

use std::fmt::Write as _;
use std::path::Path;

use sha2::{Digest, Sha256};
use tailprint_core::filters::FILTERS;
use tailprint_core::table::{Coding, Packed, Record, Variant, pack};

use crate::config::{Root, Storage};
use crate::naming::fingerprint::shorten;
use crate::naming::published::{Encoded, Published};
use crate::naming::relative::Based;
use crate::output::import_map::pins::Pins;
use crate::output::import_map::{self, ImportMap};
use crate::output::out_dir::TYPESCRIPT;
use crate::references::resolve::UrlPrefix;
use crate::settings::caching::{Caching, Values};
use crate::settings::headers::{self, Header};
use crate::support::fs::shown;
use crate::support::parallel;

/// The input of [`generate`].
#[derive(Debug)]
pub(crate) struct Request<'a> {
    /// The name of the package.
    pub(crate) package: &'a str,
    /// True for a package that apps depend on, and that has no program.
    pub(crate) is_library: bool,
    /// True to leave the contents and the service out.
    pub(crate) in_browser: bool,
    /// Sorted by path.
    pub(crate) assets: &'a [Published],
    pub(crate) prefix: &'a UrlPrefix,
    /// `Last-Modified` of all assets in seconds since 1970.
    pub(crate) last_modified: Option<u64>,
    /// Further response headers.
    pub(crate) headers: &'a [Header],
    pub(crate) caching: &'a Caching,
    /// Further entries of the import map.
    pub(crate) pins: &'a Pins,
    /// Modules at which pages begin, sorted, and those that they import in any case.
    pub(crate) graphs: &'a [(String, Vec<String>)],
    /// True to redirect outdated hashed names to the current ones.
    pub(crate) redirect_stale: bool,
    /// The places from which a debug build reads the bytes; none for other builds.
    pub(crate) disk: Option<Disk<'a>>,
    /// `OUT_DIR/tailprint`.
    pub(crate) folder: &'a Path,
}

/// The places from which a debug build reads the bytes.
#[derive(Debug)]
pub(crate) struct Disk<'a> {
    pub(crate) package: &'a Path,
    pub(crate) roots: &'a [Root],
    /// Logical paths of Tailwind's outputs.
    pub(crate) compiled: Vec<&'a str>,
    /// Logical paths of the scripts of TypeScript sources.
    pub(crate) scripts: Vec<&'a str>,
    /// Logical paths in a root that are not published.
    pub(crate) hidden: Vec<String>,
    /// Globs over logical paths that are not published.
    pub(crate) ignore: &'a [String],
    /// Globs over logical paths that are published although they are ignored.
    pub(crate) include: &'a [String],
    /// Globs over logical paths that are served at the root of the host.
    pub(crate) at_root: &'a [String],
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
    let has_contents = request.disk.is_none() && !request.in_browser;
    if has_contents {
        let size: u64 = request.assets.iter().map(Published::embedded).sum();
        contents.reserve_exact(usize::try_from(size).unwrap_or_default());
    }
    let texts: Vec<Texts> = parallel::map(request.assets, |asset| texts(asset, request));
    let assets = request.assets.iter().zip(&texts);
    let records: Vec<Record<'_>> =
        assets.map(|(asset, texts)| record(asset, texts, has_contents, &mut contents)).collect();
    let table = pack(&records);
    let import_map = import_map::of(request.assets, request.prefix, request.pins);
    let contents_of = Contents { bytes: &contents, texts: &texts };
    let module = module(request, &import_map, contents_of);
    Generated { module, table, import_map: import_map.json().to_owned(), contents }
}

/// The texts that a record borrows.
struct Texts {
    /// A strong validator per coding, in the order of [`Coding::ALL`].
    etags: [String; Coding::ALL.len()],
    /// The validator of the bytes under the logical path, if they are others.
    plain: String,
    headers: String,
    based: String,
    caching: Values,
}

fn texts(asset: &Published, request: &Request<'_>) -> Texts {
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
    let headers = headers::lines(&asset.path, &asset.content_type, request.headers);
    let caching = match request.disk {
        None => request.caching.hashed(&asset.path, asset.immutable),
        Some(_) => request.caching.plain(&asset.path),
    };
    Texts { etags, plain, headers, caching, based: based(&asset.based) }
}

/// Returns the places at which URLs depend on the base as the table has them.
fn based(places: &[Based]) -> String {
    let line = |it: &Based| format!("{} {} {}\n", it.start, it.len, it.folder);
    places.iter().map(line).collect()
}

fn record<'a>(
    asset: &'a Published,
    texts: &'a Texts,
    hashed: bool,
    contents: &mut Vec<u8>,
) -> Record<'a> {
    let mut variants = [None; Coding::ALL.len()];
    let mut plain = None;
    if hashed {
        let mut variant = |bytes: &[u8], len, etag| {
            let start = (asset.storage == Storage::Embedded).then(|| append(contents, bytes));
            Some(Variant { start, len, etag })
        };
        let etag = |coding| &*texts.etags[coding as usize];
        variants[Coding::Identity as usize] =
            variant(&asset.bytes, asset.size(), etag(Coding::Identity));
        for Encoded { coding, bytes } in &asset.encoded {
            variants[*coding as usize] = variant(bytes, bytes.len() as u64, etag(*coding));
        }
        let stub = asset.plain.as_ref();
        plain = stub.and_then(|bytes| variant(bytes, bytes.len() as u64, &texts.plain));
    }
    Record {
        path: &asset.path,
        name: &asset.name,
        url: &asset.url,
        content_type: &asset.content_type,
        fingerprint: &asset.fingerprint,
        integrity: &asset.integrity,
        headers: &texts.headers,
        based: &texts.based,
        cache: &texts.caching.name,
        logical_cache: &texts.caching.path,
        at_root: asset.at_root,
        immutable: asset.immutable,
        variants,
        plain,
    }
}

/// Adds bytes to the contents, and returns their place. `output::embedded` has refused more than the table can number.
fn append(contents: &mut Vec<u8>, bytes: &[u8]) -> u32 {
    let start = u32::try_from(contents.len()).unwrap_or(u32::MAX);
    contents.extend_from_slice(bytes);
    start
}

fn module(request: &Request<'_>, import_map: &ImportMap, contents: Contents<'_>) -> String {
    let mut module = format!(
        "// Generated by tailprint-build.\n\n::tailprint::__built_by!({:?});\n\n",
        env!("CARGO_PKG_VERSION")
    );
    constants::write(&mut module, request.assets);
    assets(&mut module, request, contents);
    let _ = write!(
        module,
        r"
/// The import map, by which browsers find hashed JS modules that import each other by logical paths.
pub static IMPORT_MAP: ::tailprint::ImportMap<'static> =
    ::tailprint::ImportMap::new(&ASSETS, include_str!({json}), {csp_hash:?});

/// Starts the app with another URL prefix than that of the build.
pub fn set_base(base: &::core::primitive::str) -> ::core::result::Result<(), ::tailprint::BaseError> {{
    ASSETS.set_base(base)
}}

/// Path under which requests arrive, if no proxy takes a part of it away.
pub fn mount() -> &'static ::core::primitive::str {{
    ASSETS.mount()
}}

/// The hint to connect to the origin of the assets early, if it is another one than that of the pages.
pub fn preconnect() -> ::tailprint::Preconnect {{
    ASSETS.preconnect()
}}

/// The sources of assets for a Content-Security-Policy.
pub fn csp_sources() -> ::tailprint::CspSources {{
    ASSETS.csp_sources()
}}
{service}
::tailprint::__filters!(ASSETS: {filters});
",
        service = if request.in_browser { "" } else { SERVICE },
        json = in_out_dir("importmap.json"),
        csp_hash = import_map.csp_hash(),
        filters = FILTERS.map(|filter| filter.name).join(" "),
    );
    module
}

const SERVICE: &str = "
/// Serves the assets; to be mounted at [`MOUNT`].
#[track_caller]
pub fn service() -> ::tailprint::Service {
    ASSETS.service()
}
";

/// The size in bytes from which the assembler reads the contents. Chosen: rustc takes some ten milliseconds for them.
const WORTH_ASSEMBLING: usize = 1 << 20;

/// The contents of all assets, and the texts that say what they are.
#[derive(Clone, Copy)]
struct Contents<'a> {
    bytes: &'a [u8],
    texts: &'a [Texts],
}

impl Contents<'_> {
    /// Returns the declaration of `CONTENTS`.
    fn declared(self, request: &Request<'_>) -> String {
        let file = in_out_dir("assets.bin");
        // The path becomes a string of the assembler, in which these signs would be escapes.
        let is_plain = |path: &str| !path.contains(['"', '\\', '\n']);
        let is_assembled =
            self.bytes.len() >= WORTH_ASSEMBLING && request.folder.to_str().is_some_and(is_plain);
        if is_assembled {
            let (symbol, len) = (self.symbol(request.assets), self.bytes.len());
            format!("\n::tailprint::__contents!(CONTENTS, {file}, {symbol:?}, {len});\n")
        } else {
            format!("\nstatic CONTENTS: &[::core::primitive::u8] = include_bytes!({file});\n")
        }
    }

    /// Returns a symbol for these very bytes. The digests and validators of all assets, in their order, stand for them: to
    /// hash the bytes themselves takes long in a build script that is not optimised.
    fn symbol(self, assets: &[Published]) -> String {
        let mut parts = Vec::new();
        let assets = assets.iter().zip(self.texts);
        for (asset, texts) in assets.filter(|(asset, _)| asset.storage == Storage::Embedded) {
            parts.extend_from_slice(&asset.digest.sha256);
            for validator in texts.etags.iter().chain([&texts.plain]) {
                parts.extend_from_slice(validator.as_bytes());
                parts.push(b'\n');
            }
        }
        let digest = Sha256::digest(&parts);
        format!("tailprint_contents_{}", base16ct::lower::encode_string(&digest))
    }
}

/// Writes the static variable with all assets.
fn assets(module: &mut String, request: &Request<'_>, contents: Contents<'_>) {
    let prefix = request.prefix.as_str();
    let mount = request.prefix.mount();
    let (package, is_library) = (request.package, request.is_library);
    let last_modified = request.last_modified;
    let stale = if request.redirect_stale { "Redirect" } else { "NotFound" };
    let content = match &request.disk {
        None => {
            module.push_str(&contents.declared(request));
            "Embedded(CONTENTS)".to_owned()
        }
        Some(disk) => on_disk(disk),
    };
    let is_on_disk = |asset: &Published| asset.storage == Storage::Disk;
    let built = match request.disk {
        None if !request.in_browser && request.assets.iter().any(is_on_disk) => {
            built(request.folder)
        }
        _ => None,
    };
    let _ = write!(
        module,
        r#"
/// Path under which the service is mounted, unless the app has a base: see [`mount`].
pub const MOUNT: &'static ::core::primitive::str = {mount:?};

static TABLE: ::tailprint::generated::Table = ::tailprint::generated::Table::new(
    include_str!({strings}),
    include_bytes!({records}),
);

/// All assets of this build.
pub static ASSETS: ::tailprint::Assets = ::tailprint::Assets::new(
    TABLE,
    ::tailprint::generated::Settings {{
        package: {package:?},
        is_library: {is_library},
        mount: MOUNT,
        url_prefix: {prefix:?},
        content: ::tailprint::generated::Content::{content},
        last_modified: {last_modified:?},
        stale: ::tailprint::generated::Stale::{stale},
        graphs: &[{graphs}],
        built: {built:?},
    }},
);
"#,
        graphs = graphs(request.graphs),
        strings = in_out_dir("assets.txt"),
        records = in_out_dir("assets.idx"),
    );
}

/// Returns the elements of the list of modules with their imports.
fn graphs(graphs: &[(String, Vec<String>)]) -> String {
    let element = |(entry, imported): &(String, Vec<String>)| format!("({entry:?}, &{imported:?})");
    graphs.iter().map(element).collect::<Vec<_>>().join(", ")
}

/// Returns the path of the results below the folder in which Cargo puts programs: `build/app-0f1e2d3c/out/tailprint`. It is
/// no absolute path, so that the program tells nobody about the machine on which it was built.
fn built(folder: &Path) -> Option<String> {
    let names: Vec<&str> = folder.iter().map(std::ffi::OsStr::to_str).collect::<Option<_>>()?;
    let start = names.iter().rposition(|name| *name == "build")?;
    Some(names.get(start..)?.join("/"))
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
            "\n            ::tailprint::generated::Root {{ prefix: {:?}, dir: {dir}, at_root: {} }},",
            root.prefix, root.at_root
        );
    }
    let mut files = String::new();
    let compiled = disk.compiled.iter().map(|path| ("tailwind", path));
    let scripts = disk.scripts.iter().map(|path| (TYPESCRIPT, path));
    for (folder, path) in compiled.chain(scripts) {
        let file = in_out_dir(&format!("{folder}/{path}"));
        let _ = write!(files, "\n            ({path:?}, {file}),");
    }
    format!(
        "Disk(::tailprint::generated::Disk {{
            roots: &[{roots}],
            files: &[{files}],
            hidden: &{:?},
            ignore: &{:?},
            include: &{:?},
            at_root: &{:?},
            follow_symlinks: {},
        }})",
        disk.hidden, disk.ignore, disk.include, disk.at_root, disk.follow_symlinks
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
    let text = format!("/{}", shown(relative, Path::new("")));
    format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), {text:?})")
}
