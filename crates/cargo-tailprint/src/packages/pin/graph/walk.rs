//! The walk along the imports of modules.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use tailprint_build::cli_support::{Loaded, script, style_sheet};
use tailprint_tailwind::node::{is_builtin, split_specifier};

use super::circles;
use super::made::{self, EMPTY};
use super::peers;
use super::versions::{Known, choose};
use super::wasm;
use super::words::{cannot_import, no_file, node_modules};
use super::{Fetched, Graph, Key, Node, Wanted};
use crate::packages::npm::entry::{self, Form, candidates};
use crate::packages::npm::package::Package;
use crate::packages::npm::spec::Request;
use crate::packages::pin::commonjs;

/// A walk with one choice of versions.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    wanted: &'a Wanted<'a>,
    forced: &'a BTreeMap<String, String>,
    fetched: &'a mut Fetched,
    graph: Graph,
    /// The versions in the graph, by name.
    chosen: BTreeMap<String, BTreeSet<String>>,
    /// Specifiers that packages import, breadth first as npm goes.
    queue: VecDeque<(Key, String)>,
    /// Files of a package that are still to be read.
    files: Vec<String>,
    /// The modules of Node.js that a file imports while it runs, by the words for the file.
    node_modules: BTreeMap<String, BTreeSet<String>>,
}

