use super::*;

/// The characters of each kind, at both ends of their ranges.
const HOSTILE: [char; 36] = [
    '\0',
    '\u{1}',
    '\u{7}',
    '\u{8}',
    '\t',
    '\n',
    '\u{b}',
    '\u{c}',
    '\r',
    '\u{1b}',
    '\u{1f}',
    '\u{7f}',
    '\u{80}',
    '\u{85}',
    '\u{9b}',
    '\u{9f}',
    '\u{ad}',
    '\u{61c}',
    '\u{180e}',
    '\u{200b}',
    '\u{200e}',
    '\u{200f}',
    '\u{2028}',
    '\u{2029}',
    '\u{202a}',
    '\u{202e}',
    '\u{2060}',
    '\u{2064}',
    '\u{2066}',
    '\u{2069}',
    '\u{206f}',
    '\u{feff}',
    '\u{fff9}',
    '\u{fffb}',
    '\u{e0001}',
    '\u{e007f}',
];

#[test]
fn no_hostile_character_is_shown_within_a_line() {
    for letter in HOSTILE {
        let text = format!("a{letter}b");
        let shown = Shown::line(&*text).into_string();
        assert!(!shown.contains(letter), "{shown:?}");
        assert!(shown.starts_with(r"a\") && shown.ends_with('b'), "{shown:?}");
        assert!(!shown.chars().any(is_unsafe), "{shown:?}");
    }
}

#[test]
fn only_line_feeds_and_tabs_stay_in_a_text_of_lines() {
    for letter in HOSTILE {
        let text = format!("a{letter}b");
        let shown = Shown::lines(&*text);
        assert_eq!(shown.as_str() == text, matches!(letter, '\n' | '\t'), "{shown:?}");
    }
}

#[test]
fn escapes_are_those_of_rust() {
    assert_eq!(Shown::line("\n\r\t\u{1b}\u{9b}\u{202e}").as_str(), r"\n\r\t\u{1b}\u{9b}\u{202e}");
}

#[test]
fn text_of_people_stays_and_is_borrowed() {
    for text in ["", "a b.css", r"C:\static\a.css", "日本語", "می‌خواهم", "👨‍👩‍👧", "e\u{301}", "\u{a0}"]
    {
        assert_eq!(Shown::line(text), Shown(Cow::Borrowed(text)));
        assert!(matches!(Shown::line(text).0, Cow::Borrowed(_)));
    }
}

#[test]
fn safe_text_is_the_same_once_more() {
    let once = Shown::line("a\u{202e}\n\\b").into_string();
    assert_eq!(Shown::line(&*once).as_str(), once);
}

#[test]
fn json_keeps_its_values_and_its_layout() {
    let shown = Shown::json("{\n\t\"a\": \"\u{7f}\u{9b}\u{2028}\u{e0001}\"\r\n}").into_string();
    assert_eq!(shown, "{\n\t\"a\": \"\\u007f\\u009b\\u2028\\udb40\\udc01\"\r\n}");
}

#[test]
fn a_width_applies_to_what_is_shown() {
    assert_eq!(format!("[{:>4}]", Shown::line("\n")), r"[  \n]");
}
