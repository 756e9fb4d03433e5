use cssparser::{Parser, ParserInput, Token as Peer};
use proptest::prelude::*;

use super::*;

/// The tokens that `cssparser` reads, each by a parser of its own so that blocks are entered.
fn peer(source: &str) -> Vec<(Token<'_>, Range<usize>)> {
    let base = if source.starts_with('\u{FEFF}') { 3 } else { 0 };
    let mut input = ParserInput::new(&source[base..]);
    let mut tokens = Vec::new();
    let mut start = base;
    loop {
        let mut parser = Parser::new(&mut input);
        let Ok(token) = parser.next_including_whitespace_and_comments().cloned() else {
            return tokens;
        };
        let end = base + parser.position().byte_index();
        tokens.push((translated(token), start..end));
        start = end;
    }
}

fn translated(token: Peer<'_>) -> Token<'_> {
    let text = |text: cssparser::CowRcStr<'_>| Cow::Owned(text.to_string());
    match token {
        Peer::WhiteSpace(_) => Token::WhiteSpace,
        Peer::Comment(text) => Token::Comment(text),
        Peer::Ident(name) => Token::Ident(text(name)),
        Peer::AtKeyword(name) => Token::AtKeyword(text(name)),
        Peer::Hash(_) | Peer::IDHash(_) => Token::Hash,
        Peer::QuotedString(value) => Token::QuotedString(text(value)),
        Peer::BadString(_) => Token::BadString,
        Peer::UnquotedUrl(url) => Token::UnquotedUrl(text(url)),
        Peer::BadUrl(content) => Token::BadUrl(String::leak(content.to_string())),
        Peer::Function(name) => Token::Function(text(name)),
        Peer::Number { .. } | Peer::Percentage { .. } | Peer::Dimension { .. } => Token::Number,
        Peer::Delim(sign) => Token::Delim(sign),
        Peer::IncludeMatch
        | Peer::DashMatch
        | Peer::PrefixMatch
        | Peer::SuffixMatch
        | Peer::SubstringMatch => Token::Match,
        Peer::Colon => Token::Colon,
        Peer::Semicolon => Token::Semicolon,
        Peer::Comma => Token::Comma,
        Peer::CDO => Token::Cdo,
        Peer::CDC => Token::Cdc,
        Peer::ParenthesisBlock => Token::OpenParenthesis,
        Peer::SquareBracketBlock => Token::OpenSquare,
        Peer::CurlyBracketBlock => Token::OpenCurly,
        Peer::CloseParenthesis => Token::CloseParenthesis,
        Peer::CloseSquareBracket => Token::CloseSquare,
        Peer::CloseCurlyBracket => Token::CloseCurly,
    }
}

fn compare(source: &str) {
    // cssparser takes `-` before a backslash at the end of a line for a name; by section 4.3.9 it is none.
    if ["-\\\n", "-\\\r", "-\\\x0C"].iter().any(|it| source.contains(it)) {
        return;
    }
    // cssparser reads no escape behind white space in a URL without quotes; section 4.3.14 does.
    let spaces = [' ', '\t', '\n', '\r', '\u{c}'];
    let is_escape = |(at, _): (usize, &str)| {
        source[..at].ends_with(spaces) && source[at + 1..].starts_with([')', '\\'])
    };
    if source.match_indices('\\').any(is_escape) {
        return;
    }
    let own: Vec<_> = Tokens::new(source).collect();
    assert_eq!(own, peer(source), "{source:?}");
}

#[test]
fn tokens_are_those_of_cssparser() {
    for source in [
        "a{color:red;background:url( x.png )}",
        "@import url(\"a.css\") layer(x) supports(display: grid);",
        "url(a b) url(a\\)b) url(a\\20 b) url(a\\20\r\nb) url(a(b) url( 'x' ) url(\u{1}) URL(x)",
        "u\\72l(x.png) u\\72 l(y) \\75rl(\"z\")",
        "'a\\\nb' 'a\\\r\nb' 'a\nb' 'open",
        "'end\\",
        "url(end\\",
        "name\\",
        "url(open",
        "url(  ",
        "url(a  ",
        "/* open",
        "/**/ /*a*/ /",
        "-5 +.5 .5 5. 1e5 1e+5 1e 1.5e-x 5% 5px 5-a 5--a -.5em +a -a --a - -- --> -->a <!-- <! <",
        "# #1 #a #-1 #\\61 @ @a @-a @- @1 a~=b a|=b a^=b a$=b a*=b *=~|^$*",
        "\u{FEFF}@charset 'x'; \u{FEFF}a é \0 a\0b \\0 \\110000 \\D800 \\é \\zz",
        "\\\n \\a\\b",
        "}])({[ ,:;",
    ] {
        compare(source);
    }
}

#[test]
fn a_sign_before_the_end_of_a_line_begins_no_name() {
    let tokens: Vec<_> = Tokens::new("-\\\n").map(|(token, _)| token).collect();
    assert_eq!(tokens, [Token::Delim('-'), Token::Delim('\\'), Token::WhiteSpace]);
}

#[test]
fn an_escaped_parenthesis_behind_white_space_ends_no_bad_url() {
    let tokens: Vec<_> = Tokens::new("url(a \\)) url(a \\\\)").map(|(token, _)| token).collect();
    assert_eq!(tokens, [Token::BadUrl("a \\)"), Token::WhiteSpace, Token::BadUrl("a \\\\")],);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]
    #[test]
    fn tokens_of_any_text_are_those_of_cssparser(
        source in proptest::collection::vec(
            prop_oneof![
                8 => proptest::sample::select(vec![
                    "url(", "a", "\\", "\"", "'", "(", ")", " ", "\n", "\r", "\r\n", "\x0C", "\t", "/*", "*/", "-", "--",
                    "-->", "<!--", "@", "#", "1", ".", "+", "e", "%", "\\61", "\\62 ", "é", "\0", "\u{7F}", ";", "{", "}",
                    "[", "]", ":", ",", "=", "~", "|", "*", "/", "_", "f", "\u{FEFF}",
                ]).prop_map(str::to_owned),
                1 => any::<char>().prop_map(String::from),
            ],
            0..24,
        )
    ) {
        compare(&source.concat());
    }
}
