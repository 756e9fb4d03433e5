//! A registry that does what a test wants, and the client against it.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::Duration;

use super::config::Config;
use super::http::{Client, Patience};
use super::registry::Registry;
use super::spec::{Request, allows, is_name};
use super::{integrity, tarball};

/// An answer of the server.
#[derive(Clone)]
pub(crate) enum Answer {
    Bytes(Vec<u8>),
    Status(u16),
    Redirect(String),
    /// Half of the bytes that were announced.
    Truncated(Vec<u8>),
    /// Nothing at all.
    Silent,
    /// Bytes without end.
    Endless,
    /// Bytes that are sent once all requests of a group have come.
    Together(Arc<Barrier>, Vec<u8>),
}

/// A registry on this machine.
pub(crate) struct Server {
    pub(crate) url: String,
    answers: Arc<Mutex<BTreeMap<String, Answer>>>,
    /// The requests so far.
    pub(crate) requests: Arc<Mutex<Vec<Asked>>>,
}

/// The first line, and `Authorization`.
type Asked = (String, Option<String>);

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let answers = Arc::<Mutex<BTreeMap<String, Answer>>>::default();
        let requests = Arc::<Mutex<Vec<_>>>::default();
        let (known, log) = (Arc::clone(&answers), Arc::clone(&requests));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (known, log) = (Arc::clone(&known), Arc::clone(&log));
                thread::spawn(move || serve(stream, &known, &log));
            }
        });
        Self { url, answers, requests }
    }

    pub(crate) fn answer(&self, path: &str, answer: Answer) {
        self.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    /// Publishes a version. `manifest` has the further fields of its `package.json`.
    pub(crate) fn publish(
        &self,
        name: &str,
        version: &str,
        manifest: serde_json::Value,
        files: &[(&str, &str)],
    ) {
        let mut manifest = manifest;
        manifest["name"] = name.into();
        manifest["version"] = version.into();
        let json = manifest.to_string();
        let all = files.iter().copied().chain([("package.json", json.as_str())]);
        let packed = pack(all.map(|(path, text)| (format!("package/{path}"), text)));
        self.publish_tarball(name, version, &packed, &integrity::sha512(&packed));
    }

    pub(crate) fn publish_tarball(
        &self,
        name: &str,
        version: &str,
        packed: &[u8],
        integrity: &str,
    ) {
        let file = format!("/{name}/-/{version}.tgz");
        let path = format!("/{}", name.replace('/', "%2f"));
        let mut answers = self.answers.lock().unwrap();
        let mut packument = match answers.get(&path) {
            Some(Answer::Bytes(json)) => serde_json::from_slice(json).unwrap(),
            _ => serde_json::json!({ "name": name, "dist-tags": {}, "versions": {} }),
        };
        packument["dist-tags"]["latest"] = version.into();
        packument["versions"][version] = serde_json::json!({
            "dist": { "tarball": format!("{}{}", self.url, &file[1..]), "integrity": integrity },
        });
        answers.insert(path, Answer::Bytes(packument.to_string().into_bytes()));
        answers.insert(file, Answer::Bytes(packed.to_vec()));
    }

    pub(crate) fn registry(&self) -> Registry {
        self.registry_with("")
    }

    /// Returns a client with further lines in `.npmrc`.
    pub(crate) fn registry_with(&self, npmrc: &str) -> Registry {
        let variables = [("NPM_CONFIG_REGISTRY".to_owned(), self.url.clone())];
        let config = Config::new(&variables, &[npmrc.to_owned()]);
        let short = Duration::from_millis(300);
        let patience = Patience { connect: short, read: short, body: short * 10 };
        Registry::new(Client::new(config, patience).unwrap())
    }
}

