//! Sizes of files in words.

/// A size with its unit: `1.2 kB`.
///
/// ```
/// use tailprint_core::size::shown;
///
/// assert_eq!(shown(26_310), "26.3 kB");
/// ```
#[must_use]
pub fn shown(bytes: u64) -> String {
    let units = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    let unit = units.into_iter().find(|(unit, _)| bytes >= *unit);
    unit.map_or_else(
        || format!("{bytes} B"),
        |(unit, name)| {
            let tenths = u128::from(bytes) * 10 / u128::from(unit);
            format!("{}.{} {name}", tenths / 10, tenths % 10)
        },
    )
}

#[cfg(test)]
mod tests;
