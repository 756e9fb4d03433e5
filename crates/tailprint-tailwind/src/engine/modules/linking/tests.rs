use super::*;

#[test]
fn what_has_not_run_cannot_be_required() {
    let mut linking = Linking::default();
    assert!(linking.ask("/a.mjs", "host"));
    linking.read("/a.mjs");
    assert!(linking.ask("/b.cjs", "/a.mjs"));
    let before = linking.require();
    assert!(!linking.ask("/a.mjs", "host"));
    assert!(linking.ask("/c.mjs", "host"));
    linking.read("/c.mjs");
    assert!(linking.ask("/c.mjs", "/c.mjs"), "what is required may import itself");
    assert!(!linking.ask("/a.mjs", "/c.mjs"));
    linking.has_read(true);
    linking.answer(before);
    assert!(linking.ask("/a.mjs", "/a.mjs"), "to import is no haste");
    linking.has_read(true);
    linking.ask("/d.mjs", "/a.mjs");
    linking.read("/d.mjs");
    linking.has_read(true);
    linking.finish("/a.mjs");
    linking.require();
    assert!(linking.ask("/a.mjs", "host"));
    assert!(!linking.ask("/d.mjs", "host"), "nobody knows when `import()` is answered");
}

#[test]
fn what_is_had_of_a_module_that_runs_is_not_had_afterwards() {
    let mut linking = Linking::default();
    let before = linking.run("/a.cjs");
    let partial = linking.name("/a.cjs");
    linking.has_run("/a.cjs", before);
    assert_eq!(linking.name("/a.cjs"), "/a.cjs");
    linking.run("/a.cjs");
    assert_ne!(linking.name("/a.cjs"), partial);
}

#[test]
fn what_was_read_in_vain_is_read_again_under_another_name() {
    let mut linking = Linking::default();
    linking.ask("/a.mjs", "host");
    linking.read("/a.mjs");
    linking.has_read(false);
    let copy = linking.name("/a.mjs");
    assert_ne!(copy, "/a.mjs");
    assert_eq!(path(&copy), "/a.mjs");
    assert_eq!(linking.name("/b.mjs"), "/b.mjs");
}
