//! `check --from`, help and exit codes.

use crate::world::World;

#[test]
fn every_problem_is_shown_at_once_with_its_line() {
    let world = World::new(&[
        ("web/a.css", "/* é */ a{background:url('b.png')}"),
        ("web/sub/c.css", "\n\n  @import url(../d.css);"),
        ("web/e.js", "//# sourceMappingURL=e.js.map"),
    ]);
    let ran = world.run("check --from web");
    let expected = "\
error: no static asset \"b.png\"
 --> web/a.css:1:27
  |
1 | /* é */ a{background:url('b.png')}
  |                           ^^^^^

warning: no static asset \"e.js.map\"
 --> web/e.js:1:22
  |
1 | //# sourceMappingURL=e.js.map
  |                      ^^^^^^^^

error: no static asset \"d.css\", written \"../d.css\"
 --> web/sub/c.css:3:15
  |
3 |   @import url(../d.css);
  |               ^^^^^^^^
  |
  = help: did you mean \"a.css\"?

2 errors, 1 warning
";
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    assert_eq!(ran.out, expected);
}

#[test]
fn json_is_one_object_per_line() {
    let world = World::new(&[("web/a.css", "a{background:url('b.png')}")]);
    let ran = world.run("check --from web --format json");
    assert_eq!(ran.code, Some(1));
    let expected = concat!(
        r#"{"severity":"error","file":"web/a.css","line":1,"column":19,"#,
        r#""message":"no static asset \"b.png\"","help":null,"cause":"missing","path":"b.png"}"#,
        "\n"
    );
    assert_eq!(ran.out, expected);
}

#[test]
fn warnings_and_clean_folders_end_with_zero() {
    let world = World::new(&[("web/e.js", "//# sourceMappingURL=e.js.map"), ("ok/a.css", "a{}")]);
    let ran = world.run("check --from web");
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.ends_with("\n1 warning\n"), "{}", ran.out);
    let ran = world.run("check --from ok");
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "no problems\n"));
    let ran = world.run("check --from ok --format json");
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
}

#[test]
fn colours_are_for_terminals() {
    let world = World::new(&[("web/a.css", "a{background:url('b.png')}")]);
    let output = world.command("check --from web").env_remove("NO_COLOR").output().unwrap();
    assert!(!output.stdout.contains(&0x1b));
}

#[test]
fn the_help_names_the_exit_codes() {
    let world = World::new(&[]);
    for args in ["--help", "collect --help", "check --help"] {
        let ran = world.run(args);
        assert_eq!(ran.code, Some(0));
        assert!(
            ran.out.contains("Exit codes:\n  0    success (warnings do not count)"),
            "{}",
            ran.out
        );
        assert!(ran.out.contains("Usage: cargo tailprint"), "{}", ran.out);
    }
    for (command, first) in [
        ("dev", "2    the command could not start"),
        ("doctor", "0    no errors or warnings"),
        ("init", "0    success"),
        ("new", "0    success"),
        ("vendor", "0    success"),
    ] {
        let help = world.run(&format!("{command} --help")).out;
        assert!(help.contains(&format!("Exit codes:\n  {first}")), "{help}");
        assert!(help.contains("\n  130  "), "{help}");
    }
    assert_eq!(world.run("collect --unknown").code, Some(2));
}

#[test]
fn options_stand_below_the_heading_that_they_belong_to() {
    let world = World::new(&[]);
    for (command, option) in [("check", "--format"), ("collect", "--out"), ("doctor", "--format")] {
        let help = world.run(&format!("{command} --help")).out;
        let (own, _) = help.split_once("\nPackage:\n").unwrap();
        assert!(own.contains(&format!("      {option} <")), "{help}");
    }
    let help = world.run("check --help").out;
    let (_, folder) = help.split_once("\nWith --from:\n").unwrap();
    assert!(folder.contains("--url-prefix") && !folder.contains("--format"), "{help}");
}

#[test]
fn a_malformed_option_is_named_as_it_was_typed() {
    let world = World::new(&[("web/a.css", "a{}")]);
    let globs = ["--ignore", "--opaque", "--keep-name", "--prehashed", "--allow-missing"];
    let globs = globs.map(|option| {
        let what = "malformed glob \"a[\" at character 2 (invalid range pattern)";
        (
            format!("{option} a["),
            format!("error: invalid value 'a[' for '{option} <GLOB>': {what}\n"),
        )
    });
    let what = "it is neither a path from the root nor a URL";
    let prefix = (
        "--url-prefix static".to_owned(),
        format!("error: invalid value 'static' for '--url-prefix <PREFIX>': {what} (write a path"),
    );
    for (arguments, expected) in globs.into_iter().chain([prefix]) {
        for command in ["check", "collect --out out"] {
            let ran = world.run(&format!("{command} --from web {arguments}"));
            assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{command} {arguments}");
            assert!(ran.err.starts_with(&expected), "{command} {arguments}: {}", ran.err);
        }
        assert!(!world.file("out").exists(), "{arguments}");
    }
    for command in ["check", "collect --out out"] {
        let ran = world.run(&format!("{command} --from gone"));
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{command}");
        assert_eq!(ran.err, "error: --from gone: no such folder\n", "{command}");
    }
}
