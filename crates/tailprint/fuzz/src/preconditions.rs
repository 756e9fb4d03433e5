//! RFC 9110 section 13, read a second time.

use crate::{ETAG, check_frame, get};

/// An entity tag: whether it is weak, and what stands between its quotes.
type Tag = (bool, String);

/// The tags of all lines, `None` for `*`; nothing at all when any line breaks the grammar.
fn strict(lines: &[&[u8]]) -> Option<Option<Vec<Tag>>> {
    if lines.len() == 1 && lines[0] == b"*" {
        return Some(None);
    }
    let mut tags = Vec::new();
    for line in lines {
        let mut rest: String = line.iter().map(|byte| char::from(*byte)).collect();
        let mut after_comma = true;
        loop {
            rest = rest.trim_start_matches([' ', '\t']).to_owned();
            if rest.is_empty() {
                break;
            }
            if let Some(behind) = rest.strip_prefix(',') {
                (after_comma, rest) = (true, behind.to_owned());
                continue;
            }
            let weak = rest.starts_with("W/");
            let quoted = rest.strip_prefix("W/").unwrap_or(&rest).strip_prefix('"')?.to_owned();
            let (opaque, behind) = quoted.split_once('"')?;
            if !after_comma || opaque.contains([' ', '\t']) {
                return None;
            }
            tags.push((weak, opaque.to_owned()));
            (after_comma, rest) = (false, behind.to_owned());
        }
    }
    Some(Some(tags))
}

pub fn check(if_match: &[&[u8]], if_none_match: &[&[u8]]) {
    let lines: Vec<_> = (if_match.iter().map(|line| ("if-match", *line)))
        .chain(if_none_match.iter().map(|line| ("if-none-match", *line)))
        .collect();
    let (response, sent) = get(&lines);
    let of = |wanted: &str| -> Vec<&[u8]> {
        sent.iter().filter(|(name, _)| *name == wanted).map(|(_, line)| *line).collect()
    };
    let (if_match, if_none_match) = (of("if-match"), of("if-none-match"));
    let status = response.status().as_u16();
    let body = check_frame(response);
    assert_eq!(body.is_empty(), status != 200);

    let known = ETAG.trim_matches('"');
    let mentions = |lines: &[&[u8]]| {
        lines.iter().any(|line| {
            *line == b"*" || line.windows(ETAG.len()).any(|part| part == ETAG.as_bytes())
        })
    };
    // However it is written: nothing but the tag or `*` stops a request, or lets one with `If-Match` through.
    match status {
        304 => assert!(mentions(&if_none_match)),
        412 => assert!(!if_match.is_empty()),
        _ => assert!(status == 200 && (if_match.is_empty() || mentions(&if_match))),
    }
    let (Some(match_tags), Some(none_match_tags)) = (strict(&if_match), strict(&if_none_match))
    else {
        return;
    };
    let matches = match_tags.is_none_or(|tags| tags.contains(&(false, known.to_owned())));
    let none_matches =
        !none_match_tags.is_none_or(|tags| tags.iter().any(|(_, opaque)| opaque == known));
    let expected = match (if_match.is_empty() || matches, if_none_match.is_empty() || none_matches)
    {
        (false, _) => 412,
        (true, false) => 304,
        (true, true) => 200,
    };
    assert_eq!(status, expected);
}
