//! The last step of the engine `builtin`: from the style sheet that Tailwind wrote to the one that browsers get.

use base64ct::{Base64, Encoding as _};
#[cfg(feature = "minify")]
use tailprint_tailwind::minify::{Complaint, Minified};

/// The purpose of a style sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// To be read, with a source map: debug builds.
    Readable,
    /// To be served.
    Ready,
    /// As Tailwind's compiler writes it.
    Plain,
    /// To be read, for all browsers that Tailwind supports.
    Flat,
}

impl Form {
    /// Returns the form of a release build, if `minify` is true, or that of a debug build.
    pub(crate) fn of(minify: bool) -> Self {
        if minify { Self::Ready } else { Self::Readable }
    }

    /// Returns a name that differs if the result differs.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Readable => "readable",
            Self::Ready if cfg!(feature = "minify") => "minified",
            Self::Ready => "nested",
            Self::Plain => "plain",
            Self::Flat => "flat",
        }
    }
}

/// A finished style sheet, and warnings about it.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) css: String,
    pub(crate) warnings: Vec<String>,
}

/// Brings a style sheet of Tailwind into its form.
pub(crate) fn finish(css: String, form: Form, map: Option<&str>) -> Finished {
    match (form, map) {
        (Form::Ready, _) => ready(css),
        (Form::Flat, _) => flat(css),
        (Form::Readable, Some(map)) => Finished { css: mapped(css, map), warnings: Vec::new() },
        (Form::Readable | Form::Plain, _) => Finished { css, warnings: Vec::new() },
    }
}

#[cfg(feature = "minify")]
fn ready(css: String) -> Finished {
    transformed(css, tailprint_tailwind::minify::minify)
}

#[cfg(feature = "minify")]
fn flat(css: String) -> Finished {
    transformed(css, tailprint_tailwind::minify::flatten)
}

#[cfg(feature = "minify")]
fn transformed(css: String, transform: fn(&str) -> Result<Minified, Complaint>) -> Finished {
    match transform(&css) {
        Ok(done) => Finished {
            css: done.css,
            warnings: done.warnings.iter().map(|it| format!("tailwind: {it}")).collect(),
        },
        // Browsers accept style sheets that a parser refuses.
        Err(complaint) => {
            Finished { warnings: vec![format!("tailwind: not minified: {complaint}")], css }
        }
    }
}

#[cfg(not(feature = "minify"))]
fn ready(css: String) -> Finished {
    Finished { css, warnings: Vec::new() }
}

#[cfg(not(feature = "minify"))]
fn flat(css: String) -> Finished {
    Finished { css, warnings: Vec::new() }
}

/// Appends the source map to a style sheet.
fn mapped(mut css: String, map: &str) -> String {
    css.push_str("/*# sourceMappingURL=data:application/json;base64,");
    css.push_str(&Base64::encode_string(map.as_bytes()));
    css.push_str(" */\n");
    css
}
