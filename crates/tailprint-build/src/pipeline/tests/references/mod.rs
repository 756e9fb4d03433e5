//! References that are rewritten.

mod addresses;
mod custom_properties;
mod django;
