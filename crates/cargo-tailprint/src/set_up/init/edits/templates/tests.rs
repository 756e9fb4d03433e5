use super::*;

#[test]
fn the_link_has_the_delimiters_that_askama_is_configured_for() {
    let default = Syntax::read(None).unwrap();
    let link = "<link rel=\"stylesheet\" href=\"{{ \"css/tailwind.css\"|static }}\">";
    assert_eq!(default.link("css/tailwind.css"), link);
    let toml = "[general]\ndirs = [\"pages\"]\ndefault_syntax = \"angle\"\n\n\
                    [[syntax]]\nname = \"angle\"\nexpr_start = \"<<\"\nexpr_end = \">>\"\n";
    let angle = Syntax::read(Some(toml)).unwrap();
    assert_eq!(angle.dirs, ["pages"]);
    assert_eq!(angle.link("css/tailwind.css"), link.replace("{{", "<<").replace("}}", ">>"));
    assert!(Syntax::read(Some("[")).unwrap_err().starts_with("askama.toml: not understood: "));
}

#[test]
fn the_link_goes_to_the_end_of_the_head() {
    let linked = |text: &str| linked(text, "<L>", "css/tailwind.css");
    for (text, expected) in [
        (
            "<head>\n    <title>a</title>\n</head>\n",
            "<head>\n    <title>a</title>\n    <L>\n</head>\n",
        ),
        ("  <head>\n  </head>", "  <head>\n    <L>\n  </head>"),
        ("<html><head><title>a</title></head>", "<html><head><title>a</title><L></head>"),
        (
            "<!-- </head> -->\n<HEAD>\n\t<meta>\n</HEAD>",
            "<!-- </head> -->\n<HEAD>\n\t<meta>\n\t<L>\n</HEAD>",
        ),
    ] {
        assert_eq!(linked(text).as_deref(), Some(expected));
    }
    for text in ["<p>fragment</p>", "{# </head> #}", "<head><link href=/css/tailwind.css></head>"] {
        assert_eq!(linked(text), None, "{text}");
    }
}

#[test]
fn filters_are_seen_with_any_spacing() {
    assert!(uses_filters("{{ \"a\" | static }}") && uses_filters("{{ x|preload|safe }}"));
    assert!(!uses_filters("{{ x|statics }} a || static_b"));
    let names: Vec<_> =
        named("{% extends \"a.html\" %}{%include  \"b\"%}{% import \"c\" as c %}").collect();
    assert_eq!(names, ["a.html", "b", "c"]);
}
