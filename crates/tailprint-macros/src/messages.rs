//! Messages of askama about translated copies, changed to name the templates themselves.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use askama_parser::strip_common;
use proc_macro2::{Group, Literal, TokenStream, TokenTree};
use tailprint_core::delimiters::Translation;

use crate::context::Context;

/// Rewrites the text of every `compile_error!` that askama made.
pub(crate) fn restore(output: TokenStream, context: &Context) -> TokenStream {
    if context.translated().next().is_none() {
        return output;
    }
    tokens(output, &Copies::new(context))
}

fn tokens(stream: TokenStream, copies: &Copies<'_>) -> TokenStream {
    let mut in_error = false;
    let tokens = stream.into_iter().map(|token| match token {
        TokenTree::Group(group) if in_error => {
            in_error = false;
            group_with(&group, message(group.stream(), copies))
        }
        // Errors are in the block of `const _: () = { … };`, implementations further inside.
        TokenTree::Group(group) if holds_error(&group) => {
            group_with(&group, tokens(group.stream(), copies))
        }
        TokenTree::Ident(name) => {
            in_error = name == "compile_error";
            TokenTree::Ident(name)
        }
        other => other,
    });
    tokens.collect()
}

fn holds_error(group: &Group) -> bool {
    let is_error =
        |token: TokenTree| matches!(token, TokenTree::Ident(name) if name == "compile_error");
    group.stream().into_iter().any(is_error)
}

fn group_with(group: &Group, stream: TokenStream) -> TokenTree {
    let mut changed = Group::new(group.delimiter(), stream);
    changed.set_span(group.span());
    TokenTree::Group(changed)
}

/// The argument of `compile_error!`.
fn message(stream: TokenStream, copies: &Copies<'_>) -> TokenStream {
    let Ok(text) = syn::parse2::<syn::LitStr>(stream.clone()) else { return stream };
    let mut literal = Literal::string(&copies.restore(&text.value()));
    literal.set_span(text.span());
    TokenTree::Literal(literal).into()
}

/// The copied folders of templates.
struct Copies<'a> {
    folders: Vec<Copy<'a>>,
}

struct Copy<'a> {
    folder: PathBuf,
    /// The path of the copy, as askama shows it.
    shown: String,
    /// The path of the folder that it is a copy of, shown in the same way.
    original: String,
    translation: &'a Translation,
}

impl<'a> Copies<'a> {
    fn new(context: &'a Context) -> Self {
        let current = env::current_dir().unwrap_or_default();
        let mut folders = Vec::new();
        for syntax in context.translated() {
            let Some(translation) = &syntax.translation else { continue };
            for (copy, original) in &syntax.folders {
                let copy = context.folder(copy);
                let original = Path::new(original);
                let original = original.strip_prefix(&current).unwrap_or(original);
                let original = original.display().to_string();
                for path in [strip_common(&current, &copy), copy.display().to_string()] {
                    folders.push(Copy {
                        folder: copy.clone(),
                        shown: path,
                        original: original.clone(),
                        translation,
                    });
                }
            }
        }
        // Of two folders, one in the other, the inner one is looked for first.
        folders.sort_by_key(|copy| std::cmp::Reverse(copy.shown.len()));
        Self { folders }
    }

    fn restore(&self, message: &str) -> String {
        let mut message = message.to_owned();
        for copy in &self.folders {
            message = copy.restore(&message);
        }
        for copy in &self.folders {
            message = copy.translation.restore(&message);
        }
        message
    }
}

impl Copy<'_> {
    fn restore(&self, message: &str) -> String {
        let mut restored = String::with_capacity(message.len());
        let mut rest = message;
        while let Some((before, behind)) = rest.split_once(&self.shown) {
            restored.push_str(before);
            restored.push_str(&self.original);
            let (position, length) = self.position(behind).unwrap_or_default();
            restored.push_str(&position);
            rest = behind.get(length..).unwrap_or_default();
        }
        restored + rest
    }

    /// The position in the template for `/page.html:3:4` behind the folder of copies, and the length of the text that it
    /// replaces. The column, which askama counts in characters from 0, differs: a stand-in has fewer characters than the
    /// delimiter.
    fn position(&self, behind: &str) -> Option<(String, usize)> {
        let line_end = behind.find('\n').unwrap_or(behind.len());
        let place = behind.get(..line_end)?;
        let mut parts = place.rsplitn(3, ':');
        let column: usize = parts.next()?.parse().ok()?;
        let row: usize = parts.next()?.parse().ok()?;
        let name = parts.next()?;
        let source = fs::read_to_string(self.folder.join(name.trim_start_matches('/'))).ok()?;
        let line = source.split('\n').nth(row.checked_sub(1)?)?;
        let before: String = line.chars().take(column).collect();
        let column = self.translation.restore(&before).chars().count();
        Some((format!("{name}:{row}:{column}"), line_end))
    }
}
