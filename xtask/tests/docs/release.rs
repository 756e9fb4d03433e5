//! The archives of a release, and the metadata by which `cargo binstall` finds and unpacks them.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::repository;

const TARGET: &str = "x86_64-unknown-linux-musl";

#[derive(Deserialize)]
struct Manifest {
    package: Package,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    binstall: Binstall,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Binstall {
    pkg_url: String,
    bin_dir: String,
    pkg_fmt: String,
}

fn package() -> Package {
    let text = repository::read("crates/cargo-tailprint/Cargo.toml");
    basic_toml::from_str::<Manifest>(&text).unwrap().package
}

/// A template of the metadata with its values, as binstall fills them in.
fn filled(template: &str, repo: &str) -> String {
    let package = package();
    [
        ("repo", repo),
        ("name", &package.name),
        ("bin", &package.name),
        ("version", env!("CARGO_PKG_VERSION")),
        ("target", TARGET),
        ("binary-ext", ""),
    ]
    .iter()
    .fold(template.to_owned(), |text, (key, value)| text.replace(&format!("{{ {key} }}"), value))
}

/// Serves the files of a folder as one release, and returns the address of the repository.
fn serve(folder: PathBuf) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let lines = BufReader::new(&stream).lines().map_while(Result::ok);
            let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            let line = head.first().cloned().unwrap_or_default();
            let release = format!("/releases/download/v{}/", env!("CARGO_PKG_VERSION"));
            let name = line.split(' ').nth(1).and_then(|path| path.strip_prefix(&release));
            let file = name.and_then(|name| fs::read(folder.join(name)).ok());
            let status = if file.is_some() { "200 OK" } else { "404 Not Found" };
            write!(stream, "HTTP/1.0 {status}\r\n\r\n").unwrap();
            stream.write_all(&file.unwrap_or_default()).unwrap();
        }
    });
    format!("http://{address}")
}

fn fetch(url: &str) -> Vec<u8> {
    let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let request = format!("GET /{path} HTTP/1.0\r\nHost: {host}\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert!(answer.starts_with(b"HTTP/1.0 200"), "{url}: {}", String::from_utf8_lossy(&answer));
    let head = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
    answer.split_off(head + 4)
}

fn succeeds(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[cfg(unix)]
#[test]
fn a_released_archive_is_where_its_metadata_says_and_holds_a_program_that_runs() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("release");
    let _ = fs::remove_dir_all(&folder);
    let (released, installed) = (folder.join("archives"), folder.join("installed"));
    fs::create_dir_all(&installed).unwrap();
    let program = folder.join("cargo-tailprint");
    fs::write(&program, "#!/bin/sh\necho \"ran $1\"\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    succeeds(
        Command::new(repository::path(".ci/archive")).arg(&program).arg(TARGET).arg(&released),
    );

    let binstall = package().metadata.binstall;
    let repo = serve(released);
    let url = filled(&binstall.pkg_url, &repo);
    let (archive, sums) = (installed.join("archive.tgz"), fetch(&format!("{url}.sha256")));
    fs::write(&archive, fetch(&url)).unwrap();
    // The file of checksums is about the name under which the archive was fetched.
    let name = url.rsplit('/').next().unwrap();
    fs::copy(&archive, installed.join(name)).unwrap();
    fs::write(installed.join("sums"), sums).unwrap();
    succeeds(Command::new("sha256sum").args(["--check", "sums"]).current_dir(&installed));
    assert_eq!(binstall.pkg_fmt, "tgz");
    succeeds(Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(&installed));
    let bin = filled(&binstall.bin_dir, &repo);
    assert!(!bin.contains('{'), "{bin}");
    assert_eq!(succeeds(Command::new(installed.join(&bin)).arg("tailprint")), "ran tailprint\n");
    let beside = installed.join(&bin).with_file_name("LICENSE-MIT");
    assert!(beside.is_file(), "{}", beside.display());
}

#[test]
fn the_release_is_built_for_every_target_that_is_promised_and_with_every_feature() {
    let workflow = repository::read(".github/workflows/release.yml");
    let page = repository::read("docs/reference/compatibility.md");
    for target in [
        "x86_64-unknown-linux-gnu",
        "aarch64-unknown-linux-gnu",
        "x86_64-unknown-linux-musl",
        "aarch64-unknown-linux-musl",
        "x86_64-apple-darwin",
        "aarch64-apple-darwin",
        "x86_64-pc-windows-msvc",
        "aarch64-pc-windows-msvc",
    ] {
        assert!(workflow.contains(&format!("target: {target},")), "{target}");
        assert!(page.contains(&format!("`{target}`")), "{target}");
    }
    assert!(workflow.contains("--package cargo-tailprint --all-features --profile dist"));
    assert!(workflow.contains(".ci/archive \"$program\" ${{ matrix.target }} archives"));
}
