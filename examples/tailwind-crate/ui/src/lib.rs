//! Components with classes of Tailwind. The crate itself has no build script and compiles no style sheet.

/// A button in the brand's color, which `css/theme.css` defines.
pub fn button(label: &str) -> String {
    format!("<button class=\"rounded-lg bg-brand-500 px-7 hover:bg-brand-600\">{label}</button>")
}
