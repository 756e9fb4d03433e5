//! A page of maud.

use assets::{asset, integrity, preload};
use maud::{DOCTYPE, PreEscaped, html};

tailprint::assets!();

fn page(name: &str) -> String {
    let page = html! {
        (DOCTYPE)
        title { "Hello" }
        (PreEscaped(preload!("css/site.css").to_string()))
        link rel="stylesheet" href=(asset!("css/site.css")) integrity=(integrity!("css/site.css"));
        h1 { "Hello, " (name) "!" }
    };
    page.into_string()
}

fn main() {
    print!("{}", page("world"));
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_links_the_style_sheet_under_the_name_of_this_build() {
        let page = super::page("<Ann>");
        let css = crate::assets::ASSETS.get("css/site.css").unwrap();
        let link = format!("<link rel=\"stylesheet\" href=\"{}\" integrity=\"{}\">", css.url(), css.integrity().unwrap_or_default());
        assert!(page.contains(&link), "{page}");
        assert!(page.contains(&css.preload().unwrap().to_string()), "{page}");
        assert!(page.contains("&lt;Ann&gt;") || page.contains("&#60;Ann&#62;"), "{page}");
    }
}
