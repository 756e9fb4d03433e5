//! The import maps of pages among the assets.
//!
//! A page gets entries for
//! - each module that it loads by its hashed name and that some import reaches by its logical path;
//! - each specifier that stands for a module by way of a folder: `three/addons/` and `three/addons/controls/Orbit.js`;
//! - each entry whose key is the URL of a module: the same for its hashed URL, which rewritten imports use;
//! - each scope that is a single module, and each `integrity`: the same.

use std::collections::{BTreeMap, HashSet};

use super::Known;
use super::claims::Claimed;
use super::write::{Folder, Piece, edges, member, members, string};
use crate::naming::graph::{Edge, Served, Value};
use crate::naming::link::Links;
use crate::references::page::{Claim, ImportMapText, Integrity, Object, Page, Scopes, Specifiers};
use crate::references::resolve::{self, Resolution, is_bare, is_relative, resolve, suffix};
use crate::references::{Kind, Reference, is_script};

/// Adds to one page what it needs.
pub(super) struct PageEditor<'k, 'a> {
    known: &'k mut Known<'a>,
    links: &'k [Links],
    page: usize,
    text: &'a Page,
    /// The logical path of the folder that URLs count from, with a slash at its end, or empty.
    folder: Option<String>,
    edges: Vec<Edge>,
}

/// The entries of an import map that are added: a key as it is compared, and the whole member.
type Entries = BTreeMap<String, Vec<Piece>>;

impl<'k, 'a> PageEditor<'k, 'a> {
    pub(super) fn new(
        known: &'k mut Known<'a>,
        links: &'k [Links],
        page: usize,
        text: &'a Page,
    ) -> Self {
        let mut editor = Self { known, links, page, text, folder: None, edges: Vec::new() };
        let is_at_root = editor.is_at_root();
        let path = |base| if is_at_root { Some(String::new()) } else { editor.path(base) };
        editor.folder = text.base.as_ref().and_then(path).map(|path| {
            let end = path.rfind('/').map_or(0, |slash| slash + 1);
            path[..end].to_owned()
        });
        editor
    }

    /// Returns the places to write at, in no order.
    pub(super) fn edges(mut self) -> Vec<Edge> {
        self.claims();
        if let Some(folder) = self.folder.take() {
            self.import_maps(Folder { path: &folder, is_at_root: self.is_at_root() });
        }
        self.edges
    }

    fn is_at_root(&self) -> bool {
        self.known.request.assets[self.page].is_at_root()
    }

    /// Returns the logical path that a reference of the page leads to.
    fn path(&self, reference: &Reference) -> Option<String> {
        let from = &self.known.request.assets[self.page].path;
        match resolve(reference, from, self.known.request.site) {
            Resolution::Asset(path) => Some(path),
            _ => None,
        }
    }

    fn asset(&self, reference: &Reference) -> Option<usize> {
        self.known.find(&self.path(reference)?)
    }

    /// Returns the logical path of the folder that a reference ending with a slash leads to.
    fn folder_path(&self, reference: &Reference) -> Option<String> {
        let from = &self.known.request.assets[self.page].path;
        resolve::folder(reference, from, self.known.request.site)
    }

