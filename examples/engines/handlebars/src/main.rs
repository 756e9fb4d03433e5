//! A page of handlebars, with a helper of our own.

use handlebars::{
    Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason,
};

tailprint::assets!();

/// `{{static "css/site.css"}}`
fn url(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let path = helper.param(0).and_then(|path| path.value().as_str());
    let path = path.ok_or(RenderErrorReason::ParamNotFoundForIndex("static", 0))?;
    let url = assets::ASSETS.resolve(path);
    let url = url.map_err(|error| RenderErrorReason::NestedError(Box::new(error)))?;
    out.write(&url.to_string())?;
    Ok(())
}

fn page(name: &str) -> String {
    let mut handlebars = Handlebars::new();
    handlebars.register_helper("static", Box::new(url));
    let template = include_str!("../templates/page.hbs");
    let page = handlebars.render_template(template, &serde_json::json!({ "name": name }));
    page.expect("the build has checked the paths")
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
