//! Invariants of any input.

use cssparser::{Parser, ParserInput};
use proptest::prelude::*;

use super::*;
use tailprint_core::fingerprint::hashed_name;

const FINGERPRINT: &str = "0123456789ab";

const FRAGMENTS: &[&str] = &[
    "url(",
    "URL('",
    "u\\72l(\"",
    "src('",
    "image-set(",
    "-webkit-image-set('",
    "image(",
    "@import ",
    "@\\69mport\t",
    "@namespace ",
    "@supports (",
    "@property --x{",
    "syntax:'<url>'",
    "initial-value:",
    "behavior:",
    "*",
    "format(eot",
    "VAR( --y ,",
    "my-var(--x)",
    "style(",
    "if(",
    "@media x",
    "@container style(--x:",
    "@font-face{src:",
    "--x:",
    "--",
    "a{",
    "b:",
    ")",
    "(",
    "[",
    "]",
    "{",
    "}",
    ";",
    ":",
    ",",
    "'",
    "\"",
    "\\",
    "\\\n",
    "\\\r\n",
    "\\41 ",
    "\\2e",
    "\\2e png",
    "\\0",
    "\\110000",
    "\\d800 ",
    "\\e9\r\n",
    "\n",
    "\r\n",
    "\r",
    "\x0C",
    "\t",
    " ",
    "\0",
    "/*",
    "*/",
    "/*# sourceMappingURL=",
    "/*@ sourceMappingURL=a.map*/",
    "<!--",
    "-->",
    "\u{FEFF}",
    "é",
    "☃",
    "😀",
    "a.png",
    "../a/./b.css",
    "x",
    "%2e",
    "%2F",
    "%C3%A9",
    "%ff",
    "%",
    "?",
    "#",
    "?#iefix",
    "data:",
    "https://h/",
    "//",
    "/static/",
    "tailwindcss",
    "@scope/p",
    ".",
    "..",
    "/",
    "var(--x)",
    "format('woff')",
    "type('image/png')",
    "supports(",
    "layer(",
    "1x",
    "curl(",
    "!important",
    "\\(",
    "\\)",
    "\\'",
    "\u{1}",
    "\x7F",
];

fn sheet() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        8 => prop::sample::select(FRAGMENTS).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(fragment, 0..40).prop_map(|fragments| fragments.concat())
}

/// Each character as it is or in one of the spellings that CSS has for it.
fn spelled(quoted: bool) -> impl Strategy<Value = (String, String)> {
    let character = prop_oneof![
        4 => prop::sample::select(b"ab.f/ 01-".as_slice()).prop_map(char::from),
        1 => any::<char>().prop_filter("NUL is replaced", |character| *character != '\0'),
    ];
    let spelling = (character, 0..6_u8).prop_map(move |(character, how)| {
        let code = u32::from(character);
        let spelling = match how {
            0 => format!("\\{code:x} "),
            1 => format!("\\{code:06X}"),
            2 => format!("\\{code:x}\r\n"),
            3 if quoted => format!("\\\n\\{code:x}\t"),
            4 if !character.is_ascii_hexdigit() && !"\n\r\x0C".contains(character) => {
                format!("\\{character}")
            }
            _ if character.is_ascii_alphanumeric() || "./-é☃".contains(character) => {
                character.to_string()
            }
            _ => format!("\\{code:x} "),
        };
        (character, spelling)
    });
    prop::collection::vec(spelling, 0..12).prop_map(|characters| characters.into_iter().unzip())
}

/// The URLs that cssparser reads in the references of the sheet, in the same order.
fn check_against_tokenizer(source: &str, reference: &Reference) {
    let start = reference.span.start;
    let before = source[..start].bytes().last();
    let raw = &source[start..];
    if reference.kind == Kind::SourceMap {
        assert_eq!(&source[reference.span.clone()], reference.url);
    } else if matches!(before, Some(b'"' | b'\'')) && source[..start].len() > 1 {
        let mut input = ParserInput::new(&source[start - 1..]);
        let mut parser = Parser::new(&mut input);
        assert_eq!(parser.expect_string().unwrap().as_ref(), reference.url, "{source:?}");
    } else {
        let token = format!("url({raw}");
        let mut input = ParserInput::new(&token);
        let mut parser = Parser::new(&mut input);
        assert_eq!(parser.expect_url().unwrap().as_ref(), reference.url, "{source:?}");
    }
}

