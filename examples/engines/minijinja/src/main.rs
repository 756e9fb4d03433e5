//! A page of minijinja.

use minijinja::{Environment, context, path_loader};

tailprint::assets!();

fn page(name: &str) -> String {
    let mut environment = Environment::new();
    environment.set_loader(path_loader(concat!(env!("CARGO_MANIFEST_DIR"), "/templates")));
    assets::register_minijinja(&mut environment);
    let template = environment.get_template("page.html").expect("the template is there");
    template.render(context!(name)).expect("the build has checked the paths")
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
