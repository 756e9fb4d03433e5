//! The rules of a class in a style sheet.

/// A block that is open, with the text in front of it.
struct Open<'a> {
    prelude: &'a str,
    start: usize,
}

/// Returns the rules whose selectors have a class, with the conditions around them, as they are written.
pub(crate) fn of_class(css: &str, class: &str) -> Vec<String> {
    let selector = escaped(class);
    let mut found = Vec::new();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut taken: Option<usize> = None;
    let (mut at, mut start) = (0, 0);
    while let Some(step) =
        css.get(at..).and_then(|rest| rest.find(['{', '}', ';', '\\', '"', '\'', '/']))
    {
        let here = at + step;
        at = here + 1;
        let rest = css.get(here..).unwrap_or_default();
        match rest.chars().next() {
            Some('\\') => at += rest.chars().nth(1).map_or(0, char::len_utf8),
            Some(quote @ ('"' | '\'')) => at = here + string(rest, quote),
            Some('/') if rest.starts_with("/*") => {
                at = here + rest.find("*/").map_or(rest.len(), |end| end + 2);
                if css.get(start..here).is_some_and(|before| before.trim().is_empty()) {
                    start = at;
                }
            }
            Some('{') => {
                let prelude = css.get(start..here).unwrap_or_default().trim();
                if taken.is_none() && has(prelude, &selector) {
                    taken = Some(open.len());
                }
                open.push(Open { prelude, start });
                start = at;
            }
            Some('}') => {
                if let Some(rule) = open.pop()
                    && taken == Some(open.len())
                {
                    taken = None;
                    let text = css.get(rule.start..at).unwrap_or_default().trim();
                    let around = open.iter().map(|open| open.prelude);
                    let around: Vec<&str> = around.filter(|it| !it.starts_with("@layer")).collect();
                    found.push(if around.is_empty() {
                        text.to_owned()
                    } else {
                        format!("/* in {} */\n{text}", around.join(", "))
                    });
                }
                start = at;
            }
            Some(';') => start = at,
            _ => {}
        }
    }
    found
}

/// Returns the length of a string that begins a text.
fn string(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        if !escaped && (letter == quote || letter == '\n') {
            return at + 1;
        }
        escaped = !escaped && letter == '\\';
    }
    text.len()
}

/// Returns true if a selector has the class, and not only a longer one.
fn has(selector: &str, class: &str) -> bool {
    selector.match_indices(class).any(|(at, _)| {
        let behind = selector.get(at + class.len()..).and_then(|rest| rest.chars().next());
        !behind.is_some_and(|it| it.is_alphanumeric() || matches!(it, '-' | '_' | '\\'))
    })
}

/// Returns the selector of a class: `.w-1\.5` for `w-1.5`.
fn escaped(class: &str) -> String {
    let mut selector = String::from(".");
    for (at, letter) in class.chars().enumerate() {
        if at == 0 && letter.is_ascii_digit() {
            selector.push_str(&format!("\\3{letter} "));
            continue;
        }
        if !(letter.is_alphanumeric() || matches!(letter, '-' | '_') || !letter.is_ascii()) {
            selector.push('\\');
        }
        selector.push(letter);
    }
    selector
}

#[cfg(test)]
mod tests;
