//! What a tool wrote to its standard error, in one line.

use std::path::Path;

use super::entry::{Entry, Kind, normal};
use crate::error::{Problem, line_column};

/// A Tailwind that failed, as a problem of the entry or of the file that Tailwind names.
pub(super) fn problem(stderr: &[u8], entry: &Entry, root: &Path, shown: &str) -> Problem {
    let message = tailwind(stderr);
    if let Some((path, line, column, text)) = located(&message) {
        return Problem::error(format!("tailwind: {text}")).at(
            display(Path::new(path), root),
            line,
            column,
        );
    }
    let error = Problem::error(format!("tailwind: {}", relative(&message, root)));
    match place(&message, entry) {
        Some((path, line, column)) => error.at(display(path, root), line, column),
        None => error.in_file(shown),
    }
}

/// The message in Tailwind's standard error: v3 prints it bare with a stack trace behind it, v4 since
/// 4.3 in a box.
fn tailwind(stderr: &[u8]) -> String {
    let text = without_escapes(&String::from_utf8_lossy(stderr));
    let lines = text.lines().map(|line| line.trim_start_matches([' ', '│', '┌', '└']).trim_end());
    let mut message: Vec<&str> = Vec::new();
    for line in lines {
        if line.starts_with("at ") || line.starts_with("Node.js v") {
            break;
        }
        let begins = is_error(line);
        if begins && message.iter().all(|line| !is_error(line)) {
            message.clear();
        }
        if !is_noise(line) {
            message.push(line);
        }
    }
    let message = message.join(" ");
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let message = message.strip_prefix("Error: ").unwrap_or(&message);
    if message.is_empty() { "failed without a message".to_owned() } else { message.to_owned() }
}

/// `Error: …`, `CssSyntaxError: …`
fn is_error(line: &str) -> bool {
    let name = line.split(": ").next().unwrap_or_default();
    line.contains(": ")
        && name.ends_with("Error")
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_noise(line: &str) -> bool {
    line.is_empty()
        || line == "Error:"
        || line.starts_with("≈ tailwindcss v")
        || line.starts_with("Rebuilding...")
        || line.starts_with("Done in ")
        || line.starts_with("/*! 🌼 daisyUI")
        || line.starts_with("Browserslist: ")
        || line.starts_with("npx update-browserslist-db")
        || line.starts_with("Why you should do it regularly")
}

/// Splits `CssSyntaxError: /abs/e.css:1:24: Missing closing } at .a`.
fn located(message: &str) -> Option<(&str, usize, usize, &str)> {
    let rest = message.strip_prefix("CssSyntaxError: ")?;
    let rest = rest.strip_prefix("tailwindcss: ").unwrap_or(rest);
    rest.match_indices(": ").find_map(|(at, _)| {
        let (place, text) = rest.split_at(at);
        let (place, column) = place.rsplit_once(':')?;
        let (path, line) = place.rsplit_once(':')?;
        Some((path, line.parse().ok()?, column.parse().ok()?, text.get(2..)?))
    })
}

/// Where the thing stands that `message` names without a place, if that is certain.
fn place<'a>(message: &str, entry: &'a Entry) -> Option<(&'a Path, usize, usize)> {
    if let Some(class) = between(message, "Cannot apply unknown utility class `", "`") {
        return applied(class, entry);
    }
    let specifier = between(message, "Can't resolve '", "'")?;
    let folder = Path::new(between(message, "' in '", "'")?);
    let (sheet, directive) = entry.directives().find(|(sheet, directive)| {
        let names =
            matches!(directive.kind, Kind::Sheet | Kind::Module) && directive.argument == specifier;
        names && sheet.path.parent().is_some_and(|parent| same(parent, folder))
    })?;
    let (line, column) = line_column(sheet.text.as_bytes(), directive.offset);
    Some((&sheet.path, line, column))
}

/// The first `@apply` of a class. Each one of them is in error, so the first is as right as any.
fn applied<'a>(class: &str, entry: &'a Entry) -> Option<(&'a Path, usize, usize)> {
    let class = Some(class).filter(|class| !class.is_empty())?;
    entry.directives().filter(|(_, directive)| directive.kind == Kind::Apply).find_map(
        |(sheet, directive)| {
            let word = directive.argument.split_whitespace().find(|word| *word == class)?;
            let offset =
                directive.offset + (word.as_ptr() as usize - directive.argument.as_ptr() as usize);
            let (line, column) = line_column(sheet.text.as_bytes(), offset);
            Some((sheet.path.as_path(), line, column))
        },
    )
}

fn same(one: &Path, other: &Path) -> bool {
    let same = |one: &Path, other: &Path| one.canonicalize().ok() == other.canonicalize().ok();
    one == other || same(one, other)
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(inside, _)| inside)
}

