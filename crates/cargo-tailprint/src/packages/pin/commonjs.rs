//! CommonJS modules as ES modules.
//!
//! A module is wrapped if the analysis is certain: each `require` names a literal, and stands where the module begins or
//! where it always runs. `process.env.NODE_ENV` is `"production"`, and branches for other values are left out with what
//! they require, as bundlers do.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use tailprint_build::cli_support::{ScriptToken, script_tokens};

use crate::packages::npm::entry::{Form, file, is_script, relative};
use crate::packages::npm::package::Package;

/// The most modules that a `module.exports = require("…")` is followed through.
const DEEPEST: usize = 8;

/// Returns a CommonJS module as an ES module.
pub(crate) fn wrap(package: &Package, path: &str, text: &str) -> Result<String, String> {
    let shown = package.shown();
    let text = for_production(without_hashbang(text));
    let tokens = Tokens::new(&text);
    if let Some(why) = tokens.uncertain() {
        return Err(format!(
            "{shown}: {path} is a CommonJS module that {why}, so it cannot be wrapped{}",
            alternative(package)
        ));
    }
    let required = tokens.required();
    let names = names(package, path, &text, 0);
    let mut module = String::new();
    for (index, specifier) in required.iter().enumerate() {
        let quoted = serde_json::Value::from(specifier.as_str());
        let _ = writeln!(module, "import * as r{index} from {quoted};");
    }
    module.push_str(
        "const module = { exports: {} };\nconst require = (name) => {\n  switch (name) {\n",
    );
    for (index, specifier) in required.iter().enumerate() {
        let quoted = serde_json::Value::from(specifier.as_str());
        // As `require` of Node.js does it with an ES module.
        let _ = writeln!(
            module,
            "    case {quoted}: return \"module.exports\" in r{index} ? r{index}[\"module.exports\"] : r{index};"
        );
    }
    module.push_str("  }\n  throw new Error(`no module ${name}`);\n};\n");
    let _ = write!(
        module,
        "(function (module, exports, require, global) {{\n{text}\n}}).call(module.exports, module, module.exports, require, globalThis);\n\
         const e = module.exports;\nexport {{ e as default, e as \"module.exports\" }};\n"
    );
    if !names.is_empty() {
        for (index, name) in names.iter().enumerate() {
            let _ = writeln!(module, "const e{index} = e.{name};");
        }
        let list = names.iter().enumerate().map(|(index, name)| format!("e{index} as {name}"));
        let _ = writeln!(module, "export {{ {} }};", list.collect::<Vec<_>>().join(", "));
    }
    Ok(module)
}

/// Returns a script without the line `#!…`, which may stand at its beginning alone.
fn without_hashbang(text: &str) -> &str {
    if text.starts_with("#!") { text.find('\n').map_or("", |end| &text[end..]) } else { text }
}

/// Returns the words about a build for browsers that a package has besides.
pub(crate) fn alternative(package: &Package) -> String {
    let is_module = |path: &&String| {
        let name = path.to_ascii_lowercase();
        let is_built =
            ["esm", "/es/", "es/", "module", ".mjs", "browser"].iter().any(|it| name.contains(it));
        is_built && !name.contains(".d.") && is_script(path) && package.form(path) == Form::Module
    };
    match package.files.keys().find(is_module) {
        Some(path) => format!(
            " (it has the ES module {0}/{path}: `cargo tailprint pin {0}/{path}`)",
            package.name
        ),
        None => " (the package has no ES module)".to_owned(),
    }
}

/// Returns the file of the package that a module requires.
fn inner(package: &Package, from: &str, specifier: &str) -> Option<String> {
    specifier.starts_with('.').then(|| file(package, &relative(from, specifier)?)).flatten()
}

/// Returns the names that a module exports, as Node.js finds them: in its text alone.
fn names(package: &Package, path: &str, text: &str, depth: usize) -> BTreeSet<String> {
    let tokens = Tokens::new(text);
    let mut names = tokens.exported();
    if depth < DEEPEST {
        for specifier in tokens.exported_again() {
            let Some(file) = inner(package, path, &specifier) else { continue };
            let Some(text) = package.text(&file) else { continue };
            names.extend(self::names(package, &file, &for_production(text), depth + 1));
        }
    }
    names.retain(|name| is_name(name));
    names
}

