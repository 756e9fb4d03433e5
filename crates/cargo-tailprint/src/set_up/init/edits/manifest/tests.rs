use super::*;

const WANTED: Wanted<'static> =
    Wanted { table: "dependencies", name: "tailprint", features: &["askama", "axum"] };

fn edited(text: &str, edit: impl Fn(&mut DocumentMut)) -> String {
    let mut document = parse(text, "Cargo.toml").unwrap();
    edit(&mut document);
    let once = document.to_string();
    edit(&mut document);
    assert_eq!(document.to_string(), once, "twice is once");
    once
}

fn depended(text: &str) -> String {
    let source = CrateSource::Version("0.1".into());
    edited(text, |document| depend(document, WANTED, Some(&source)))
}

#[test]
fn a_dependency_finds_its_place_and_comments_stay() {
    let line = "tailprint = { version = \"0.1\", features = [\"askama\", \"axum\"] }\n";
    for (text, expected) in [
        ("[package]\nname = \"a\"\n", format!("[package]\nname = \"a\"\n\n[dependencies]\n{line}")),
        (
            "[dependencies]\n# pages\naskama = \"0.16\" # one\ntokio = \"1\"\n\n[lints]\n",
            format!(
                "[dependencies]\n# pages\naskama = \"0.16\" # one\n{line}tokio = \"1\"\n\n[lints]\n"
            ),
        ),
        (
            "[dependencies]\ntokio = \"1\"\naskama = \"0.16\"\n",
            format!("[dependencies]\ntokio = \"1\"\naskama = \"0.16\"\n{line}"),
        ),
    ] {
        assert_eq!(depended(text), expected);
    }
}

#[test]
fn a_dependency_that_is_there_gets_the_features_it_lacks() {
    for (text, expected) in [
        (
            "[dependencies]\ntailprint = \"0.1\"\n",
            "[dependencies]\ntailprint = { version = \"0.1\", features = [\"askama\", \"axum\"] }\n",
        ),
        (
            "[dependencies]\ntailprint = { path = \"../t\", features = [\"axum\"] } # mine\n",
            "[dependencies]\ntailprint = { path = \"../t\", features = [\"axum\", \"askama\"] } # mine\n",
        ),
        (
            "[dependencies]\ntailprint = { path = \"../t\" } # mine\n",
            "[dependencies]\ntailprint = { path = \"../t\", features = [\"askama\", \"axum\"] } # mine\n",
        ),
        (
            "[dependencies.tailprint]\nversion = \"0.1\"\n",
            "[dependencies.tailprint]\nversion = \"0.1\"\nfeatures = [\"askama\", \"axum\"]\n",
        ),
        (
            "[dependencies]\ntailprint.workspace = true\n",
            "[dependencies]\ntailprint.workspace = true\ntailprint.features = [\"askama\", \"axum\"]\n",
        ),
    ] {
        assert_eq!(depended(text), expected);
    }
}

#[test]
fn a_workspace_that_shares_dependencies_shares_this_one() {
    let root = "[workspace]\nmembers = [\"a\"]\n\n[workspace.dependencies]\naxum = \"0.8\"\n";
    let package = parse("[dependencies]\naxum.workspace = true\n", "").unwrap();
    assert!(inherits(&parse(root, "").unwrap(), &package, "tailprint"));
    let source = CrateSource::Version("0.1".into());
    let shared = edited(root, |document| share(document, "tailprint", &source));
    assert_eq!(shared, format!("{root}tailprint = \"0.1\"\n"));
    let inheriting = edited(&package.to_string(), |document| {
        depend(document, WANTED, None);
        let build = Wanted { table: "build-dependencies", name: "tailprint-build", features: &[] };
        depend(document, build, None);
    });
    let expected = "[dependencies]\naxum.workspace = true\n\
                        tailprint = { workspace = true, features = [\"askama\", \"axum\"] }\n\n\
                        [build-dependencies]\ntailprint-build.workspace = true\n";
    assert_eq!(inheriting, expected);
    let alone = parse("[dependencies]\naxum = \"0.8\"\n", "").unwrap();
    assert!(!inherits(&parse(root, "").unwrap(), &alone, "tailprint"));
    assert!(!inherits(&alone, &package, "tailprint"));
}
