//! The apps of `tests/corpus`, a file for each: a line about the app, then what is expected, then the files.
//!
//! | line | meaning |
//! |---|---|
//! | `package NAME` | the package of a workspace that is set up |
//! | `exit CODE`, `says TEXT` | the end of `init`, and a part of its output |
//! | `has FILE: TEXT`, `lacks FILE: TEXT` | a file afterwards |
//! | `hand FILE: OLD ==> NEW` | a step that `init` leaves to a person; `\n` is a line break |
//! | `again CODE` | the end of `init` once these steps are done, if it is not 0 |
//! | `visits PATH` | a page besides `/` |
//! | `sheet VERSION SOURCE OUTPUT` | the style sheet that Tailwind's program makes in the app as it was |

use std::path::{Path, PathBuf};

/// An app with what is expected of it.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) name: String,
    pub(crate) about: String,
    pub(crate) expected: Vec<String>,
    pub(crate) files: Vec<(String, String)>,
}

/// A replacement in a file that `init` leaves to a person.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) file: String,
    pub(crate) old: String,
    pub(crate) new: String,
}

impl App {
    /// All apps by name.
    pub(crate) fn all() -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
        files.sort();
        files.iter().map(|file| Self::read(file)).collect()
    }

    fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
        let (mut head, mut files) = (Vec::new(), Vec::<(String, String)>::new());
        for line in text.split_inclusive('\n') {
            let file = line.trim_end().strip_prefix("-- ").and_then(|it| it.strip_suffix(" --"));
            match (file, files.last_mut()) {
                (Some(file), _) => files.push((file.to_owned(), String::new())),
                (None, Some((_, content))) => content.push_str(line),
                (None, None) => head.push(line.trim_end().to_owned()),
            }
        }
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let about = head.remove(0);
        Self { name, about, expected: head, files }
    }

    /// The values of all lines that begin with a word.
    pub(crate) fn values<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a str> {
        self.expected.iter().filter_map(move |line| line.strip_prefix(word)?.strip_prefix(' '))
    }

    pub(crate) fn package(&self) -> Option<&str> {
        self.values("package").next()
    }

    /// The arguments that set the app up.
    pub(crate) fn init(&self) -> String {
        self.package().map_or("init --yes".to_owned(), |name| format!("init --yes -p {name}"))
    }

    pub(crate) fn steps(&self) -> Vec<Step> {
        let steps = self.values("hand").map(|line| {
            let (file, change) = line.split_once(": ").unwrap();
            let (old, new) = change.split_once(" ==>").unwrap();
            let text = |text: &str| text.replace("\\n", "\n");
            let new = text(new.strip_prefix(' ').unwrap_or(new));
            Step { file: file.to_owned(), old: text(old), new }
        });
        steps.collect()
    }
}
