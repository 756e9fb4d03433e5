//! Reads the tables of rules and checks answers against them.
//!
//! A row is a name, the request (`>`), the status and header fields (`<`) and the content (`=`):
//!
//! ```text
//! RFC 9110 §14.1.2: the first bytes
//! > GET /static/video/clip.mp4
//! > Range: bytes=0-99
//! < 206
//! < content-range: bytes 0-99/2000     exactly this value, once
//! < etag: *                            any value
//! < !vary                              absent
//! = identity video/clip.mp4 0..100     these bytes of the fixture in this coding; `= nothing` for none
//! ```

use std::fmt::Write as _;
use std::ops::Range;

use crate::fixture::Fixture;

/// A request and what must come back.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) request: Request,
    status: u16,
    headers: Vec<Expected>,
    body: Option<(String, String, Option<Range<usize>>)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
enum Expected {
    Value(String, String),
    Present(String),
    Absent(String),
}

/// What came back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn values(&self, name: &str) -> Vec<&str> {
        self.headers
            .iter()
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .collect()
    }
}

pub(crate) fn parse(text: &str) -> Vec<Row> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let blocks = lines.collect::<Vec<_>>();
    blocks.split(|line| line.is_empty()).filter(|block| !block.is_empty()).map(row).collect()
}

fn row(block: &[&str]) -> Row {
    let lines = |mark: &str| -> Vec<String> {
        let marked = block[1..].iter().filter_map(|line| line.strip_prefix(mark));
        marked.map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned()).collect()
    };
    let (request, response, body) = (lines(">"), lines("<"), lines("="));
    assert_eq!(
        1 + request.len() + response.len() + body.len(),
        block.len(),
        "stray line in {block:?}"
    );
    let (method, target) = request[0].split_once(' ').unwrap();
    Row {
        name: block[0].to_owned(),
        request: Request {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: request[1..].iter().map(|line| field(line)).collect(),
        },
        status: response[0].parse().unwrap(),
        headers: response[1..].iter().map(|line| expected(line)).collect(),
        body: content(&body[0]),
    }
}

fn field(line: &str) -> (String, String) {
    let (name, value) = line.split_once(':').unwrap();
    (name.to_owned(), value.strip_prefix(' ').unwrap_or(value).to_owned())
}

fn expected(line: &str) -> Expected {
    if let Some(name) = line.strip_prefix('!') {
        return Expected::Absent(name.to_owned());
    }
    match field(line) {
        (name, value) if value == "*" => Expected::Present(name),
        (name, value) => Expected::Value(name, value),
    }
}

fn content(line: &str) -> Option<(String, String, Option<Range<usize>>)> {
    if line == "nothing" {
        return None;
    }
    let (coding, rest) = line.split_once(' ').unwrap();
    let (path, range) = match rest.rsplit_once(' ') {
        Some((path, range)) if range.contains("..") => (path, Some(range)),
        _ => (rest, None),
    };
    let range = range.map(|range| {
        let (start, end) = range.split_once("..").unwrap();
        start.parse().unwrap()..end.parse().unwrap()
    });
    Some((coding.to_owned(), path.to_owned(), range))
}

impl Row {
    /// Every way in which the answer breaks the rule.
    pub(crate) fn complaints(&self, fixture: &Fixture, answer: &Answer) -> String {
        let mut complaints = String::new();
        if answer.status != self.status {
            let _ = writeln!(complaints, "  status {} instead of {}", answer.status, self.status);
        }
        for expected in &self.headers {
            let (name, ok) = match expected {
                Expected::Value(name, value) => (name, answer.values(name) == [value]),
                Expected::Present(name) => (name, answer.values(name).len() == 1),
                Expected::Absent(name) => (name, answer.values(name).is_empty()),
            };
            if !ok {
                let _ = writeln!(complaints, "  {expected:?}, got {:?}", answer.values(name));
            }
        }
        let body = self.expected_body(fixture);
        if answer.body != body {
            let _ = writeln!(
                complaints,
                "  {} bytes that differ from the {} expected",
                answer.body.len(),
                body.len()
            );
        }
        self.check_length(answer, &mut complaints);
        if complaints.is_empty() { complaints } else { format!("{}\n{complaints}", self.name) }
    }

    fn expected_body(&self, fixture: &Fixture) -> Vec<u8> {
        let Some((coding, path, range)) = &self.body else { return Vec::new() };
        let bytes = fixture.content(coding, path);
        bytes[range.clone().unwrap_or(0..bytes.len())].to_vec()
    }

    /// What holds for every answer: RFC 9110 §8.6 and RFC 9112 §6.
    fn check_length(&self, answer: &Answer, complaints: &mut String) {
        if !answer.values("transfer-encoding").is_empty() {
            let _ = writeln!(complaints, "  chunked although its length is known");
        }
        let said = answer.values("content-length");
        let wrong = match (self.request.method.as_str(), self.status) {
            (_, 204 | 304) => !said.is_empty(),
            ("HEAD", _) => said.len() != 1,
            _ => said != [answer.body.len().to_string()],
        };
        if wrong {
            let _ =
                writeln!(complaints, "  content-length {said:?} for {} bytes", answer.body.len());
        }
    }
}