/// Warnings in the standard error of a run that succeeded, those that a user can act on.
pub(super) fn warnings(stderr: &[u8], shown: &str) -> Vec<Problem> {
    let text = without_escapes(&String::from_utf8_lossy(stderr));
    let lines = text.lines().map(str::trim);
    let v3: Vec<_> = lines.clone().filter_map(|line| line.strip_prefix("warn - ")).collect();
    let mut messages = Vec::new();
    if !v3.is_empty() {
        messages.push(v3.join(" "));
    }
    // v4: "Found 1 warning while optimizing generated CSS:" and an excerpt of the output.
    let mut rest = lines
        .skip_while(|line| !(line.starts_with("Found ") && line.contains(" while optimizing ")));
    if let Some(found) = rest.next() {
        let details: Vec<_> = rest.filter(|line| !is_noise(line)).collect();
        messages.push(
            format!("{found} {}", details.join(" "))
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        );
    }
    messages
        .into_iter()
        .map(|text| Problem::warning(format!("tailwind: {text}")).in_file(shown))
        .collect()
}

/// npm's own account of its failure, in one line.
pub(super) fn npm(stderr: &[u8]) -> String {
    let text = without_escapes(&String::from_utf8_lossy(stderr));
    let errors = text.lines().filter_map(|line| {
        let line = line.strip_prefix("npm error").or_else(|| line.strip_prefix("npm ERR!"))?.trim();
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest =
            if matches!(first, "notarget" | "network" | "404" | "code") { rest } else { line };
        let noise = [
            "at ",
            "A complete log ",
            "errno ",
            "syscall ",
            "path ",
            "dest ",
            "Run \"npm ",
            "{",
            "}",
        ];
        let inside_object =
            line.ends_with(',') || rest.starts_with("type: ") || rest.starts_with("code: ");
        (!rest.is_empty() && !inside_object && !noise.iter().any(|noise| line.starts_with(noise)))
            .then_some(rest)
    });
    let text = errors.take(3).map(str::trim).collect::<Vec<_>>().join(": ");
    if text.is_empty() { last_line(stderr) } else { text }
}

/// The last line that says something.
pub(super) fn last_line(stderr: &[u8]) -> String {
    let text = without_escapes(&String::from_utf8_lossy(stderr));
    let last = text.lines().map(str::trim).rfind(|line| !line.is_empty());
    last.unwrap_or("it said nothing").to_owned()
}

/// `path` as a user writes it: below the package where that is possible, with `/`.
pub(super) fn display(path: &Path, root: &Path) -> String {
    let path = normal(path);
    let inside = path.strip_prefix(root).unwrap_or(&path).display().to_string();
    if cfg!(windows) { inside.replace('\\', "/") } else { inside }
}

/// `message` with the paths in it below the package.
fn relative(message: &str, root: &Path) -> String {
    let root = root.display().to_string();
    let separated = format!("{root}{}", std::path::MAIN_SEPARATOR);
    message.replace(&separated, "").replace(&format!("'{root}'"), "'.'")
}

