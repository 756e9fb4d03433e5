//! URLs in custom properties, and the sheets that they belong to.
//!
//! A custom property holds tokens. They become a URL where `var()` puts them into another property, so a relative one
//! starts at the sheet with the `var()`, whichever sheet declares the property (css-variables, and what Chromium does).
//! If a property is put into another custom property, the sheets that use that one count. A property that is registered
//! as `<url>` starts at the sheet that declares it. One that is registered as `<image>` would, too; Chromium takes the
//! sheet that uses it, so both count.
//!
//! The cascade decides which value a sheet uses, and no cascade is known here: every value of a property counts as used
//! by every sheet that uses the property.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use memchr::memmem;

use crate::error::Problem;
use crate::naming::graph::{Edge, layers};
use crate::naming::link::Request;
use crate::references::custom_properties::{CustomProperties, Role, Syntax, Value};
use crate::references::resolve::{Resolution, Site, is_relative, resolve};
use crate::references::{Kind, Reference, is_script};
use crate::sources::asset::{AllPlaces, Asset};

/// The most folders of sheets that are looked at for one property. One that is used in more of them belongs to nobody:
/// such a name is that of many packages, and the time would grow with the square of the number of sheets.
const MOST_FOLDERS: usize = 16;

/// The longest name of a property that scripts are searched for. They count as naming a longer one.
const LONGEST_NAME: usize = 256;

/// The sheets that a URL in a custom property belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Owner {
    /// No sheet uses the property, or nobody can say where the URL starts. It stays.
    #[default]
    Nobody,
    /// All sheets that find an asset find `target`; `missed` finds none. A relative URL would start at `sheet`; none if
    /// that is unknown, or the URL is relative.
    Users { target: usize, missed: Option<User>, sheet: Option<usize> },
    /// No sheet finds an asset, for example this one.
    Missed(User),
    /// Two sheets find two assets. The URL has to stay.
    Several([(User, usize); 2]),
}

impl Owner {
    /// Returns the uses that a problem names.
    fn named(&mut self) -> impl Iterator<Item = &mut User> {
        let (one, other) = match self {
            Self::Nobody => (None, None),
            Self::Users { missed, .. } => (missed.as_mut(), None),
            Self::Missed(user) => (Some(user), None),
            Self::Several([(one, _), (other, _)]) => (Some(one), Some(other)),
        };
        one.into_iter().chain(other)
    }
}

/// A sheet that uses a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct User {
    asset: usize,
    /// The offset of the use.
    at: usize,
    /// Line and column of the use, if a problem names it.
    position: Option<(usize, usize)>,
    folder: usize,
    /// True if it stands in the folder of the sheet that declares the property.
    pub(crate) is_beside: bool,
}

impl User {
    /// Returns the place as it is shown: file, line and column.
    pub(crate) fn place(self, assets: &[Asset]) -> String {
        let shown = assets[self.asset].shown();
        match self.position {
            Some((line, column)) => format!("{shown}:{line}:{column}"),
            None => shown.to_owned(),
        }
    }
}

/// Resolves a URL in a custom property for a sheet that uses it.
pub(crate) fn resolve_for(
    user: User,
    reference: &Reference,
    assets: &[Asset],
    site: &Site,
) -> Resolution {
    let asset = &assets[user.asset];
    let (_, base, _) = folder(asset);
    if base.is_empty() || !is_relative(&reference.url) {
        return resolve(reference, &asset.path, site);
    }
    let url = format!("{base}{}", reference.url);
    resolve(&Reference { url, ..reference.clone() }, &asset.path, site)
}

