use super::prose::is_prose;
use super::*;

#[test]
fn documents_and_comments_are_prose() {
    let prose = |text: &str, file: &str| {
        is_prose(text.as_bytes(), text.find('X').unwrap(), Path::new(file))
    };
    for (text, file) in [
        ("write X", "README.md"),
        ("<!-- X -->", "a.html"),
        ("<p>{# X #}", "a.jinja"),
        ("let a = \"b\"; // X", "a.rs"),
        ("/* a\n X */", "a.js"),
        ("/// `X`", "a.rs"),
        ("{#- X -#}", "a.html"),
        ("{%- comment -%} X {%- endcomment -%}", "a.liquid"),
        ("{% comment %} X {% endcomment %}", "a.html"),
        ("{{!-- X --}}", "a.hbs"),
        ("{{! X }}", "a.hbs"),
        ("<%# X %>", "a.erb"),
        ("@* X *@", "a.cshtml"),
        ("a = 1 # X", "a.toml"),
        ("const a = 'b'; // X", "a.js"),
    ] {
        assert!(prose(text, file), "{text}");
    }
    for (text, file) in [
        ("<!-- a --><p class=\"X\">", "a.html"),
        ("{# a #}{{ X }}", "a.jinja"),
        ("// a\nlet a = \"X\";", "a.rs"),
        ("let a = \"https://b X\";", "a.rs"),
        ("/* a */ X", "a.js"),
        ("const a = 'https://b' + 'X';", "a.js"),
        ("const a = `//` + `X`;", "a.js"),
        ("{{#if a}}<p class=\"X\">{{/if}}", "a.hbs"),
        ("{{#if a}}<p class=\"X\">{{/if}}", "a.html"),
        ("{#if a}<p class=\"X\">{/if}", "a.svelte"),
        ("{%- comment -%}a{%- endcomment -%} X", "a.liquid"),
        ("{% comments %}{{ comment }} X", "a.html"),
        ("a = \"#\" + \"X\"", "a.py"),
    ] {
        assert!(!prose(text, file), "{text}");
    }
}

#[test]
fn a_class_is_found_in_each_file_that_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let files = vec![
        write("a.html", "<p class=\"p-4 hover:p-4\">\n<p class=\"m-1 p-4\">"),
        write("b.html", "<p class=\"-p-4 p-44\">"),
    ];
    let origins = Origins {
        package: folder.path().to_owned(),
        searched: Selected { files, ..Selected::default() },
        ..Origins::default()
    };
    let classes = ["p-4", "m-1", "gone"].map(str::to_owned).into();
    let places = origins.places(&classes);
    let a = |line, column| ("a.html".to_owned(), line, column);
    assert_eq!(places.get("p-4"), Some(&vec![a(1, 11), a(2, 15)]));
    assert_eq!(places.get("m-1"), Some(&vec![a(2, 11)]));
    assert_eq!(places.get("gone"), None);
}
