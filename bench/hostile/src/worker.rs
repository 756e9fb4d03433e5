//! Processes of their own for build scripts, and for functions of the crates.

use std::fs;
use std::hint::black_box;
use std::io;
use std::path::Path;
use std::process::{Command, ExitCode};

use http::{HeaderName, HeaderValue, Request};
use tailprint::Assets;
use tailprint::generated::{Content, Settings, Stale, Table};
use tailprint_build::Config;
use tailprint_core::glob::Glob;
use tailprint_core::lock::Lock;
use tailprint_core::table::{Packed, Record, Variant, pack};

pub(crate) const FLAG: &str = "--worker";

pub(crate) const MANIFEST: &str =
    "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n";

/// Returns the command that runs this program as the build script of the package in a folder.
pub(crate) fn build_script(package: &Path, engine: &str) -> io::Result<Command> {
    fs::write(package.join("Cargo.toml"), format!("{MANIFEST}{engine}\n"))?;
    let out = package.join("target/out");
    fs::create_dir_all(&out)?;
    let mut command = Command::new(std::env::current_exe()?);
    command.args([FLAG, "build"]).current_dir(package);
    command.env("CARGO_MANIFEST_DIR", package).env("OUT_DIR", out).env("CARGO_PKG_NAME", "app");
    command.env("PROFILE", "debug").env("OPT_LEVEL", "0").env("TARGET", "x86_64-unknown-linux-gnu");
    Ok(command)
}

/// Returns the command that gives a file to a function.
pub(crate) fn function(name: &str, file: &Path) -> io::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args([FLAG, name]).arg(file);
    Ok(command)
}

/// Runs what one of the commands names.
pub(crate) fn run(arguments: &[String]) -> ExitCode {
    let [name, file @ ..] = arguments else { return ExitCode::from(101) };
    if name == "build" {
        return ExitCode::from(u8::from(Config::new().try_build().is_err()));
    }
    let Some(Ok(input)) = file.first().map(fs::read) else { return ExitCode::from(101) };
    match name.split_once(' ') {
        Some(("header", header)) => respond(header, &input),
        _ => {
            let text = String::from_utf8_lossy(&input);
            match &**name {
                "lock" => drop(black_box(Lock::parse(&text, "tailprint.lock"))),
                "glob" => {
                    let found = Glob::new(&text).map(|glob| glob.matches("vendor/a/b/c.min.js"));
                    black_box(found.is_ok());
                }
                "globbed" => {
                    let glob = Glob::new("**/*a*a*b/[!x]*/**");
                    black_box(glob.is_ok_and(|glob| glob.matches(&text)));
                }
                _ => return ExitCode::from(101),
            }
        }
    }
    ExitCode::SUCCESS
}

/// Asks for an asset with this header. The result does not matter.
fn respond(header: &str, value: &[u8]) {
    let mut request = Request::get("/app.js").body(()).unwrap_or_default();
    let name = HeaderName::from_bytes(header.as_bytes());
    if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(value)) {
        request.headers_mut().append(name, value);
    }
    let variant = Some(Variant { start: Some(0), len: 4, etag: "\"0123456789ab\"" });
    let record = Record {
        path: "app.js",
        name: "app.0123456789ab.js",
        url: "app.0123456789ab.js",
        content_type: "text/javascript",
        fingerprint: "0123456789ab",
        variants: [variant, variant, None, None],
        ..Record::default()
    };
    let Packed { strings, records } = pack(&[record]);
    let settings = Settings {
        package: "app",
        is_library: false,
        mount: "/static",
        url_prefix: "/static/",
        content: Content::Embedded(b"true"),
        last_modified: Some(1_000_000_000),
        stale: Stale::Redirect,
        graphs: &[],
        built: None,
    };
    let table = Table::new(strings.leak(), records.leak());
    let assets: &'static Assets = Box::leak(Box::new(Assets::new(table, settings)));
    black_box(assets.respond(&request).status());
}
