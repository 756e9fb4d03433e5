//! Class names that are put together at run time: Tailwind finds whole names only.

/// The kind of a file, which decides how a value is put into a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Rust,
    Script,
    Template,
}

impl Language {
    pub(super) fn of(file: &str) -> Self {
        match file.rsplit('.').next().unwrap_or_default() {
            "rs" => Self::Rust,
            "js" | "mjs" | "cjs" | "ts" | "jsx" | "tsx" => Self::Script,
            _ => Self::Template,
        }
    }
}

/// The beginnings of classes that a value may follow: `p-` and a number.
#[rustfmt::skip]
const BEGINNINGS: &[&str] = &[
    "animate", "aspect", "basis", "blur", "border-spacing", "bottom", "brightness", "col-span", "col-start", "columns",
    "contrast", "delay", "duration", "ease", "end", "flex", "font", "gap", "gap-x", "gap-y", "grid-cols", "grid-rows",
    "h", "indent", "inset", "inset-x", "inset-y", "items", "justify", "leading", "left", "line-clamp", "m", "max-h",
    "max-w", "mb", "me", "min-h", "min-w", "ml", "mr", "ms", "mt", "mx", "my", "opacity", "order", "p", "pb", "pe", "pl",
    "pr", "ps", "pt", "px", "py", "right", "rotate", "rounded", "rounded-b", "rounded-l", "rounded-r", "rounded-t",
    "row-span", "row-start", "saturate", "scale", "size", "skew-x", "skew-y", "space-x", "space-y", "start", "top",
    "tracking", "translate-x", "translate-y", "underline", "w", "z",
];

/// The beginnings of classes that a colour may follow.
#[rustfmt::skip]
const COLOURED: &[&str] = &[
    "accent", "bg", "border", "border-b", "border-l", "border-r", "border-t", "border-x", "border-y", "caret",
    "decoration", "divide", "fill", "from", "outline", "placeholder", "ring", "shadow", "stroke", "text", "to", "via",
];

#[rustfmt::skip]
const COLOURS: &[&str] = &[
    "amber", "black", "blue", "cyan", "emerald", "fuchsia", "gray", "green", "indigo", "lime", "mauve", "mist", "neutral",
    "olive", "orange", "pink", "purple", "red", "rose", "sky", "slate", "stone", "taupe", "teal", "violet", "white",
    "yellow", "zinc",
];

/// Beginnings that are words as well, as in the identifier `order-17`.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "accent", "bottom", "columns", "delay", "end", "fill", "font", "from", "h", "inset", "items", "left", "order",
    "outline", "p", "placeholder", "right", "ring", "scale", "shadow", "size", "start", "text", "to", "top", "via", "w",
];

/// Classes without a value, which tell that a text is about classes.
#[rustfmt::skip]
const PLAIN: &[&str] = &[
    "absolute", "block", "border", "container", "fixed", "flex", "grid", "hidden", "inline", "inline-block", "inline-flex",
    "italic", "relative", "rounded", "shadow", "sticky", "truncate", "underline", "uppercase",
];

/// The length in bytes above which a line was written by a program.
const LONGEST: usize = 2000;

/// Finds the classes in a line that a value is put into: `bg-{c}-500`, `p-{{ n }}`, `"mt-" + n`.
pub(super) fn put_together(line: &str, language: Language) -> Vec<&str> {
    if line.len() > LONGEST {
        return Vec::new();
    }
    let values = line.match_indices(['{', '<', '$', '"', '\'']).map(|(at, _)| at);
    let values = values.filter(|&at| is_value(line, at, language));
    values.filter_map(|at| class(line, at, language)).collect()
}

