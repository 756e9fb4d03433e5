//! Servers that exist: s3s-fs, Garage, Azurite and fake-gcs-server. `cargo xtask test --stores` installs them, names them
//! in the environment, and runs these tests.

mod garage;
mod real;
mod xml;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use object_store::{Attribute, GetOptions, ObjectStore as _, ObjectStoreExt as _, PutPayload};
use real::Real;

use crate::site::{OPTIONS, assert_complete, assert_no_dangling, folder_url, releases, site};
use crate::world::{Ran, World};

/// A large object is sent in parts.
const LARGE: usize = 65 << 20;

fn push(world: &World, real: &Real, more: &str) -> Ran {
    real.run(world, &format!("push {} {OPTIONS} {more}", real.url))
}

/// The line of a push that succeeded, without its time and, for small objects, its bytes.
#[track_caller]
fn pushed(world: &World, real: &Real, more: &str) -> String {
    // Times in listings are whole seconds. A name that is replaced at every push is uploaded again if the last two pushes
    // may have overlapped.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let ran = push(world, real, more);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let (counts, rest) = ran.out.rsplit_once(", ").unwrap();
    let requests = rest.split_once(" with ").unwrap().1.split_once(" in ").unwrap().0;
    format!("{counts}, {requests}")
}

fn change_leaf(world: &World, version: u32) {
    let leaf = format!("<svg xmlns=\"http://www.w3.org/2000/svg\"/><!--{version}-->");
    world.write("web/img/leaf.svg", &leaf);
}

/// Pushes, and pushes again; headers; a conflict; a prune. A store that does not refuse to replace an object is asked
/// before each upload.
async fn does_all(real: &Real) {
    let (world, asked) = (site(), usize::from(!real.is_conditional));
    let first = pushed(&world, real, "");
    // Uploads that run beside the first one do not know yet what they may rely on.
    assert!(first.starts_with("5 uploaded, 0 unchanged, "), "{first}");
    assert!(!real.is_conditional || first.ends_with(" 10 requests"), "{first}");
    assert_eq!(pushed(&world, real, ""), "0 uploaded, 5 unchanged, 4 requests");
    change_leaf(&world, 1);
    let second = 4 + 3 + 3 * asked;
    assert_eq!(pushed(&world, real, ""), format!("3 uploaded, 2 unchanged, {second} requests"));
    assert_eq!(pushed(&world, real, "--verify"), "0 uploaded, 5 unchanged, 5 requests");
    is_intact(real, 4).await;
    has_headers(real).await;
    is_no_overwrite(&world, real).await;
    let ran =
        real.run(&world, &format!("prune {} --keep 1 --keep-for 0s --grace 0s --yes", real.url));
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("\n3 releases and 3 objects of "), "{}", ran.out);
    is_intact(real, 1).await;
    let ran = real.run(&world, &format!("releases {}", real.url));
    assert_eq!(ran.out.lines().count(), 1, "{}{}", ran.out, ran.err);
}

/// Reads back every object of every release.
async fn is_intact(real: &Real, number: usize) {
    let objects = real.objects().await;
    assert_complete(&objects);
    assert_no_dangling(&objects);
    assert_eq!(releases(&objects).len(), number);
}

async fn has_headers(real: &Real) {
    let objects = real.objects().await;
    let name = objects.keys().find(|name| name.starts_with("css/a.")).unwrap();
    let head = GetOptions { head: true, ..GetOptions::default() };
    let described = real.store.get_opts(&real.key(name), head).await.unwrap().attributes;
    let value =
        |attribute: Attribute| described.get(&attribute).map(|value| value.as_ref().to_owned());
    assert_eq!(value(Attribute::ContentType).as_deref(), Some("text/css; charset=utf-8"));
    let caching = value(Attribute::CacheControl);
    assert_eq!(caching.as_deref(), Some("public, max-age=31536000, immutable"));
    let digest = value(Attribute::Metadata("sha256".into()));
    assert_eq!(digest, Some(crate::site::sha256(&objects[name])));
}

/// The name of the leaf in the newest release.
fn leaf(objects: &BTreeMap<String, Vec<u8>>) -> String {
    let newest = releases(objects).pop().unwrap().1;
    let names = newest["objects"].as_array().unwrap().iter();
    let mut names = names.map(|object| object["name"].as_str().unwrap());
    names.find(|name| name.starts_with("img/leaf.")).unwrap().to_owned()
}

/// Other bytes under the name of an object are an error, and stay.
async fn is_no_overwrite(world: &World, real: &Real) {
    let name = leaf(&real.objects().await);
    let (key, damaged) = (real.key(&name), "other bytes");
    real.store.put(&key, PutPayload::from_static(damaged.as_bytes())).await.unwrap();
    let ran = push(world, real, "--verify");
    assert_eq!(ran.code, Some(2), "{}", ran.out);
    let expected = "the store has other bytes under this name, which must never change";
    assert!(ran.err.contains(expected), "{}", ran.err);
    assert_eq!(real.objects().await[&name], damaged.as_bytes());
    real.store.delete(&key).await.unwrap();
    let again = pushed(world, real, "--verify");
    // The push that failed has replaced nothing, not even the worker, and has taken its flag down.
    assert!(again.starts_with("1 uploaded, 4 unchanged, "), "{again}");
    // The release of this push is the same build as the one before it.
    let newest = releases(&real.objects().await).pop().unwrap().0;
    real.store.delete(&real.key(&format!("releases/{newest}.json"))).await.unwrap();
    real.store.delete(&real.key(&format!("releases/{newest}.push"))).await.unwrap();
}

