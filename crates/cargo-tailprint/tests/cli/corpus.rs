//! `init` of small apps, each modelled on a shape that public projects have. `tests/corpus` has them, a file for each:
//! a line about the app, then what is expected, then the files.

use std::path::Path;

use crate::world::World;

/// The fewest apps that say something about apps in general.
const LEAST: usize = 24;

/// An app with what is expected of it.
struct App {
    name: String,
    about: String,
    expected: Vec<String>,
    files: Vec<(String, String)>,
}

impl App {
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

    /// Runs `init` twice, and lists what is not as expected.
    fn failures(&self) -> Vec<String> {
        let files: Vec<(&str, &str)> =
            self.files.iter().map(|(path, it)| (&**path, &**it)).collect();
        let world = World::new(&files);
        let package = self.expected.iter().find_map(|it| it.strip_prefix("package "));
        let args = package.map_or("init --yes".to_owned(), |name| format!("init --yes -p {name}"));
        let ran = world.run(&args);
        let tree = world.tree("");
        let mut failures = Vec::new();
        for expected in &self.expected {
            let (word, rest) = expected.split_once(' ').unwrap();
            let (path, text) = rest.split_once(": ").unwrap_or((rest, ""));
            let content = tree.get(path).map_or("", String::as_str);
            let holds = match word {
                "package" => true,
                "exit" => ran.code.map(|code| code.to_string()).as_deref() == Some(rest),
                "says" => ran.out.contains(rest),
                "has" => content.contains(text),
                "lacks" => !content.is_empty() && !content.contains(text),
                _ => panic!("{}: {expected}", self.name),
            };
            if !holds {
                failures.push(expected.clone());
            }
        }
        let is_gone = |(path, _): &&(String, String)| !tree.contains_key(path);
        failures.extend(self.files.iter().filter(is_gone).map(|(path, _)| format!("keeps {path}")));
        let again = world.run(&args);
        if world.tree("") != tree {
            failures.push("a second run changes nothing".to_owned());
        }
        if again.code != ran.code {
            failures.push(format!("a second run ends with {:?}: {}", ran.code, again.out));
        }
        if !failures.is_empty() {
            failures.push(format!("{}{}", ran.out, ran.err));
        }
        failures
    }
}

#[test]
fn every_app_of_the_corpus_is_migrated() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    let apps: Vec<App> = files.iter().map(|file| App::read(file)).collect();
    let mut good = 0;
    let mut report = String::new();
    for app in &apps {
        let failures = app.failures();
        if failures.is_empty() {
            good += 1;
        } else {
            report.push_str(&format!(
                "{} ({}):\n  {}\n",
                app.name,
                app.about,
                failures.join("\n  ")
            ));
        }
    }
    println!("{good} of {} apps", apps.len());
    assert!(apps.len() >= LEAST && report.is_empty(), "{good} of {} apps\n{report}", apps.len());
}
