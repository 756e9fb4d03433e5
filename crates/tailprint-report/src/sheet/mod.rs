//! The rules and classes of a compiled style sheet, as they are written in it.

use std::collections::BTreeSet;

/// A rule that is not within another rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule<'a> {
    /// The cascade layer: `utilities`, or `a.b` for nested layers; empty outside of layers.
    pub layer: String,
    /// The selector, or the at-rule: `@keyframes spin`.
    pub prelude: &'a str,
    /// The whole text.
    pub text: &'a str,
}

/// At-rules whose blocks hold rules.
const GROUPS: [&str; 6] =
    ["@layer", "@media", "@supports", "@container", "@scope", "@starting-style"];

/// A block that is open, with the text in front of it.
#[derive(Clone, Copy, Debug)]
struct Open<'a> {
    prelude: &'a str,
    start: usize,
}

impl Open<'_> {
    /// Returns true for an at-rule that holds rules.
    fn is_group(&self) -> bool {
        let name = self.prelude.split([' ', '(', '\n']).next().unwrap_or_default();
        GROUPS.contains(&name)
    }

    /// The name of the cascade layer that the block is.
    fn layer(&self) -> Option<&str> {
        let rest = self.prelude.strip_prefix("@layer")?;
        Some(rest.trim()).filter(|_| !rest.starts_with(|it: char| it.is_alphanumeric()))
    }
}

/// A step through the blocks of a style sheet.
enum Step<'a> {
    /// A block begins.
    Open(Open<'a>),
    /// The block ends before this offset.
    Close(usize),
}

/// Goes through the blocks of a style sheet; braces in strings, comments and escapes are none.
fn walk<'a>(css: &'a str, mut step: impl FnMut(Step<'a>)) {
    let (mut at, mut start) = (0, 0);
    while let Some(skipped) =
        css.get(at..).and_then(|rest| rest.find(['{', '}', ';', '\\', '"', '\'', '/']))
    {
        let here = at + skipped;
        at = here + 1;
        let rest = css.get(here..).unwrap_or_default();
        match rest.chars().next() {
            Some('\\') => at += rest.chars().nth(1).map_or(0, char::len_utf8),
            Some(quote @ ('"' | '\'')) => at = here + string(rest, quote),
            Some('/') if rest.starts_with("/*") => {
                let end = rest.get(2..).and_then(|inner| inner.find("*/"));
                at = here + end.map_or(rest.len(), |end| 2 + end + 2);
                if css.get(start..here).is_some_and(|before| before.trim().is_empty()) {
                    start = at;
                }
            }
            Some('{') => {
                let prelude = css.get(start..here).unwrap_or_default().trim();
                step(Step::Open(Open { prelude, start }));
                start = at;
            }
            Some('}') => {
                step(Step::Close(at));
                start = at;
            }
            Some(';') => start = at,
            _ => {}
        }
    }
}

/// Returns the length of a string that begins a text.
fn string(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        if !escaped && (letter == quote || letter == '\n') {
            return at + 1;
        }
        escaped = !escaped && letter == '\\';
    }
    text.len()
}

/// Goes through the blocks that `is_meant` takes and that are in no other such block: the blocks around each, the block,
/// and its whole text.
fn outermost<'a>(
    css: &'a str,
    is_meant: impl Fn(&Open<'a>) -> bool,
    mut found: impl FnMut(&[Open<'a>], Open<'a>, &'a str),
) {
    let mut open: Vec<Open<'a>> = Vec::new();
    // The number of blocks around the one that is taken.
    let mut taken = None;
    walk(css, |step| match step {
        Step::Open(block) => {
            if taken.is_none() && is_meant(&block) {
                taken = Some(open.len());
            }
            open.push(block);
        }
        Step::Close(end) => {
            if let Some(block) = open.pop()
                && taken == Some(open.len())
            {
                taken = None;
                found(&open, block, css.get(block.start..end).unwrap_or_default().trim());
            }
        }
    });
}

/// Lists the rules of a style sheet, those in layers and conditions included.
#[must_use]
pub fn rules(css: &str) -> Vec<Rule<'_>> {
    let mut found = Vec::new();
    outermost(
        css,
        |block| !block.is_group(),
        |around, rule, text| {
            let layers: Vec<&str> = around.iter().filter_map(Open::layer).collect();
            found.push(Rule { layer: layers.join("."), prelude: rule.prelude, text });
        },
    );
    found
}

/// Returns the rules whose selectors have a class, with the conditions around them, as they are written.
#[must_use]
pub fn of_class(css: &str, class: &str) -> Vec<String> {
    let mut found = Vec::new();
    let has = |selector: &str| classes_of(selector).iter().any(|it| it == class);
    outermost(
        css,
        |block| !block.prelude.starts_with('@') && has(block.prelude),
        |around, _, text| {
            let around = around.iter().map(|open| open.prelude);
            let around: Vec<&str> = around.filter(|it| !it.starts_with("@layer")).collect();
            found.push(if around.is_empty() {
                text.to_owned()
            } else {
                format!("/* in {} */\n{text}", around.join(", "))
            });
        },
    );
    found
}

/// Lists the classes in the selectors of a style sheet, each once.
#[must_use]
pub fn classes(css: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    walk(css, |step| {
        if let Step::Open(block) = step
            && !block.prelude.starts_with('@')
        {
            found.extend(classes_of(block.prelude));
        }
    });
    found
}

/// Lists the classes of a selector, without escapes: `hover:p-1.5` for `.hover\:p-1\.5:hover`.
#[must_use]
pub fn classes_of(selector: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = selector;
    while let Some(at) = rest.find(['.', '\\', '"', '\'', '[']) {
        let here = rest.get(at..).unwrap_or_default();
        let passed = match here.chars().next() {
            Some('.') => {
                let (name, length) = identifier(here.get(1..).unwrap_or_default());
                found.extend(Some(name).filter(|name| !name.is_empty()));
                length + 1
            }
            Some('\\') => 1 + here.chars().nth(1).map_or(0, char::len_utf8),
            Some('[') => here.find(']').map_or(here.len(), |end| end + 1),
            Some(quote) => string(here, quote),
            None => 1,
        };
        rest = here.get(passed..).unwrap_or_default();
    }
    found
}

/// Reads the identifier that begins a text: its meaning, and the length of its spelling. Empty for a number.
fn identifier(text: &str) -> (String, usize) {
    let mut name = String::new();
    let mut at = 0;
    while let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let is_part = letter.is_alphanumeric() || matches!(letter, '-' | '_') || !letter.is_ascii();
        if letter == '\\' {
            let (meant, length) = escape(text.get(at + 1..).unwrap_or_default());
            name.extend(meant);
            at += 1 + length;
        } else if is_part && !(at == 0 && letter.is_ascii_digit()) {
            name.push(letter);
            at += letter.len_utf8();
        } else {
            break;
        }
    }
    (name, at)
}

/// The most hexadecimal digits of an escape (CSS Syntax, section 4.3.7).
const ESCAPE_DIGITS: usize = 6;

/// Reads what follows a backslash: the character that is meant, and the length of the spelling.
fn escape(text: &str) -> (Option<char>, usize) {
    let digits = text.bytes().take(ESCAPE_DIGITS).take_while(u8::is_ascii_hexdigit).count();
    if digits == 0 {
        let letter = text.chars().next();
        return (letter, letter.map_or(0, char::len_utf8));
    }
    let code = text.get(..digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    let blank = text.get(digits..).is_some_and(|rest| rest.starts_with([' ', '\t', '\n']));
    (code.and_then(char::from_u32), digits + usize::from(blank))
}

#[cfg(test)]
mod tests;
