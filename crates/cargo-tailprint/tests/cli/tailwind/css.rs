//! `cargo tailprint css` beside the program that it stands in for.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::world::World;

/// The `node_modules` with the official program, which several test programs share.
fn modules() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let pinned = root.join("crates/tailprint-tailwind/tests/npm/4.3");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let folder = target.join("npm-tailwind/4.3");
    fs::create_dir_all(&folder).unwrap();
    let lock = File::create(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    let wanted = fs::read(pinned.join("package-lock.json")).unwrap();
    if fs::read(folder.join("installed.json")).ok().as_deref() != Some(&*wanted) {
        for file in ["package.json", "package-lock.json"] {
            fs::copy(pinned.join(file), folder.join(file)).unwrap();
        }
        let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        npm.args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
        assert!(npm.current_dir(&folder).status().unwrap().success());
        fs::write(folder.join("installed.json"), wanted).unwrap();
    }
    folder.join("node_modules")
}

fn project(sheet: &str) -> World {
    let world = World::new(&[
        ("styles/in.css", sheet),
        ("styles/part.css", ".part { &:hover { color: red } }"),
        ("a.html", "<p class=\"p-4 hover:m-2 md:flex text-brand bg-red-500/50 x\">"),
        ("b.rs", "fn main() { let a = \"mt-7\"; }"),
        (".gitignore", "node_modules\nout*\n"),
    ]);
    // A copy, not a link: Node.js names files by the targets of links, and so do the source maps of the official program.
    copy(&modules().join("tailwindcss"), &world.file("node_modules/tailwindcss"));
    world
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn official(world: &World, args: &[&str]) -> Output {
    let mut command = Command::new("node");
    command.arg(modules().join("@tailwindcss/cli/dist/index.mjs")).args(args);
    command.current_dir(world.path()).stdin(Stdio::null()).output().unwrap()
}

fn ours(world: &World, args: &[&str]) -> Output {
    let mut command = world.command("css");
    command.args(args).stdin(Stdio::null()).output().unwrap()
}

const SHEETS: [&str; 4] = [
    "@import \"tailwindcss\";\n",
    "@import \"tailwindcss\";\n@import \"./part.css\" layer(components);\n@theme { --color-brand: #abc }\n",
    "@import \"tailwindcss\" source(none);\n@source \"../b.rs\";\n.a { @apply p-1; &:focus { margin: --spacing(3) } }\n",
    "@plugin \"./p.js\";\n@import \"tailwindcss/utilities\";\n",
];

#[test]
fn the_style_sheets_are_those_of_the_official_program() {
    for sheet in SHEETS {
        let world = project(sheet);
        let plugin =
            "module.exports = ({ addUtilities }) => addUtilities({ '.x': { order: '1' } });";
        world.write("styles/p.js", plugin);
        for options in [&[][..], &["--minify"], &["--optimize"], &["--map"], &["-m", "--silent"]] {
            let (one, other) = (
                ["-i", "styles/in.css", "-o", "out/official.css"],
                ["-i", "styles/in.css", "-o", "out/ours.css"],
            );
            let first = official(&world, &[&one[..], options].concat());
            let second = ours(&world, &[&other[..], options].concat());
            assert_eq!(first.status.code(), second.status.code(), "{options:?}: {second:?}");
            assert!(
                world.read("out/official.css") == world.read("out/ours.css"),
                "{sheet} {options:?}"
            );
        }
    }
}

#[test]
fn a_source_map_in_a_file_is_that_of_the_official_program() {
    let world = project(SHEETS[1]);
    let args = |out: &'static str| ["-i", "styles/in.css", "-o", out, "--map", "out/a.css.map"];
    official(&world, &args("out/a.css"));
    let expected = [world.read("out/a.css"), world.read("out/a.css.map")];
    fs::remove_dir_all(world.file("out")).unwrap();
    assert_eq!(ours(&world, &args("out/a.css")).status.code(), Some(0));
    assert_eq!([world.read("out/a.css"), world.read("out/a.css.map")], expected);
}

#[test]
fn options_are_read_as_the_official_program_reads_them() {
    let world = project(SHEETS[1]);
    let part = "@import \"./part.css\"; @import \"tailwindcss/utilities\";";
    world.write("in.css", part);
    world.write("part.css", ".part-of-the-folder { color: red }");
    for (args, from, status) in [
        // The comment is the way from the result to the map.
        (&["-i", "styles/in.css", "-o", "out/a.css", "--map", "out-maps/a.map"][..], "", 0),
        (&["-i", "styles/in.css", "--map", "out-maps/a.map"], "", 0),
        // Of several the last one counts.
        (&["-i", "gone.css", "-i", "styles/in.css", "-o", "out/b.css", "-o", "out/a.css"], "", 0),
        // A style sheet from the standard input is in the current folder, and classes in that of `--cwd`.
        (&["-i", "-", "-o", "out/a.css", "--cwd", "styles"], part, 0),
        (&["-i", "styles/in.css", "-o", "out/a.css", "--watch", "--poll=0"], "", 1),
        (&["-i", "styles/in.css", "-o", "out/a.css", "--watch", "--poll=-5"], "", 1),
    ] {
        let run = |mut command: Command| {
            for folder in ["out", "out-maps", "styles/out"] {
                let _ = fs::remove_dir_all(world.file(folder));
            }
            command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut child = command.current_dir(world.path()).spawn().unwrap();
            child.stdin.take().unwrap().write_all(from.as_bytes()).unwrap();
            let output = child.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(status), "{args:?}: {output:?}");
            (output.stdout, world.tree("out"), world.tree("styles/out"), world.tree("out-maps"))
        };
        let mut node = Command::new("node");
        node.arg(modules().join("@tailwindcss/cli/dist/index.mjs"));
        let expected = run(node);
        assert!(run(world.command("css")) == expected, "{args:?}: {expected:?}");
    }
}