fn serve(
    mut stream: TcpStream,
    answers: &Mutex<BTreeMap<String, Answer>>,
    log: &Mutex<Vec<(String, Option<String>)>>,
) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut first = String::new();
    reader.read_line(&mut first).unwrap();
    let (mut authorization, mut length) = (None, 0);
    for line in reader.by_ref().lines().map_while(Result::ok).take_while(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').unwrap();
        match name.to_lowercase().as_str() {
            "authorization" => authorization = Some(value.trim().to_owned()),
            "content-length" => length = value.trim().parse().unwrap(),
            _ => {}
        }
    }
    std::io::copy(&mut reader.take(length), &mut std::io::sink()).unwrap();
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    log.lock().unwrap().push((path.clone(), authorization));
    let answer = answers.lock().unwrap().get(&path).cloned().unwrap_or(Answer::Status(404));
    let head = |length: usize| {
        format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n")
            .into_bytes()
    };
    let empty = |status: u16, more: &str| {
        format!("HTTP/1.1 {status} x\r\nContent-Length: 0\r\nConnection: close\r\n{more}\r\n")
            .into_bytes()
    };
    let bytes = match answer {
        Answer::Bytes(bytes) => [head(bytes.len()), bytes].concat(),
        Answer::Status(status) => empty(status, ""),
        Answer::Redirect(to) => empty(302, &format!("Location: {to}\r\n")),
        Answer::Truncated(bytes) => [head(bytes.len()), bytes[..bytes.len() / 2].to_vec()].concat(),
        Answer::Together(group, bytes) => {
            group.wait();
            [head(bytes.len()), bytes].concat()
        }
        Answer::Silent => return thread::sleep(Duration::from_secs(2)),
        Answer::Endless => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            while stream.write_all(&[0; 1 << 16]).is_ok() {}
            return;
        }
    };
    let _ = stream.write_all(&bytes);
}

/// Packs files as npm does.
pub(crate) fn pack<'a>(files: impl Iterator<Item = (String, &'a str)>) -> Vec<u8> {
    let mut archive = tar::Builder::new(zipped());
    for (path, text) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, path, text.as_bytes()).unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap()
}

fn zipped() -> flate2::write::GzEncoder<Vec<u8>> {
    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast())
}

/// Packs one entry whose header is as it is.
fn entry(kind: tar::EntryType, path: &[u8], size: u64, content: &[u8]) -> Vec<u8> {
    let mut header = tar::Header::new_ustar();
    header.set_entry_type(kind);
    header.as_mut_bytes()[..path.len()].copy_from_slice(path);
    header.set_size(size);
    header.set_cksum();
    let mut out = zipped();
    out.write_all(header.as_bytes()).unwrap();
    out.write_all(content).unwrap();
    out.write_all(&vec![0; 1024 + (512 - content.len() % 512) % 512]).unwrap();
    out.finish().unwrap()
}

#[test]
fn a_tarball_with_links_devices_or_paths_that_lead_out_is_refused() {
    use tar::EntryType::{Block, Char, Fifo, Link, Regular, Symlink};
    for (kind, path, why) in [
        (Symlink, "package/a.js", "holds a link, \"package/a.js\""),
        (Link, "package/a.js", "holds a link, \"package/a.js\""),
        (Char, "package/a.js", "holds \"package/a.js\", which is neither a file nor a folder"),
        (Block, "package/a.js", "holds \"package/a.js\", which is neither a file nor a folder"),
        (Fifo, "package/a.js", "holds \"package/a.js\", which is neither a file nor a folder"),
        (Regular, "package/../../a.js", "holds \"package/../../a.js\", which leads out of it"),
        (Regular, "/etc/a.js", "holds \"/etc/a.js\", which leads out of it"),
        (Regular, "package/..\\a.js", "holds \"package/..\\\\a.js\", which leads out of it"),
        (Regular, "package/c:a.js", "holds \"package/c:a.js\", which leads out of it"),
    ] {
        assert_eq!(tarball::unpack(&entry(kind, path.as_bytes(), 0, b"")), Err(why.to_owned()));
    }
}