/// Returns true if a value, rather than text, begins at a byte of a line.
fn is_value(line: &str, at: usize, language: Language) -> bool {
    let before = line.get(..at).unwrap_or_default();
    let rest = line.get(at..).unwrap_or_default();
    if let Some(behind) = rest.strip_prefix(['"', '\'']) {
        let behind = behind.trim_start();
        let behind = behind.strip_prefix(".to_owned()").unwrap_or(behind);
        let behind = behind.strip_prefix(".to_string()").unwrap_or(behind).trim_start();
        return match language {
            // maud puts expressions in parentheses behind a text.
            Language::Rust => behind.starts_with(['+', '(']),
            Language::Script => behind.starts_with('+'),
            Language::Template => behind.starts_with(['~', '+']),
        };
    }
    match language {
        // Two braces are one in a format string.
        Language::Rust => rest.starts_with('{') && !rest.starts_with("{{") && before.contains('"'),
        Language::Script => rest.starts_with("${") && before.contains('`'),
        // New apps have `<< >>`, since editors take `{{ }}` for code of a browser.
        Language::Template => ["{{", "{%", "<<", "<%"].iter().any(|it| rest.starts_with(it)),
    }
}

/// Returns the class that a value at a byte of a line belongs to, up to the end of the text around it.
fn class(line: &str, at: usize, language: Language) -> Option<&str> {
    let before = line.get(..at)?;
    let is_of_class = |letter: char| letter.is_ascii_alphanumeric() || "-:!/[(.%_".contains(letter);
    let start = before.rfind(|letter| !is_of_class(letter)).map_or(0, |last| {
        last + before.get(last..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    let name = before.get(start..)?.rsplit(':').next()?.trim_start_matches(['!', '-']);
    let beginning = beginning(name)?;
    let rest = line.get(start..)?;
    let end = rest.find(['"', '\'', '`']).unwrap_or(rest.len());
    let shown = rest.get(..end)?;
    // The text that the class stands in, without the class.
    let open = before.get(..start)?.rfind(['"', '\'', '`']).map_or(0, |quote| quote + 1);
    let others =
        before.get(open..start)?.split_whitespace().chain(shown.split_whitespace().skip(1));
    let is_word = name.ends_with('-') && WORDS.contains(&beginning);
    let is_sure = !is_word || { others }.any(is_class);
    let is_meant = match language {
        Language::Rust | Language::Script => is_sure,
        Language::Template => match attribute(before.get(..start)?) {
            Some(name) => name.contains("class"),
            None => is_sure,
        },
    };
    is_meant.then_some(shown)
}

/// Returns the first part of a class that ends where its value begins.
fn beginning(name: &str) -> Option<&str> {
    let base = name
        .strip_suffix(['-', '/'])
        .or_else(|| name.strip_suffix(['[', '(']).and_then(|name| name.strip_suffix('-')))?;
    let ends_in_dash = !name.ends_with('/');
    if ends_in_dash && (BEGINNINGS.contains(&base) || COLOURED.contains(&base)) {
        return Some(base);
    }
    // `bg-red-{n}`, `bg-red-500/{n}` and `w-1/{n}`.
    let mut places = base.match_indices('-');
    places.find_map(|(dash, _)| {
        let (start, value) = (base.get(..dash)?, base.get(dash + 1..)?);
        let first = value.split('-').next()?;
        let is_colour = COLOURED.contains(&start) && COLOURS.contains(&first);
        let is_number = || first.bytes().all(|it| it.is_ascii_digit());
        let is_part = !ends_in_dash && BEGINNINGS.contains(&start) && is_number();
        (is_colour || is_part).then_some(start)
    })
}

/// Returns true for a text that looks like a class.
fn is_class(text: &str) -> bool {
    let name = text.rsplit(':').next().unwrap_or(text).trim_start_matches(['!', '-']);
    let begins = |list: &[&str]| {
        list.iter().any(|it| name.strip_prefix(it).is_some_and(|rest| rest.starts_with('-')))
    };
    PLAIN.contains(&name) || begins(BEGINNINGS) || begins(COLOURED)
}

/// Returns the name of the last attribute that begins in a text of markup.
fn attribute(before: &str) -> Option<&str> {
    let equals = before.rfind("=\"").max(before.rfind("='"))?;
    let name = before.get(..equals)?;
    let start = name.rfind(|it: char| !(it.is_ascii_alphanumeric() || "-_:@.".contains(it)));
    name.get(start.map_or(0, |at| at + 1)..)
}
