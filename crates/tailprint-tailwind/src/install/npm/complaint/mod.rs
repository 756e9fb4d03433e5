//! npm's account of its failure.

/// The most characters of an account that are shown.
const LONGEST: usize = 300;

/// The lines of npm that say nothing about the cause, by their beginnings.
const NOISE: [&str; 10] = [
    "at ",
    "A complete log ",
    "notarget In most cases",
    "errno ",
    "syscall ",
    "path ",
    "dest ",
    "Run \"npm ",
    "{",
    "}",
];

/// The first word of a line that npm writes before the words of the error, and that is left out.
const LABELS: [&str; 3] = ["notarget", "network", "code"];

/// The most lines that make up the account: the code and two lines of words.
const LINES: usize = 3;

/// The cause of npm's failure in one line: `ECONNREFUSED: request to … failed`.
pub(super) fn of_npm(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let errors: Vec<&str> = text.lines().filter_map(words).take(LINES).collect();
    let account = match &*errors {
        [] => {
            text.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or("it said nothing")
        }
        _ => &errors.join(": "),
    };
    account.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect()
}

/// The words of one line of an error: `ETARGET` of `npm error code ETARGET`.
fn words(line: &str) -> Option<&str> {
    let line = line.strip_prefix("npm error").or_else(|| line.strip_prefix("npm ERR!"))?.trim();
    let (label, rest) = line.split_once(' ').unwrap_or((line, ""));
    let words = if LABELS.contains(&label) { rest } else { line };
    let is_noise = line == "404" || NOISE.iter().any(|noise| line.starts_with(noise));
    // npm prints some errors as JavaScript objects, one field a line.
    let is_field =
        line.ends_with(',') || words.starts_with("type: ") || words.starts_with("code: ");
    (!words.is_empty() && !is_noise && !is_field).then(|| words.trim_end_matches('.'))
}

#[cfg(test)]
mod tests;
