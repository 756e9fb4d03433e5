//! The servers whose sources are not changed: the user is told the line.

use super::*;

/// Sources without white space, and without the commas that rustfmt adds at the ends of lines.
fn joined(text: &str) -> String {
    let text: String = text.split_whitespace().collect();
    text.replace(",)", ")")
}

#[test]
fn the_line_of_each_server_is_that_of_its_example() {
    for (server, dependency, feature) in [
        ("rocket", "rocket = \"0.5\"", Some("rocket")),
        ("ntex", "ntex = \"3\"", Some("ntex")),
        ("poem", "poem = \"3\"", None),
        ("salvo", "salvo = \"1\"", None),
        ("warp", "warp = \"0.4\"", None),
        ("hyper", "hyper = \"1\"", None),
    ] {
        let manifest = AXUM.replace("askama = \"0.16\"\naxum = \"0.8\"", dependency);
        let files = [("Cargo.toml", &*manifest), ("src/main.rs", "fn main() {}\n")];
        let (text, notes) = edited(&files, "Cargo.toml");
        let features = feature.map(|name| format!("features = [\"{name}\"]"));
        assert!(features.is_none_or(|features| text.contains(&features)), "{text}");
        let note = notes.iter().find(|note| note.contains("assets::service()"));
        let note = note.unwrap_or_else(|| panic!("{server}: {notes:?}"));
        let codes = note.split('`').skip(1).step_by(2).filter(|code| code.contains("assets::"));
        let example = format!("../../examples/servers/{server}/src/main.rs");
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join(example);
        let example = std::fs::read_to_string(example).unwrap();
        for code in codes.map(joined) {
            assert!(joined(&example).contains(&code), "{server}: {code} is not in\n{example}");
        }
    }
}
