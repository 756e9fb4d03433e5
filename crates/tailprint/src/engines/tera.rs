//! Filters and functions for tera 2.

pub use ::tera::Tera;
use ::tera::{Error, Kwargs, State, TeraResult, Value};
use tailprint_core::filters::Filter;

use super::{CROSSORIGIN, FUNCTIONS, PATH, Text};
use crate::{Assets, ImportMap};

/// Adds the filters and functions to an instance of tera. Generated code calls it.
pub fn register_tera(tera: &mut Tera, assets: &'static Assets, import_map: ImportMap<'static>) {
    for filter in super::filters() {
        tera.register_filter(filter.name, move |path: &str, kwargs: Kwargs, _: &State<'_>| {
            write(assets, filter, path, &kwargs)
        });
        tera.register_function(filter.name, move |kwargs: Kwargs, _: &State<'_>| {
            let path = kwargs.get::<&str>(PATH)?;
            let path = path.ok_or_else(|| Error::message(super::no_path(filter)))?;
            write(assets, filter, path, &kwargs)
        });
    }
    for function in FUNCTIONS {
        tera.register_function(function.name, move |_: Kwargs, _: &State<'_>| {
            Value::safe_string(&(function.write)(assets, import_map))
        });
    }
}

fn write(
    assets: &'static Assets,
    filter: &Filter,
    path: &str,
    kwargs: &Kwargs,
) -> TeraResult<Value> {
    let crossorigin = kwargs.get::<bool>(CROSSORIGIN)?.unwrap_or_default();
    let written = super::write(assets, filter, path, crossorigin);
    let Text { text, is_safe } = written.map_err(Error::message)?;
    Ok(if is_safe { Value::safe_string(&text) } else { Value::from(text) })
}
