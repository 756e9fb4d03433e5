//! A page of askama 0.15, whose filters are made by an attribute and may have the name of a keyword.

use askama::Template;

tailprint::assets!();

mod filters {
    /// `{{ "css/site.css"|static }}`
    #[askama::filter_fn]
    pub fn r#static(
        path: impl std::fmt::Display,
        _: &dyn askama::Values,
    ) -> askama::Result<String> {
        let url = crate::assets::ASSETS.resolve(&path.to_string());
        url.map(|url| url.to_string()).map_err(|error| askama::Error::Custom(Box::new(error)))
    }
}

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    name: &'a str,
}

fn page(name: &str) -> String {
    Page { name }.render().expect("the build has checked the paths")
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
        let link = format!("<link rel=\"stylesheet\" href=\"{}\">", css.url());
        assert!(page.contains(&link), "{page}");
        assert!(page.contains("&lt;Ann&gt;") || page.contains("&#60;Ann&#62;"), "{page}");
    }
}
