//! Expressions to folders: literals, constants, and paths that code puts together below the package.

use std::ops::Range;

use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprCall, Macro, Token};

use super::super::modules::{Constants, string};
use super::router::ends_with;

/// A folder that an expression names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Folder {
    /// Relative to the package, as written; empty for the package itself.
    pub(crate) path: String,
    /// The statement that declares the variable in which it is.
    pub(crate) variable: Option<Range<usize>>,
    /// True if variables lead to it in several steps.
    pub(crate) is_far: bool,
}

/// A variable with a folder, or with a part of its path.
pub(crate) struct Variable {
    pub(crate) name: String,
    /// The whole statement.
    pub(crate) statement: Range<usize>,
    pub(crate) folder: Folder,
}

/// Methods that return the same path in another type.
const SAME: [&str; 15] = [
    "as_path",
    "as_ref",
    "as_str",
    "clone",
    "context",
    "display",
    "expect",
    "into",
    "to_owned",
    "to_path_buf",
    "to_str",
    "to_string",
    "to_string_lossy",
    "unwrap",
    "unwrap_or_default",
];

/// Functions that return their argument in another type.
const WRAPS: [&[&str]; 3] = [&["PathBuf", "from"], &["Path", "new"], &["String", "from"]];

/// The names that an expression may use.
#[derive(Clone, Copy)]
pub(crate) struct Paths<'a> {
    pub(crate) constants: &'a Constants,
    pub(crate) variables: &'a [Variable],
}

impl Paths<'_> {
    /// Returns the folder that an expression names; none if it is known at run time only.
    pub(crate) fn folder(self, expression: &Expr) -> Option<Folder> {
        match expression {
            Expr::Reference(it) => self.folder(&it.expr),
            Expr::Paren(it) => self.folder(&it.expr),
            Expr::Try(it) => self.folder(&it.expr),
            // The list of folders that salvo looks into.
            Expr::Array(it) if it.elems.len() == 1 => self.folder(it.elems.first()?),
            Expr::Macro(it) => self.of_macro(&it.mac),
            Expr::MethodCall(it) if it.method == "join" => {
                joined(self.folder(&it.receiver)?, &self.constants.string(it.args.first()?)?)
            }
            Expr::MethodCall(it) if SAME.contains(&&*it.method.to_string()) => {
                self.folder(&it.receiver)
            }
            Expr::Call(it) => self.of_call(it),
            Expr::Path(it) => {
                let variable = it.path.get_ident().and_then(|name| self.variable(name));
                variable.or_else(|| self.constants.string(expression).map(Folder::literal))
            }
            _ => string(expression).map(Folder::literal),
        }
    }

    fn variable(self, name: &syn::Ident) -> Option<Folder> {
        let variable = self.variables.iter().rev().find(|it| name == &it.name)?;
        let Folder { path, variable: inner, .. } = variable.folder.clone();
        Some(Folder { path, variable: Some(variable.statement.clone()), is_far: inner.is_some() })
    }

    fn of_call(self, call: &ExprCall) -> Option<Folder> {
        let Expr::Path(path) = &*call.func else { return None };
        // An app is started in the folder of its package.
        if ends_with(&path.path, &["current_dir"]) {
            return Some(Folder::default());
        }
        let wraps = WRAPS.iter().any(|names| ends_with(&path.path, names));
        call.args.first().filter(|_| wraps).and_then(|it| self.folder(it))
    }

    fn of_macro(self, found: &Macro) -> Option<Folder> {
        let name = found.path.segments.last()?.ident.to_string();
        let has_package = || found.tokens.to_string().contains("CARGO_MANIFEST_DIR");
        // Both put a slash in front of the path.
        let literal = || {
            let path = last_literal(found.tokens.clone())?;
            Some(Folder::literal(path.trim_start_matches('/').to_owned()))
        };
        match &*name {
            "relative" => literal(),
            "concat" if has_package() => literal(),
            "env" if has_package() => Some(Folder::default()),
            "format" => self.formatted(found),
            _ => None,
        }
    }

    /// The folder in `format!("{}/assets", package)` and `format!("{package}/assets")`.
    fn formatted(self, found: &Macro) -> Option<Folder> {
        let arguments = Punctuated::<Expr, Token![,]>::parse_terminated;
        let arguments = arguments.parse2(found.tokens.clone()).ok()?;
        let text = string(arguments.first()?)?;
        let (name, rest) = text.strip_prefix('{')?.split_once("}/")?;
        let base = match name.split(':').next() {
            Some("") => self.folder(arguments.get(1)?)?,
            Some(name) => self.variable(&syn::parse_str(name).ok()?)?,
            None => return None,
        };
        (!rest.contains(['{', '}'])).then(|| joined(base, rest)).flatten()
    }
}

impl Folder {
    pub(super) fn literal(path: String) -> Self {
        Self { path, ..Self::default() }
    }
}

/// The folder `path` below another one. From the root of the disk it is not below it.
fn joined(base: Folder, path: &str) -> Option<Folder> {
    let separator = if base.path.is_empty() { "" } else { "/" };
    let path = format!("{}{separator}{path}", base.path.trim_end_matches('/'));
    (!path.starts_with('/')).then_some(Folder { path, ..base })
}

/// The last string literal of a macro.
pub(crate) fn last_literal(tokens: proc_macro2::TokenStream) -> Option<String> {
    let literals = tokens.into_iter().filter_map(|token| match token {
        proc_macro2::TokenTree::Literal(literal) => {
            syn::parse_str::<syn::LitStr>(&literal.to_string()).ok()
        }
        _ => None,
    });
    literals.last().map(|literal| literal.value())
}
