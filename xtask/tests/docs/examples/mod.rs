//! Examples in the documents are compiled, run or at least parsed.

mod config;

use crate::{markdown, repository};

/// Sources that compile and run the examples of the documents.
const SOURCES: [&str; 15] = [
    "examples/engines/askama/src/main.rs",
    "examples/engines/askama-0-12/src/main.rs",
    "examples/engines/askama-0-15/src/main.rs",
    "examples/engines/maud/src/main.rs",
    "examples/engines/minijinja/src/main.rs",
    "examples/library/app/src/main.rs",
    "examples/library/ui-kit/build.rs",
    "examples/library/ui-kit/src/lib.rs",
    "examples/recipes/htmx/build.rs",
    "examples/recipes/offline/src/main.rs",
    "examples/recipes/serve-dir/after/src/main.rs",
    "examples/servers/composition/tests/composition/poem.rs",
    "xtask/tests/docs/examples/config.rs",
    "crates/tailprint/tests/guide.rs",
    "crates/cargo-tailprint/tests/cli/assets/guide.rs",
];

/// Text without the white space and the commas that rustfmt changes.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<String>().replace(",)", ")")
}

/// The blocks of all documents: place, language, code.
fn blocks(documents: &[(String, String)]) -> impl Iterator<Item = (String, markdown::Block<'_>)> {
    documents.iter().flat_map(|(page, text)| {
        let blocks = markdown::blocks(text).into_iter();
        blocks.map(move |block| (format!("{page}:{}", block.line), block))
    })
}

/// Reports if `tests/suite/readme.rs` builds the block: it is a file of the README's app.
fn is_file_of_the_readme(place: &str, code: &str) -> bool {
    place.starts_with("README.md:")
        && ["// build.rs\n", "// src/main.rs\n"].iter().any(|file| code.starts_with(file))
}

#[test]
fn every_block_of_rust_and_http_is_in_a_test() {
    let sources: Vec<String> =
        SOURCES.iter().map(|path| squeezed(&repository::read(path))).collect();
    let documents = repository::documents();
    let mut missing = Vec::new();
    let mut count = 0;
    for (place, block) in
        blocks(&documents).filter(|(_, block)| ["rust", "http"].contains(&block.language))
    {
        count += 1;
        let code = squeezed(block.code);
        let is_tested = sources.iter().any(|source| source.contains(&code));
        if !is_tested && !is_file_of_the_readme(&place, block.code) {
            missing.push(place);
        }
    }
    assert!(count > 10, "only {count} blocks");
    assert!(missing.is_empty(), "not in {SOURCES:?}: {missing:#?}");
}

/// Examples of `docs/how-to` and `docs/migrate`, built and asked by `cargo xtask examples`.
const RECIPES: &str = "examples/recipes";

#[test]
fn styles_scripts_and_pages_of_a_how_to_with_an_example_are_in_it() {
    let documents = repository::documents();
    let mut count = 0;
    for (page, text) in documents.iter().filter(|(page, _)| page.starts_with("docs/how-to/")) {
        let link = format!("](../../{RECIPES}/");
        let Some((_, rest)) = text.split_once(&link) else { continue };
        let folder = format!("{RECIPES}/{}", rest.split(')').next().unwrap_or_default());
        let files: Vec<String> = ["css", "html", "js"]
            .iter()
            .flat_map(|extension| repository::files(&folder, extension))
            .map(|file| squeezed(&repository::read(&file)))
            .collect();
        for block in markdown::blocks(text) {
            if ["css", "html", "js"].contains(&block.language) {
                count += 1;
                let code = squeezed(block.code);
                let is_there = files.iter().any(|file| file.contains(&code));
                assert!(is_there, "{page}:{} is in no file of {folder}", block.line);
            }
        }
    }
    assert!(count > 3, "only {count} blocks");
}

#[test]
fn printed_problems_are_those_of_a_test() {
    let page = repository::read("docs/guide/collect.md");
    let tests = repository::read("crates/cargo-tailprint/tests/cli/assets/guide.rs");
    let blocks = markdown::blocks(&page);
    let console = blocks.iter().find(|block| block.language == "console").unwrap();
    let (_, human) = console.code.split_once("$ cargo tailprint check --from static\n").unwrap();
    let json = blocks.iter().find(|block| block.language == "json").unwrap();
    for output in [human, json.code] {
        assert!(tests.contains(output), "no test expects:\n{output}");
    }
}

/// The text of a source without what string literals add: escapes, and line breaks behind a backslash.
fn unescaped(source: &str) -> String {
    squeezed(&source.replace("\\\"", "\"").replace("\\\n", ""))
}

#[test]
fn errors_are_worded_as_in_a_test() {
    let documents = repository::documents();
    let sources = repository::sources();
    let tests = sources.iter().filter(|(path, _)| path.contains("tests"));
    let tests: Vec<String> = tests.map(|(_, source)| unescaped(source)).collect();
    // `tests/suite/readme.rs` compares the error in the README.
    let errors = blocks(&documents).filter(|(place, block)| {
        block.language == "text"
            && block.code.contains("no static asset")
            && !place.starts_with("README.md:")
    });
    for (place, block) in errors {
        let error = squeezed(block.code);
        assert!(tests.iter().any(|test| test.contains(&error)), "{place}: no test expects this");
    }
}

#[test]
fn every_block_of_toml_and_json_parses() {
    let documents = repository::documents();
    let mut wrong = Vec::new();
    for (place, block) in blocks(&documents) {
        let error = match block.language {
            "toml" => basic_toml::from_str::<serde_json::Value>(block.code)
                .err()
                .map(|error| error.to_string()),
            "json" => serde_json::from_str::<serde_json::Value>(block.code)
                .err()
                .map(|error| error.to_string()),
            _ => None,
        };
        wrong.extend(error.map(|error| format!("{place}: {error}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_block_names_its_language() {
    const LANGUAGES: [&str; 13] = [
        "console",
        "css",
        "dockerfile",
        "html",
        "http",
        "js",
        "json",
        "nginx",
        "nix",
        "rust",
        "sh",
        "text",
        "toml",
    ];
    let documents = repository::documents();
    let unnamed: Vec<String> = blocks(&documents)
        .filter(|(_, block)| !LANGUAGES.contains(&block.language))
        .map(|(place, block)| format!("{place}: {:?}", block.language))
        .collect();
    assert!(unnamed.is_empty(), "{unnamed:#?}");
}
