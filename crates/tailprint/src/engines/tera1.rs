//! Filters and functions for tera 1.

use std::collections::HashMap;

pub use ::tera1::Tera;
use ::tera1::{Error, Function, Result, Value};
use tailprint_core::filters::Filter;

use super::{CROSSORIGIN, FUNCTIONS, PATH, Text};
use crate::{Assets, ImportMap};

/// Adds the filters and functions to an instance of tera. Generated code calls it.
pub fn register_tera1(tera: &mut Tera, assets: &'static Assets, import_map: ImportMap<'static>) {
    for filter in super::filters() {
        tera.register_filter(filter.name, Safe { assets, filter });
        tera.register_function(filter.name, Safe { assets, filter });
    }
    for function in FUNCTIONS {
        tera.register_function(function.name, Fixed { function, assets, import_map });
    }
}

/// A filter or a function whose result is not escaped: tera 1 would escape the slashes of a URL, too.
struct Safe {
    assets: &'static Assets,
    filter: &'static Filter,
}

impl Safe {
    fn write(&self, path: Option<&Value>, args: &HashMap<String, Value>) -> Result<Value> {
        let path = path.and_then(Value::as_str);
        let path = path.ok_or_else(|| Error::msg(super::no_path(self.filter)))?;
        let crossorigin = match args.get(CROSSORIGIN) {
            None => false,
            Some(value) => value
                .as_bool()
                .ok_or_else(|| Error::msg(format!("`{CROSSORIGIN}` is no boolean")))?,
        };
        let written = super::write(self.assets, self.filter, path, crossorigin);
        let Text { text, is_safe } = written.map_err(Error::msg)?;
        Ok(Value::String(if is_safe {
            text
        } else {
            ::tera1::escape_html(&text).replace("&#x2F;", "/")
        }))
    }
}

impl ::tera1::Filter for Safe {
    fn filter(&self, value: &Value, args: &HashMap<String, Value>) -> Result<Value> {
        self.write(Some(value), args)
    }

    fn is_safe(&self) -> bool {
        true
    }
}

impl Function for Safe {
    fn call(&self, args: &HashMap<String, Value>) -> Result<Value> {
        self.write(args.get(PATH), args)
    }

    fn is_safe(&self) -> bool {
        true
    }
}

/// A function without arguments.
struct Fixed {
    function: super::Function,
    assets: &'static Assets,
    import_map: ImportMap<'static>,
}

impl Function for Fixed {
    fn call(&self, _: &HashMap<String, Value>) -> Result<Value> {
        Ok(Value::String((self.function.write)(self.assets, self.import_map)))
    }

    fn is_safe(&self) -> bool {
        true
    }
}
