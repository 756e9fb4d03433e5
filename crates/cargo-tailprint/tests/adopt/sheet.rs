//! The style sheets that the apps have from Tailwind's own programs.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::app::App;
use crate::nested;
use crate::world::World;

/// The programs of both versions; npm installs them once.
fn modules() -> PathBuf {
    const WANTED: &str = "{\"private\":true,\"dependencies\":{\"@tailwindcss/cli\":\"4.3.5\",\
                          \"tailwindcss\":\"4.3.5\",\"tailwind3\":\"npm:tailwindcss@3.4.19\"}}";
    let folder = nested::outer_target().join("adopt-npm");
    fs::create_dir_all(&folder).unwrap();
    let lock = File::create(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    let done = folder.join("done");
    if fs::read_to_string(&done).ok().as_deref() != Some(WANTED) {
        fs::write(folder.join("package.json"), WANTED).unwrap();
        let arguments = ["install", "--ignore-scripts", "--no-audit", "--no-fund"];
        let output = Command::new("npm").args(arguments).current_dir(&folder).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::write(done, WANTED).unwrap();
    }
    folder.join("node_modules")
}

/// Makes the style sheet as the user of the app has made it so far.
pub(crate) fn make(app: &App, world: &World) {
    let Some(line) = app.values("sheet").next() else { return };
    let [version, source, output] = line.split(' ').collect::<Vec<_>>()[..] else {
        panic!("{}: {line}", app.name)
    };
    let modules = modules();
    let program = match version {
        "3" => "tailwind3/lib/cli.js",
        _ => "@tailwindcss/cli/dist/index.mjs",
    };
    // `@import "tailwindcss"` is looked up from the style sheet.
    let link = world.file("node_modules");
    symlink(&modules, &link).unwrap();
    let ran = Command::new("node")
        .arg(modules.join(program))
        .args(["-i", source, "-o", output])
        .current_dir(world.path())
        .output()
        .unwrap();
    fs::remove_file(link).unwrap();
    let is_there = Path::new(&world.file(output)).is_file();
    assert!(ran.status.success() && is_there, "{}", String::from_utf8_lossy(&ran.stderr));
}
