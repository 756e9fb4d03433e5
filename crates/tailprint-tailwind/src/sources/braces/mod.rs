//! Alternatives in braces: `{a,b}` and `{1..3}`.

/// The most patterns that one pattern becomes. Chosen: it bounds `{1..999}{1..999}`, and no style sheet names a
/// hundred.
const MOST: usize = 10_000;

/// Returns each alternative as a pattern of its own. A brace that nothing closes stands for itself.
pub(super) fn expand(pattern: &str) -> Vec<String> {
    let mut whole = Vec::new();
    let mut open = vec![pattern.to_owned()];
    while let Some(pattern) = open.pop() {
        if whole.len() + open.len() > MOST {
            whole.push(pattern);
            continue;
        }
        match alternatives(&pattern) {
            Some(mut patterns) => {
                patterns.reverse();
                open.append(&mut patterns);
            }
            None => whole.push(pattern),
        }
    }
    whole
}

/// Expands the first braces of a pattern.
fn alternatives(pattern: &str) -> Option<Vec<String>> {
    let start = pattern.find('{')?;
    let mut depth = 0usize;
    let mut commas = vec![start];
    for (index, byte) in pattern.bytes().enumerate().skip(start) {
        match byte {
            b'{' => depth += 1,
            b',' if depth == 1 => commas.push(index),
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            commas.push(index);
            break;
        }
    }
    if depth > 0 {
        return None;
    }
    let (before, after) = (pattern.get(..start)?, pattern.get(commas.last()? + 1..)?);
    let parts = commas.windows(2).filter_map(|ends| match ends {
        [from, to] => pattern.get(from + 1..*to),
        _ => None,
    });
    let parts: Vec<&str> = parts.collect();
    let numbers = match parts.as_slice() {
        [one] => range(one),
        _ => None,
    };
    let parts = numbers.unwrap_or_else(|| parts.into_iter().map(str::to_owned).collect());
    Some(parts.iter().map(|part| format!("{before}{part}{after}")).collect())
}

/// The numbers of `1..3`, `3..1` or `0..10..5`.
fn range(part: &str) -> Option<Vec<String>> {
    let (first, rest) = part.split_once("..")?;
    let (last, step) = rest.split_once("..").unwrap_or((rest, "1"));
    let (first, last): (i64, i64) = (first.parse().ok()?, last.parse().ok()?);
    let step: usize = step.trim_start_matches('-').parse().ok().filter(|step| *step > 0)?;
    let (low, high) = (first.min(last), first.max(last));
    let mut numbers: Vec<String> =
        (low..=high).step_by(step).take(MOST).map(|number| number.to_string()).collect();
    if first > last {
        numbers.reverse();
    }
    Some(numbers)
}

#[cfg(test)]
mod tests;