/// Returns true for a name that may stand in `export { … }` and behind a dot.
fn is_name(name: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '$';
    name != "default"
        && name != "__esModule"
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && !name.is_empty()
        && name.chars().all(is_letter)
}

/// Replaces `process.env.NODE_ENV`, which no browser has, and leaves out branches for other values than `production`.
pub(crate) fn for_production(text: &str) -> String {
    if !text.contains("NODE_ENV") {
        return text.to_owned();
    }
    let tokens = Tokens::new(text);
    let (mut dead, mut at) = (Vec::new(), 0);
    while at < tokens.all.len() {
        match tokens.dead_branch(at, 0) {
            Some((gone, next)) => {
                dead.extend(gone);
                at = next;
            }
            None => at += 1,
        }
    }
    let living = replaced(text, &dead, "{}");
    let tokens = Tokens::new(&living);
    let variables = (0..tokens.all.len()).filter(|at| tokens.are(*at, &VARIABLE));
    let variables: Vec<Range<usize>> =
        variables.map(|at| tokens.start(at)..tokens.end(at + VARIABLE.len() - 1)).collect();
    replaced(&living, &variables, "\"production\"")
}

/// Replaces parts of a text, which are in their order.
fn replaced(text: &str, parts: &[Range<usize>], by: &str) -> String {
    let mut result = text.to_owned();
    for part in parts.iter().rev() {
        result.replace_range(part.clone(), by);
    }
    result
}

/// The variable that tells development from production.
const VARIABLE: [&str; 5] = ["process", ".", "env", ".", "NODE_ENV"];

/// The depth to which conditions are looked for in each other: code that people or bundlers write has a few.
const DEEPEST_CONDITION: usize = 100;

/// The tokens of a script.
struct Tokens<'a> {
    text: &'a str,
    all: Vec<(usize, ScriptToken<'a>)>,
}

