//! Numbers of bytes for people.

use std::fmt;

/// A number of bytes; its `Display` has three digits and a unit of the SI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Size(pub(crate) u64);

const UNITS: [&str; 3] = ["kB", "MB", "GB"];

impl Size {
    /// All digits, in groups of three.
    pub(crate) fn exact(self) -> String {
        let digits = self.0.to_string();
        let mut grouped = String::with_capacity(digits.len() * 2);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push('\u{202f}');
            }
            grouped.push(digit);
        }
        grouped
    }

    /// The share of another size in hundredths, at least one.
    pub(crate) fn percent_of(self, whole: Self) -> u64 {
        (self.0.saturating_mul(100) / whole.0.max(1)).clamp(1, 100)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 1000 {
            return write!(f, "{}\u{a0}B", self.0);
        }
        // Hundredths of the unit, so that nothing is lost on the way.
        let mut hundredths = self.0 / 10;
        let mut unit = 0;
        while hundredths >= 99_950 && unit + 1 < UNITS.len() {
            hundredths /= 1000;
            unit += 1;
        }
        let unit = UNITS.get(unit).copied().unwrap_or_default();
        match hundredths {
            0..1000 => write!(f, "{}.{:02}\u{a0}{unit}", hundredths / 100, hundredths % 100),
            1000..10_000 => write!(f, "{}.{}\u{a0}{unit}", hundredths / 100, hundredths / 10 % 10),
            _ => write!(f, "{}\u{a0}{unit}", hundredths / 100),
        }
    }
}

#[cfg(test)]
mod tests;
