use super::*;

#[test]
fn a_variable_that_is_read_is_announced_also_if_it_is_not_set() {
    let env = Env::of([("TAILWINDCSS", "/bin/tailwindcss"), ("OUT_DIR", "/out")]);
    assert_eq!(env.var("TAILWINDCSS"), Some("/bin/tailwindcss".into()));
    assert_eq!(env.var("TAILPRINT_CACHE_DIR"), None);
    assert_eq!(env.cargo("OUT_DIR"), Some("/out".into()));
    assert_eq!(env.machine("PATH"), None);
    assert_eq!(env.announced(), ["TAILPRINT_CACHE_DIR", "TAILWINDCSS"]);
}

#[cfg(unix)]
#[test]
fn a_child_sees_the_snapshot_and_nothing_else() {
    let mut command = Command::new("/usr/bin/env");
    Env::of([("ONLY", "this")]).apply(&mut command);
    assert_eq!(command.output().unwrap().stdout, b"ONLY=this\n");
}

#[test]
fn the_process_environment_is_what_the_process_has() {
    assert!(Env::process().machine("PATH").is_some());
}
