//! The parts of a page that depend on names without being references: its import map and its `integrity` attributes.

use std::ops::Range;

use super::reference::Reference;

/// The parts of an HTML document that decide which modules it loads and which bytes it accepts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Page {
    /// The import maps. Browsers merge them, and an earlier entry wins; those that know only one take the first.
    pub(crate) import_maps: Vec<ImportMapText>,
    /// True if an element loads a module.
    pub(crate) has_modules: bool,
    /// The start of the first element that may load a module: a classic script may call `import()`. An import map has to
    /// stand in front of it.
    pub(crate) first_script: Option<usize>,
    /// True if the page has a Content-Security-Policy of its own, which may forbid an inline script that is not known.
    pub(crate) has_policy: bool,
    /// The contents of inline scripts.
    pub(crate) scripts: Vec<Range<usize>>,
    pub(crate) claims: Vec<Claim>,
    /// The keys of the import maps of the documents in `srcdoc` attributes.
    pub(crate) inner_keys: Vec<String>,
    /// A URL in the folder that relative URLs count from.
    pub(crate) base: Option<Reference>,
}

/// The `integrity` of the target of a reference, as its author has written it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) target: Reference,
    /// The place of the whole value.
    pub(crate) offset: usize,
    pub(crate) digests: Vec<ClaimedDigest>,
}

/// A digest of an `integrity` value: `sha384-…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClaimedDigest {
    /// The name of the hash function.
    pub(crate) algorithm: String,
    /// The digest in base64.
    pub(crate) digest: String,
    /// The bytes of `digest` in the asset.
    pub(crate) place: Range<usize>,
}

/// An import map as it is written in a page ([HTML, import maps](https://html.spec.whatwg.org/multipage/webappapis.html#import-maps)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ImportMapText {
    pub(crate) whole: Object,
    pub(crate) imports: Option<Specifiers>,
    pub(crate) scopes: Option<Scopes>,
    pub(crate) integrity: Option<Integrity>,
}

/// A JSON object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Object {
    /// The byte behind its opening brace.
    pub(crate) start: usize,
    pub(crate) is_empty: bool,
}

/// The `imports` of an import map, or one of its scopes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Specifiers {
    pub(crate) object: Object,
    /// Specifiers and addresses, both as references. An address that is no string blocks its specifier.
    pub(crate) entries: Vec<(Reference, Option<Reference>)>,
}

/// The `scopes` of an import map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scopes {
    pub(crate) object: Object,
    /// The URL of the file or folder of the importing modules, and their specifiers.
    pub(crate) scopes: Vec<(Reference, Specifiers)>,
}

/// The `integrity` of an import map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Integrity {
    pub(crate) object: Object,
    pub(crate) claims: Vec<Claim>,
}

impl Page {
    /// Applies `change` to all references.
    pub(super) fn for_each_reference(&mut self, mut change: impl FnMut(&mut Reference)) {
        self.claims.iter_mut().for_each(|claim| change(&mut claim.target));
        self.base.iter_mut().for_each(&mut change);
        self.import_maps.iter_mut().for_each(|map| map.for_each_reference(&mut change));
    }

    /// Returns true if there is nothing in the page that depends on names.
    pub(super) fn is_empty(&self) -> bool {
        self.import_maps.is_empty()
            && !self.has_modules
            && self.claims.is_empty()
            && self.inner_keys.is_empty()
    }

    /// Returns the keys of all import maps.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        let maps = self.import_maps.iter().flat_map(|map| {
            let scopes = map.scopes.iter().flat_map(|scopes| &scopes.scopes);
            let objects = map.imports.iter().chain(scopes.map(|(_, scope)| scope));
            objects.flat_map(|object| &object.entries).map(|(specifier, _)| specifier.url.as_str())
        });
        maps.chain(self.inner_keys.iter().map(String::as_str))
    }
}

impl ImportMapText {
    fn for_each_reference(&mut self, mut change: impl FnMut(&mut Reference)) {
        let scopes = self.scopes.iter_mut().flat_map(|scopes| &mut scopes.scopes);
        let mut objects: Vec<&mut Specifiers> = self.imports.iter_mut().collect();
        for (scope, specifiers) in scopes {
            change(scope);
            objects.push(specifiers);
        }
        for (specifier, address) in objects.into_iter().flat_map(|it| &mut it.entries) {
            change(specifier);
            address.iter_mut().for_each(&mut change);
        }
        let claims = self.integrity.iter_mut().flat_map(|integrity| &mut integrity.claims);
        claims.for_each(|claim| change(&mut claim.target));
    }
}
