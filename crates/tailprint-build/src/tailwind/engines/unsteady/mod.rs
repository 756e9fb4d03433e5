//! Plugins that ask for random numbers or for the time, in Tailwind's program.
//!
//! The builtin engine gives plugins the same numbers and the same time in every build. The program runs them as Node.js
//! does, and then the name of a style sheet may be another in every build. A module of the project that asks is told. What
//! one of an npm package asks for has an effect rarely, so it is told if two runs of the program differ.

use std::path::{Path, PathBuf};

use memchr::memmem;

use super::super::shown::shown;
use crate::error::Problem;
use crate::references::js::lexer::{Lexer, Token};

/// The things that are others in every build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Random,
    Time,
}

/// The place in which a module asks for them.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    offset: usize,
    asked: Asked,
    /// The words, as they are usually written.
    words: String,
}

/// The program has compiled a style sheet.
#[derive(Debug)]
pub(in crate::tailwind) struct Compiled<'a> {
    pub(in crate::tailwind) package: &'a Path,
    /// True if the user has chosen the program.
    pub(in crate::tailwind) is_chosen: bool,
    /// The style sheet as shown to the user.
    pub(in crate::tailwind) sheet: &'a str,
    pub(in crate::tailwind) css: &'a [u8],
}

impl Compiled<'_> {
    /// Returns a warning for every module that may make the style sheet another one in the next build. `again` compiles it
    /// once more.
    pub(in crate::tailwind) fn warnings(
        &self,
        modules: impl IntoIterator<Item = PathBuf>,
        again: impl FnOnce() -> Option<Vec<u8>>,
    ) -> Vec<Problem> {
        let (mut own, mut of_packages) = (Vec::new(), Vec::new());
        for file in modules {
            let Ok(bytes) = std::fs::read(&file) else { continue };
            let text = String::from_utf8_lossy(&bytes);
            let Some(place) = find(&text) else { continue };
            let is_of_package = file.components().any(|part| part.as_os_str() == "node_modules");
            let list = if is_of_package { &mut of_packages } else { &mut own };
            list.push(self.problem(&file, &text, &place, is_of_package));
        }
        let Some(first) = of_packages.into_iter().next() else { return own };
        if own.is_empty() && again().is_some_and(|other| other != self.css) {
            return vec![first];
        }
        own
    }

    fn problem(&self, file: &Path, text: &str, place: &Place, differs: bool) -> Problem {
        let (what, others, steady) = match place.asked {
            Asked::Random => {
                ("random numbers", ["others", "them"], "the same numbers in every build")
            }
            Asked::Time => ("the time", ["another", "it"], "the beginning of 2000"),
        };
        let effect = if differs {
            "and two runs gave different style sheets, so that the name changes with every build"
                .to_owned()
        } else {
            let [other, it] = others;
            format!(
                "which may be {other} in every build, and the name of the style sheet with {it}"
            )
        };
        let (sheet, words) = (self.sheet, &place.words);
        let text_of = format!("a plugin of {sheet} asks for {what} (`{words}`), {effect}");
        let shown = shown(file, self.package);
        let problem = Problem::warning(text_of).at_byte(shown, text.as_bytes(), place.offset);
        problem.help(if self.is_chosen {
            format!(
                "write a fixed value, or remove `Config::engine(Engine::Cli)`: the builtin engine gives {steady}"
            )
        } else {
            "write a fixed value".to_owned()
        })
    }
}

/// Finds the first place in which a module asks. Comments and strings do not.
fn find(text: &str) -> Option<Place> {
    let is_possible = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    if !["random", "Random", "Date", "performance", "hrtime"].into_iter().any(is_possible) {
        return None;
    }
    let tokens: Vec<(usize, Token<'_>)> =
        Lexer::new(text).map(|lexeme| (lexeme.start, lexeme.token)).collect();
    (0..tokens.len()).find_map(|at| asked(&tokens, at))
}

/// Reads the tokens from one on.
fn asked(tokens: &[(usize, Token<'_>)], at: usize) -> Option<Place> {
    let token = |at: usize| tokens.get(at).map(|(_, token)| token);
    let before = at.checked_sub(1).and_then(token);
    let sign = |at: usize, sign: u8| token(at) == Some(&Token::Sign(sign));
    let member = match token(at + 2) {
        Some(Token::Word(member)) if sign(at + 1, b'.') => *member,
        _ => "",
    };
    let (offset, Token::Word(word)) = tokens.get(at)? else { return None };
    let is_new = before == Some(&Token::Word("new"));
    let is_member = before == Some(&Token::Sign(b'.'));
    let (asked, words) = match (*word, member) {
        ("Math", "random") => (Asked::Random, "Math.random"),
        ("randomUUID" | "getRandomValues" | "randomBytes" | "randomInt", _) => {
            (Asked::Random, *word)
        }
        ("Date", "now") => (Asked::Time, "Date.now"),
        ("performance", "now") => (Asked::Time, "performance.now"),
        ("process", "hrtime") => (Asked::Time, "process.hrtime"),
        ("Date", _) if is_new && (!sign(at + 1, b'(') || sign(at + 2, b')')) => {
            (Asked::Time, "new Date()")
        }
        ("Date", _) if !is_new && !is_member && sign(at + 1, b'(') => (Asked::Time, "Date()"),
        _ => return None,
    };
    Some(Place { offset: *offset, asked, words: words.to_owned() })
}

#[cfg(test)]
mod tests;
