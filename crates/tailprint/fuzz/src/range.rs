//! RFC 9110 sections 14.1.2, 14.2 and 13.1.5, read a second time.

use tailprint::Coding;

use crate::{ETAG, MODIFIED_DATE, SIZE, check_frame, content, get, header};

#[derive(Debug, PartialEq, Eq)]
enum Expected {
    Whole,
    Part(u128, u128),
    Unsatisfiable,
}

/// Of a value that may be malformed, which the whole is the answer to.
fn expected(value: &str) -> Expected {
    let Some((unit, set)) = value.split_once('=') else { return Expected::Whole };
    let mut members = set
        .split(',')
        .map(|member| member.trim_matches([' ', '\t']))
        .filter(|member| !member.is_empty());
    let (Some(member), None) = (members.next(), members.next()) else { return Expected::Whole };
    let Some((first, last)) = member.split_once('-') else { return Expected::Whole };
    if !unit.eq_ignore_ascii_case("bytes") {
        return Expected::Whole;
    }
    let size = SIZE as u128;
    match (first, last) {
        ("", "") => Expected::Whole,
        ("", suffix) => match number(suffix) {
            Some(0) => Expected::Unsatisfiable,
            Some(suffix) => Expected::Part(size.saturating_sub(suffix), size - 1),
            None => Expected::Whole,
        },
        (first, last) => {
            let last = if last.is_empty() { Some(u128::MAX) } else { number(last) };
            match (number(first), last) {
                (Some(first), Some(last)) if first > last => Expected::Whole,
                (Some(first), Some(_)) if first >= size => Expected::Unsatisfiable,
                (Some(first), Some(last)) => Expected::Part(first, last.min(size - 1)),
                _ => Expected::Whole,
            }
        }
    }
}

/// Nothing but digits; of too many of them something beyond every end.
fn number(text: &str) -> Option<u128> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let text = text.trim_start_matches('0');
    if text.is_empty() { Some(0) } else { Some(text.parse().unwrap_or(u128::MAX)) }
}

pub fn check(ranges: &[&[u8]], if_range: Option<&[u8]>) {
    let mut lines: Vec<_> = ranges.iter().map(|line| ("range", *line)).collect();
    lines.extend(if_range.map(|line| ("if-range", line)));
    let (response, sent) = get(&lines);
    let ranges: Vec<&[u8]> =
        sent.iter().filter(|(name, _)| *name == "range").map(|(_, line)| *line).collect();
    let if_range = sent.iter().find(|(name, _)| *name == "if-range").map(|(_, line)| *line);
    let holds = if_range.is_none_or(|value| value == ETAG.as_bytes() || is_the_date(value));
    let expected = match &*ranges {
        [range] if holds => std::str::from_utf8(range).map_or(Expected::Whole, expected),
        _ => Expected::Whole,
    };
    let status = response.status().as_u16();
    let content_range = header(&response, "content-range").map(str::to_owned);
    let body = check_frame(response);
    let whole = content(Coding::Identity);
    match expected {
        Expected::Whole => {
            assert_eq!((status, content_range), (200, None));
            assert_eq!(body, whole);
        }
        Expected::Part(first, last) => {
            assert_eq!(
                (status, content_range),
                (206, Some(format!("bytes {first}-{last}/{SIZE}")))
            );
            assert_eq!(body, whole[first as usize..=last as usize]);
        }
        Expected::Unsatisfiable => {
            assert_eq!((status, content_range), (416, Some(format!("bytes */{SIZE}"))));
            assert!(body.is_empty());
        }
    }
}

/// In the form that servers send; the obsolete ones have tests of their own.
fn is_the_date(value: &[u8]) -> bool {
    let is_old = |value: &[u8]| {
        value == b"Sunday, 09-Sep-01 01:46:40 GMT" || value == b"Sun Sep  9 01:46:40 2001"
    };
    value == MODIFIED_DATE.as_bytes() || is_old(value)
}
