//! Paths of TypeScript sources, and of the scripts that they become.

/// The endings of sources, each with that of its script.
const ENDINGS: [(&str, &str); 3] = [(".ts", ".js"), (".mts", ".mjs"), (".tsx", ".js")];

/// The globs over logical paths of sources, unless others are configured.
pub const DEFAULT_GLOB: &str = "js/**";

/// Returns the path of the script that a TypeScript source becomes; none for other files, and for declarations.
///
/// ```
/// use tailprint_core::typescript::script;
///
/// assert_eq!(script("js/app.ts").as_deref(), Some("js/app.js"));
/// assert_eq!(script("js/app.mts").as_deref(), Some("js/app.mjs"));
/// assert_eq!(script("js/app.d.ts"), None);
/// assert_eq!(script("js/app.js"), None);
/// ```
#[must_use]
pub fn script(path: &str) -> Option<String> {
    if is_declaration(path) {
        return None;
    }
    let (stem, ending) = ENDINGS
        .iter()
        .find_map(|(source, script)| Some((path.strip_suffix(source)?, *script)))
        .filter(|(stem, _)| !stem.is_empty() && !stem.ends_with('/'))?;
    Some(format!("{stem}{ending}"))
}

/// Returns the paths of the sources that a script may be made of.
///
/// ```
/// use tailprint_core::typescript::sources;
///
/// assert_eq!(sources("js/app.js").collect::<Vec<_>>(), ["js/app.ts", "js/app.tsx"]);
/// ```
pub fn sources(path: &str) -> impl Iterator<Item = String> {
    ENDINGS.iter().filter_map(move |(source, script)| {
        path.strip_suffix(script).map(|stem| format!("{stem}{source}"))
    })
}

/// Returns true for a file that declares types alone: `app.d.ts`, or `app.d.css.ts` for a file that is no script.
///
/// ```
/// use tailprint_core::typescript::is_declaration;
///
/// assert!(is_declaration("js/app.d.ts") && is_declaration("js/data.d.json.ts"));
/// assert!(!is_declaration("js/d.ts"));
/// ```
#[must_use]
pub fn is_declaration(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some(stem) = [".ts", ".mts", ".cts"].iter().find_map(|ending| name.strip_suffix(ending))
    else {
        return false;
    };
    stem.ends_with(".d") || (name.ends_with(".ts") && stem.contains(".d."))
}
