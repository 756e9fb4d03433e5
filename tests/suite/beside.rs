//! Release programs whose assets are files beside them.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::support::cargo::{Outcome, Profile};
use crate::support::project::Project;

/// Serves the assets and says where, or compares them with the build.
const SERVER: &str = r#"
tailprint::assets!();

#[tokio::main]
async fn main() {
    if std::env::args().any(|argument| argument == "verify") {
        match assets::ASSETS.verify() {
            Ok(()) => println!("verified"),
            Err(error) => println!("{error}"),
        }
        return;
    }
    let app = axum::Router::new().nest_service(assets::MOUNT, assets::service());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("{} {}", listener.local_addr().unwrap(), assets::ASSETS.url("video/film.mp4").unwrap());
    axum::serve(listener, app).await.unwrap();
}
"#;

fn project(name: &str) -> Project {
    let project = Project::server(name, SERVER);
    project.configure(".on_disk(\"video/**\")");
    project.write("static/css/app.css", ".a{background:url(../video/film.mp4)}\n".repeat(50));
    project
}

/// A program that runs and listens.
struct Running {
    child: Child,
    address: String,
    film: String,
}

impl Running {
    #[track_caller]
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (address, film) = line.trim_end().split_once(' ').expect("an address and a URL");
        Self { address: address.to_owned(), film: film.to_owned(), child }
    }

    /// Sends a request, and returns the head of the answer and the connection behind it.
    fn begin(&self, path: &str, fields: &str) -> (String, BufReader<TcpStream>) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{fields}\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut stream = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(stream.read_line(&mut head).unwrap() > 0, "{head}");
        }
        (head, stream)
    }

    fn get(&self, path: &str, fields: &str) -> (String, Vec<u8>) {
        let (head, mut stream) = self.begin(path, fields);
        let mut body = Vec::new();
        stream.read_to_end(&mut body).unwrap();
        (head, body)
    }

    /// The greatest memory that the program has had, in bytes.
    fn peak(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().strip_suffix(" kB").unwrap().trim().parse::<u64>().unwrap() * 1024
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The output of a program that ends.
fn output(command: &mut Command) -> (bool, String) {
    let output = command.output().unwrap();
    let text = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    (output.status.success(), text.concat())
}

fn contains(file: &Path, bytes: &[u8]) -> bool {
    fs::read(file).unwrap().windows(bytes.len()).any(|window| window == bytes)
}

/// Puts the program into a folder of its own, as a deployment does.
fn deployed(built: &Outcome, folder: &Path) -> PathBuf {
    fs::create_dir_all(folder).unwrap();
    let program = folder.join("served");
    fs::copy(built.program(), &program).unwrap();
    program
}

#[test]
fn a_program_finds_its_files_or_says_how_to_put_them_there() {
    let project = project("beside-small");
    let film: Vec<u8> = (0..2_000_000_u32).map(|at| (at % 251) as u8).collect();
    project.write("static/video/film.mp4", &film);
    let built = project.build(Profile::Release).ok();
    // `cargo run --release`: the files are in the results of the build.
    let running = Running::start(&mut Command::new(built.program()));
    let (head, body) = running.get(&running.film, "");
    assert!(head.starts_with("HTTP/1.1 200") && body == film, "{head}");
    assert!(head.contains("cache-control: public, max-age=31536000, immutable"), "{head}");
    let (head, part) = running.get(&running.film, "Range: bytes=1000000-1000009\r\n");
    assert!(head.starts_with("HTTP/1.1 206") && part == film[1_000_000..1_000_010], "{head}");
    drop(running);
    // The program holds neither the film nor the place where it was built.
    let holds = |path: &Path| contains(built.program(), path.as_os_str().as_encoded_bytes());
    assert!(!holds(&project.folder()), "the package");
    assert!(!holds(&built.folder()), "OUT_DIR");
    assert!(!holds(&crate::support::nested::target()), "the target folder");
    assert!(!contains(built.program(), &film[..1000]), "the film");
    // Elsewhere it stops, with the command.
    let elsewhere = project.folder().join("srv");
    let program = deployed(&built, &elsewhere);
    let (ok, message) = output(&mut Command::new(&program));
    assert!(!ok);
    let folder = elsewhere.join("beside-small-assets");
    let expected = format!(
        "the static assets on the disk are not there: no folder {folder:?} and no {:?} (run `cargo tailprint collect \
         --release --package beside-small --out {folder:?}`, or set TAILPRINT_ASSETS_DIR to a folder that it has filled)",
        elsewhere
            .join(
                built
                    .folder()
                    .strip_prefix(crate::support::nested::target().join("release"))
                    .unwrap()
            )
            .join("static"),
    );
    assert!(message.contains(&expected), "{message}\ninstead of\n{expected}");
    // What `collect` writes, beside the program or anywhere.
    let tree = built.folder().join("static");
    copy(&tree, &folder);
    let running = Running::start(&mut Command::new(&program));
    assert!(running.get(&running.film, "").1 == film);
    drop(running);
    let other = project.folder().join("other");
    fs::rename(&folder, &other).unwrap();
    let verify = |program: &Path| {
        output(Command::new(program).arg("verify").env("TAILPRINT_ASSETS_DIR", &other)).1
    };
    assert_eq!(verify(&program), "verified\n");
    // A file that differs is found by its size at the start, and by its digest on request.
    let name = built.read("staticfiles.json");
    let name = name.split("video/film.mp4\":\"").nth(1).unwrap().split('"').next().unwrap();
    let mut changed = film.clone();
    changed[7] ^= 1;
    fs::write(other.join(name), &changed).unwrap();
    let message = verify(&program);
    let differs =
        format!("not those of the build: {name}: has other content than in the build (run");
    assert!(message.contains(&differs), "{message}");
    fs::write(other.join(name), &film[1..]).unwrap();
    let (ok, message) = output(Command::new(&program).env("TAILPRINT_ASSETS_DIR", &other));
    assert!(!ok && message.contains(": has 1999999 bytes instead of 2000000 (run"), "{message}");
    // Embedded assets are read from the disk as well where the one who starts the program wants it.
    fs::write(other.join(name), &film).unwrap();
    let with = |storage| {
        let mut command = Command::new(&program);
        command.env("TAILPRINT_ASSETS_DIR", &other).env("TAILPRINT_STORAGE", storage);
        command
    };
    let running = Running::start(&mut with("disk"));
    let (head, css) = running.get("/static/css/app.css", "");
    assert!(head.starts_with("HTTP/1.1 200") && css.starts_with(b".a{"), "{head}");
    drop(running);
    let gzipped = fs::read_dir(other.join("css")).unwrap().map(|entry| entry.unwrap().path());
    let gzipped = gzipped.filter(|file| file.extension().is_some_and(|it| it == "gz"));
    fs::remove_file(gzipped.last().unwrap()).unwrap();
    drop(Running::start(&mut with("embedded")));
    let (ok, message) = output(&mut with("disk"));
    assert!(!ok && message.contains(".css.gz: no such file or directory (run"), "{message}");
    let (ok, message) = output(&mut with("ram"));
    let expected = "TAILPRINT_STORAGE is \"ram\" (set it to disk or embedded)";
    assert!(!ok && message.contains(expected), "{message}");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A folder that is gone when this goes out of scope.
struct Removed(PathBuf);

impl Drop for Removed {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const MB: u64 = 1_000_000;
/// More than 31 bits can count.
const FILM: u64 = 2300 * MB;

#[test]
#[ignore = "hashes and sends 2.3 GB, which takes minutes"]
fn a_film_of_2_3_gb_is_built_and_served_in_constant_memory() {
    let project = project("beside-large");
    project.write("static/video/film.mp4", "");
    let film = project.folder().join("static/video/film.mp4");
    let mut file = fs::File::options().write(true).open(&film).unwrap();
    file.write_all(b"begin").unwrap();
    file.set_len(FILM).unwrap();
    std::io::Seek::seek(&mut file, std::io::SeekFrom::Start(FILM - 3)).unwrap();
    file.write_all(b"end").unwrap();
    let built = project.build(Profile::Release).ok();
    let _results = Removed(built.folder());
    let running = Running::start(&mut Command::new(built.program()));
    let before = running.peak();
    let (head, part) = running.get(&running.film, &format!("Range: bytes={}-\r\n", FILM - 4));
    assert!(
        head.contains(&format!("content-range: bytes {}-{}/{FILM}", FILM - 4, FILM - 1)),
        "{head}"
    );
    assert_eq!(part, b"\0end");
    let (head, mut stream) = running.begin(&running.film, "");
    assert!(head.contains(&format!("content-length: {FILM}")), "{head}");
    let received = std::io::copy(&mut stream, &mut std::io::sink()).unwrap();
    assert_eq!(received, FILM);
    let grown = running.peak().saturating_sub(before);
    println!("{} MB more for {FILM} bytes", grown / MB);
    assert!(grown < 16 * MB, "{grown} more bytes");
    assert!(fs::metadata(built.program()).unwrap().len() < 100 * MB);
}
