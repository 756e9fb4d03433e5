//! Prints a page with a button of the crate `example-ui`. `Config::tailwind_crate` in `build.rs` makes its classes a part
//! of this app's style sheet.

tailprint::assets!();

fn page() -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<link rel=\"stylesheet\" href=\"{}\">\n<title>A button</title>\n{}\n",
        assets::css::TAILWIND_CSS,
        example_ui::button("Save")
    )
}

fn main() {
    println!("{}", page());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheet_has_the_classes_and_the_theme_of_the_crate() {
        let bytes = assets::ASSETS.get("css/tailwind.css").unwrap().bytes().unwrap();
        let css = std::str::from_utf8(&bytes).unwrap();
        for class in [".rounded-lg", ".bg-brand-500", ".px-7", r".hover\:bg-brand-600"] {
            assert!(css.contains(class), "{class} is missing");
            assert!(page().contains(&class[1..].replace('\\', "")), "{class} is not in the page");
        }
        assert!(css.contains("--color-brand-500:"), "the theme of the crate is missing");
    }
}
