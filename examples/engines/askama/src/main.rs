//! A page of askama 0.16.

use crate::assets::filters;
use askama::Template as _;

tailprint::assets!();

#[derive(tailprint::Template)]
#[template(path = "page.html")]
struct Page<'a> {
    name: &'a str,
}

fn page(name: &str) -> String {
    Page { name }.render().expect("the template has no filter that fails")
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
