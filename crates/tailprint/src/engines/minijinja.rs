//! Filters and functions for minijinja.

pub use ::minijinja::Environment;
use ::minijinja::value::Kwargs;
use ::minijinja::{Error, ErrorKind, Value};
use tailprint_core::filters::Filter;

use super::{CROSSORIGIN, FUNCTIONS, PATH, Text};
use crate::{Assets, ImportMap};

/// Adds the filters and functions to an environment. Generated code calls it.
pub fn register_minijinja(
    environment: &mut Environment<'_>,
    assets: &'static Assets,
    import_map: ImportMap<'static>,
) {
    for filter in super::filters() {
        environment.add_filter(filter.name, move |path: &str, kwargs: Kwargs| {
            write(assets, filter, path, &kwargs)
        });
        environment.add_function(filter.name, move |path: Option<&str>, kwargs: Kwargs| {
            let path = match path {
                Some(path) => Some(path),
                None => kwargs.get(PATH)?,
            };
            write(assets, filter, path.ok_or_else(|| error(super::no_path(filter)))?, &kwargs)
        });
    }
    for function in FUNCTIONS {
        environment.add_function(function.name, move || {
            Value::from_safe_string((function.write)(assets, import_map))
        });
    }
}

fn write(
    assets: &'static Assets,
    filter: &Filter,
    path: &str,
    kwargs: &Kwargs,
) -> Result<Value, Error> {
    let crossorigin = kwargs.get::<Option<bool>>(CROSSORIGIN)?.unwrap_or_default();
    kwargs.assert_all_used()?;
    let Text { text, is_safe } = super::write(assets, filter, path, crossorigin).map_err(error)?;
    Ok(if is_safe { Value::from_safe_string(text) } else { Value::from(text) })
}

fn error(message: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}
