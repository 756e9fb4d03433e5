//! The plan of a push: the inventory compared with what is known about the store.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::flags::Index;
use super::inventory::{Inventory, Item};
use super::release::{Release, Stored};
use super::store::Listed;
use super::upload::Sent;
use crate::support::failure::few;

/// The objects of a store, as far as they are known.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// The objects that a release names, by name.
    stored: HashMap<String, Stored>,
    /// The objects among them that only earlier releases have, by release.
    earlier: BTreeMap<String, Vec<Stored>>,
    /// The size of each object, if the store was listed.
    listed: Option<HashMap<String, u64>>,
    /// True if objects that are replaced at every push are those of the newest release.
    is_trusted: bool,
    /// True if the store refuses to replace an object when it is asked not to; none if that is not known.
    pub(crate) conditional: Option<bool>,
}

impl Known {
    /// Takes what the newest release says, in a store with these releases.
    pub(crate) fn new(newest: Option<&(String, Release)>, index: &Index, own: &str) -> Self {
        let Some((id, release)) = newest else { return Self::default() };
        let mut earlier = BTreeMap::new();
        earlier.insert(id.clone(), release.objects.clone());
        // An object is there as long as a release that names it is.
        let kept = release.earlier.iter().filter(|(id, _)| index.has_release(id));
        earlier.extend(kept.map(|(id, objects)| (id.clone(), objects.clone())));
        let others =
            earlier.iter().filter(|(other, _)| *other != id).flat_map(|(_, objects)| objects);
        let all = others.chain(&release.objects);
        let stored = all.map(|object| (object.name.clone(), object.clone())).collect();
        Self {
            stored,
            earlier,
            listed: None,
            is_trusted: index.newest_was_last(own),
            conditional: release.conditional,
        }
    }

    /// Takes a listing of the whole store, which is right where a release is wrong.
    pub(crate) fn add_listing(&mut self, listed: Vec<Listed>) {
        let listed: HashMap<String, u64> =
            listed.into_iter().map(|object| (object.name, object.size)).collect();
        self.stored.retain(|name, _| listed.contains_key(name));
        for objects in self.earlier.values_mut() {
            objects.retain(|object| listed.contains_key(&object.name));
        }
        self.listed = Some(listed);
    }

    /// The objects that only earlier releases than one with `objects` have.
    pub(crate) fn earlier_than(&self, objects: &[Stored]) -> BTreeMap<String, Vec<Stored>> {
        let mut named: HashSet<&str> = objects.iter().map(|object| &*object.name).collect();
        let mut earlier = BTreeMap::new();
        for (id, objects) in self.earlier.iter().rev() {
            let mut others = Vec::new();
            for object in objects {
                // Nobody knows whether a name that is replaced at every push still has the bytes of an old release.
                if object.is_fixed() && named.insert(&object.name) {
                    others.push(object.clone());
                }
            }
            if !others.is_empty() {
                earlier.insert(id.clone(), others);
            }
        }
        earlier
    }
}

/// The treatment of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// It is there.
    Nothing(Stored),
    /// It is there with other headers.
    Headers(Stored),
    /// It may be there, as the size in a listing says.
    Look,
    /// It is to be uploaded.
    Send,
}

/// The treatment of every item.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) needs: Vec<Need>,
}

impl Plan {
    /// Compares all items. Other bytes under a name that never changes are an error.
    pub(crate) fn new(inventory: &Inventory, known: &Known) -> Result<Self, String> {
        let (mut needs, mut conflicts) = (Vec::new(), Vec::new());
        for item in &inventory.items {
            match need(item, known) {
                Some(need) => needs.push(need),
                None => conflicts.push(conflict(&item.stored.name)),
            }
        }
        if conflicts.is_empty() { Ok(Self { needs }) } else { Err(few(conflicts)) }
    }

    /// The result that is to be expected, without uploading anything.
    pub(crate) fn as_if_sent(&self, inventory: &Inventory) -> Sent {
        let mut sent = Sent::default();
        for (need, item) in self.needs.iter().zip(&inventory.items) {
            match need {
                Need::Send => {
                    sent.uploaded += 1;
                    sent.bytes += item.stored.size;
                }
                Need::Headers(stored) => {
                    sent.unchanged += 1;
                    sent.headers_updated.push(stored.name.clone());
                }
                Need::Nothing(_) | Need::Look => sent.unchanged += 1,
            }
        }
        sent
    }
}

/// The message about other bytes under the same name.
pub(crate) fn conflict(name: &str) -> String {
    format!(
        "{name}: the store has other bytes under this name, which must never change (nothing was replaced; delete the \
         object if it is damaged, or give the file another name)"
    )
}

/// The need of an item; none for a conflict.
fn need(item: &Item, known: &Known) -> Option<Need> {
    let name = &item.stored.name;
    let listed = known.listed.as_ref().map(|listed| listed.get(name).copied());
    let Some(stored) = known.stored.get(name) else {
        return match listed.flatten() {
            Some(_) if item.is_fixed => Some(Need::Look),
            _ => Some(Need::Send),
        };
    };
    let has_size = listed.is_none_or(|size| size == Some(stored.size));
    if !item.is_fixed {
        let is_there = known.is_trusted && has_size && is_same(&item.stored, stored);
        return Some(if is_there { present(item, stored) } else { Need::Send });
    }
    (has_size && is_same(&item.stored, stored)).then(|| present(item, stored))
}

fn present(item: &Item, stored: &Stored) -> Need {
    if item.stored.headers == stored.headers {
        Need::Nothing(stored.clone())
    } else {
        Need::Headers(stored.clone())
    }
}

/// Compares two objects. Those with a coding are equal if what they decode to is.
pub(crate) fn is_same(one: &Stored, other: &Stored) -> bool {
    match (&one.decoded_sha256, &other.decoded_sha256) {
        (Some(one), Some(other)) => one == other,
        (None, None) => (one.size, &one.sha256) == (other.size, &other.sha256),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