/// Codings are objects of their own, which decode to the same, and a large object is sent in parts.
async fn has_codings_and_parts(real: &Real) {
    let world = World::new(&[]);
    let words: String = (0..4_000).map(|number| format!(".c{number}{{color:red}}")).collect();
    world.write("web/app.css", &words);
    if real.takes_parts {
        world.write("web/film.bin", &"x".repeat(LARGE));
    }
    // The emulator of Google decodes what is uploaded with gzip.
    let codings = if real.takes_gzip { "br,gz" } else { "br" };
    let number = 2 + usize::from(real.takes_parts) + usize::from(real.takes_gzip);
    let args = format!("push {} --from web --encodings {codings}", real.url);
    let ran = real.run(&world, &args);
    let expected = format!("{number} uploaded, 0 unchanged");
    assert!(ran.out.starts_with(&expected), "{}{}", ran.out, ran.err);
    let objects = real.objects().await;
    assert_complete(&objects);
    let coded = |end: &str| objects.iter().find(|(name, _)| name.ends_with(end)).unwrap().1;
    let mut plain = Vec::new();
    let mut decoder = brotli_decompressor::Decompressor::new(&coded(".css.br")[..], 4_096);
    std::io::Read::read_to_end(&mut decoder, &mut plain).unwrap();
    assert_eq!(plain, coded(".css").clone());
    assert!(!real.takes_gzip || coded(".css.gz").len() < plain.len());
    let ran = real.run(&world, &args);
    assert!(ran.out.starts_with("0 uploaded, "), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains(" with 4 requests"), "{}", ran.out);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a server that `cargo xtask test --stores` installs"]
async fn a_server_of_s3_does_all() {
    does_all(&Real::s3()).await;
    has_codings_and_parts(&Real::s3()).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a server that `cargo xtask test --stores` installs"]
async fn a_cluster_of_garage_does_all() {
    does_all(&Real::garage()).await;
    has_codings_and_parts(&Real::garage()).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a server that `cargo xtask test --stores` installs"]
async fn azure_does_all() {
    does_all(&Real::azure()).await;
    has_codings_and_parts(&Real::azure()).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a server that `cargo xtask test --stores` installs"]
async fn google_does_all() {
    does_all(&Real::google()).await;
    has_codings_and_parts(&Real::google()).await;
}

/// Google decodes gzip for a client that does not accept it. A list is better left as it is.
#[test]
fn google_is_asked_for_bytes_as_they_are_stored() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let head: Vec<String> = BufReader::new(&stream)
                .lines()
                .map_while(Result::ok)
                .take_while(|line| !line.is_empty())
                .map(|line| line.to_ascii_lowercase())
                .collect();
            let is_list = head[0].contains("list-type=2");
            let body = if is_list { LIST } else { "{\"version\":1}" };
            let accepts = head.iter().any(|line| line == "accept-encoding: gzip");
            seen.lock().unwrap().push((is_list, accepts));
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 200 OK\r\netag: \"e\"\r\nlast-modified: Sun, 29 Nov 2026 09:00:00 GMT\r\n\
                 connection: close\r\ncontent-length: {length}\r\n\r\n{body}"
            );
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    let world = World::new(&[]);
    let mut command = world.command("releases gs://assets");
    let output = command.env("STORAGE_EMULATOR_HOST", address).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(*asked.lock().unwrap(), [(true, false), (false, true)]);
}

const LIST: &str = "<ListBucketResult><Contents><Key>releases/20260101T000000.000Z-000000000000.json</Key><Size>13</Size>\
    <LastModified>2026-11-29T09:00:00Z</LastModified><ETag>e</ETag></Contents></ListBucketResult>";

/// The same without headers, which a folder has not.
#[test]
fn a_folder_does_all() {
    let world = site();
    let push =
        |more: &str| world.run(&format!("push {} {OPTIONS} {more}", folder_url(&world, "store")));
    let store = || -> BTreeMap<String, Vec<u8>> {
        let tree = world.tree("store").into_iter();
        tree.map(|(name, text)| (name["store/".len()..].to_owned(), text.into_bytes())).collect()
    };
    assert!(push("").out.starts_with("5 uploaded, 0 unchanged, "));
    let ran = push("");
    assert!(ran.out.starts_with("0 uploaded, 5 unchanged, 0 B with 4 requests"), "{}", ran.out);
    change_leaf(&world, 1);
    assert!(push("").out.starts_with("3 uploaded, 2 unchanged, "));
    assert!(push("--verify").out.starts_with("0 uploaded, 5 unchanged, "));
    assert_complete(&store());
    assert_no_dangling(&store());
    let leaf = leaf(&store());
    world.write(&format!("store/{leaf}"), "other bytes");
    let ran = push("--verify");
    assert_eq!(ran.code, Some(2), "{}", ran.out);
    assert!(ran.err.contains("the store has other bytes under this name"), "{}", ran.err);
    assert_eq!(world.read(&format!("store/{leaf}")), "other bytes");
}