#[test]
fn the_standard_streams_and_another_folder_work() {
    let world = project(SHEETS[0]);
    let text = String::from_utf8(official(&world, &["-i", "styles/in.css"]).stdout).unwrap();
    let ours = ours(&world, &["-i", "styles/in.css", "-o", "-"]);
    assert!(String::from_utf8(ours.stdout).unwrap() == text);
    let said = String::from_utf8(ours.stderr).unwrap();
    assert!(said.starts_with("≈ tailwindcss v4.3.5\n\nDone in "), "{said}");

    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-tailprint"));
    command
        .args(["tailprint", "css", "build", "-i", "-", "--cwd"])
        .arg(world.path())
        .arg("--silent");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(SHEETS[0].as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap() == text);
}

#[cfg(unix)]
#[test]
fn an_output_that_is_a_link_is_written_through_as_by_the_official_program() {
    let world = project(SHEETS[0]);
    for (name, run) in [("official", official as fn(&World, &[&str]) -> Output), ("ours", ours)] {
        // As /dev/stdout is one.
        let link = world.file(&format!("{name}.css"));
        world.write(&format!("out-{name}.css"), "");
        std::os::unix::fs::symlink(format!("out-{name}.css"), &link).unwrap();
        let output = run(&world, &["-i", "styles/in.css", "-o", &format!("{name}.css")]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert!(link.is_symlink(), "{name}");
    }
    assert!(world.read("out-ours.css").len() > 1000);
    assert!(world.read("out-ours.css") == world.read("out-official.css"));
}

#[test]
fn errors_end_with_the_code_of_the_official_program() {
    let world = project("@import \"tailwindcss\";\n.a { @apply nosuch }\n");
    for (args, said) in [
        (&["-i", "gone.css"][..], "error: the input file `gone.css` does not exist\n"),
        (&["-i", "styles"], "error: the input file `styles` is a folder\n"),
        (
            &["-i", "styles/in.css", "-o", "styles/in.css"],
            "error: the input and the output are the same file, `styles/in.css`\n",
        ),
        (
            &["-i", "styles/in.css", "-o", "out/a.css"],
            "error: styles/in.css:2:13: tailwind: Cannot apply unknown utility class `nosuch`\n",
        ),
        (
            &["-i", "styles/in.css", "--map", "-"],
            "error: --map - is not supported (use --map without a value)\n",
        ),
    ] {
        assert_eq!(official(&world, args).status.code(), Some(1));
        let output = ours(&world, &[args, &["--silent"]].concat());
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(String::from_utf8(output.stderr).unwrap(), said);
    }
    assert!(!world.file("out/a.css").exists());
}

#[test]
fn an_input_in_another_coding_is_told_with_the_repair() {
    let world = project("");
    // Tailwind's program ships such a letter as `\u{fffd}`.
    fs::write(world.file("latin1.css"), b".a { content: \"\xe4\" }\n").unwrap();
    let output = ours(&world, &["-i", "latin1.css", "--silent"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, "error: latin1.css: is not UTF-8 (save the file as UTF-8)\n");
}

/// Waits until the result has a text.
fn waits_for(world: &World, text: &str) {
    let started = Instant::now();
    let has = || fs::read_to_string(world.file("out.css")).is_ok_and(|css| css.contains(text));
    while !has() {
        assert!(started.elapsed() < Duration::from_secs(60), "no {text}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_changed_file_is_compiled_while_the_command_watches() {
    let world = project(SHEETS[0]);
    let mut command = world.command("css -i styles/in.css -o out.css --watch --silent");
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    waits_for(&world, ".mt-7");
    world.write("c.html", "<p class=\"mt-77\">");
    waits_for(&world, ".mt-77");
    world.write("styles/in.css", "@import \"tailwindcss\"; .own { color: red }");
    waits_for(&world, ".own");
    drop(child.stdin.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_command_that_always_watches_outlives_its_standard_input() {
    let world = project(SHEETS[0]);
    let mut command = world.command("css -i styles/in.css -o out.css --watch always --poll 50");
    let mut child = command.stdin(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    waits_for(&world, ".mt-7");
    world.write("c.html", "<p class=\"mt-77\">");
    waits_for(&world, ".mt-77");
    assert!(child.try_wait().unwrap().is_none(), "it has ended");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn an_option_that_is_switched_off_by_its_value_is_off() {
    let world = project(SHEETS[1]);
    for options in [
        &["--map=true"][..],
        &["--map=false"],
        &["--watch=false", "--poll=false"],
        &["--poll=true"],
    ] {
        let run = |mut command: Command| {
            let _ = fs::remove_dir_all(world.file("out"));
            command.args(["-i", "styles/in.css", "-o", "out/a.css", "--silent"]).args(options);
            // A command that watches would wait for the end of its input.
            let mut child =
                command.current_dir(world.path()).stdin(Stdio::piped()).spawn().unwrap();
            let input = child.stdin.take();
            let code = child.wait().unwrap().code();
            drop(input);
            (code, world.tree("out"), world.file("true").exists(), world.file("false").exists())
        };
        let mut node = Command::new("node");
        node.arg(modules().join("@tailwindcss/cli/dist/index.mjs"));
        let expected = run(node);
        assert!(run(world.command("css")) == expected, "{options:?}: {:?}", expected.0);
    }
}

#[cfg(unix)]
#[test]
fn an_input_that_is_no_file_is_read() {
    let world = project("");
    for run in [official as fn(&World, &[&str]) -> Output, ours] {
        let output = run(&world, &["-i", "/dev/null", "--silent"]);
        assert_eq!((output.status.code(), &*output.stdout), (Some(0), &b"\n"[..]));
    }
}

#[test]
fn an_installed_tailwind_that_cannot_be_used_is_told() {
    let world = project(SHEETS[0]);
    world.write(
        "styles/node_modules/tailwindcss/package.json",
        "{ \"name\": \"tailwindcss\", \"version\": \"3.4.17\" }",
    );
    let output = ours(&world, &["--cwd", "styles", "-i", "in.css", "-o", "a.css", "--silent"]);
    let said = String::from_utf8(output.stderr).unwrap();
    let expected = "warning: node_modules/tailwindcss is Tailwind 3.4.17, which runs in Node.js only, and is passed over\n";
    assert_eq!(said, expected);
}