fn check_offsets(source: &str, reference: &Reference) {
    let span = reference.span.clone();
    assert!(source.get(span.clone()).is_some(), "{span:?} in {source:?}");
    match &reference.offsets {
        None => assert_eq!(&source[span.clone()], reference.url),
        Some(offsets) => {
            assert_eq!(offsets.len(), reference.url.len());
            assert!(offsets.is_sorted());
            assert!(
                offsets
                    .iter()
                    .all(|offset| span.contains(offset) && source.is_char_boundary(*offset))
            );
        }
    }
    assert_eq!(reference.offset(reference.url.len()), span.end);
}

fn asset(reference: &Reference, from: &str, site: &Site) -> Option<String> {
    match resolve(reference, from, site) {
        Resolution::Asset(path) | Resolution::Package(path) => Some(path),
        _ => None,
    }
}

/// Inserts a fingerprint into every reference that leads to an asset.
fn hashed(source: &str, from: &str, site: &Site) -> String {
    let mut out = source.to_owned();
    for reference in find(source).references.iter().rev() {
        if asset(reference, from, site).is_some() {
            out.insert_str(insertion_point(reference), &format!(".{FINGERPRINT}"));
        }
    }
    out
}

fn check_round_trip(source: &str) {
    let site = Site::from(UrlPrefix::parse("/static/").unwrap());
    let from = "css/app.css";
    let before = find(source).references;
    let output = hashed(source, from, &site);
    let after = find(&output).references;
    assert_eq!(before.len(), after.len(), "{source:?} {output:?}");
    for (before, after) in before.iter().zip(&after) {
        if let Some(path) = asset(before, from, &site) {
            let expected = Some(hashed_name(&path, FINGERPRINT));
            assert_eq!(asset(after, from, &site), expected, "{source:?} {output:?}");
        }
    }
    assert_eq!(output.replace(&format!(".{FINGERPRINT}"), ""), source);
}

fn found_by_tokens_alone(source: &str) -> Found {
    let mut finder = Finder::new(source);
    for (token, span) in Tokens::new(source) {
        finder.token(&token, span);
    }
    finder.found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_sheet_is_read_without_a_panic_and_its_spans_are_true(source in sheet()) {
        let found = find(&source);
        for reference in &found.references {
            check_offsets(&source, reference);
            check_against_tokenizer(&source, reference);
        }
        prop_assert!(found.references.is_sorted_by(|one, next| one.span.end <= next.span.start));
        prop_assert!(found.problems.iter().all(|(offset, _)| source.is_char_boundary(*offset)));
    }

    #[test]
    fn inserting_fingerprints_gives_the_hashed_names_and_removing_them_the_input(source in sheet()) {
        check_round_trip(&source);
    }

    #[test]
    fn skipping_statements_misses_nothing(source in sheet()) {
        prop_assert_eq!(find(&source), found_by_tokens_alone(&source));
    }

    #[test]
    fn every_spelling_of_an_unquoted_url_is_decoded((url, spelling) in spelled(false)) {
        let source = format!("a{{b:url( {spelling} )}}");
        prop_assert_eq!(plain(&source), [url]);
        check_round_trip(&source);
    }

    #[test]
    fn every_spelling_of_a_string_is_decoded((url, spelling) in spelled(true)) {
        for quote in ['\'', '"'] {
            let source = format!("a{{b:url({quote}{spelling}{quote})}}");
            prop_assert_eq!(plain(&source), [url.clone()]);
            check_round_trip(&source);
        }
    }
}