/// `text` without the escape sequences of a terminal.
fn without_escapes(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.strip_prefix('[') {
            // CSI: parameters, then a final byte from @ to ~
            Some(rest) => {
                let end = rest.find(|letter| ('@'..='~').contains(&letter));
                plain.push_str(end.and_then(|end| rest.get(end + 1..)).unwrap_or_default());
            }
            None => plain.push_str(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Sheet, directives};
    use super::*;

    fn entry(css: &str) -> Entry {
        let sheet = Sheet {
            path: "/app/css/e.css".into(),
            text: css.to_owned(),
            directives: directives(css),
        };
        Entry { sheets: vec![sheet], ..Entry::default() }
    }

    fn shown(stderr: &str, css: &str) -> String {
        problem(stderr.as_bytes(), &entry(css), Path::new("/app"), "css/e.css").to_string()
    }

    #[test]
    fn a_boxed_error_keeps_its_own_place() {
        let stderr = "\u{2248} tailwindcss v4.3.5\n\n\u{1b}[31mError:\u{1b}[39m\n\u{1b}[2m┌\u{1b}[22m\n\
                      \u{1b}[2m│\u{1b}[22m CssSyntaxError: /app/css/e.css:1:24: Missing closing } at .a\n\u{1b}[2m└\u{1b}[22m\n";
        assert_eq!(shown(stderr, ""), "css/e.css:1:24: tailwind: Missing closing } at .a");
    }

    #[test]
    fn an_error_in_an_import_names_the_import() {
        let stderr = "≈ tailwindcss v4.1.18\n\nCssSyntaxError: /app/css/parts/p.css:2:1: Unterminated string: \"a: b\"";
        assert_eq!(
            shown(stderr, ""),
            "css/parts/p.css:2:1: tailwind: Unterminated string: \"a: b\""
        );
    }

    #[test]
    fn an_unknown_class_is_found_where_it_is_applied() {
        let stderr =
            "Error: Cannot apply unknown utility class `nosuch`. Are you using CSS modules?";
        assert_eq!(
            shown(stderr, "/* nosuch */\n.a { @apply p-1 nosuch-not nosuch; }"),
            "css/e.css:2:28: tailwind: Cannot apply unknown utility class `nosuch`. Are you using CSS modules?"
        );
        assert_eq!(
            shown("Error: Cannot apply unknown utility class `nosuch`", "@import './other.css';"),
            "css/e.css: tailwind: Cannot apply unknown utility class `nosuch`"
        );
    }

    #[test]
    fn a_missing_import_is_found_where_it_is_imported() {
        let stderr = "Error: Can't resolve './nothere.css' in '/app/css'";
        assert_eq!(
            shown(stderr, "@import \"tailwindcss\";\n@import \"./nothere.css\";"),
            "css/e.css:2:9: tailwind: Can't resolve './nothere.css' in 'css'"
        );
    }

    #[test]
    fn a_long_message_becomes_one_line() {
        let stderr = "Error:\n┌\n│ Error: `@theme` blocks must only contain custom properties or `@keyframes`.\n│ \n│ @theme {\n│ >   color: red;\n│ }\n│ \n└";
        assert_eq!(
            shown(stderr, ""),
            "css/e.css: tailwind: `@theme` blocks must only contain custom properties or `@keyframes`. @theme { > color: red; }"
        );
    }

    #[test]
    fn version_three_is_understood_too() {
        let stderr = "Browserslist: caniuse-lite is outdated. Please run:\n  npx update-browserslist-db@latest\n  \
                      Why you should do it regularly: https://github.com/x\n\nRebuilding...\n\
                      CssSyntaxError: tailwindcss: /app/css/e.css:1:6: The `nosuch` class does not exist.\n    at Input.error (/x/y.js:1:1)\n  reason: 'x'";
        assert_eq!(
            shown(stderr, ""),
            "css/e.css:1:6: tailwind: The `nosuch` class does not exist."
        );
        let stderr = "Error: Failed to find './nope.css'\n  in [\n    /app/css\n  ]\n    at /x/resolve-id.js:35:13";
        assert_eq!(
            shown(stderr, ""),
            "css/e.css: tailwind: Failed to find './nope.css' in [ css ]"
        );
    }

    #[test]
    fn a_crash_of_node_and_silence_are_errors_too() {
        let stderr = "node:internal/modules/cjs/loader:1\n  throw err;\n  ^\n\nError: Cannot find module 'x'\n    at Module (node:1)\n\nNode.js v20.20.2";
        assert_eq!(shown(stderr, ""), "css/e.css: tailwind: Cannot find module 'x'");
        assert_eq!(shown("", ""), "css/e.css: tailwind: failed without a message");
    }

    #[test]
    fn npm_is_quoted_without_its_ballast() {
        let notarget = "npm warn Unknown user config \"nodedir\".\nnpm error code ETARGET\nnpm error notarget No matching version found for @tailwindcss/cli@4.3.99.\n\
                        npm error notarget In most cases you or one of your dependencies are requesting a package version that doesn't exist.\nnpm error A complete log of this run can be found in: /x.log";
        assert!(npm(notarget.as_bytes()).starts_with(
            "ETARGET: No matching version found for @tailwindcss/cli@4.3.99.: In most"
        ));
        let refused = "npm error code ECONNREFUSED\nnpm error syscall connect\nnpm error errno ECONNREFUSED\nnpm error FetchError: request to http://r/x failed, reason: connect ECONNREFUSED\n\
                       npm error     at ClientRequest.<anonymous> (/x.js:1:1)\nnpm error   code: 'ECONNREFUSED',\nnpm error }\nnpm error\n";
        assert_eq!(
            npm(refused.as_bytes()),
            "ECONNREFUSED: FetchError: request to http://r/x failed, reason: connect ECONNREFUSED"
        );
        assert_eq!(npm(b"sh: 1: node: not found\n"), "sh: 1: node: not found");
        assert_eq!(npm(b""), "it said nothing");
    }

    #[test]
    fn warnings_of_a_run_that_succeeded_are_kept() {
        let stderr = b"Rebuilding...\n\nwarn - No utility classes were detected.\nwarn - https://t/docs\n\nDone in 7ms.";
        let found = warnings(stderr, "css/e.css");
        assert_eq!(
            found[0].to_string(),
            "css/e.css: tailwind: No utility classes were detected. https://t/docs"
        );
        assert_eq!(found.len(), 1);
        assert_eq!(warnings("≈ tailwindcss v4.3.5\n\nDone in 40ms".as_bytes(), "e"), []);
    }

    proptest::proptest! {
        #[test]
        fn any_output_becomes_one_line(stderr in ".{0,80}(\u{1b}\\[[0-9]{0,2}m?|\n|Error: |CssSyntaxError: a:1:2: |: ){0,8}.{0,20}") {
            let problem = problem(stderr.as_bytes(), &entry(&stderr), Path::new("/app"), "e");
            proptest::prop_assert!(!problem.message().contains('\n'));
            proptest::prop_assert!(!npm(stderr.as_bytes()).contains('\n'));
        }
    }
}
