use proptest::prelude::*;

use super::*;

fn injected(pieces: &[&[u8]]) -> String {
    let mut injector = Injector::new(Bytes::from_static(b"[S]"));
    let mut page = Vec::new();
    for piece in pieces {
        page.extend(injector.push(Bytes::copy_from_slice(piece)));
    }
    page.extend(injector.finish());
    String::from_utf8(page).unwrap()
}

#[test]
fn the_script_is_the_first_element_of_the_head() {
    for page in [
        "<!doctype html><html lang=en><head>|<title>",
        "\u{feff}\r\n<!-- <head> --><!DOCTYPE html>\n<HTML data-x=\"a>b\" data-y='>'>\n<Head\n>|\n",
        "<?xml version=\"1.0\"?><html>|<title>",
        "<!doctype html>\n|<header><h1>Hello",
        "<!doctype html><html><body>".replace("<body>", "|<body>").as_str(),
        "<!--><!doctype html><html/><head/>|x",
        "|Hello",
        "  |<h1>",
        "|</head>",
        "<html>|<htmlx>",
    ] {
        let plain = page.replace('|', "");
        assert_eq!(injected(&[plain.as_bytes()]), page.replace('|', "[S]"));
    }
}

#[test]
fn a_page_that_ends_early_has_the_script_at_its_end() {
    for page in ["", "<!doctype html>", "<html", "<head", "<!-- ", "<", " \n"] {
        assert_eq!(injected(&[page.as_bytes()]), format!("{page}[S]"));
    }
}

#[test]
fn a_page_with_a_long_prologue_is_not_held_back_for_ever() {
    let comment = format!("<!--{}", "x".repeat(PROLOGUE));
    let mut injector = Injector::new(Bytes::from_static(b"[S]"));
    assert_eq!(injector.push(comment.clone().into()).len(), comment.len());
    assert_eq!(injector.push("--><p>".into()), "--><p>");
    assert_eq!(injector.finish(), "[S]");
}

proptest! {
    #[test]
    fn a_page_in_any_pieces_gets_the_same_script(
        page in "(<!--|-->|<!doctype html>|<html|<head|>|\"|'|<p>| |x|<|-){0,12}",
        cuts in proptest::collection::vec(0_usize..40, 0..6),
    ) {
        let whole = injected(&[page.as_bytes()]);
        prop_assert_eq!(whole.replacen("[S]", "", 1), page.clone());
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(page.len())).collect();
        cuts.extend([0, page.len()]);
        cuts.sort_unstable();
        let pieces: Vec<&[u8]> =
            cuts.windows(2).map(|pair| &page.as_bytes()[pair[0]..pair[1]]).collect();
        prop_assert_eq!(injected(&pieces), whole);
    }
}
