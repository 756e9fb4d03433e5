//! Custom properties in style sheets: those that hold URLs, and their uses.
//!
//! A URL in a custom property starts at the sheet that uses the property with `var()`, which another asset may be. So a
//! sheet gives the parts, and [`naming`](crate::naming::custom_properties) puts those of all sheets together.

use std::sync::Arc;

/// The custom properties of an asset. Offsets count bytes of the asset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CustomProperties {
    pub(crate) values: Vec<Value>,
    /// Uses in other properties, one for each custom property.
    pub(crate) uses: Vec<Use>,
    pub(crate) aliases: Vec<Alias>,
    pub(crate) registrations: Vec<Registration>,
}

/// A URL in the value of a custom property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) property: Arc<str>,
    /// The offset at which the reference begins.
    pub(crate) at: usize,
    pub(crate) role: Role,
}

/// The place of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// `--x: url(a.png)`
    Declared,
    /// `initial-value` of `@property`.
    Initial,
    /// `style(--x: url(a.png))`, which fetches nothing but has to change as the value that it is compared with.
    Compared,
}

/// `var(--x)`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Use {
    pub(crate) property: String,
    pub(crate) at: usize,
}

/// `--by: var(--of)`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Alias {
    pub(crate) of: String,
    pub(crate) by: Arc<str>,
}

/// `@property` with a syntax that admits URLs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Registration {
    pub(crate) property: Arc<str>,
    pub(crate) syntax: Syntax,
}

/// The type of a registered property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// `<url>`: starts at the sheet with the value.
    Url,
    /// `<image>`: by the standard as `<url>`, in Chromium as without a type.
    Image,
}

impl Syntax {
    /// Returns the type that `syntax` describes; none if it admits no URL, or anything.
    pub(super) fn parse(syntax: &str) -> Option<Self> {
        if syntax.contains("<image>") {
            Some(Self::Image)
        } else {
            syntax.contains("<url>").then_some(Self::Url)
        }
    }
}

impl CustomProperties {
    /// Translates all offsets.
    pub(super) fn moved(mut self, offset: impl Fn(usize) -> usize) -> Self {
        self.values.iter_mut().for_each(|value| value.at = offset(value.at));
        self.uses.iter_mut().for_each(|it| it.at = offset(it.at));
        self
    }

    /// Adds those of a part of the asset.
    pub(super) fn append(&mut self, mut part: Self) {
        self.values.append(&mut part.values);
        self.uses.append(&mut part.uses);
        self.aliases.append(&mut part.aliases);
        self.registrations.append(&mut part.registrations);
    }
}
