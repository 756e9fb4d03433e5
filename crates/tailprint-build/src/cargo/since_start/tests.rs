use std::fs::File;
use std::time::Duration;

use super::*;
use crate::config::Config;
use crate::pipeline::tests::Package;

/// The warnings of a build that began a minute before or after the files of the app were written.
fn warnings_of(files: &[(&str, &str)], started_later: bool, config: &Config) -> Vec<String> {
    let package = Package::new(files);
    package.write("target/invoked.timestamp", "");
    let start = File::options().write(true).open(package.folder().join("target").join(START));
    let minute = Duration::from_secs(60);
    let now = SystemTime::now();
    start.unwrap().set_modified(if started_later { now + minute } else { now - minute }).unwrap();
    package.output(config).warnings.iter().map(ToString::to_string).collect()
}

const REST: &str = "so Cargo runs the script again at the next build, and at every build if it is written each time \
                    (have it written to a folder of OUT_DIR, and add that folder with `Config::root`, or run the \
                    program that writes it by `Config::before`)";

#[test]
fn a_file_that_the_script_writes_into_a_root_is_a_warning() {
    let one = [("static/css/generated.css", "body{margin:0}")];
    assert_eq!(
        warnings_of(&one, false, &Config::new()),
        [format!("static/css/generated.css: written while the build script runs, {REST}")]
    );
    assert!(warnings_of(&one, true, &Config::new()).is_empty());
}

#[test]
fn many_files_are_one_warning_for_each_root() {
    let files =
        [("static/a.css", ""), ("static/b.css", ""), ("static/c.css", ""), ("more/d.css", "")];
    let mut config = Config::new();
    config.root("static").root("more");
    assert_eq!(
        warnings_of(&files, false, &config),
        [
            format!("more/d.css: written while the build script runs, {REST}"),
            format!("static/a.css: written while the build script runs (as 2 more are), {REST}")
        ]
    );
}

#[test]
fn files_in_out_dir_are_not_watched() {
    let files = [("target/out/css/a.css", "")];
    let mut config = Config::new();
    config.root("target/out/css");
    assert!(warnings_of(&files, false, &config).is_empty());
}