/// Finds the owners of all URLs in custom properties, by the index of the asset and the offset of the reference.
///
/// `index` has the assets by path.
pub(crate) fn owners(
    request: &Request<'_>,
    index: &HashMap<&str, usize>,
) -> HashMap<(usize, usize), Owner> {
    let assets = request.assets;
    let customs = || {
        let customs = assets.iter().enumerate();
        customs.filter_map(|(place, asset)| Some((place, asset.found.custom.as_deref()?)))
    };
    if customs().all(|(_, custom)| custom.values.is_empty()) {
        return HashMap::new();
    }
    let mut sheets = Sheets::new(request, index);
    for (place, custom) in customs() {
        sheets.add(place, custom);
    }
    sheets.spread();
    let mut owners = HashMap::new();
    for (place, custom) in customs() {
        for value in &custom.values {
            if let Some(reference) = reference_at(&assets[place], value.at) {
                owners.insert((place, value.at), sheets.owner(place, value, reference));
            }
        }
    }
    set_positions(owners.values_mut(), assets);
    owners
}

/// Sets the positions of the uses that problems name. They are found in the order of the text, since the URLs come in
/// that of another one.
fn set_positions<'a>(owners: impl Iterator<Item = &'a mut Owner>, assets: &[Asset]) {
    let mut named: Vec<&mut User> = owners.flat_map(Owner::named).collect();
    named.sort_unstable_by_key(|user| (user.asset, user.at));
    let mut places = AllPlaces::new(assets);
    for user in named {
        user.position = places.of(user.asset).at(Problem::warning(""), user.at).position();
    }
}

/// Returns the URL in a custom property that begins at `at`. It may be left out, since it names no file.
fn reference_at(asset: &Asset, at: usize) -> Option<&Reference> {
    let references = &asset.found.references;
    let place = references.partition_point(|reference| reference.span.start < at);
    let reference = references.get(place)?;
    (reference.span.start == at && reference.kind == Kind::CustomProperty).then_some(reference)
}

/// Returns the beginning of a text that is a name without escapes, as far as scripts are searched for it.
fn name_at(text: &[u8]) -> &[u8] {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80 || b"-_".contains(byte);
    let length = text.iter().take(LONGEST_NAME).take_while(|byte| is_name(byte)).count();
    &text[..length]
}

/// A folder, the base of a document relative to that, and true for the root of the host.
type Folder<'a> = (&'a str, &'a str, bool);

/// Returns the folder that the URLs of an asset start in.
fn folder(asset: &Asset) -> Folder<'_> {
    let folder = asset.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let base = asset.found.base.as_deref().map_or("", |base| &base.folder);
    (folder, base, asset.is_at_root())
}

/// A custom property of any name, in all sheets.
#[derive(Debug, Default)]
struct Property {
    users: Users,
    syntax: Option<Syntax>,
    /// The folders of sheets that give it a URL.
    declared_in: HashSet<usize>,
}

/// The sheets that use a property, one for each folder.
#[derive(Clone, Debug, Default)]
struct Users {
    some: Vec<User>,
    are_too_many: bool,
}

impl Users {
    fn add(&mut self, user: User) {
        if self.some.iter().any(|known| known.folder == user.folder) {
            return;
        }
        if self.some.len() < MOST_FOLDERS {
            self.some.push(user);
        } else {
            self.are_too_many = true;
        }
    }

    fn add_all(&mut self, others: &Self) {
        self.are_too_many |= others.are_too_many;
        others.some.iter().for_each(|user| self.add(*user));
    }
}

struct Sheets<'a> {
    assets: &'a [Asset],
    index: &'a HashMap<&'a str, usize>,
    site: &'a Site,
    folders: HashMap<Folder<'a>, usize>,
    ids: HashMap<&'a str, usize>,
    properties: Vec<Property>,
    /// For each property, those whose values use it.
    aliases: Vec<Vec<Edge>>,
    /// The properties that templates use, sorted.
    used_properties: &'a [String],
    in_scripts: OnceCell<HashSet<&'a str>>,
    /// The owners of relative URLs, which are the same for all that declare a property.
    known: HashMap<(usize, String), Owner>,
}

impl<'a> Sheets<'a> {
    fn new(request: &'a Request<'a>, index: &'a HashMap<&'a str, usize>) -> Self {
        Self {
            assets: request.assets,
            index,
            site: request.site,
            used_properties: request.used_properties,
            folders: HashMap::new(),
            ids: HashMap::new(),
            properties: Vec::new(),
            aliases: Vec::new(),
            in_scripts: OnceCell::new(),
            known: HashMap::new(),
        }
    }