/// The replacement of a specifier in a file.
#[derive(Debug)]
struct Edit {
    loaded: Loaded,
    text: String,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        wanted: &'a Wanted<'a>,
        forced: &'a BTreeMap<String, String>,
        fetched: &'a mut Fetched,
    ) -> Self {
        let (graph, chosen, files, node_modules) = Default::default();
        Self { wanted, forced, fetched, graph, chosen, queue: VecDeque::new(), files, node_modules }
    }

    pub(super) fn run(mut self) -> Result<Graph, String> {
        let mut requests = self.wanted.requests.to_vec();
        requests.sort();
        // All versions that the user has asked for are there before a dependency can choose another.
        let mut keys = Vec::new();
        for request in &requests {
            let wanted = request.wanted.as_deref().unwrap_or("*");
            keys.push(self.require(&request.name, wanted, "you")?);
        }
        for (key, request) in keys.into_iter().zip(&requests) {
            self.ask(&key, request)?;
        }
        while let Some((key, specifier)) = self.queue.pop_front() {
            self.enter(&key, &specifier)?;
        }
        self.check_circles()?;
        let peers = peers::notes(&self.graph);
        self.graph.notes.extend(peers);
        let imports = std::mem::take(&mut self.node_modules);
        let notes = imports.iter().map(|(place, modules)| node_modules(place, modules));
        self.graph.notes.extend(notes);
        Ok(self.graph)
    }

    /// Chooses and fetches a package.
    fn require(&mut self, name: &str, wanted: &str, by: &str) -> Result<Key, String> {
        let known = Known {
            registry: self.wanted.registry,
            chosen: &self.chosen,
            kept: &self.wanted.kept,
            forced: self.forced,
        };
        let version = choose(known, name, wanted)
            .map_err(|why| format!("{by}: {why}").replace("you: ", ""))?;
        let key = (name.to_owned(), version.clone());
        if !self.graph.nodes.contains_key(&key) {
            let package = self.fetch(&key)?;
            if let Some(reason) = &package.deprecated {
                self.note(format!("{} is deprecated: {reason}", package.shown()));
            }
            self.graph.shared.entry(name.to_owned()).or_insert_with(|| version.clone());
            self.chosen.entry(name.to_owned()).or_default().insert(version);
            self.graph.nodes.insert(key.clone(), Node::new(package));
        }
        if let Some(node) = self.graph.nodes.get_mut(&key) {
            node.ranges.insert((by.to_owned(), wanted.to_owned()));
        }
        Ok(key)
    }

    /// Fetches a package, once for all walks.
    fn fetch(&mut self, key: &Key) -> Result<Rc<Package>, String> {
        if let Some(known) = self.fetched.get(key) {
            return Ok(Rc::clone(known));
        }
        let (name, version) = key;
        let packument = self.wanted.registry.packument(name)?;
        let release = packument.versions.get(version);
        let release = release.ok_or_else(|| format!("{name} has no version {version}"))?;
        let (files, integrity) = self.wanted.registry.files(name, &release.dist)?;
        let mut package = Package::new(name, version, integrity, files)?;
        package.deprecated.clone_from(&release.deprecated);
        let package = Rc::new(package);
        self.fetched.insert(key.clone(), Rc::clone(&package));
        Ok(package)
    }

    /// Returns true for a module of Node.js, and not for a package that has the same name.
    fn is_of_node(&self, key: &Key, specifier: &str) -> bool {
        let has_range = |package: &Package| package.fields.range(specifier).is_some();
        is_builtin(specifier) && !self.package(key).is_ok_and(has_range)
    }

    fn note(&mut self, note: String) {
        self.graph.notes.insert(note);
    }

    fn package(&self, key: &Key) -> Result<&Package, String> {
        let node = self.graph.nodes.get(key);
        node.map(|node| &*node.package).ok_or_else(|| format!("{} is not in the graph", key.0))
    }

    /// Reaches what the user has asked for: a module, a script, another file, or all files of a folder.
    fn ask(&mut self, key: &Key, request: &Request) -> Result<(), String> {
        let package = self.package(key)?;
        let shown = package.shown();
        let path = request.path.trim_start_matches('/');
        if path.ends_with('/') {
            let below = package.files.keys().filter(|file| file.starts_with(path));
            let below: Vec<String> = below.cloned().collect();
            if below.is_empty() {
                return Err(format!("{shown} has no folder {path}"));
            }
            return self.reach(key, below);
        }
        let mut found = candidates(package, &request.path);
        if found.is_empty() && package.files.contains_key(path) {
            found.push(path.to_owned());
        }
        // Such as TypeScript, which no page can name.
        found.retain(|file| {
            !request.path.is_empty() || entry::is_script(file) || file.ends_with(".css")
        });
        let Some(best) = found.first() else { return Err(no_file(package, request)) };
        if !entry::is_script(best) {
            return self.reach(key, vec![best.clone()]);
        }
        let module =
            found.iter().find(|file| entry::is_script(file) && package.form(file) == Form::Module);
        if let Some(file) = module.cloned() {
            return self.enter_file(key, &request.specifier(), file);
        }
        let script =
            found.iter().find(|file| matches!(package.form(file), Form::Universal | Form::Classic));
        match script.cloned() {
            Some(file) => {
                if let Some(node) = self.graph.nodes.get_mut(key) {
                    node.scripts.insert(file.clone());
                }
                self.reach(key, vec![file])
            }
            None => {
                let file = best.clone();
                self.enter_file(key, &request.specifier(), file)
            }
        }
    }

    /// Reaches a module that another package imports by a specifier.
    fn enter(&mut self, key: &Key, specifier: &str) -> Result<(), String> {
        let package = self.package(key)?;
        let path = specifier.strip_prefix(package.name.as_str()).unwrap_or_default();
        let found = candidates(package, path);
        let is_module = |file: &&String| package.form(file) == Form::Module;
        let best = found.iter().find(is_module).or(found.first()).cloned();
        let Some(file) = best else {
            return Err(format!("{} has no module for `{specifier}`", package.shown()));
        };
        self.enter_file(key, specifier, file)
    }

    fn enter_file(&mut self, key: &Key, specifier: &str, file: String) -> Result<(), String> {
        if let Some(node) = self.graph.nodes.get_mut(key) {
            node.entries.insert(specifier.to_owned(), file.clone());
        }
        self.reach(key, vec![file])
    }

    /// Reads files of a package, and all files of it that they lead to.
    fn reach(&mut self, key: &Key, files: Vec<String>) -> Result<(), String> {
        self.files = files;
        while let Some(path) = self.files.pop() {
            if self.graph.nodes.get(key).is_none_or(|node| node.files.contains_key(&path)) {
                continue;
            }
            let bytes = self.read(key, &path)?;
            if let Some(node) = self.graph.nodes.get_mut(key) {
                node.files.insert(path, bytes);
            }
        }
        Ok(())
    }

    /// Returns a file as it is written, and adds the files that it leads to.
    fn read(&mut self, key: &Key, path: &str) -> Result<Vec<u8>, String> {
        let package = self.package(key)?;
        if let Some(text) = made::text(package, path) {
            return Ok(text.into_bytes());
        }
        let bytes = package.files.get(path).cloned().unwrap_or_default();
        let Ok(text) = std::str::from_utf8(&bytes) else { return Ok(bytes) };
        if path.ends_with(".css") {
            self.style_sheet(key, path, text)?;
            return Ok(bytes);
        }
        if !entry::is_script(path) {
            return Ok(bytes);
        }
        let (form, wasm) = (package.form(path), wasm::named(package, path, text));
        self.files.extend(wasm);
        match form {
            Form::Module => self.module(key, path, &commonjs::for_production(text)),
            Form::Classic => Ok(bytes),
            Form::Universal
                if self.graph.nodes.get(key).is_some_and(|it| it.scripts.contains(path)) =>
            {
                Ok(bytes)
            }
            Form::Universal | Form::CommonJs => {
                let module = commonjs::wrap(self.package(key)?, path, text)?;
                self.module(key, path, &module)
            }
        }
    }

    fn style_sheet(&mut self, key: &Key, path: &str, text: &str) -> Result<(), String> {
        for loaded in style_sheet(text) {
            let url = loaded.url.split(['?', '#']).next().unwrap_or_default().to_owned();
            let is_elsewhere = url.is_empty() || url.starts_with('/') || url.contains(':');
            if is_elsewhere {
                continue;
            }
            let package = self.package(key)?;
            match entry::relative(path, &url).filter(|file| package.files.contains_key(file)) {
                Some(file) => self.files.push(file),
                None => {
                    let note =
                        format!("{}: {path} names {url}, which the package lacks", package.shown());
                    self.note(note);
                }
            }
        }
        Ok(())
    }

    /// Follows the imports of a module. Returns its text with the specifiers that browsers can follow.
    fn module(&mut self, key: &Key, path: &str, text: &str) -> Result<Vec<u8>, String> {
        let script = script(text);
        let mut edits = Vec::new();
        for loaded in script.imports {
            match self.import(key, path, &loaded).and_then(|to| without_type(text, &loaded, to)) {
                Ok(Some(to)) if to != loaded.url => edits.push(Edit { loaded, text: to }),
                Ok(_) => {}
                // Code that decides while it runs may do without the module.
                Err(_) if loaded.is_dynamic && self.is_of_node(key, &loaded.url) => {
                    let place = format!("{}: {path}", self.package(key)?.shown());
                    self.node_modules.entry(place).or_default().insert(loaded.url.clone());
                }
                Err(why) if loaded.is_dynamic => self.note(why),
                Err(why) => return Err(why),
            }
        }
        for loaded in script.urls {
            let package = self.package(key)?;
            let file = entry::relative(path, &loaded.url);
            self.files.extend(file.filter(|file| package.files.contains_key(file)));
        }
        edits.sort_by_key(|edit| edit.loaded.span.start);
        let mut result = text.to_owned();
        for edit in edits.iter().rev() {
            result.replace_range(edit.loaded.span.clone(), &edit.text);
        }
        Ok(result.into_bytes())
    }

    /// Follows one import. Returns the specifier that leads there in a browser; none to leave it.
    fn import(&mut self, key: &Key, from: &str, loaded: &Loaded) -> Result<Option<String>, String> {
        let package = self.package(key)?;
        let place = format!("{}: {from}", package.shown());
        let mut specifier = loaded.url.clone();
        if specifier.contains("://")
            || specifier.starts_with("data:")
            || specifier.starts_with("blob:")
        {
            return Ok(None);
        }
        if specifier.starts_with('#') {
            let imports = package.manifest.imports.as_ref();
            let target = imports.and_then(|imports| entry::imported(imports, &specifier));
            specifier = target.ok_or_else(|| {
                format!("{place} imports {specifier}, which its package.json lacks")
            })?;
            if let Some(inner) = specifier.strip_prefix("./") {
                let inner = inner.to_owned();
                return self.inner(key, from, &inner, &place);
            }
        }
        if specifier.starts_with('/') {
            return Err(format!("{place} imports {specifier}, which is no file of the package"));
        }
        if specifier.starts_with("./")
            || specifier.starts_with("../")
            || specifier == "."
            || specifier == ".."
        {
            let inner = entry::relative(from, &specifier).ok_or_else(|| {
                format!("{place} imports {specifier}, which is outside of the package")
            })?;
            return self.inner(key, from, &inner, &place);
        }
        match entry::replaced(package, &specifier) {
            Some(None) => return Ok(Some(self.empty(from))),
            Some(Some(to)) => match to.strip_prefix("./") {
                Some(inner) => {
                    let inner = inner.to_owned();
                    return self.inner(key, from, &inner, &place);
                }
                None => to.clone_into(&mut specifier),
            },
            None => {}
        }
        self.other(key, &specifier, &place)?;
        Ok((specifier != loaded.url).then_some(specifier))
    }

    /// Follows an import of a file of the same package.
    fn inner(
        &mut self,
        key: &Key,
        from: &str,
        inner: &str,
        place: &str,
    ) -> Result<Option<String>, String> {
        let package = self.package(key)?;
        let found = entry::file(package, inner);
        let key_of = found.clone().unwrap_or_else(|| inner.to_owned());
        let file = match entry::replaced(package, &format!("./{key_of}")) {
            Some(None) => return Ok(Some(self.empty(from))),
            Some(Some(to)) => entry::file(package, to),
            None => found,
        };
        let file =
            file.ok_or_else(|| format!("{place} imports {inner}, which the package lacks"))?;
        if let Some(module) = made::of_json(package, &file) {
            let url = entry::url_between(from, &module);
            self.files.push(module);
            return Ok(Some(url));
        }
        if !entry::is_script(&file) {
            return Err(cannot_import(package, place, &file));
        }
        self.files.push(file.clone());
        Ok(Some(entry::url_between(from, &file)))
    }

    fn empty(&mut self, from: &str) -> String {
        self.files.push(EMPTY.to_owned());
        entry::url_between(from, EMPTY)
    }

    /// Follows an import of a package.
    fn other(&mut self, key: &Key, specifier: &str, place: &str) -> Result<(), String> {
        if specifier.starts_with("node:") {
            return Err(node_modules(place, [specifier]));
        }
        let (name, _) = split_specifier(specifier)
            .ok_or_else(|| format!("{place} imports {specifier:?}, which names no package"))?;
        if name == key.0 {
            let is_known =
                self.graph.nodes.get(key).is_some_and(|it| it.entries.contains_key(specifier));
            if !is_known {
                self.queue.push_back((key.clone(), specifier.to_owned()));
            }
            return Ok(());
        }
        let package = self.package(key)?;
        let shown = package.shown();
        let range = package.fields.range(name).map(str::to_owned);
        let wanted = match range {
            Some(range) => range,
            None if is_builtin(specifier) => {
                return Err(node_modules(place, [specifier]));
            }
            None => {
                self.note(format!("{place} imports {name}, which its package.json does not name"));
                "*".to_owned()
            }
        };
        if let Some((alias, _)) = wanted.strip_prefix("npm:").and_then(|it| it.rsplit_once('@')) {
            return Err(format!(
                "{place} imports {name}, another name of {alias}, which is not supported"
            ));
        }
        if wanted.contains([':', '/']) {
            return Err(format!(
                "{place} imports {name}, which it takes from {wanted}, and packages are taken from the registry"
            ));
        }
        let other = self.require(name, &wanted, &shown)?;
        if let Some(node) = self.graph.nodes.get_mut(key) {
            node.dependencies.insert(name.to_owned(), other.1.clone());
        }
        let is_known =
            self.graph.nodes.get(&other).is_some_and(|it| it.entries.contains_key(specifier));
        if !is_known {
            self.queue.push_back((other, specifier.to_owned()));
        }
        Ok(())
    }

    /// Refuses CommonJS modules that require each other.
    fn check_circles(&self) -> Result<(), String> {
        for node in self.graph.nodes.values() {
            let Some(circle) = circles::find(node) else { continue };
            let package = &node.package;
            let modules = match &circle[..] {
                [module] => format!("{module} requires itself"),
                modules => format!("{} require each other", modules.join(" and ")),
            };
            return Err(format!(
                "{}: {modules}, and CommonJS modules in a circle cannot be wrapped{}",
                package.shown(),
                commonjs::alternative(package)
            ));
        }
        Ok(())
    }
}

impl Node {
    fn new(package: Rc<Package>) -> Self {
        Self {
            package,
            files: BTreeMap::new(),
            entries: BTreeMap::new(),
            dependencies: BTreeMap::new(),
            scripts: BTreeSet::new(),
            ranges: BTreeSet::new(),
        }
    }
}

/// Refuses a module in place of a JSON file if the import says that it is JSON.
fn without_type(text: &str, loaded: &Loaded, to: Option<String>) -> Result<Option<String>, String> {
    let behind = text.get(loaded.span.end + 1..).unwrap_or_default().trim_start();
    let has_type = ["with", "assert", ","].iter().any(|word| behind.starts_with(word));
    match to {
        Some(to) if has_type && to.ends_with(made::JSON) => Err(format!(
            "{} is imported with a type, which is not supported (see if the package has another build)",
            loaded.url
        )),
        to => Ok(to),
    }
}
