//! Alternatives in braces: `{a,b}`, `{1..3}` and `{a..c}`, as the crate `bexpand` reads them for Tailwind's scanner.

/// The most patterns that one pattern becomes. Chosen: it bounds `{1..999}{1..999}`, and no style sheet names a
/// hundred.
const MOST: usize = 10_000;

/// The most braces in each other. Chosen: it bounds the stack.
const DEEPEST: usize = 100;

/// Returns each alternative as a pattern of its own, and none for the empty pattern. A backslash takes the meaning from
/// `{`, `}`, `\` and, in braces, from a comma. A pattern with another escape or a brace without its partner stands for
/// itself.
pub(super) fn expand(pattern: &str) -> Vec<String> {
    let mut reader = Reader { rest: pattern, depth: 0 };
    match reader.texts("\\{}") {
        Some(_) if pattern.is_empty() => Vec::new(),
        Some(texts) if reader.rest.is_empty() => texts,
        _ => vec![pattern.to_owned()],
    }
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl Reader<'_> {
    /// Reads text and braces up to one of the `special` characters that ends them.
    fn texts(&mut self, special: &str) -> Option<Vec<String>> {
        let mut texts = vec![String::new()];
        loop {
            let next = match self.rest.chars().next() {
                Some('{') => self.braces()?,
                Some('\\') => vec![self.escaped(special)?.to_string()],
                Some(other) if !special.contains(other) => vec![self.plain(special)],
                _ => return Some(texts),
            };
            match next.as_slice() {
                [only] => texts.iter_mut().for_each(|text| text.push_str(only)),
                _ => {
                    let joined = texts.iter();
                    let joined =
                        joined.flat_map(|text| next.iter().map(move |end| format!("{text}{end}")));
                    texts = joined.take(MOST).collect();
                }
            }
        }
    }

    fn plain(&mut self, special: &str) -> String {
        let end = self.rest.find(|it| special.contains(it)).unwrap_or(self.rest.len());
        let (plain, rest) = self.rest.split_at(end);
        self.rest = rest;
        plain.to_owned()
    }

    fn escaped(&mut self, special: &str) -> Option<char> {
        let mut rest = self.rest.chars();
        let escaped = rest.nth(1).filter(|it| special.contains(*it))?;
        self.rest = rest.as_str();
        Some(escaped)
    }

    fn braces(&mut self) -> Option<Vec<String>> {
        let inner = self.rest.strip_prefix('{')?;
        if let Some((inner, rest)) = inner.split_once('}')
            && let Some(range) = numbers(inner).or_else(|| letters(inner))
        {
            self.rest = rest;
            return Some(range);
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        self.rest = inner;
        let mut items = Vec::new();
        loop {
            items.extend(self.texts("\\{},")?);
            items.truncate(MOST);
            let mut rest = self.rest.chars();
            let end = rest.next()?;
            self.rest = rest.as_str();
            if end == '}' {
                self.depth -= 1;
                return Some(items);
            }
        }
    }
}

/// The numbers of `1..3`, `3..1` or `0..10..5`; those of `=8..10` are equally wide.
fn numbers(inner: &str) -> Option<Vec<String>> {
    let range = inner.strip_prefix('=').unwrap_or(inner);
    let (first, last, step) = bounds(range)?;
    let width = if range.len() < inner.len() { first.len().max(last.len()) } else { 0 };
    // A format takes widths of 16 bits alone; no name of a file is as long.
    let width = u16::try_from(width).ok().map(usize::from)?;
    let (first, last): (i64, i64) = (first.parse().ok()?, last.parse().ok()?);
    let numbers = stepped(first.into(), last.into(), step);
    Some(numbers.map(|number| format!("{number:0width$}")).collect())
}

/// The characters of `a..e` or `a..e..2`.
fn letters(inner: &str) -> Option<Vec<String>> {
    let (first, last, step) = bounds(inner)?;
    let (first, last) = (letter(first)?, letter(last)?);
    let letters = stepped(first.into(), last.into(), step)
        .filter_map(|number| char::from_u32(u32::try_from(number).ok()?));
    Some(letters.map(String::from).collect())
}

/// Returns the number of a character, which may be escaped.
fn letter(text: &str) -> Option<u32> {
    let mut letters = text.strip_prefix('\\').unwrap_or(text).chars();
    let letter = letters.next().filter(|it| !".{},".contains(*it) || text.starts_with('\\'))?;
    letters.next().is_none().then_some(letter.into())
}

/// Splits `first..last..step`. A step of nothing is one.
fn bounds(range: &str) -> Option<(&str, &str, u64)> {
    let (first, rest) = range.split_once("..")?;
    let (last, step) = rest.split_once("..").unwrap_or((rest, "1"));
    Some((first, last, step.parse::<u64>().ok()?.max(1)))
}

/// Counts from one number to another, up or down.
fn stepped(first: i128, last: i128, step: u64) -> impl Iterator<Item = i128> {
    let step = i128::from(step);
    let count = (last - first).unsigned_abs() / step.unsigned_abs();
    let count = usize::try_from(count).unwrap_or(MOST).min(MOST - 1);
    let signed = if first > last { -step } else { step };
    std::iter::successors(Some(first), move |number| Some(number + signed)).take(count + 1)
}

#[cfg(test)]
mod tests;