    fn id(&mut self, property: &'a str) -> usize {
        let next = self.properties.len();
        let id = *self.ids.entry(property).or_insert(next);
        if id == next {
            self.properties.push(Property::default());
            self.aliases.push(Vec::new());
        }
        id
    }

    fn folder(&mut self, asset: usize) -> usize {
        let next = self.folders.len();
        *self.folders.entry(folder(&self.assets[asset])).or_insert(next)
    }

    /// Adds the properties of an asset.
    fn add(&mut self, asset: usize, custom: &'a CustomProperties) {
        let folder = self.folder(asset);
        for used in &custom.uses {
            let id = self.id(&used.property);
            let user = User { asset, at: used.at, position: None, folder, is_beside: false };
            self.properties[id].users.add(user);
        }
        for value in custom.values.iter().filter(|value| value.role == Role::Declared) {
            let id = self.id(&value.property);
            self.properties[id].declared_in.insert(folder);
        }
        for alias in &custom.aliases {
            let (of, by) = (self.id(&alias.of), self.id(&alias.by));
            self.aliases[of].push(Edge::fingerprint(by, 0));
        }
        for registration in &custom.registrations {
            let id = self.id(&registration.property);
            let syntax = &mut self.properties[id].syntax;
            // A property that is registered in two ways may start in either place.
            *syntax = match syntax {
                Some(known) if *known != registration.syntax => Some(Syntax::Image),
                _ => Some(registration.syntax),
            };
        }
    }

    /// Makes the users of a property users of those that its values use.
    fn spread(&mut self) {
        for component in layers(&self.aliases).into_iter().flatten() {
            let mut users = Users::default();
            for member in &component.members {
                users.add_all(&self.properties[*member].users);
                for by in &self.aliases[*member] {
                    users.add_all(&self.properties[by.target].users);
                }
            }
            for member in &component.members {
                self.properties[*member].users = users.clone();
            }
        }
    }

    fn owner(&mut self, asset: usize, value: &Value, reference: &Reference) -> Owner {
        let Some(id) = self.ids.get(&*value.property).copied() else { return Owner::Nobody };
        let found = if is_relative(&reference.url) {
            self.relative(id, asset, value, reference)
        } else {
            self.absolute(id, asset, value, reference)
        };
        match found {
            // Nothing is fetched for a comparison. What it is compared with has the problem.
            Owner::Users { target, sheet, .. } if value.role == Role::Compared => {
                Owner::Users { target, missed: None, sheet }
            }
            Owner::Missed(_) | Owner::Several(_) if value.role == Role::Compared => Owner::Nobody,
            Owner::Missed(user) => Owner::Missed(self.beside(id, asset, user)),
            found => found,
        }
    }

    /// An absolute URL is the same for all sheets, also for those that are not among the assets.
    fn absolute(&self, id: usize, asset: usize, value: &Value, reference: &Reference) -> Owner {
        let here = self.user(asset, value);
        match (self.target(here, reference), self.properties[id].users.some.first()) {
            (Some(target), _) => {
                Owner::Users { target, missed: None, sheet: self.sheet(id, here, value) }
            }
            (None, Some(_)) if self.is_looked_up(here, reference) => Owner::Missed(here),
            _ => Owner::Nobody,
        }
    }

    /// Returns the sheet at which a relative URL would start, if that is one, or several in one folder.
    fn sheet(&self, id: usize, here: User, value: &Value) -> Option<usize> {
        let property = &self.properties[id];
        let users = match property.syntax {
            Some(Syntax::Url) if value.role == Role::Initial => return None,
            Some(Syntax::Url) => return Some(here.asset),
            Some(Syntax::Image) => property.users.some.iter().copied().chain([here]).collect(),
            None => property.users.some.clone(),
        };
        let first = users.first()?;
        let is_one = users.iter().all(|user| user.folder == first.folder);
        (is_one && !property.users.are_too_many && !self.is_named_elsewhere(value))
            .then_some(first.asset)
    }

