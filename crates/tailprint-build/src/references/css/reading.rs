//! The context of a token, which decides if a URL or a string is a reference.

use crate::references::custom_properties::Role;
use crate::references::reference::Kind;

/// The purpose of a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Fetched,
    Import,
    Unfetched,
    /// The value of the custom property whose name begins at this offset.
    Custom(usize, Role),
}

impl Purpose {
    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Fetched => Kind::Url,
            Self::Import => Kind::StyleImport,
            Self::Unfetched => Kind::Unfetched,
            Self::Custom(..) => Kind::CustomProperty,
        }
    }
}

/// The context of the next token. An offset is that of the name of a custom property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Nothing of the statement has been read yet.
    Start,
    /// Behind a `--name` that begins a statement.
    CustomName(usize),
    /// Behind the `:` of a custom property.
    CustomValue(usize),
    /// Behind `@import`, before its URL.
    Import(Purpose),
    /// Behind the URL of an `@import`.
    ImportTail,
    /// A `url()` is a reference, a string is not.
    Values(Purpose),
    /// Strings are references, too: `image-set()`.
    Strings(Purpose),
    /// Behind `url(` or `src(`: a string is the reference.
    Target(Purpose),
    /// Behind `var(`, before the name.
    Var(Purpose),
    /// In a `@container` prelude or in `style()`: a custom property may be compared with a value.
    Query,
    /// Behind a `--name` in a query.
    QueryName(usize),
    /// The prelude of `@supports`.
    Supports,
    /// Behind `@property`.
    Property,
    /// Behind `@property --name`.
    PropertyName(usize),
    /// Behind `syntax` in `@property`.
    Syntax(usize),
    /// Behind `initial-value` in `@property`.
    InitialName(usize),
    /// Behind `format(`, which follows the URL of a font.
    Format,
    /// Nothing is a reference.
    Inert,
}

impl Reading {
    /// Returns the purpose of a `url()` in this context; none if it is no reference.
    pub(super) fn purpose(self) -> Option<Purpose> {
        match self {
            Self::Start | Self::CustomName(_) => Some(Purpose::Fetched),
            Self::CustomValue(name) => Some(Purpose::Custom(name, Role::Declared)),
            Self::Import(purpose) | Self::Values(purpose) | Self::Strings(purpose) => Some(purpose),
            _ => None,
        }
    }

    /// Returns the purpose of a string in this context; none if it is no reference.
    pub(super) fn string_purpose(self) -> Option<Purpose> {
        match self {
            Self::Import(purpose) | Self::Strings(purpose) | Self::Target(purpose) => Some(purpose),
            _ => None,
        }
    }

    /// Returns the context behind a token that is neither white space nor punctuation.
    pub(super) fn behind_token(self) -> Self {
        match self {
            Self::Start | Self::CustomName(_) | Self::Syntax(_) | Self::InitialName(_) => {
                Self::Values(Purpose::Fetched)
            }
            Self::Import(_) => Self::ImportTail,
            Self::Var(purpose) => Self::Values(purpose),
            Self::QueryName(_) => Self::Query,
            Self::Target(_) | Self::Property | Self::Format => Self::Inert,
            _ => self,
        }
    }

    /// Returns the context inside the parentheses of a function.
    pub(super) fn within_function(self, name: &str) -> Self {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        let Some(purpose) = self.purpose() else {
            let compares = matches!(self, Self::Query | Self::QueryName(_)) && is("style");
            return if compares { Self::Query } else { Self::Inert };
        };
        if is("url") || is("src") {
            Self::Target(purpose)
        } else if matches!(self, Self::Import(_)) {
            Self::Inert
        } else if is("var") {
            Self::Var(purpose)
        } else if is("style") {
            Self::Query
        } else if is("format") {
            Self::Format
        } else if takes_strings(name) {
            Self::Strings(purpose)
        } else {
            Self::Values(purpose)
        }
    }

    /// Returns the context inside of brackets.
    pub(super) fn within_brackets(self) -> Self {
        match self.purpose() {
            _ if matches!(self, Self::Query | Self::QueryName(_)) => Self::Query,
            Some(purpose) if !matches!(self, Self::Import(_)) => Self::Values(purpose),
            _ => Self::Inert,
        }
    }
}

fn takes_strings(function: &str) -> bool {
    ["image-set", "-webkit-image-set", "image"]
        .iter()
        .any(|name| function.eq_ignore_ascii_case(name))
}

/// An open construct: the sheet itself, a block, a function or brackets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) closer: Option<u8>,
    /// True if it holds rules and declarations, which end with `;` or `}`.
    pub(super) holds_statements: bool,
    /// True inside of `@supports`: some browsers read it, some do not.
    pub(super) is_conditional: bool,
    /// The offset of the name that `@property` registers, in its block.
    pub(super) registers: Option<usize>,
    pub(super) reading: Reading,
}

impl Frame {
    pub(super) const SHEET: Self = Self {
        closer: None,
        holds_statements: true,
        is_conditional: false,
        registers: None,
        reading: Reading::Start,
    };

    pub(super) fn is_before_statement(&self) -> bool {
        self.holds_statements && self.reading == Reading::Start
    }
}
