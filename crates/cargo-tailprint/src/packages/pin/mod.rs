//! `cargo tailprint pin` and its relatives: JavaScript packages without Node.js.
//!
//! A command reads `tailprint.lock`, makes the whole [graph] anew in memory, and writes only if all of it is there.

mod commonjs;
mod graph;
mod inform;
mod lockfile;
mod minify;
mod place;
mod remove;
pub(crate) mod start;
mod tell;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use tailprint_core::lock::{Lock, Package};
use tailprint_core::shown::Shown;

use self::graph::{Graph, Key, Wanted};
use self::tell::Outcome;
use crate::cli::{Pin, PinPlace, Update};
use crate::packages::npm::config::Config;
use crate::packages::npm::http::{Client, Patience};
use crate::packages::npm::integrity::sha256_hex;
use crate::packages::npm::registry::Registry;
use crate::packages::npm::spec::Request;
use crate::set_up::init::edits::templates::Syntax;
use crate::support::cargo;
use crate::support::failure::Failure;
use crate::support::terminal::{note, print};

pub(crate) use self::inform::{audit, licenses, outdated, why};
pub(crate) use self::remove::unpin;

/// Pins packages.
pub(crate) fn pin(options: &Pin) -> Result<(), Failure> {
    minify::check(options.minify == Some(true))?;
    let root = root(&options.place)?;
    let lock = lockfile::read(&root)?;
    let new: Vec<Request> =
        options.packages.iter().map(|text| Request::parse(text)).collect::<Result<_, _>>()?;
    if options.patch {
        return keep_edits(&root, &lock, &new);
    }
    let named: BTreeSet<String> = match &new[..] {
        // Without a name, all packages are restored.
        [] => lock.packages.iter().map(|package| package.name.clone()).collect(),
        new => new.iter().map(|request| request.name.clone()).collect(),
    };
    if named.is_empty() {
        return Err("nothing is pinned yet (name a package, such as lit)".to_owned().into());
    }
    let mut minify = minify::wanted(&lock);
    match options.minify {
        Some(true) => minify.extend(named.iter().cloned()),
        Some(false) => minify.retain(|name| !named.contains(name)),
        None => {}
    }
    let requests = merged(&lock, new);
    let kept = keys(&lock.packages).collect();
    let registry = registry(&root)?;
    change(&root, &lock, &Plan { requests, kept, named, minify }, &registry)?;
    Ok(())
}

/// Updates packages to the versions that their ranges allow, or to the latest ones.
pub(crate) fn update(options: &Update) -> Result<(), Failure> {
    up_to_date(&root(&options.place)?, &options.packages, options.latest)
}

/// Updates these packages, or all of them.
fn up_to_date(root: &Path, packages: &[String], latest: bool) -> Result<(), Failure> {
    let lock = lockfile::read(root)?;
    let all: BTreeSet<String> = lock.packages.iter().map(|package| package.name.clone()).collect();
    let named: BTreeSet<String> = packages.iter().cloned().collect();
    if let Some(unknown) = named.difference(&all).next() {
        return Err(format!("{unknown} is not pinned (`cargo tailprint pin {unknown}`)").into());
    }
    let named = if named.is_empty() { all } else { named };
    let mut requests = lockfile::requests(&lock.packages);
    for request in requests.iter_mut().filter(|it| latest && named.contains(&it.name)) {
        request.wanted = None;
    }
    let kept = keys(&lock.packages).filter(|(name, _)| !named.contains(name)).collect();
    refuse_edits(root, &lock, &BTreeSet::new())?;
    let registry = registry(root)?;
    let before: BTreeSet<Key> = keys(&lock.packages).collect();
    let plan = Plan { requests, kept, named, minify: minify::wanted(&lock) };
    let after = change(root, &lock, &plan, &registry)?;
    if keys(&after).collect::<BTreeSet<Key>>() == before {
        print("everything is up to date\n");
    }
    Ok(())
}

/// A change of the pinned packages.
#[derive(Debug)]
struct Plan {
    requests: Vec<Request>,
    kept: BTreeSet<Key>,
    /// The packages whose files may be replaced although they were edited.
    named: BTreeSet<String>,
    /// The packages whose scripts are made smaller.
    minify: BTreeSet<String>,
}

