//! CSS from which no browser in use fetches anything.

/// Properties of browsers that are gone. Those with a prefix are in [`PREFIXES`].
const PROPERTIES: [&str; 2] = ["behavior", "-moz-binding"];

/// The prefixes of Internet Explorer, of Opera's own engine, and of Konqueror; and a hack that only Internet Explorer
/// took for a property.
const PREFIXES: [&str; 4] = ["-ms-", "-o-", "-khtml-", "_"];

/// The font formats that a browser in use reads. Safari reads SVG.
const FORMATS: [&str; 10] = [
    "collection",
    "opentype",
    "opentype-variations",
    "svg",
    "truetype",
    "truetype-variations",
    "woff",
    "woff-variations",
    "woff2",
    "woff2-variations",
];

/// Returns true if no browser knows the property.
pub(super) fn is_property(name: &str) -> bool {
    let begins_with =
        |prefix: &&str| name.get(..prefix.len()).is_some_and(|it| it.eq_ignore_ascii_case(prefix));
    PROPERTIES.iter().any(|property| name.eq_ignore_ascii_case(property))
        || PREFIXES.iter().any(begins_with)
}

/// Returns true if no browser knows the format of a font.
pub(super) fn is_format(name: &str) -> bool {
    !FORMATS.iter().any(|format| name.eq_ignore_ascii_case(format))
}