#[test]
fn a_tarball_that_is_larger_than_it_may_be_is_refused_without_being_unpacked() {
    let announced = entry(tar::EntryType::Regular, b"package/a.js", 10 << 30, b"1");
    assert_eq!(
        tarball::unpack(&announced),
        Err("unpacks to more than 256 MB or 100000 files".to_owned())
    );
    // Zeros behind the end of the archive, which a reader of tar files passes over.
    let mut bomb = zipped();
    for _ in 0..300 {
        bomb.write_all(&vec![0; 1 << 20]).unwrap();
    }
    assert_eq!(
        tarball::unpack(&bomb.finish().unwrap()),
        Err("unpacks to more than 256 MB or 100000 files".to_owned())
    );
}

#[test]
fn a_tarball_whose_sizes_add_up_to_more_than_a_number_holds_is_refused() {
    // A size as GNU tar writes one that octal digits cannot hold.
    let mut archive = tar::Builder::new(zipped());
    for size in [1000, u64::MAX - 1022] {
        let mut header = tar::Header::new_gnu();
        header.set_path("package/a.js").unwrap();
        header.set_size(size);
        header.set_cksum();
        let content = vec![0; 1000];
        archive.append(&header, content.as_slice()).unwrap();
    }
    let packed = archive.into_inner().unwrap().finish().unwrap();
    assert!(tarball::unpack(&packed).is_err());
}

#[test]
fn a_tarball_that_is_cut_short_is_refused() {
    let whole = pack([("package/a.js".to_owned(), "1")].into_iter());
    assert_eq!(tarball::unpack(&whole).unwrap().len(), 1);
    for length in [0, 10, whole.len() / 2, whole.len() - 1] {
        assert!(tarball::unpack(&whole[..length]).is_err(), "{length}");
    }
    let lies = entry(tar::EntryType::Regular, b"package/a.js", 5000, b"1");
    assert!(tarball::unpack(&lies).is_err());
}

#[test]
fn the_strongest_digest_counts_and_sha1_only_without_another() {
    let sha512 = integrity::sha512(b"1");
    // printf 1 | sha1sum
    let sha1 = "356a192b7913b04c54574d18c28d46e6395428ab";
    assert_eq!(integrity::check(b"1", Some(&sha512), Some("wrong")), Ok(()));
    assert_eq!(integrity::check(b"1", None, Some(sha1)), Ok(()));
    assert_eq!(
        integrity::check(b"2", None, Some(sha1)),
        Err("its SHA-1 is da4b9237bacccdf19c0760cab7aec4a8359010b0, and the registry says \
             356a192b7913b04c54574d18c28d46e6395428ab"
            .to_owned())
    );
    let both = format!("sha1-NWoZK3kTsExUV00Ywo1G5jlUKKs= {}", integrity::sha512(b"2"));
    assert!(integrity::check(b"1", Some(&both), Some(sha1)).is_err());
    assert_eq!(
        integrity::check(b"1", Some("md5-xMpCOKC5I4INzFCab3WEmw=="), Some(sha1)),
        Err("the registry has no digest that is known: \"md5-xMpCOKC5I4INzFCab3WEmw==\"".to_owned())
    );
}