impl<'a> Tokens<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, all: script_tokens(text) }
    }

    fn token(&self, at: usize) -> Option<&ScriptToken<'a>> {
        self.all.get(at).map(|(_, token)| token)
    }

    fn is(&self, at: usize, text: &str) -> bool {
        match self.token(at) {
            Some(ScriptToken::Word(word)) => *word == text,
            Some(ScriptToken::Sign(sign)) => text.as_bytes() == [*sign],
            _ => false,
        }
    }

    fn are(&self, at: usize, texts: &[&str]) -> bool {
        texts.iter().enumerate().all(|(index, text)| self.is(at + index, text))
    }

    fn string(&self, at: usize) -> Option<&str> {
        match self.token(at) {
            Some(ScriptToken::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn start(&self, at: usize) -> usize {
        self.all.get(at).map_or(self.text.len(), |(start, _)| *start)
    }

    /// Returns the end of a word or a sign.
    fn end(&self, at: usize) -> usize {
        let length = match self.token(at) {
            Some(ScriptToken::Word(word)) => word.len(),
            _ => 1,
        };
        (self.start(at) + length).min(self.text.len())
    }

    /// Returns true behind a dot, but not behind the three of `...require("…")`.
    fn is_property(&self, at: usize) -> bool {
        at > 0 && self.is(at - 1, ".") && !(at > 2 && self.are(at - 3, &[".", ".", "."]))
    }

    /// Returns the token behind a bracket and everything in it.
    fn behind_bracket(&self, open: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for at in open..self.all.len() {
            match self.token(at)? {
                ScriptToken::Sign(b'(' | b'{' | b'[') => depth += 1,
                ScriptToken::Sign(b')' | b'}' | b']') => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// Returns the parts that never run of a statement `if (process.env.NODE_ENV === "…") {…} else {…}`, and the token
    /// at which to go on.
    ///
    /// Conditions in each other beyond a depth stay as they are.
    fn dead_branch(&self, at: usize, depth: usize) -> Option<(Vec<Range<usize>>, usize)> {
        if depth > DEEPEST_CONDITION {
            return None;
        }
        let begins = self.are(at, &["if", "("]);
        let (test, is_there) = (at + 2, begins);
        if !is_there {
            return self.dead_condition(at).or_else(|| self.dead_choice(at));
        }
        let (holds, behind) = self.comparison(test)?;
        if !self.is(behind, ")") || !self.is(behind + 1, "{") {
            return None;
        }
        let block = behind + 1;
        let after = self.behind_bracket(block)?;
        let has_else = self.are(after, &["else", "{"]);
        if holds {
            if !has_else {
                return None;
            }
            let end = self.behind_bracket(after + 1)?;
            // Only the second branch is left out, so the first one is read for what it has.
            let gone = self.start(after + 1)..self.end(end - 1);
            let inner = self.within(block, after, depth + 1);
            return Some((inner.into_iter().chain([gone]).collect(), end));
        }
        let gone = self.start(block)..self.end(after - 1);
        Some((vec![gone], after))
    }

    /// Returns the dead branches in a block, which may be nested.
    fn within(&self, from: usize, to: usize, depth: usize) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut at = from + 1;
        while at < to {
            match self.dead_branch(at, depth) {
                Some((gone, next)) => {
                    found.extend(gone);
                    at = next;
                }
                None => at += 1,
            }
        }
        found
    }

    /// Returns the part that never runs of `"production" !== process.env.NODE_ENV && (function () {…})()`.
    fn dead_condition(&self, at: usize) -> Option<(Vec<Range<usize>>, usize)> {
        let (holds, behind) = self.comparison(at)?;
        if holds || !self.are(behind, &["&", "&", "("]) {
            return None;
        }
        let end = self.behind_bracket(behind + 2)?;
        let end = if self.is(end, "(") { self.behind_bracket(end)? } else { end };
        let range = self.start(behind + 2)..self.end(end - 1);
        Some((Vec::from([range]), end))
    }

    /// Returns the part that never runs of `process.env.NODE_ENV === "production" ? require("…") : require("…")`.
    fn dead_choice(&self, at: usize) -> Option<(Vec<Range<usize>>, usize)> {
        // `require`, a bracket, a string and a bracket
        const CALL: usize = 4;
        let (holds, behind) = self.comparison(at)?;
        let (first, second) = (behind + 1, behind + 1 + CALL + 1);
        let is_choice = self.is(behind, "?") && self.is(second - 1, ":");
        self.require(first).and(self.require(second)).filter(|_| is_choice)?;
        let dead = if holds { second } else { first };
        let range = self.start(dead)..self.end(dead + CALL - 1);
        Some((Vec::from([range]), second + CALL))
    }

    /// Reads a comparison of `process.env.NODE_ENV` with a string. Returns its value, and the token behind it.
    fn comparison(&self, at: usize) -> Option<(bool, usize)> {
        let (value, operator, behind) = if self.are(at, &VARIABLE) {
            let operator = at + VARIABLE.len();
            let signs = self.signs(operator)?;
            (self.string(operator + signs)?, operator, operator + signs + 1)
        } else {
            let value = self.string(at)?;
            let signs = self.signs(at + 1)?;
            if !self.are(at + 1 + signs, &VARIABLE) {
                return None;
            }
            (value, at + 1, at + 1 + signs + VARIABLE.len())
        };
        let is_same = value == "production";
        Some((if self.is(operator, "!") { !is_same } else { is_same }, behind))
    }

    /// Returns the length of `==`, `===`, `!=` or `!==`.
    fn signs(&self, at: usize) -> Option<usize> {
        let begins = self.is(at, "!") || self.is(at, "=");
        let more = (at + 1..at + 3).take_while(|at| self.is(*at, "=")).count();
        (begins && more > 0).then_some(more + 1)
    }

    /// Returns the reason why a module cannot be wrapped.
    fn uncertain(&self) -> Option<&'static str> {
        for at in 0..self.all.len() {
            let is_require = self.is(at, "require") && !self.is_property(at);
            if is_require
                && self.is(at + 1, "(")
                && (self.string(at + 2).is_none() || !self.is(at + 3, ")"))
            {
                // A function of the same name, as bundles have one.
                if at > 0 && self.is(at - 1, "function") {
                    continue;
                }
                return Some("requires a module whose name is computed");
            }
            if self.are(at, &["import", ".", "meta"]) {
                return Some("is an ES module in part");
            }
            if let Some(why) = self.sloppy(at) {
                return Some(why);
            }
        }
        None
    }

    /// Returns the words about syntax that no ES module may have, since modules are strict.
    fn sloppy(&self, at: usize) -> Option<&'static str> {
        let is_octal = |word: &str| {
            word.len() > 1 && word.starts_with('0') && word.bytes().all(|it| it.is_ascii_digit())
        };
        let begins = || match at {
            0 => true,
            1 => self.is(0, ";"),
            // A method may have the name as well: `{ with() {} }`.
            _ => {
                self.is(at - 1, ";")
                    || self.is(at - 1, ")")
                    || (self.is(at - 1, "{") && self.is(at - 2, ")"))
            }
        };
        match self.token(at)? {
            ScriptToken::Word("with") if self.is(at + 1, "(") && begins() => {
                Some("uses the statement `with`, which no ES module may have")
            }
            ScriptToken::Word("arguments") if self.are(at + 1, &[".", "callee"]) => {
                Some("uses `arguments.callee`, which no ES module may have")
            }
            ScriptToken::Word("delete") if !self.is_property(at) => {
                let is_name =
                    matches!(self.token(at + 1), Some(ScriptToken::Word(it)) if *it != "this");
                let signs = [";", ",", ")", "}"];
                let ends =
                    self.token(at + 2).is_none() || signs.iter().any(|sign| self.is(at + 2, sign));
                (is_name && ends).then_some("deletes a name, which no ES module may do")
            }
            ScriptToken::Word(word) if is_octal(word) && !self.is_property(at) => {
                Some("has an octal number, which no ES module may have")
            }
            _ => None,
        }
    }

    /// Returns the specifiers that are required, in their order.
    fn required(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for at in 0..self.all.len() {
            if let Some(specifier) = self.require(at)
                && !found.iter().any(|other| other == specifier)
            {
                found.push(specifier.to_owned());
            }
        }
        found
    }

    /// Returns the specifier of `require("…")`.
    fn require(&self, at: usize) -> Option<&str> {
        let is_call = self.are(at, &["require", "("]) && !self.is_property(at);
        self.string(at + 2).filter(|_| is_call && self.is(at + 3, ")"))
    }

    /// Returns the names in `exports.name =`, `Object.defineProperty(exports, "name"` and `module.exports = { name`.
    fn exported(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for at in 0..self.all.len() {
            if self.are(at, &["exports", "."])
                && self.is(at + 3, "=")
                && !self.is(at + 4, "=")
                && let Some(ScriptToken::Word(name)) = self.token(at + 2)
            {
                names.insert((*name).to_owned());
            }
            if self.are(at, &["defineProperty", "(", "exports", ","]) {
                names.extend(self.string(at + 4).map(str::to_owned));
            }
            if self.are(at, &["module", ".", "exports", "=", "{"]) {
                names.extend(self.keys(at + 4));
            }
        }
        names
    }

    /// Returns the keys of an object.
    fn keys(&self, open: usize) -> Vec<String> {
        let mut keys = Vec::new();
        let Some(end) = self.behind_bracket(open) else { return keys };
        let mut at = open;
        while at + 1 < end {
            if self.is(at, ",") || at == open {
                let is_key = self.is(at + 2, ":")
                    || self.is(at + 2, ",")
                    || self.is(at + 2, "}")
                    || self.is(at + 2, "(");
                match self.token(at + 1) {
                    Some(ScriptToken::Word(name)) if is_key => keys.push((*name).to_owned()),
                    Some(ScriptToken::Text(name)) if self.is(at + 2, ":") => {
                        keys.push(name.clone());
                    }
                    _ => {}
                }
                at += 1;
            } else if matches!(self.token(at), Some(ScriptToken::Sign(b'(' | b'{' | b'['))) {
                at = self.behind_bracket(at).unwrap_or(end);
            } else {
                at += 1;
            }
        }
        keys
    }

    /// Returns the specifiers in `module.exports = require("…")`.
    fn exported_again(&self) -> Vec<String> {
        let all = 0..self.all.len();
        let found = all.filter(|at| self.are(*at, &["module", ".", "exports", "="]));
        found.filter_map(|at| self.require(at + 4)).map(str::to_owned).collect()
    }
}
