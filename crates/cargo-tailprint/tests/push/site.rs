//! A small site, the store that it is pushed to, and what must be true of a store.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::server::Server;
use crate::world::{Ran, World};

/// A leaf that two others refer to, a worker that keeps its name and is needed, and a file that nobody needs.
pub(crate) const SITE: [(&str, &str); 6] = [
    ("web/css/a.css", "a{background:url(../img/leaf.svg)}"),
    ("web/css/b.css", "b{background:url(../img/leaf.svg)}"),
    ("web/img/leaf.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ("web/js/app.js", "new Worker(new URL('../worker.js', import.meta.url))"),
    ("web/worker.js", "// works"),
    ("web/notes.txt", "nobody needs this"),
];

pub(crate) const OPTIONS: &str = "--from web --keep-name worker.js --keep-name notes.txt";

pub(crate) fn site() -> World {
    World::new(&SITE)
}

/// The path of the store in tests of S3: the bucket `b`, below a prefix.
pub(crate) const URL: &str = "s3://b/app/static";

/// The URL of a folder, which on Windows is `file:///C:/…`.
pub(crate) fn folder_url(world: &World, folder: &str) -> String {
    let path = world.file(folder).display().to_string().replace('\\', "/");
    format!("file:///{}", path.trim_start_matches('/'))
}

pub(crate) fn run(world: &World, server: &Server, args: &str) -> Ran {
    let output = world.command(args).envs(server.environment()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

pub(crate) fn push(world: &World, server: &Server, more: &str) -> Ran {
    run(world, server, &format!("push {URL} {OPTIONS} {more}"))
}

/// The objects below the URL of the store, as names and bytes.
pub(crate) fn store(server: &Server) -> BTreeMap<String, Vec<u8>> {
    let below = |(key, object): (String, crate::server::Object)| {
        Some((key.strip_prefix("app/static/")?.to_owned(), object.bytes))
    };
    server.objects().into_iter().filter_map(below).collect()
}

/// The releases in a store, oldest first.
pub(crate) fn releases(store: &BTreeMap<String, Vec<u8>>) -> Vec<(String, Value)> {
    let releases = store.iter().filter_map(|(name, bytes)| {
        let id = name.strip_prefix("releases/")?.strip_suffix(".json")?;
        Some((id.to_owned(), serde_json::from_slice(bytes).unwrap()))
    });
    releases.collect()
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads back every object of every release. Names that are replaced at every push only have to be there.
pub(crate) fn assert_complete(store: &BTreeMap<String, Vec<u8>>) {
    for (id, release) in releases(store) {
        for object in release["objects"].as_array().unwrap() {
            let name = object["name"].as_str().unwrap();
            let bytes =
                store.get(name).unwrap_or_else(|| panic!("{id} names {name}, which is gone"));
            if object["cache_control"] != "no-cache" {
                assert_eq!(object["sha256"], sha256(bytes), "{id}: {name}");
                assert_eq!(object["size"], bytes.len(), "{id}: {name}");
            }
        }
    }
}

/// Nothing in the store points to what is not there, whether a release names it or not.
pub(crate) fn assert_no_dangling(store: &BTreeMap<String, Vec<u8>>) {
    let last = |name: &str| name.rsplit('/').next().unwrap().to_owned();
    let there: HashMap<String, &str> = store.keys().map(|name| (last(name), &**name)).collect();
    for (name, bytes) in store.iter().filter(|(name, _)| !name.starts_with("releases/")) {
        let text = String::from_utf8_lossy(bytes);
        for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-')) {
            let is_hashed = word
                .split('.')
                .any(|part| part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit()));
            assert!(!is_hashed || there.contains_key(word), "{name} points to {word}");
        }
    }
}