    /// Returns true if a template uses the property, or a script names it, which may set it anywhere.
    fn is_named_elsewhere(&self, value: &Value) -> bool {
        if self.used_properties.binary_search_by(|used| (**used).cmp(&*value.property)).is_ok() {
            return true;
        }
        let name = &*value.property;
        let is_searched = name_at(name.as_bytes()).len() == name.len();
        !is_searched || self.in_scripts.get_or_init(|| self.named_by_scripts()).contains(name)
    }

    /// Returns the properties that scripts name. All are looked for at once, since both may be many.
    fn named_by_scripts(&self) -> HashSet<&'a str> {
        let scripts = self.assets.iter().filter(|asset| is_script(&asset.path));
        let names = scripts.flat_map(|script| {
            let places = memmem::find_iter(&script.bytes, "--");
            places.filter_map(|at| str::from_utf8(name_at(&script.bytes[at..])).ok())
        });
        names.filter(|name| self.ids.contains_key(name)).collect()
    }

    fn relative(&mut self, id: usize, asset: usize, value: &Value, reference: &Reference) -> Owner {
        let property = &self.properties[id];
        let here = self.user(asset, value);
        if property.users.some.is_empty() || property.users.are_too_many {
            return Owner::Nobody;
        }
        match property.syntax {
            // Chromium resolves the initial value against the page.
            Some(Syntax::Url) if value.role == Role::Initial => Owner::Nobody,
            Some(Syntax::Url) => self.agreed(property, &[here], reference),
            Some(Syntax::Image) => {
                let mut users = property.users.clone();
                users.add(here);
                self.agreed(property, &users.some, reference)
            }
            None => {
                let key = (id, reference.url.clone());
                if let Some(known) = self.known.get(&key) {
                    return *known;
                }
                let owner = self.agreed(property, &property.users.some, reference);
                self.known.insert(key, owner);
                owner
            }
        }
    }

    /// Finds what all users agree on.
    fn agreed(&self, property: &Property, users: &[User], reference: &Reference) -> Owner {
        let (mut found, mut missed, mut blamed) = (None, None, None);
        for user in users {
            match (self.target(*user, reference), found) {
                (Some(target), None) => found = Some((*user, target)),
                (Some(target), Some(first @ (_, known))) if target != known => {
                    return Owner::Several([first, (*user, target)]);
                }
                (Some(_), _) => {}
                (None, _) if !self.is_looked_up(*user, reference) => {}
                (None, _) => {
                    missed = missed.or(Some(*user));
                    // A sheet that has a value of its own does without this one.
                    if !property.declared_in.contains(&user.folder) {
                        blamed = blamed.or(Some(*user));
                    }
                }
            }
        }
        match (found, missed) {
            (Some((_, target)), _) => Owner::Users { target, missed: blamed, sheet: None },
            (None, Some(missed)) => Owner::Missed(missed),
            (None, None) => Owner::Nobody,
        }
    }

    /// Returns a user in the folder of the asset if there is one, else `user`.
    fn beside(&self, id: usize, asset: usize, user: User) -> User {
        let folder = self.folder_of(asset);
        let users = self.properties[id].users.some.iter();
        let beside = users.copied().chain([user]).find(|user| user.folder == folder);
        beside.map_or(user, |user| User { is_beside: true, ..user })
    }

    /// Returns the asset as if it were a user, at the place of the value.
    fn user(&self, asset: usize, value: &Value) -> User {
        let folder = self.folder_of(asset);
        User { asset, at: value.at, position: None, folder, is_beside: false }
    }

    fn folder_of(&self, asset: usize) -> usize {
        self.folders.get(&folder(&self.assets[asset])).copied().unwrap_or(usize::MAX)
    }

    fn target(&self, user: User, reference: &Reference) -> Option<usize> {
        match resolve_for(user, reference, self.assets, self.site) {
            Resolution::Asset(path) | Resolution::Package(path) => self.index.get(&*path).copied(),
            _ => None,
        }
    }

    fn is_looked_up(&self, user: User, reference: &Reference) -> bool {
        resolve_for(user, reference, self.assets, self.site) != Resolution::Ignore
    }
}
