//! Names that older releases of Lightning CSS did not know.
//!
//! What it does not know it keeps as it is written, or leaves out: that depends on where it stands. With a
//! character in front that nobody writes, a name is unknown to every release, wherever it stands.

use std::borrow::Cow;

use cssparser::Token;
use lightningcss::rules::{CssRule, CssRuleList};
use lightningcss::selector::{Component, PseudoClass, Selector};
use lightningcss::values::ident::Ident;
use lightningcss::vendor_prefix::VendorPrefix;

use super::{Release, tokens, walk};

/// By Unicode's definition no character, so that no text has it.
const MARK: char = '\u{FDD0}';

/// Names, in small letters and as they begin a token, and the first release that knows each.
const NAMES: [(&str, Release); 16] = [
    ("@position-try", Release::V1_33),
    ("alpha(", Release::V1_33),
    ("highlight(", Release::V1_33),
    ("search-text", Release::V1_33),
    (PROPERTY, Release::V1_32),
    ("-webkit-print-color-adjust", Release::V1_32),
    ("mix-blend-mode", Release::V1_32),
    ("print-color-adjust", Release::V1_32),
    ("scroll-state", Release::V1_32),
    ("scroll-state(", Release::V1_32),
    ("state(", Release::V1_32),
    ("crispedges", Release::V1_32),
    ("geometricprecision", Release::V1_32),
    ("linearrgb", Release::V1_32),
    ("optimizelegibility", Release::V1_32),
    ("optimizespeed", Release::V1_32),
];
/// Within other rules it was not known.
const PROPERTY: &str = "@property";

/// Hides the names that a release does not know.
pub(super) fn hide(css: &str, release: Release) -> Cow<'_, str> {
    let unknown = NAMES.iter().filter(|(_, first)| release < *first).map(|(name, _)| *name);
    let unknown: Vec<&str> = unknown.filter(|name| may_have(css, name)).collect();
    if unknown.is_empty() {
        return css.into();
    }
    let mut depth = 0_usize;
    let mut found = Vec::new();
    tokens::each(css, &mut |range, token| {
        match token {
            token if tokens::opens(token) => depth += 1,
            Token::CloseCurlyBracket if range.is_empty() => depth = depth.saturating_sub(1),
            Token::AtKeyword(_) | Token::Ident(_) => {}
            _ => return,
        }
        let text = css.get(range.clone()).unwrap_or_default();
        let is = |name: &&str| text.eq_ignore_ascii_case(name) && (*name != PROPERTY || depth > 0);
        if unknown.iter().any(is) {
            let start = range.start + usize::from(text.starts_with('@'));
            found.push((start..start, MARK.to_string()));
        }
    });
    if found.is_empty() { css.into() } else { tokens::replaced(css, &found).into() }
}

fn may_have(css: &str, name: &str) -> bool {
    // Within other rules, it does not begin a line, unless all rules begin one.
    let counts =
        |at: usize| name != PROPERTY || (at > 0 && css.as_bytes().get(at - 1) != Some(&b'\n'));
    // Without optimisation, this is faster than memchr.
    let find = |name: &str| css.match_indices(name).any(|(at, _)| counts(at));
    let usual = USUAL.iter().find(|usual| usual.eq_ignore_ascii_case(name));
    find(name) || usual.is_some_and(|usual| find(usual))
}

/// Names that are usually written with capitals.
const USUAL: [&str; 5] =
    ["crispEdges", "geometricPrecision", "linearRGB", "optimizeLegibility", "optimizeSpeed"];

/// Between the passes: unknown rules may have left the rules that they stood in.
pub(super) fn hide_again(css: String, release: Release) -> String {
    if css.contains("@\u{FDD0}property") { hide(&show(css), release).into_owned() } else { css }
}

/// Shows the names that were hidden.
pub(super) fn show(text: String) -> String {
    if !text.contains(MARK) && !text.contains(CLASS_MARK) {
        return text;
    }
    text.replace(&format!(".{CLASS_MARK}"), ":").replace(MARK, "")
}

/// Marks a class that stands for a pseudo-class.
const CLASS_MARK: char = '\u{FDD1}';

/// Makes a class of `:autofill`, which was taken for known to Firefox, so that a rule with it could be merged
/// with others.
pub(super) fn hide_autofill(rules: &mut CssRuleList<'_>, css: &str) {
    // Of the name with a prefix it can be told to be the same only as a pseudo-class.
    if css.contains(":autofill") && !css.contains(":-webkit-autofill") {
        in_rules(rules);
    }
}

fn in_rules(rules: &mut CssRuleList<'_>) {
    for rule in &mut rules.0 {
        if let CssRule::Style(style) = rule {
            style.selectors.0.iter_mut().for_each(in_selector);
        }
        walk::inner(rule).into_iter().for_each(in_rules);
    }
}

fn in_selector(selector: &mut Selector<'_>) {
    for component in selector.iter_mut_raw_match_order() {
        match component {
            Component::NonTSPseudoClass(PseudoClass::Autofill(VendorPrefix::None)) => {
                *component = Component::Class(Ident(format!("{CLASS_MARK}autofill").into()));
            }
            Component::Is(list)
            | Component::Where(list)
            | Component::Has(list)
            | Component::Negation(list)
            | Component::Any(_, list) => list.iter_mut().for_each(in_selector),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
