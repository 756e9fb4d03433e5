//! Text in HTML.

use std::fmt;

use tailprint_core::shown::Shown;
use tailprint_core::size::shown;

/// The most rows of a table. The JSON form of the report has all.
pub(super) const ROWS: usize = 200;

/// Text for an element or a quoted attribute.
///
/// File names come from anywhere, packages included. Characters that change the order of others or cannot be seen are
/// shown as escapes.
pub(super) struct Text<'a>(pub(super) &'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in Shown::line(self.0).as_str().chars() {
            match letter {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                _ => fmt::Write::write_char(f, letter)?,
            }
        }
        Ok(())
    }
}

/// A size with the unit on the same line.
pub(super) fn size(bytes: u64) -> String {
    shown(bytes).replace(' ', "\u{a0}")
}

/// A size of something in memory.
pub(super) fn length(bytes: usize) -> String {
    size(bytes as u64)
}

/// A number with a noun: `1 asset`, `2 assets`.
pub(super) fn counted(number: usize, noun: &str) -> String {
    let plural = match noun.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None if noun.ends_with("s") => format!("{noun}es"),
        None => format!("{noun}s"),
    };
    format!("{number}\u{a0}{}", if number == 1 { noun } else { &plural })
}

/// A path that can be broken between lines behind each slash.
pub(super) fn path(path: &str) -> String {
    format!("<code>{}</code>", Text(path).to_string().replace('/', "/<wbr>"))
}

/// A section with a heading, whose name is the anchor as well.
pub(super) fn section(id: &str, title: &str, content: &str) -> String {
    format!(
        "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{title}</h2>\n{content}</section>\n"
    )
}

/// A column of a table: its head, and whether it holds numbers.
pub(super) type Column<'a> = (&'a str, bool);

/// A table. Cells are HTML, and the first of a row names it. Rows above [`ROWS`] are counted.
pub(super) fn table(caption: &str, columns: &[Column<'_>], rows: &[Vec<String>]) -> String {
    let class = |numbers: bool| if numbers { " class=\"n\"" } else { "" };
    let heads = columns
        .iter()
        .map(|(head, numbers)| format!("<th scope=\"col\"{}>{head}</th>", class(*numbers)));
    let row = |cells: &Vec<String>| {
        let cell = |(at, cell): (usize, &String)| match at {
            0 => format!("<th scope=\"row\">{cell}</th>"),
            _ => format!("<td{}>{cell}</td>", class(columns.get(at).is_some_and(|it| it.1))),
        };
        format!("<tr>{}</tr>\n", cells.iter().enumerate().map(cell).collect::<String>())
    };
    let body: String = rows.iter().take(ROWS).map(row).collect();
    let more = match rows.len().saturating_sub(ROWS) {
        0 => String::new(),
        more => format!("<p class=\"more\">{more} more are in the JSON form of the report.</p>\n"),
    };
    format!(
        "<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\"><table>\n<caption>{caption}</caption>\n\
         <thead><tr>{}</tr></thead>\n<tbody>\n{body}</tbody>\n</table></div>\n{more}",
        heads.collect::<String>()
    )
}
