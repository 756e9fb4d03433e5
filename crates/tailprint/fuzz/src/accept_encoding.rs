//! RFC 9110 section 12.5.3, read a second time.

use tailprint::Coding;

use crate::{check_frame, content, get, header};

/// A member of the list that is written as the grammar wants it.
struct Member {
    name: String,
    /// In thousandths.
    weight: u32,
}

/// All members; none when any of them breaks the grammar `[ codings [ OWS ";" OWS "q=" qvalue ] ]`.
fn strict(line: &str) -> Option<Vec<Member>> {
    let members = line.split(',').map(|member| member.trim_matches([' ', '\t']));
    members.filter(|member| !member.is_empty()).map(member).collect()
}

fn member(text: &str) -> Option<Member> {
    let (name, weight) = match text.split_once(';') {
        None => (text, 1000),
        Some((name, weight)) => {
            let weight = weight.trim_start_matches([' ', '\t']);
            let weight = weight.strip_prefix("q=").or_else(|| weight.strip_prefix("Q="))?;
            (name.trim_end_matches([' ', '\t']), thousandths(weight)?)
        }
    };
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let name = name.to_ascii_lowercase();
    let name = if name == "x-gzip" { "gzip".to_owned() } else { name };
    (!name.is_empty() && name.bytes().all(is_token)).then_some(Member { name, weight })
}

fn thousandths(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let fraction: u32 = format!("{fraction:0<3}").parse().ok()?;
    match whole {
        "0" => Some(fraction),
        "1" if fraction == 0 => Some(1000),
        _ => None,
    }
}

/// The least weight that any member gives to the coding, itself or by `*`.
fn weight(members: &[Member], coding: Coding) -> Option<u32> {
    let of = |name: &str| {
        let named = members.iter().filter(|member| member.name == name);
        named.map(|member| member.weight).min()
    };
    of(coding.name()).or_else(|| of("*"))
}

pub fn check(lines: &[&[u8]]) {
    let lines: Vec<_> = lines.iter().map(|line| ("accept-encoding", *line)).collect();
    let (response, sent) = get(&lines);
    let status = response.status().as_u16();
    let name = header(&response, "content-encoding").map(str::to_owned);
    let coding = Coding::ALL
        .into_iter()
        .find(|coding| coding.name() == name.as_deref().unwrap_or("identity"));
    let coding = coding.expect("a coding there is");
    let body = check_frame(response);

    let text = |line| std::str::from_utf8(line).ok();
    let read: Vec<Option<Vec<Member>>> = sent.iter().map(|(_, line)| strict(text(line)?)).collect();
    let is_strict = read.iter().all(Option::is_some);
    if status == 200 {
        assert_eq!(body, content(coding));
    } else {
        assert_eq!(status, 406);
    }
    if status == 200 && !is_strict {
        // Whatever else there is: a coding is not sent if a line that can be read refuses it by its name.
        for members in read.iter().flatten() {
            assert!(members.iter().all(|member| member.name != coding.name() || member.weight > 0));
        }
        return;
    }
    if !is_strict {
        return;
    }
    let members: Vec<Member> = read.into_iter().flatten().flatten().collect();
    let acceptable = |coding: Coding| {
        weight(&members, coding).map_or(coding == Coding::Identity, |weight| weight > 0)
    };
    if sent.is_empty() {
        assert_eq!((status, coding), (200, Coding::Identity));
    } else if status == 406 {
        assert!(!Coding::ALL.into_iter().any(acceptable));
    } else {
        assert!(acceptable(coding));
        // An identity that is not mentioned is worth less than what is.
        let worth = |coding: Coding| {
            (weight(&members, coding).unwrap_or(0), std::cmp::Reverse(content(coding).len()))
        };
        let best = Coding::ALL
            .into_iter()
            .filter(|coding| acceptable(*coding))
            .max_by_key(|coding| worth(*coding));
        assert_eq!(best, Some(coding));
    }
}
