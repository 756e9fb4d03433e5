//! The preview of an asset.

use axum::body::Bytes;
use axum::http::Request;
use tailprint_core::shown::Shown;
use tailprint_report::Kind;

use crate::assets::ASSETS;
use crate::inventory::Entry;

/// The most bytes of a text that are shown.
const SHOWN: usize = 24 * 1024;

/// The preview of an asset.
#[derive(Debug)]
pub(crate) enum Preview {
    /// Drawn by the browser.
    Image,
    /// Set in it by the page's script.
    Font,
    /// The beginning of a text, and true if that is all of it.
    Text { text: String, is_whole: bool },
    /// Nothing to see.
    None,
}

impl Preview {
    /// Chooses by media type.
    pub(crate) fn of(entry: &Entry) -> Self {
        match entry.kind() {
            Kind::Image => Self::Image,
            Kind::Font => Self::Font,
            Kind::Css | Kind::Js | Kind::Other => Self::text(&content(entry)),
        }
    }

    fn text(content: &Bytes) -> Self {
        let end = content.len().min(SHOWN);
        let shown = content.get(..end).unwrap_or_default();
        let valid = match str::from_utf8(shown) {
            Ok(text) => text,
            // The end may cut a character of up to four bytes in two.
            Err(error) if error.valid_up_to() + 4 > end && end < content.len() => {
                let valid = shown.get(..error.valid_up_to()).unwrap_or_default();
                str::from_utf8(valid).unwrap_or_default()
            }
            Err(_) => return Self::None,
        };
        if valid.contains('\0') {
            return Self::None;
        }
        Self::Text { text: Shown::lines(valid).into_string(), is_whole: end == content.len() }
    }
}

/// The bytes that a browser is sent, from the binary or from the disk.
fn content(entry: &Entry) -> Bytes {
    let url = entry.asset.url();
    let path = url.strip_prefix(ASSETS.url_prefix()).unwrap_or(url);
    match Request::get(format!("/{path}")).body(()) {
        Ok(request) => ASSETS.respond(&request).into_body().into_bytes().unwrap_or_default(),
        Err(_) => Bytes::new(),
    }
}

#[cfg(test)]
mod tests;