    fn claimed<'c>(&self, claim: &'c Claim) -> Option<Claimed<'c>> {
        Claimed::new(self.known, &self.known.request.assets[self.page].path, claim)
    }

    /// Writes the digests of what is served.
    fn claims(&mut self) {
        for claim in &self.text.claims {
            let Some(claimed) = self.claimed(claim) else { continue };
            let is_hashed = self.known.is_hashed(claimed.asset);
            let served = if is_hashed { Served::Hashed } else { Served::Plain };
            self.edges.extend(claimed.edges(self.known, served));
        }
    }

    /// Adds to the import maps of the page. What is in none of them goes to the first.
    fn import_maps(&mut self, folder: Folder<'_>) {
        let mut entries = self.reached_plain(folder);
        for imports in self.text.import_maps.iter().filter_map(|map| map.imports.as_ref()) {
            self.forget_known(&mut entries, imports);
        }
        let Some((first, others)) = self.text.import_maps.split_first() else {
            return self.inject(entries);
        };
        self.import_map(first, entries, folder);
        for map in others {
            self.import_map(map, Entries::new(), folder);
        }
    }

    fn import_map(&mut self, map: &ImportMapText, mut entries: Entries, folder: Folder<'_>) {
        match &map.imports {
            Some(imports) => {
                entries.extend(self.additions(imports, folder));
                self.forget_known(&mut entries, imports);
                self.add(&imports.object, entries.into_values().collect());
            }
            None => self.add_section(map, "imports", entries),
        }
        if let Some(scopes) = &map.scopes {
            self.scopes(scopes, folder);
        }
        if let Some(integrity) = &map.integrity {
            self.integrity(integrity, folder);
        }
    }

    /// Returns entries for the modules that the page loads by their hashed names and that imports reach by their logical
    /// paths.
    fn reached_plain(&mut self, folder: Folder<'_>) -> Entries {
        let own = self.own_modules();
        if own.is_empty() {
            return Entries::new();
        }
        let reached = if self.known.request.js_modules { self.closure(own) } else { own };
        let plain = &self.known.imports().plain;
        let both: Vec<usize> = reached.into_iter().filter(|it| plain.contains(it)).collect();
        both.into_iter().map(|asset| self.entry(asset, folder)).collect()
    }

    fn entry(&self, asset: usize, folder: Folder<'_>) -> (String, Vec<Piece>) {
        let path = &self.known.request.assets[asset].path;
        let url = folder.plain(self.known, asset);
        (format!("/{path}"), member(url, folder.published(self.known, asset, "")))
    }

    /// Returns the modules that the page itself loads by their hashed names.
    fn own_modules(&self) -> Vec<usize> {
        let scripts = self.links[self.page].scripts.iter().filter(|script| script.is_hashed);
        let modules = scripts.filter(|it| matches!(it.kind, Kind::Module | Kind::ModuleUrl));
        modules.map(|script| script.target).collect()
    }

    /// Returns all scripts that these lead to by their hashed names.
    fn closure(&self, start: Vec<usize>) -> Vec<usize> {
        let mut seen: HashSet<usize> = start.iter().copied().collect();
        let mut all = start;
        let mut next = 0;
        while let Some(script) = all.get(next) {
            next += 1;
            for script in self.links[*script].scripts.iter().filter(|script| script.is_hashed) {
                if seen.insert(script.target) {
                    all.push(script.target);
                }
            }
        }
        all
    }

    /// Returns entries that follow from those of the author.
    fn additions(&mut self, object: &Specifiers, folder: Folder<'_>) -> Entries {
        let mut added = self.by_folder(object, folder);
        let (mut folders, mut single) = (Vec::new(), HashSet::new());
        for (key, address) in object.entries.iter().filter(|(key, _)| !is_bare(&key.url)) {
            let behind = suffix(key);
            if let Some((path, name)) = self.relative_name(key, folder) {
                let value = self.address(address.as_ref(), folder);
                added.insert(format!("{path}{behind}#relative"), member(name, value));
            }
            single.extend(self.asset(key).filter(|_| behind.is_empty()));
            if let Some(from) = self.folder_path(key) {
                folders.push((from, address.as_ref()));
            } else if let Some(module) = self.named_module(key) {
                let path = &self.known.request.assets[module].path;
                let value = self.address(address.as_ref(), folder);
                let hashed = folder.published(self.known, module, behind);
                added.insert(format!("{path}{behind}#hashed"), member(hashed, value));
            }
        }
        self.below(folders, single, folder, &mut added);
        added
    }

    /// Returns a key that counts from the root as one that is right below any base, and the path that it leads to.
    fn relative_name(&self, key: &Reference, folder: Folder<'_>) -> Option<(String, Vec<Piece>)> {
        if is_relative(&key.url) {
            return None;
        }
        let path = self.path(key).or_else(|| self.folder_path(key))?;
        let name = self.name(&path, key, folder);
        Some((path, name))
    }

    /// Returns the URL of a logical path, with the query and the fragment of a reference.
    fn name(&self, path: &str, reference: &Reference, folder: Folder<'_>) -> Vec<Piece> {
        let url = folder.url(path, self.known.request.site);
        string(&format!("{url}{}", suffix(reference)))
    }

    fn named_module(&self, key: &Reference) -> Option<usize> {
        self.asset(key).filter(|asset| self.known.named[*asset])
    }

    /// Returns entries for the bare specifiers that an entry for a folder covers.
    fn by_folder(&mut self, object: &Specifiers, folder: Folder<'_>) -> Entries {
        let is_folder = |key: &Reference| is_bare(&key.url) && key.url.ends_with('/');
        let folders = object.entries.iter().filter(|(key, _)| is_folder(key));
        let mut folders: Vec<_> = folders.collect();
        if folders.is_empty() {
            return Entries::new();
        }
        // The longest key wins.
        folders.sort_by_key(|(key, _)| std::cmp::Reverse(key.url.len()));
        let own: HashSet<usize> = self.own_modules().into_iter().collect();
        let bare: Vec<String> = self.known.imports().bare.iter().cloned().collect();
        let mut added = Entries::new();
        for specifier in bare {
            let covering = folders.iter().find(|(key, _)| specifier.starts_with(&*key.url));
            let Some((key, Some(address))) = covering else { continue };
            let mut target = address.clone();
            target.url.push_str(&specifier[key.url.len()..]);
            let Some(module) = self.asset(&target).filter(|it| self.known.is_hashed(*it)) else {
                continue;
            };
            // Without rewriting, all other imports of the module reach it by its logical path.
            if self.known.request.js_modules || own.contains(&module) {
                self.known.named[module] = true;
                let value = folder.published(self.known, module, suffix(&target));
                added.insert(specifier.clone(), member(string(&specifier), value));
            }
        }
        added
    }

    /// Adds entries for the modules below keys that are the URLs of folders. Of several keys the longest wins, and `covered`
    /// have keys of their own.
    fn below(
        &mut self,
        mut keys: Vec<(String, Option<&Reference>)>,
        mut covered: HashSet<usize>,
        folder: Folder<'_>,
        added: &mut Entries,
    ) {
        keys.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
        let assets = self.known.request.assets;
        for (from, address) in keys {
            let to = address.and_then(|address| self.folder_path(address));
            let first = assets.partition_point(|asset| asset.path < from);
            for (index, asset) in assets.iter().enumerate().skip(first) {
                let Some(rest) = asset.path.strip_prefix(&from) else { break };
                if !is_script(rest) || !covered.insert(index) {
                    continue;
                }
                let target = to.as_ref().and_then(|to| self.known.find(&format!("{to}{rest}")));
                let Some(target) = target else { continue };
                if self.known.named[index] || self.known.named[target] {
                    self.redirect(index, target, folder, added);
                }
            }
        }
    }

    /// Adds entries that lead from both names of a module to another one.
    fn redirect(&mut self, from: usize, to: usize, folder: Folder<'_>, added: &mut Entries) {
        self.known.named[to] = self.known.is_hashed(to);
        let value = folder.published(self.known, to, "");
        let path = &self.known.request.assets[from].path;
        let plain = member(folder.plain(self.known, from), value.clone());
        added.entry(format!("/{path}")).or_insert(plain);
        let hashed = member(folder.published(self.known, from, ""), value);
        added.entry(format!("{path}#hashed")).or_insert(hashed);
    }

    /// Returns the value of an entry as it is published.
    fn address(&self, address: Option<&Reference>, folder: Folder<'_>) -> Vec<Piece> {
        let Some(address) = address else { return vec![Piece::Text("null".to_owned())] };
        let path = self.path(address).or_else(|| self.folder_path(address));
        let Some(path) = path else { return string(&address.url) };
        match self.known.find(&path) {
            Some(asset) => folder.published(self.known, asset, suffix(address)),
            None => self.name(&path, address, folder),
        }
    }

    /// Removes entries for keys that the author has given a value.
    fn forget_known(&self, entries: &mut Entries, object: &Specifiers) {
        for (key, _) in &object.entries {
            entries.remove(&key.url);
            if let Some(path) = self.path(key).filter(|_| suffix(key).is_empty()) {
                entries.remove(&format!("/{path}"));
            }
        }
    }

    fn scopes(&mut self, scopes: &Scopes, folder: Folder<'_>) {
        for (scope, object) in &scopes.scopes {
            let mut added = self.additions(object, folder);
            self.forget_known(&mut added, object);
            let hashed = self.named_module(scope);
            let hashed = hashed.map(|it| folder.published(self.known, it, suffix(scope)));
            let relative = self.relative_name(scope, folder).map(|(_, name)| name);
            for scope in hashed.into_iter().chain(relative) {
                let own = object.entries.iter().filter_map(|(key, address)| {
                    let name = match self.path(key).or_else(|| self.folder_path(key)) {
                        Some(path) => self.name(&path, key, folder),
                        None if is_relative(&key.url) && !is_bare(&key.url) => return None,
                        None => string(&key.url),
                    };
                    Some(member(name, self.address(address.as_ref(), folder)))
                });
                let all: Vec<Vec<Piece>> = own.chain(added.values().cloned()).collect();
                let copy = object_of(members(all, true));
                self.add(&scopes.object, vec![member(scope, copy)]);
            }
            self.add(&object.object, added.into_values().collect());
        }
    }

    fn integrity(&mut self, integrity: &Integrity, folder: Folder<'_>) {
        let mut added = Vec::new();
        for claim in &integrity.claims {
            let Some(claimed) = self.claimed(claim) else { continue };
            self.edges.extend(claimed.edges(self.known, Served::Plain));
            if !self.known.named[claimed.asset] || !self.known.is_hashed(claimed.asset) {
                continue;
            }
            let fitting = claimed.fitting(self.known);
            let mut value = vec![Piece::Text("\"".to_owned())];
            for digest in &claim.digests {
                let fitted = fitting.iter().find(|(other, _)| std::ptr::eq(*other, digest));
                value.push(Piece::Text(format!("{}-", digest.algorithm)));
                value.push(match fitted {
                    Some((_, algorithm)) => {
                        Piece::Of(claimed.asset, Value::Digest(*algorithm, Served::Hashed))
                    }
                    None => Piece::Text(digest.digest.clone()),
                });
                value.push(Piece::Text(" ".to_owned()));
            }
            value.pop();
            value.push(Piece::Text("\"".to_owned()));
            let behind = suffix(&claim.target);
            added.push(member(folder.published(self.known, claimed.asset, behind), value));
        }
        self.add(&integrity.object, added);
    }

    /// Adds members to an object of the import map.
    fn add(&mut self, object: &Object, added: Vec<Vec<Piece>>) {
        self.edges.extend(edges(members(added, object.is_empty), object.start));
    }

    fn add_section(&mut self, map: &ImportMapText, name: &str, entries: Entries) {
        if !entries.is_empty() {
            let value = object_of(members(entries.into_values().collect(), true));
            self.add(&map.whole, vec![member(string(name), value)]);
        }
    }

    /// Adds an import map to a page without one.
    fn inject(&mut self, entries: Entries) {
        let Some(at) = self.text.first_script.filter(|_| self.text.has_modules) else { return };
        // A policy may forbid a script that it does not know. The stubs do without.
        if entries.is_empty() || self.text.has_policy {
            return;
        }
        let imports = object_of(members(entries.into_values().collect(), true));
        let map = object_of(member(string("imports"), imports));
        let start = Piece::Text("<script type=\"importmap\">".to_owned());
        let end = Piece::Text("</script>".to_owned());
        self.edges.extend(edges([start].into_iter().chain(map).chain([end]).collect(), at));
    }
}

fn object_of(members: Vec<Piece>) -> Vec<Piece> {
    let (open, close) = (Piece::Text("{".to_owned()), Piece::Text("}".to_owned()));
    [open].into_iter().chain(members).chain([close]).collect()
}
