//! Markdown, as far as these documents use it.

/// A fenced block of code.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Block<'a> {
    pub(crate) language: &'a str,
    pub(crate) code: &'a str,
    /// Line of the document, from 1.
    pub(crate) line: usize,
}

pub(crate) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut line = 1;
    for (index, part) in text.split("```").enumerate() {
        if index % 2 == 1 {
            let (language, code) = part.split_once('\n').unwrap_or((part, ""));
            blocks.push(Block { language, code, line });
        }
        line += part.matches('\n').count();
    }
    blocks
}

/// The rows of all tables, head and rule included: the cells without their blanks.
pub(crate) fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = text.lines().filter_map(|line| line.strip_prefix('|')?.strip_suffix('|'));
    let is_rule = |row: &&str| row.chars().all(|character| "-:|".contains(character));
    lines.filter(move |row| !is_rule(row)).map(|row| row.split(" | ").map(str::trim).collect())
}

/// The spans of code in a text without blocks.
pub(crate) fn spans(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The text below a heading of the second level, up to the next one.
pub(crate) fn section<'a>(text: &'a str, heading: &str) -> &'a str {
    let start = format!("\n## {heading}\n");
    let (_, rest) = text.split_once(&start).unwrap_or_else(|| panic!("no heading {heading:?}"));
    rest.split("\n## ").next().unwrap_or_default()
}

/// The headings.
pub(crate) fn headings(text: &str) -> Vec<String> {
    let outside_of_blocks = text.split("```").step_by(2).collect::<String>();
    let headings = outside_of_blocks.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| line.trim_start_matches('#').trim().to_owned()).collect()
}

/// The targets of all links.
pub(crate) fn links(text: &str) -> Vec<&str> {
    let code: Vec<&str> = text.split("```").skip(1).step_by(2).collect();
    let is_in_code = |link: &str| code.iter().any(|code| contains_slice(code, link));
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|link| !is_in_code(link)).collect()
}

/// Reports if `inner` is a part of `outer` in memory.
fn contains_slice(outer: &str, inner: &str) -> bool {
    outer.as_bytes().as_ptr_range().contains(&inner.as_ptr())
}

/// The anchors of all headings, by GitHub's rule: lower case, blanks become `-`, punctuation goes.
pub(crate) fn anchors(text: &str) -> Vec<String> {
    headings(text).iter().map(|heading| anchor(heading)).collect()
}

fn anchor(heading: &str) -> String {
    let kept = |character: char| match character {
        ' ' => Some('-'),
        '-' | '_' => Some(character),
        character if character.is_alphanumeric() => Some(character),
        _ => None,
    };
    heading.to_lowercase().chars().filter_map(kept).collect()
}

#[test]
fn a_heading_becomes_an_anchor_as_on_github() {
    assert_eq!(
        anchors("# `cargo tailprint dev`\n\n## A, b-c: d!\n"),
        ["cargo-tailprint-dev", "a-b-c-d"]
    );
}

#[test]
fn links_in_code_are_no_links() {
    assert_eq!(links("[a](b.md#c)\n```md\n[d](e.md)\n```\n[f](g)"), ["b.md#c", "g"]);
}

#[test]
fn a_block_has_its_language_and_its_line() {
    let block = Block { language: "sh", code: "ls\n", line: 3 };
    assert_eq!(blocks("a\n\n```sh\nls\n```\n"), [block]);
}

#[test]
fn rows_are_the_lines_of_tables() {
    let rows: Vec<_> = rows("a\n\n| b | c |\n|---|--:|\n| `d` | |\n").collect();
    assert_eq!(rows, [["b", "c"], ["`d`", ""]]);
}
