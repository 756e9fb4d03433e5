//! Modules that no package has: the one that stands for nothing, and those with the content of a JSON file.

use serde::de::IgnoredAny;

use crate::packages::npm::package::Package;

/// The file that stands for a module that a package leaves out in browsers.
pub(super) const EMPTY: &str = "tailprint-empty.js";
const EMPTY_TEXT: &str = "export default {};\n";

/// The ending of a module with the content of a JSON file.
pub(super) const JSON: &str = ".json.js";

/// Returns the name of the module with the content of a JSON file. None for any other file, and for one that is no JSON.
pub(super) fn of_json(package: &Package, file: &str) -> Option<String> {
    let module = format!("{}{JSON}", file.strip_suffix(".json")?);
    text(package, &module).is_some().then_some(module)
}

/// Returns the text of a module that the package itself lacks.
pub(super) fn text(package: &Package, path: &str) -> Option<String> {
    if path == EMPTY {
        return Some(EMPTY_TEXT.to_owned());
    }
    let name = path.strip_suffix(JSON).filter(|_| !package.files.contains_key(path))?;
    let json = package.text(&format!("{name}.json"))?.trim_start_matches('\u{feff}');
    serde_json::from_str::<IgnoredAny>(json).ok()?;
    // A literal would read `__proto__` in another way.
    let quoted = serde_json::Value::from(json);
    Some(format!(
        "const e = JSON.parse({quoted});\nexport {{ e as default, e as \"module.exports\" }};\n"
    ))
}
