//! The part that the server and the browser share. Compiled for `wasm32-unknown-unknown`, `assets` has the URLs of the
//! server, and neither contents nor a service.

tailprint::assets!();

/// The URLs as constants, by the macro, and from the table.
pub fn urls() -> Vec<&'static str> {
    let mut urls = vec![assets::MOUNT, assets::css::SITE_CSS, assets::asset!("img/dots.svg")];
    urls.extend(assets::ASSETS.iter().map(tailprint::Asset::url));
    urls
}

/// Lends a script the URLs, one on a line. Its first four bytes are the length of the text, which follows.
#[cfg(target_family = "wasm")]
#[unsafe(no_mangle)]
pub extern "C" fn urls_for_script() -> *const u8 {
    let text = urls().join("\n");
    let length = u32::try_from(text.len()).unwrap_or_default();
    [&length.to_le_bytes()[..], text.as_bytes()].concat().leak().as_ptr()
}