/// Lists the packages that are sure to be needed, each with a version or a range.
fn needed(requests: &[Request], kept: &BTreeSet<Key>) -> Vec<(String, String)> {
    let is_new = |request: &&Request| !kept.iter().any(|(name, _)| *name == request.name);
    let new = requests.iter().filter(is_new).map(|request| {
        (request.name.clone(), request.wanted.clone().unwrap_or_else(|| "*".to_owned()))
    });
    kept.iter().cloned().chain(new).collect()
}

/// Resolves, fetches and writes. Returns the new packages.
fn change(
    root: &Path,
    lock: &Lock,
    plan: &Plan,
    registry: &Registry,
) -> Result<Vec<Package>, Failure> {
    refuse_edits(root, lock, &plan.named)?;
    let requests = fixed_tags(lock, plan);
    registry.prefetch(&needed(&requests, &plan.kept));
    let wanted = Wanted { registry, requests: &requests, kept: plan.kept.clone() };
    // The words of a package are in errors and notes. They stay in their line, so that they cannot look like others.
    let graph = graph::resolve(&wanted).map_err(|why| Shown::line(&why).to_string())?;
    refuse_replaced(lock, &graph)?;
    let asked = requests.iter().map(|request| request.name.clone()).collect();
    let smaller = minify::chosen(&graph, &asked, &plan.minify);
    let (mut packages, mut folders) = (Vec::new(), BTreeMap::new());
    let mut saved = BTreeMap::new();
    for (key, node) in &graph.nodes {
        let mut files = place::files(node);
        let mut package = place::entry(&graph, key, node, &files);
        if smaller.contains(key) {
            let bytes = minify::apply(root, lock, node, &mut package, &mut files)?;
            saved.insert(package.folder.clone(), bytes);
        }
        keep_patches(root, lock, &mut package, &mut files)?;
        record(&mut package, &plan.requests, &graph);
        folders.insert(package.folder.clone(), files);
        packages.push(package);
    }
    place::place(root, &lock.packages, &folders)?;
    lockfile::write(root, &packages)?;
    let outcome = Outcome {
        before: &lock.packages,
        packages: &packages,
        folders: &folders,
        named: &plan.named,
        saved: &saved,
        syntax: &syntax(root)?,
    };
    print(&outcome.text());
    graph.notes.iter().for_each(|text| note(Shown::line(text).as_str()));
    Ok(packages)
}

/// The syntax of the templates. A configuration that is not understood is an error of the build, not of this command.
fn syntax(root: &Path) -> Result<Syntax, String> {
    let text = std::fs::read_to_string(root.join("askama.toml")).ok();
    Syntax::read(text.as_deref()).or_else(|_| Syntax::read(None))
}

/// Adds new requests to the old ones. A range that is given for a package counts for all of its requests.
fn merged(lock: &Lock, new: Vec<Request>) -> Vec<Request> {
    let mut requests = lockfile::requests(&lock.packages);
    for request in new {
        if request.wanted.is_some() {
            let same = requests.iter_mut().filter(|other| other.name == request.name);
            same.for_each(|other| other.wanted.clone_from(&request.wanted));
        }
        let known = requests.iter().find(|other| other.name == request.name);
        let wanted = request.wanted.clone().or_else(|| known.and_then(|it| it.wanted.clone()));
        let request = Request { wanted, ..request };
        if !requests.contains(&request) {
            requests.push(request);
        }
    }
    requests
}

/// Replaces tags that were resolved before by the versions that they meant then.
fn fixed_tags(lock: &Lock, plan: &Plan) -> Vec<Request> {
    let fixed = |request: &Request| {
        let known = lock.packages.iter().find(|package| {
            package.name == request.name
                && package.wanted.is_some()
                && package.wanted == request.wanted
                && plan.kept.contains(&(package.name.clone(), package.version.clone()))
        });
        let is_range = |wanted: &String| nodejs_semver::Range::parse(wanted).is_ok();
        let is_tag = request.wanted.as_ref().is_some_and(|wanted| !is_range(wanted));
        let version = known.filter(|_| is_tag).map(|package| package.version.clone());
        Request { wanted: version.or_else(|| request.wanted.clone()), ..request.clone() }
    };
    plan.requests.iter().map(fixed).collect()
}

/// Records in a package what the user has asked for. Without a range, the one that npm would write.
fn record(package: &mut Package, requests: &[Request], graph: &Graph) {
    let is_shared = graph.shared.get(&package.name) == Some(&package.version);
    let mine = requests.iter().filter(|request| is_shared && request.name == package.name);
    for request in mine {
        package.asked.push(request.specifier());
        let caret = || format!("^{}", package.version);
        package.wanted = Some(request.wanted.clone().unwrap_or_else(caret));
    }
    package.asked.sort();
    package.asked.dedup();
}

