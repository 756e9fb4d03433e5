//! Links: those that leave the book, and those in it that lead nowhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::cannot;
use crate::run::Failure;

/// The files of the repository, for links that leave the book.
const REPOSITORY: &str = "https://github.com/tailprint/tailprint/blob/main/";

/// Pages that mdBook makes itself and that have links of their own.
const GENERATED: [&str; 3] = ["print.html", "toc.html", "404.html"];

/// Replaces links to files beside `docs/` in a page of the folder `within` below it.
pub(super) fn outward(text: &str, within: &Path) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("](") {
        let (before, target) = rest.split_at(start + 2);
        result.push_str(before);
        let end = target.find(')').unwrap_or(target.len());
        match leaving(&target[..end], within) {
            Some(path) => result.extend([REPOSITORY, &path]),
            None => result.push_str(&target[..end]),
        }
        rest = &target[end..];
    }
    result + rest
}

/// The path from the root of the repository, if a link leads out of `docs/`.
fn leaving(link: &str, within: &Path) -> Option<String> {
    let above = link.split('/').take_while(|segment| *segment == "..").count();
    let is_out = above > within.components().count();
    is_out.then(|| link.split('/').skip(above).collect::<Vec<_>>().join("/"))
}

/// The links of all pages below a folder of HTML that lead to no file or no anchor, each with its page.
pub(super) fn dead(folder: &Path) -> Result<Vec<String>, Failure> {
    let mut pages = BTreeMap::new();
    read(folder, folder, &mut pages)?;
    let anchors: BTreeMap<&PathBuf, BTreeSet<&str>> =
        pages.iter().map(|(path, text)| (path, values(text, "id").collect())).collect();
    let mut dead = Vec::new();
    for (page, text) in &pages {
        if GENERATED.iter().any(|name| page.ends_with(name)) {
            continue;
        }
        for link in values(text, "href").filter(|link| !is_outside(link)) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { page.clone() } else { beside(page, path) };
            let leads = match anchors.get(&target) {
                Some(ids) => anchor.is_empty() || ids.contains(anchor),
                None => folder.join(&target).is_file(),
            };
            if !leads {
                dead.push(format!("{}: {link}", page.display()));
            }
        }
    }
    Ok(dead)
}

fn is_outside(link: &str) -> bool {
    link.contains(':') || link.is_empty()
}

/// A relative URL in a page, from the root of the book.
fn beside(page: &Path, link: &str) -> PathBuf {
    let mut path = page.parent().unwrap_or(Path::new("")).to_owned();
    for segment in link.split('/') {
        match segment {
            "." | "" => {}
            ".." => {
                path.pop();
            }
            name => path.push(name),
        }
    }
    path
}

fn read(folder: &Path, root: &Path, pages: &mut BTreeMap<PathBuf, String>) -> Result<(), Failure> {
    let unreadable = |error| cannot("read", folder, &error);
    for entry in folder.read_dir().map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            read(&path, root, pages)?;
        } else if path.extension().is_some_and(|extension| extension == "html") {
            let text = fs::read_to_string(&path).map_err(|error| cannot("read", &path, &error))?;
            let page = path.strip_prefix(root).unwrap_or(&path).to_owned();
            pages.insert(page, text);
        }
    }
    Ok(())
}

/// The values of an attribute of all elements, as mdBook writes it. Code in a page shows elements as text.
fn values<'a>(html: &'a str, attribute: &str) -> impl Iterator<Item = &'a str> {
    let before = format!(" {attribute}=\"");
    let elements = html.split('<').skip(1).filter_map(|rest| rest.split('>').next());
    elements.filter_map(move |element| element.split_once(&before)?.1.split('"').next())
}

#[test]
fn only_links_that_leave_the_book_get_the_url_of_the_repository() {
    let text = "[a](b.md#c) [d](../e.md) [f](../../README.md) [g](https://h.example/) `[i](`";
    let expected = "[a](b.md#c) [d](../e.md) \
                    [f](https://github.com/tailprint/tailprint/blob/main/README.md) [g](https://h.example/) `[i](`";
    assert_eq!(outward(text, Path::new("guide")), expected);
    assert_eq!(outward("[a](../b)", Path::new("")), format!("[a]({REPOSITORY}b)"));
}

#[test]
fn a_link_needs_a_page_and_an_anchor() {
    let folder = std::env::temp_dir().join(format!("tailprint-book-{}", std::process::id()));
    fs::create_dir_all(folder.join("guide")).unwrap();
    let page = "<h2 id=\"a\"> <a href=\"#a\"> <a href=\"../b.html#c\"> <a href=\"../b.html#d\"> \
                <a href=\"e.html\"> <a href=\"https://f.example/\"> <a href=\"#g\"> &lt;a href=\"h\"&gt;";
    fs::write(folder.join("guide/page.html"), page).unwrap();
    fs::write(folder.join("b.html"), "<h2 id=\"c\">").unwrap();
    let dead = dead(&folder);
    fs::remove_dir_all(&folder).unwrap();
    let page = Path::new("guide/page.html").display();
    let expected = ["../b.html#d", "e.html", "#g"].map(|link| format!("{page}: {link}"));
    assert_eq!(dead.unwrap(), expected);
}
