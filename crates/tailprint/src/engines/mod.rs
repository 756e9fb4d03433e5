//! The filters and functions for template engines that read templates at run time.
//!
//! Every engine has the same filters, and functions of the same names: those of [`FILTERS`], and the functions
//! `import_map`, `preconnect` and `csp_sources`. They look assets up when they are called, so that an engine that reloads
//! templates finds new files in a debug build, too.

#[cfg(feature = "minijinja")]
mod minijinja;
mod nearest;
#[cfg(feature = "tera")]
mod tera;
#[cfg(feature = "tera1")]
mod tera1;

#[cfg(test)]
mod tests;

use tailprint_core::filters::{Argument, FILTERS, Filter};

#[cfg(feature = "minijinja")]
pub use self::minijinja::{Environment, register_minijinja};
#[cfg(feature = "tera")]
pub use self::tera::{Tera, register_tera};
#[cfg(feature = "tera1")]
pub use self::tera1::{Tera as Tera1, register_tera1};
use crate::{Asset, Assets, ImportMap};

/// The name of the argument that has the path, where arguments are named.
const PATH: &str = "path";

/// The name of the argument that adds `crossorigin` to a preload.
const CROSSORIGIN: &str = "crossorigin";

/// The text that a filter writes.
struct Text {
    text: String,
    /// False if HTML gives a meaning to a character of it, so that the engine has to escape it.
    is_safe: bool,
}

/// Returns the text that a filter writes for a path, or the message of the error.
fn write(
    assets: &'static Assets,
    filter: &Filter,
    path: &str,
    crossorigin: bool,
) -> Result<Text, String> {
    let safe = |text| Ok(Text { text, is_safe: true });
    match filter.argument {
        Argument::Reference => {
            let url = assets.resolve(path).map_err(|_| nearest::unknown(assets, path))?;
            Ok(Text { text: url.to_string(), is_safe: !url.needs_escaping() })
        }
        Argument::Asset => safe(asset(assets, path)?.integrity().unwrap_or_default().to_owned()),
        Argument::Checked => {
            let sri = asset(assets, path)?.sri().map_err(|error| error.to_string())?;
            safe(sri.to_string())
        }
        Argument::Preload => {
            let preload = asset(assets, path)?.preload().map_err(|error| error.to_string())?;
            let preload = if crossorigin { preload.crossorigin() } else { preload };
            safe(preload.to_string())
        }
        Argument::Module => {
            let preload = asset(assets, path)?.modulepreload();
            safe(preload.map_err(|error| error.to_string())?.to_string())
        }
        Argument::Graph => {
            let preloads = asset(assets, path)?.modulepreload_graph();
            safe(preloads.map_err(|error| error.to_string())?.to_string())
        }
    }
}

fn asset(assets: &'static Assets, path: &str) -> Result<Asset, String> {
    assets.get(path).ok_or_else(|| nearest::unknown(assets, path))
}

/// Returns the message for a function that is called without a path.
fn no_path(filter: &Filter) -> String {
    format!("`{name}` needs a path (write `{name}(path=\"css/app.css\")`)", name = filter.name)
}

/// The filters that an engine gets.
fn filters() -> impl Iterator<Item = &'static Filter> {
    FILTERS.iter()
}

/// A function without arguments, whose text is not escaped.
#[derive(Clone, Copy)]
struct Function {
    name: &'static str,
    write: fn(&'static Assets, ImportMap<'static>) -> String,
}

/// The functions without arguments that an engine gets.
const FUNCTIONS: [Function; 3] = [
    Function { name: "import_map", write: |_, import_map| import_map.to_string() },
    Function { name: "preconnect", write: |assets, _| assets.preconnect().to_string() },
    Function { name: "csp_sources", write: |assets, _| assets.csp_sources().to_string() },
];
