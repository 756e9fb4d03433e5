//! A page of tera 2.

use tera::{Context, Tera};

tailprint::assets!();

fn page(name: &str) -> String {
    let mut tera = Tera::default();
    assets::register_tera(&mut tera);
    let template = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/page.html");
    tera.add_template_file(template, Some("page.html")).expect("the template is correct");
    let mut context = Context::new();
    context.insert("name", name);
    tera.render("page.html", &context).expect("the build has checked the paths")
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
