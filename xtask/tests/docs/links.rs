//! Links between documents.

use std::collections::HashMap;

use crate::{markdown, repository};

#[test]
fn every_relative_link_leads_to_a_file_and_a_heading() {
    let documents: HashMap<String, String> = repository::documents().into_iter().collect();
    let mut dead = Vec::new();
    let mut count = 0;
    for (page, text) in &documents {
        for link in markdown::links(text).into_iter().filter(|link| !link.contains("://")) {
            count += 1;
            if !leads_somewhere(&documents, page, link) {
                dead.push(format!("{page}: {link}"));
            }
        }
    }
    assert!(count > 30, "only {count} links");
    assert!(dead.is_empty(), "these links lead nowhere: {dead:#?}");
}

fn leads_somewhere(documents: &HashMap<String, String>, page: &str, link: &str) -> bool {
    let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = if file.is_empty() { page.to_owned() } else { beside(page, file) };
    if anchor.is_empty() {
        return repository::path(&target).exists();
    }
    documents.get(&target).is_some_and(|text| markdown::anchors(text).iter().any(|at| at == anchor))
}

/// The path of a link in a page, from the root of the repository.
fn beside(page: &str, link: &str) -> String {
    let mut segments: Vec<&str> = page.split('/').collect();
    segments.pop();
    for segment in link.split('/') {
        match segment {
            "." => {}
            ".." => {
                segments.pop();
            }
            name => segments.push(name),
        }
    }
    segments.join("/")
}

#[test]
fn every_page_is_in_the_index() {
    let index = repository::read("docs/README.md");
    let links = markdown::links(&index);
    let documents = repository::documents();
    let pages = documents.iter().filter_map(|(path, _)| path.strip_prefix("docs/"));
    let missing: Vec<&str> = pages
        .filter(|page| !["README.md", "SUMMARY.md"].contains(page) && !links.contains(page))
        .collect();
    assert!(missing.is_empty(), "not in docs/README.md: {missing:#?}");
}

#[test]
fn every_example_is_in_their_list() {
    let list = repository::read("examples/README.md");
    let links = markdown::links(&list);
    let manifests = repository::files("examples", "toml");
    let examples = manifests.iter().filter(|file| {
        file.ends_with("/Cargo.toml") && repository::read(file).contains("[package]")
    });
    let folders = examples.filter_map(|file| {
        file.strip_prefix("examples/")?.strip_suffix("/Cargo.toml").map(str::to_owned)
    });
    // What only tests use is no example.
    let missing: Vec<String> = folders
        .filter(|folder| !folder.ends_with("/smoke") && !links.contains(&&**folder))
        .collect();
    assert!(missing.is_empty(), "not in examples/README.md: {missing:#?}");
}

#[test]
fn every_page_is_in_the_summary_of_the_book_once() {
    const SUMMARY: &str = "docs/SUMMARY.md";
    let summary = repository::read(SUMMARY);
    let links = markdown::links(&summary);
    let documents = repository::documents();
    let missing: Vec<String> = documents
        .iter()
        .filter_map(|(path, text)| Some((path.strip_prefix("docs/")?, text)))
        .filter(|(page, _)| *page != "SUMMARY.md" && !links.contains(page))
        .map(|(page, text)| {
            let title = markdown::headings(text).into_iter().next().unwrap_or_default();
            format!("add `- [{}]({page})`", title.split(": ").next().unwrap_or_default())
        })
        .collect();
    assert!(missing.is_empty(), "not in {SUMMARY}:\n{}", missing.join("\n"));
    let mut unique = links.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(links.len(), unique.len(), "{SUMMARY} has a page twice");
}

#[test]
fn every_page_that_a_source_names_exists() {
    let mut missing = Vec::new();
    for (source, text) in repository::sources() {
        for (start, _) in text.match_indices("docs/") {
            let is_end =
                |character: char| !character.is_ascii_alphanumeric() && !"/-_.".contains(character);
            let path = text[start..].split(is_end).next().unwrap_or_default();
            let is_page = path.ends_with(".md") && !text[..start].ends_with(['"', '.']);
            if is_page && !repository::path(path).exists() {
                missing.push(format!("{source}: {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "no such pages: {missing:#?}");
}

#[test]
fn a_heading_begins_with_a_noun_or_a_verb() {
    const QUESTIONS: [&str; 8] =
        ["What", "Whether", "Who", "Where", "When", "Which", "How", "Those"];
    let documents = repository::documents();
    let headings = documents.iter().flat_map(|(page, text)| {
        markdown::headings(text).into_iter().map(move |heading| format!("{page}: {heading}"))
    });
    let is_question =
        |heading: &String| QUESTIONS.iter().any(|word| heading.contains(&format!(": {word} ")));
    let questions: Vec<String> = headings.filter(is_question).collect();
    assert!(questions.is_empty(), "{questions:#?}");
}
