//! The last step of the engine `builtin`: from what Tailwind wrote to what browsers get.

use base64ct::{Base64, Encoding as _};

/// What a style sheet is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// To be read, with a source map: debug builds.
    Readable,
    /// To be served.
    Ready,
}

impl Form {
    /// Differs for everything that makes a difference.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Readable => "readable",
            Self::Ready if cfg!(feature = "minify") => "minified",
            Self::Ready => "nested",
        }
    }
}

/// A finished style sheet, and what is wrong with it.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) css: String,
    pub(super) warnings: Vec<String>,
}

/// Makes a style sheet, which a version of Tailwind made, ready for its form.
pub(super) fn finish(css: String, version: &str, form: Form, map: Option<&str>) -> Finished {
    match (form, map) {
        (Form::Ready, _) => ready(css, version),
        (Form::Readable, Some(map)) => Finished { css: mapped(css, map), warnings: Vec::new() },
        (Form::Readable, None) => Finished { css, warnings: Vec::new() },
    }
}

#[cfg(feature = "minify")]
fn ready(css: String, version: &str) -> Finished {
    use tailprint_tailwind::minify::{Release, minify};

    match minify(&css, Release::of_tailwind(version)) {
        Ok(optimized) => Finished {
            css: optimized.css,
            warnings: optimized.warnings.iter().map(|it| format!("tailwind: {it}")).collect(),
        },
        // Browsers forgive more than a parser does.
        Err(complaint) => {
            Finished { warnings: vec![format!("tailwind: not minified: {complaint}")], css }
        }
    }
}

#[cfg(not(feature = "minify"))]
fn ready(css: String, _version: &str) -> Finished {
    Finished { css, warnings: Vec::new() }
}

/// The style sheet with its source map inside.
fn mapped(mut css: String, map: &str) -> String {
    css.push_str("/*# sourceMappingURL=data:application/json;base64,");
    css.push_str(&Base64::encode_string(map.as_bytes()));
    css.push_str(" */\n");
    css
}

/// How many classes there are in what Tailwind wrote: rules in the layer of the utilities.
pub(super) fn classes(css: &str) -> usize {
    let Some((_, layer)) = css.split_once("@layer utilities {\n") else { return 0 };
    let lines = layer.lines().take_while(|line| *line != "}");
    lines.filter(|line| line.starts_with("  .")).count()
}
