//! Paths of one system as those of the other.

use std::path::PathBuf;

/// The drives that Wine has: `Z:` is the root of this system, `C:` is a folder of Wine.
#[derive(Debug)]
pub(super) struct Drives {
    drive_c: PathBuf,
}

impl Drives {
    pub(super) fn new(drive_c: PathBuf) -> Self {
        Self { drive_c }
    }

    /// A text of Windows, with each absolute path in it as this system writes it.
    pub(super) fn to_here(&self, text: &str) -> String {
        // A path of this system that was compiled into a program, and continued there.
        if text.starts_with('/') {
            return text.replace('\\', "/");
        }
        let mut made = String::new();
        let mut rest = text;
        while let Some(start) = drive(rest) {
            let (before, path) = rest.split_at(start);
            made.push_str(before.strip_suffix("\\\\?\\").unwrap_or(before));
            let end = path.find(['"', '\'', '\n', ';']).unwrap_or(path.len());
            let (path, after) = path.split_at(end);
            if path.starts_with(['c', 'C']) {
                made.push_str(&self.drive_c.display().to_string());
            }
            // In JSON and in TOML a back-slash is written twice.
            made.push_str(&path[2..].replace("\\\\", "/").replace('\\', "/"));
            rest = after;
        }
        made + rest
    }

    /// The output of Cargo, with each absolute path in it as Windows writes it.
    pub(super) fn to_there(&self, said: Vec<u8>) -> Vec<u8> {
        let Ok(text) = std::str::from_utf8(&said) else { return said };
        let lines = text.split_inclusive('\n').map(|line| self.line_to_there(line));
        lines.collect::<String>().into_bytes()
    }

    fn line_to_there(&self, line: &str) -> String {
        let is_json = line.starts_with('{');
        let mut made = String::new();
        let mut rest = line;
        while let Some(start) = root(rest) {
            let (before, path) = rest.split_at(start);
            made.push_str(before);
            let end = path.find(['"', '\'', '`', '\n', ')', '#', '?']).unwrap_or(path.len());
            let (path, after) = path.split_at(end);
            let in_c = path.strip_prefix(&*self.drive_c.display().to_string());
            let path = in_c.map_or_else(|| format!("Z:{path}"), |rest| format!("C:{rest}"));
            made.push_str(&match (before.ends_with("//"), is_json) {
                // `file:///Z:/…`
                (true, _) => format!("/{path}"),
                (false, true) => path.replace('/', "\\\\"),
                (false, false) => path.replace('/', "\\"),
            });
            rest = after;
        }
        made + rest
    }
}

/// The place of the first drive letter with a path behind it.
fn drive(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_word = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let is_drive = |at: &usize| {
        matches!(bytes.get(*at), Some(b'c' | b'C' | b'z' | b'Z'))
            && bytes.get(at + 1) == Some(&b':')
            && matches!(bytes.get(at + 2), Some(b'\\' | b'/'))
            && at.checked_sub(1).is_none_or(|before| !is_word(before))
    };
    (0..bytes.len()).find(is_drive)
}

/// The place of the first absolute path.
fn root(text: &str) -> Option<usize> {
    let starts = |at: &usize| {
        let before = text[..*at].chars().next_back();
        let is_file = text[..*at].ends_with("file://");
        let is_name = text[at + 1..].starts_with(|it: char| it.is_ascii_alphanumeric());
        is_name && (is_file || before.is_none_or(|it| matches!(it, '"' | '\'' | '`' | '(' | ' ')))
    };
    text.match_indices('/').map(|(at, _)| at).find(starts)
}

#[cfg(test)]
#[test]
fn paths_are_exchanged_in_both_directions() {
    let drives = Drives::new(PathBuf::from("/w/drive_c"));
    for (there, here) in [
        ("Z:\\a\\Cargo.toml", "/a/Cargo.toml"),
        ("\\\\?\\z:\\a", "/a"),
        ("/a\\b/c", "/a/b/c"),
        (
            "--config=patch.x.path=\"C:\\\\users\\\\b\"",
            "--config=patch.x.path=\"/w/drive_c/users/b\"",
        ),
        ("https://a/b\\c", "https://a/b\\c"),
    ] {
        assert_eq!(drives.to_here(there), here);
    }
    for (here, there) in [
        ("/a/Cargo.toml\n", "Z:\\a\\Cargo.toml\n"),
        ("error: none in `/w/drive_c/b` or above", "error: none in `C:\\b` or above"),
        (
            "{\"id\":\"path+file:///a/b#c@1\",\"p\":\"/a/b\"}",
            "{\"id\":\"path+file:///Z:/a/b#c@1\",\"p\":\"Z:\\\\a\\\\b\"}",
        ),
        ("{\"r\":\"https://a/b\",\"s\":\"x/y\"}", "{\"r\":\"https://a/b\",\"s\":\"x/y\"}"),
    ] {
        assert_eq!(drives.to_there(here.as_bytes().to_vec()), there.as_bytes());
    }
}
