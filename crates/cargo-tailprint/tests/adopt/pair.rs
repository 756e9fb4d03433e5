//! One app before and after `init`.

use std::collections::BTreeMap;

use crate::app::App;
use crate::nested;
use crate::sheet;
use crate::world::World;

/// An app before and after `init`, each as its files.
pub(crate) struct Pair {
    pub(crate) before: BTreeMap<String, String>,
    pub(crate) after: BTreeMap<String, String>,
    /// Everything that went wrong so far.
    pub(crate) failures: Vec<String>,
}

impl Pair {
    /// Makes the style sheet of the app, sets the app up, and does what `init` has left to a person.
    pub(crate) fn new(app: &App) -> Self {
        let files: Vec<(&str, &str)> =
            app.files.iter().map(|(path, it)| (&**path, &**it)).collect();
        let world = World::new(&files);
        sheet::make(app, &world);
        let before = world.tree("");
        let init = format!("{} --path {}", app.init(), nested::root().display());
        let mut failures = Vec::new();
        let ran = world.run(&init);
        let code = |word| app.values(word).next().map(|code| code.parse::<i32>().unwrap());
        if ran.code != code("exit") {
            failures.push(format!("`init` ends with {:?}\n{}{}", ran.code, ran.out, ran.err));
        }
        if let Some(sheet) = app.values("sheet").next().and_then(|line| line.rsplit(' ').next()) {
            if !ran.out.contains(&format!("delete {sheet}: ")) {
                failures.push(format!("{sheet} is not told to be deleted\n{}", ran.out));
            }
            std::fs::remove_file(world.file(sheet)).unwrap();
        }
        for step in app.steps() {
            let text = world.read(&step.file);
            if text.matches(&*step.old).count() == 1 {
                world.write(&step.file, &text.replace(&*step.old, &step.new));
            } else {
                failures.push(format!("{} has not {:?} once:\n{text}", step.file, step.old));
            }
        }
        let after = world.tree("");
        let again = world.run(&init);
        if world.tree("") != after {
            failures.push(format!("a second run changes files\n{}", again.out));
        }
        if again.code != code("again").or(Some(0)) {
            failures.push(format!("a second run ends with {:?}\n{}", again.code, again.out));
        }
        Self { before, after, failures }
    }
}