/// Refuses a tarball that is another one than before, although its version is the same.
fn refuse_replaced(lock: &Lock, graph: &Graph) -> Result<(), String> {
    for (key, node) in &graph.nodes {
        let before = lock.packages.iter().find(|it| it.name == key.0 && it.version == key.1);
        let found = &node.package.integrity;
        if let Some(before) = before.filter(|before| before.integrity != *found) {
            return Err(format!(
                "{}: the registry has another tarball than the one that was pinned: its integrity is {found}, and \
                 tailprint.lock says {} (if the registry is right, `cargo tailprint unpin {2}` and pin it again)",
                node.package.shown(),
                before.integrity,
                key.0
            ));
        }
    }
    Ok(())
}

/// Refuses to replace files that someone has edited, apart from those of the packages that the user names.
fn refuse_edits(root: &Path, lock: &Lock, named: &BTreeSet<String>) -> Result<(), String> {
    for package in lock.packages.iter().filter(|package| !named.contains(&package.name)) {
        if let Some(file) = place::edited(root, package).first() {
            let name = &package.name;
            return Err(format!(
                "{}/{}/{file}: differs from tailprint.lock (keep the edit with `cargo tailprint pin --patch {name}`, \
                 or undo it with `cargo tailprint pin {name}`)",
                place::FOLDER,
                package.folder
            ));
        }
    }
    Ok(())
}

/// Keeps files of a package that were edited on purpose.
fn keep_patches(
    root: &Path,
    lock: &Lock,
    package: &mut Package,
    files: &mut place::Files,
) -> Result<(), String> {
    let before = lock.packages.iter().filter(|before| before.name == package.name);
    for before in
        before.filter(|before| !before.patched.is_empty() && before.folder == package.folder)
    {
        if before.version != package.version {
            return Err(format!(
                "{} {} has edits of yours in {} (`cargo tailprint unpin {}` gives them up)",
                before.name,
                before.version,
                before.patched.join(", "),
                before.name
            ));
        }
        let folder = root.join(place::FOLDER).join(&before.folder);
        for path in &before.patched {
            if !package.files.contains_key(path) {
                continue;
            }
            let file = folder.join(path);
            let bytes = std::fs::read(&file)
                .map_err(|error| tailprint_build::cli_support::cannot("be read", &file, &error))?;
            package.files.insert(path.clone(), sha256_hex(&bytes));
            package.patched.push(path.clone());
            files.insert(path.clone(), bytes);
        }
    }
    Ok(())
}

/// Records the edits of packages in the lock.
fn keep_edits(root: &Path, lock: &Lock, requests: &[Request]) -> Result<(), Failure> {
    let mut packages = lock.packages.clone();
    for request in requests {
        let mut known =
            packages.iter_mut().filter(|package| package.name == request.name).peekable();
        if known.peek().is_none() {
            return Err(format!("{} is not pinned", request.name).into());
        }
        for package in known {
            let edited = place::edited(root, package);
            for path in &edited {
                let file = root.join(place::FOLDER).join(&package.folder).join(path);
                let bytes = std::fs::read(&file).map_err(|error| {
                    tailprint_build::cli_support::cannot("be read", &file, &error)
                })?;
                package.files.insert(path.clone(), sha256_hex(&bytes));
            }
            let kept = match edited.len() {
                1 => "1 edited file is kept".to_owned(),
                count => format!("{count} edited files are kept"),
            };
            package.patched.extend(edited);
            package.patched.sort();
            package.patched.dedup();
            print(&format!("{}: {kept}\n", package.name));
        }
    }
    Ok(lockfile::write(root, &packages)?)
}

fn keys(packages: &[Package]) -> impl Iterator<Item = Key> {
    packages.iter().map(|package| (package.name.clone(), package.version.clone()))
}

fn registry(root: &Path) -> Result<Registry, String> {
    Ok(Registry::new(Client::new(Config::read(root), Patience::default())?))
}

/// The folder of the package.
fn root(place: &PinPlace) -> Result<PathBuf, Failure> {
    let manifest = cargo::locate_manifest(place.manifest_path.as_deref(), false)?;
    let folder = manifest.parent().map(Path::to_owned);
    folder.ok_or_else(|| "cargo names no package".to_owned().into())
}

#[cfg(test)]
mod tests;
