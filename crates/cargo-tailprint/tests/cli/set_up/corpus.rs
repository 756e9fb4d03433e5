//! `init` of small apps, each modelled on a shape that public projects have. The tests in `tests/adopt` build and visit
//! the same apps.

use crate::app::App;
use crate::world::World;

/// The fewest apps that say something about apps in general.
const LEAST: usize = 24;

/// The code that a second run ends with, while the steps of a person are not done.
fn code(app: &App) -> Option<i32> {
    app.values("exit").next().map(|code| code.parse().unwrap())
}

/// Runs `init` twice, and lists what is not as expected.
fn failures(app: &App) -> Vec<String> {
    let files: Vec<(&str, &str)> = app.files.iter().map(|(path, it)| (&**path, &**it)).collect();
    let world = World::new(&files);
    let ran = world.run(&app.init());
    let tree = world.tree("");
    let mut failures = Vec::new();
    for expected in &app.expected {
        let (word, rest) = expected.split_once(' ').unwrap();
        let (path, text) = rest.split_once(": ").unwrap_or((rest, ""));
        let content = tree.get(path).map_or("", String::as_str);
        let holds = match word {
            "package" | "hand" | "again" | "visits" | "sheet" => true,
            "exit" => ran.code == code(app),
            "says" => ran.out.contains(rest),
            "has" => content.contains(text),
            "lacks" => !content.is_empty() && !content.contains(text),
            _ => panic!("{}: {expected}", app.name),
        };
        if !holds {
            failures.push(expected.clone());
        }
    }
    let is_gone = |(path, _): &&(String, String)| !tree.contains_key(path);
    failures.extend(app.files.iter().filter(is_gone).map(|(path, _)| format!("keeps {path}")));
    let again = world.run(&app.init());
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

#[test]
fn every_app_of_the_corpus_is_migrated() {
    let apps = App::all();
    let mut good = 0;
    let mut report = String::new();
    for app in &apps {
        let failures = failures(app);
        if failures.is_empty() {
            good += 1;
        } else {
            let failures = failures.join("\n  ");
            report.push_str(&format!("{} ({}):\n  {failures}\n", app.name, app.about));
        }
    }
    println!("{good} of {} apps", apps.len());
    assert!(apps.len() >= LEAST && report.is_empty(), "{good} of {} apps\n{report}", apps.len());
}
