//! Media types that the user gives to assets.

use tailprint_core::glob::GlobSet;
use tailprint_core::media_type;

use super::globs;
use super::headers::is_token;
use crate::error::{Problem, Problems, Setting};

/// The media types of the configuration, the last of which wins.
#[derive(Debug, Default)]
pub(crate) struct ContentTypes(Vec<(GlobSet, String)>);

impl ContentTypes {
    /// Checks globs and media types. Errors are reported.
    pub(super) fn new(configured: &[[String; 2]], problems: &mut Problems) -> Self {
        let compile = |[glob, media_type]: &[String; 2]| {
            if !is_media_type(media_type) {
                let what = format!("\"{media_type}\" is no media type");
                let help = "write type and subtype, such as \"application/json\"";
                let problem = Problem::error(what).about(Setting::ContentType).help(help);
                problems.push(problem);
            }
            (globs::compile(Setting::ContentType, [glob], problems), normal(media_type))
        };
        Self(configured.iter().map(compile).collect())
    }

    /// Returns the media type of an asset.
    pub(crate) fn of(&self, path: &str) -> String {
        let configured = self.0.iter().rev().find(|(glob, _)| glob.matches_within(path));
        configured.map_or_else(|| media_type(path).to_owned(), |(_, media_type)| media_type.clone())
    }
}

/// Returns a media type in lower case, which it does not depend on (RFC 9110 section 8.3.1). Values of parameters may.
fn normal(text: &str) -> String {
    let (essence, parameters) = text.split_at(text.find(';').unwrap_or(text.len()));
    format!("{}{parameters}", essence.to_ascii_lowercase())
}

/// Returns true for a media type with its parameters (RFC 9110 section 8.3.1).
fn is_media_type(text: &str) -> bool {
    let mut parts = text.splitn(2, ';');
    let essence = parts.next().unwrap_or_default().trim_end_matches([' ', '\t']);
    let is_name = |name: &str| is_token_text(name) && !name.contains('*');
    essence.split_once('/').is_some_and(|(kind, subtype)| is_name(kind) && is_name(subtype))
        && parts.next().is_none_or(are_parameters)
}

/// Returns true for what follows the first `;`.
fn are_parameters(text: &str) -> bool {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        let Some((name, behind)) = rest.split_once('=') else { return false };
        let Some(behind) = is_token_text(name).then(|| behind_value(behind)).flatten() else {
            return false;
        };
        let behind = behind.trim_start_matches([' ', '\t']);
        if behind.is_empty() {
            return true;
        }
        let Some(behind) = behind.strip_prefix(';') else { return false };
        rest = behind;
    }
}

/// Returns the text behind a token or a quoted string.
fn behind_value(text: &str) -> Option<&str> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.bytes().position(|byte| !is_token(byte)).unwrap_or(text.len());
        return (end > 0).then(|| &text[end..]);
    };
    let mut bytes = quoted.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => return Some(&quoted[at + 1..]),
            b'\\' if !bytes.next().is_some_and(|(_, byte)| is_printable(byte)) => return None,
            byte if !is_printable(byte) => return None,
            _ => {}
        }
    }
    None
}

fn is_printable(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t')
}

fn is_token_text(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_token)
}

#[cfg(test)]
mod tests;
