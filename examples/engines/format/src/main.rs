//! A page of `format!`, for a few pages without a template engine.

use assets::{asset, integrity, preload};

tailprint::assets!();

fn page(name: &str) -> String {
    let name = name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        "<!doctype html>\n<title>Hello</title>\n{preload}\n\
         <link rel=\"stylesheet\" href=\"{css}\" integrity=\"{integrity}\">\n\
         <h1>Hello, {name}!</h1>\n",
        preload = preload!("css/site.css"),
        css = asset!("css/site.css"),
        integrity = integrity!("css/site.css"),
    )
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
