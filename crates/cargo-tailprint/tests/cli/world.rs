//! A temporary folder in which the program runs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) struct World(tempfile::TempDir);

/// The exit code and the output of a run.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Runs a command to its end.
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The standard output without the time it took.
    #[allow(dead_code, reason = "not all tests that share this module use it")]
    pub(crate) fn summary(&self) -> &str {
        assert_eq!(self.code, Some(0), "{}", self.err);
        self.out.rsplit_once(" in ").unwrap().0
    }
}

impl World {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let world = Self(tempfile::tempdir().unwrap());
        for (path, content) in files {
            world.write(path, content);
        }
        world
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn file(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, content: &str) {
        let file = self.file(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        // A hard link that the program made must not be written through.
        let _ = fs::remove_file(&file);
        fs::write(file, content).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.file(path)).unwrap()
    }

    pub(crate) fn command(&self, args: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-tailprint"));
        command.arg("tailprint").args(args.split_whitespace()).current_dir(self.path());
        command.env_remove("TAILPRINT_MODE").env_remove("CARGO_TARGET_DIR").env("NO_COLOR", "1");
        command
    }

    pub(crate) fn run(&self, args: &str) -> Ran {
        Ran::of(&mut self.command(args))
    }

    /// All files below a folder with their contents, and empty folders.
    pub(crate) fn tree(&self, folder: &str) -> BTreeMap<String, String> {
        let mut tree = BTreeMap::new();
        let mut folders = vec![self.file(folder)];
        while let Some(folder) = folders.pop() {
            let entries: Vec<_> = fs::read_dir(&folder).into_iter().flatten().flatten().collect();
            for entry in &entries {
                if entry.file_type().unwrap().is_dir() {
                    folders.push(entry.path());
                } else {
                    let content = fs::read(entry.path()).unwrap();
                    let content = String::from_utf8_lossy(&content).into_owned();
                    tree.insert(self.below(&entry.path()), content);
                }
            }
            if entries.is_empty() {
                tree.insert(self.below(&folder) + "/", String::new());
            }
        }
        tree
    }

    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let prefix = format!("{folder}/");
        let name = |path: String| path.strip_prefix(&prefix).unwrap_or(&path).to_owned();
        self.tree(folder).into_keys().map(name).collect()
    }

    fn below(&self, path: &Path) -> String {
        path.strip_prefix(self.path()).unwrap().to_str().unwrap().replace('\\', "/")
    }
}