#[test]
fn a_registry_that_lies_is_refused() {
    let server = Server::start();
    let packed = pack([("package/package.json".to_owned(), "{}")].into_iter());
    server.publish_tarball("lies", "1.0.0", &packed, &integrity::sha512(b"another"));
    let registry = server.registry();
    let dist = &registry.packument("lies").unwrap().versions["1.0.0"].dist;
    let error = registry.files("lies", dist).unwrap_err();
    assert!(error.contains("lies/-/1.0.0.tgz: is refused: its integrity is sha512-"), "{error}");

    server.answer("/other", Answer::Bytes(br#"{"name":"evil","versions":{}}"#.to_vec()));
    let error = registry.packument("other").unwrap_err();
    assert!(error.ends_with("/other: is the metadata of \"evil\""), "{error}");
    server.answer("/html", Answer::Bytes(b"<html>".to_vec()));
    let error = registry.packument("html").unwrap_err();
    assert!(error.contains("/html: is not the metadata of a package: "), "{error}");
    let error = registry.packument("none").unwrap_err();
    assert!(error.starts_with("the registry has no package none ("), "{error}");
}

#[test]
fn a_registry_that_is_slow_truncates_redirects_in_circles_or_never_ends_is_given_up() {
    let server = Server::start();
    let circle = format!("{}circle", server.url);
    for (path, answer, why) in [
        ("silent", Answer::Silent, "timed out"),
        ("truncated", Answer::Truncated(vec![b' '; 1000]), "truncated: "),
        ("circle", Answer::Redirect(circle), "too many redirects"),
        ("refused", Answer::Status(403), "answers 403 (its token belongs into .npmrc)"),
    ] {
        server.answer(&format!("/{path}"), answer);
        let error = server.registry().packument(path).unwrap_err();
        assert!(error.contains(why), "{error}");
    }
    server.answer("/endless", Answer::Endless);
    let registry = server.registry();
    let error = registry.client().get(&format!("{}endless", server.url), 1 << 20).unwrap_err();
    assert!(error.message.ends_with("sends more than 1048576 bytes"), "{}", error.message);
}

#[test]
fn packages_that_are_sure_to_be_needed_are_fetched_at_once_and_once() {
    let server = Server::start();
    let names: Vec<String> = (0..8).map(|index| format!("lib{index}")).collect();
    let group = Arc::new(Barrier::new(names.len()));
    for name in &names {
        server.publish(name, "1.0.0", serde_json::json!({}), &[("a.js", "")]);
        let path = format!("/{name}");
        let mut answers = server.answers.lock().unwrap();
        let Some(Answer::Bytes(json)) = answers.get(&path).cloned() else { panic!() };
        answers.insert(path, Answer::Together(Arc::clone(&group), json));
    }
    let registry = server.registry();
    let wanted: Vec<_> = names.iter().map(|name| (name.clone(), "^1".to_owned())).collect();
    registry.prefetch(&wanted);
    for name in &names {
        let packument = registry.packument(name).unwrap();
        let (files, _) = registry.files(name, &packument.versions["1.0.0"].dist).unwrap();
        assert!(files.contains_key("a.js"));
    }
    let mut asked: Vec<String> =
        server.requests.lock().unwrap().iter().map(|(path, _)| path.clone()).collect();
    asked.sort();
    let tarballs = names.iter().map(|name| format!("/{name}/-/1.0.0.tgz"));
    let mut expected: Vec<String> =
        names.iter().map(|name| format!("/{name}")).chain(tarballs).collect();
    expected.sort();
    assert_eq!(asked, expected);
}

#[test]
fn a_token_goes_to_its_host_and_path_alone() {
    let server = Server::start();
    server.publish("a", "1.0.0", serde_json::json!({}), &[]);
    let host = server.url.strip_prefix("http:").unwrap();
    server.registry_with(&format!("{host}:_authToken=secret")).packument("a").unwrap();
    server.registry_with("//registry.npmjs.org/:_authToken=secret").packument("a").unwrap();
    server.registry_with(&format!("{host}private/:_authToken=secret")).packument("a").unwrap();
    let requests = server.requests.lock().unwrap();
    let told: Vec<Option<&str>> = requests.iter().map(|(_, it)| it.as_deref()).collect();
    assert_eq!(told, [Some("Bearer secret"), None, None]);
}

#[test]
fn npmrc_is_read_as_npm_does() {
    let variables = [
        ("TOKEN".to_owned(), "from the environment".to_owned()),
        ("npm_config_cafile".to_owned(), "env.pem".to_owned()),
    ];
    let package =
        "; a comment\n@my:registry = https://npm.my.com/a\n//npm.my.com/:_authToken=${TOKEN}\n";
    let user = "registry=\"https://mirror.com/npm/\"\ncafile=user.pem\n//mirror.com/npm/:_auth=bTpw\n\
                //name.com/:username=me\n//name.com/:_password=cHc=\n//x/:_authToken=${NONE}\n";
    let config = Config::new(&variables, &[package.to_owned(), user.to_owned()]);
    assert_eq!(config.registry("lit"), "https://mirror.com/npm/");
    assert_eq!(config.registry("@my/lit"), "https://npm.my.com/a/");
    assert_eq!(config.registry("@their/lit"), "https://mirror.com/npm/");
    let authorization = |url: &str| config.authorization(url);
    assert_eq!(
        authorization("https://npm.my.com/a/@my%2flit").as_deref(),
        Some("Bearer from the environment")
    );
    assert_eq!(authorization("https://mirror.com/npm/lit").as_deref(), Some("Basic bTpw"));
    assert_eq!(authorization("https://mirror.com/other"), None);
    assert_eq!(authorization("https://name.com/lit").as_deref(), Some("Basic bWU6cHc="));
    assert_eq!(authorization("https://x/lit").as_deref(), Some("Bearer ${NONE}"));
    assert_eq!(config.certificates(), Some("env.pem".into()));
}

#[test]
fn packages_are_named_as_on_npm() {
    let parsed = |text: &str| {
        Request::parse(text).map(|it| (it.name, it.wanted.unwrap_or_default(), it.path))
    };
    let ok = |name: &str, wanted: &str, path: &str| Ok((name.into(), wanted.into(), path.into()));
    assert_eq!(parsed("lit"), ok("lit", "", ""));
    assert_eq!(parsed("lit@3"), ok("lit", "3", ""));
    assert_eq!(parsed("lit@^3.1/decorators.js"), ok("lit", "^3.1", "/decorators.js"));
    assert_eq!(parsed("@hotwired/turbo@latest"), ok("@hotwired/turbo", "latest", ""));
    assert_eq!(parsed("@a/b@1/dist/x.css"), ok("@a/b", "1", "/dist/x.css"));
    assert_eq!(
        parsed("https://cdn.com/lit.js"),
        Err("`https://cdn.com/lit.js` is an address, and packages are taken from the registry \
             (write a package as on npm, such as lit, lit@3 or lit/decorators.js)"
            .to_owned())
    );
    for wrong in
        ["", "@", "@a", "@a/", "./x", "../x", "lit@", "lit/../x", ".hidden", "a b", "x@npm:lit@3"]
    {
        assert!(parsed(wrong).is_err(), "{wrong}");
    }
    assert!(!is_name("../up") && !is_name("node_modules") && !is_name("@a/../b"));
}

#[test]
fn the_version_is_the_one_that_npm_takes() {
    let server = Server::start();
    for version in ["1.0.0", "1.2.0", "2.1.0-beta.1", "2.0.0"] {
        server.publish("a", version, serde_json::json!({}), &[]);
    }
    let registry = server.registry();
    let packument = registry.packument("a").unwrap();
    let pick = |wanted: &str| {
        super::spec::pick(&packument, wanted).map(|(version, _)| version.to_string())
    };
    for (wanted, version) in [
        ("*", "2.0.0"),
        ("", "2.0.0"),
        ("latest", "2.0.0"),
        ("1", "1.2.0"),
        ("^1.0.0", "1.2.0"),
        ("~1.0", "1.0.0"),
        ("1.x || >=2.5.0", "1.2.0"),
        ("1.0.0 - 1.1.0", "1.0.0"),
        ("2.1.0-beta.1", "2.1.0-beta.1"),
        (">=2.1.0-beta", "2.1.0-beta.1"),
        ("=1.0.0", "1.0.0"),
    ] {
        assert_eq!(pick(wanted).as_deref(), Ok(version), "{wanted}");
    }
    assert_eq!(pick("3"), Err("a has no version in \"3\" (the latest is 2.0.0)".to_owned()));
    assert_eq!(pick("1.0.9"), Err("a has no version 1.0.9 (the latest is 2.0.0)".to_owned()));
    assert_eq!(pick("next"), Err("a has no tag \"next\" (it has latest)".to_owned()));
    assert!(allows("^1", "1.2.0") && !allows("^1", "2.0.0") && !allows("next", "1.0.0"));
}
