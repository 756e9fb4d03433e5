//! The assets that scripts load by plain names, through the import map of the page or without it.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use tailprint_core::build_json::BuildJson;
use tailprint_core::path::split_suffix;

use super::scripts::{Script, script};
use crate::references::resolve::{Resolution, Site, UrlPrefix, is_bare, resolve};
use crate::references::{Kind, Reference};

/// Finds the assets that scripts load.
#[derive(Debug)]
pub struct Loads {
    site: Site,
    url_prefix: String,
    /// The logical paths by published and by logical name.
    paths: HashMap<String, String>,
    map: ImportMap,
}

/// An import map. Of several packages with one name, each has a scope.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ImportMap {
    imports: BTreeMap<String, String>,
    scopes: BTreeMap<String, BTreeMap<String, String>>,
}

impl Loads {
    /// Takes the assets of a build, and its `importmap.json`, with nothing in it where there is none.
    ///
    /// # Errors
    /// The URL prefix of the build is none.
    pub fn new(build: &BuildJson, import_map: &[u8]) -> Result<Self, String> {
        let prefix = UrlPrefix::parse(&build.url_prefix).map_err(|problem| problem.to_string())?;
        let at_root = build.assets.iter().filter(|it| it.at_root).map(|it| &*it.path);
        let both = |name: fn(&tailprint_core::build_json::Asset) -> &String| {
            build.assets.iter().map(move |it| (name(it).clone(), it.path.clone()))
        };
        Ok(Self {
            site: Site::new(prefix, at_root),
            url_prefix: build.url_prefix.clone(),
            paths: both(|it| &it.name).chain(both(|it| &it.path)).collect(),
            // The build has written it, so what is no map is the empty text.
            map: serde_json::from_slice(import_map).unwrap_or_default(),
        })
    }

    /// Returns the logical paths of the assets that a script loads by its imports, and by
    /// `new URL("…", import.meta.url)`.
    #[must_use]
    pub fn of(&self, source: &str, path: &str) -> Vec<String> {
        let Script { imports, urls, .. } = script(source);
        let imports = imports.iter().map(|it| (Kind::Module, &*it.url));
        let urls = urls.iter().map(|it| (Kind::Url, &*it.url));
        let mut found: Vec<String> =
            imports.chain(urls).filter_map(|(kind, url)| self.target(kind, url, path)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn target(&self, kind: Kind, url: &str, from: &str) -> Option<String> {
        let path = if kind == Kind::Module && is_bare(url) {
            let url = self.mapped(url, from)?;
            split_suffix(url.strip_prefix(&self.url_prefix)?).0.to_owned()
        } else {
            match resolve(&Reference::unwritten(kind, url), from, &self.site) {
                Resolution::Asset(path) => path,
                _ => return None,
            }
        };
        self.paths.get(&path).cloned()
    }

    /// Returns the URL that a name stands for. The innermost scope counts first, then the longest key.
    fn mapped(&self, specifier: &str, from: &str) -> Option<String> {
        let from = format!("{}{from}", self.url_prefix);
        let scopes = self.map.scopes.iter().filter(|(scope, _)| from.starts_with(&**scope));
        let mut maps: Vec<_> = scopes.map(|(scope, map)| (scope.len(), map)).collect();
        maps.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
        let maps = maps.into_iter().map(|(_, map)| map).chain([&self.map.imports]);
        let covers =
            |key: &str| key == specifier || (key.ends_with('/') && specifier.starts_with(key));
        maps.into_iter().find_map(|map| {
            let (key, url) =
                map.iter().filter(|(key, _)| covers(key)).max_by_key(|(key, _)| key.len())?;
            Some(format!("{url}{}", specifier.get(key.len()..).unwrap_or_default()))
        })
    }
}

#[cfg(test)]
mod tests;
