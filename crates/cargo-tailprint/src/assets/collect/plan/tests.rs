use super::*;

#[test]
fn folders_come_after_those_they_are_in() {
    let names = ["a/b/c.css", "a/d.css", "e.css", "f/g/h/i.css"];
    let folders: Vec<&str> = folders(names.into_iter()).into_iter().collect();
    assert_eq!(folders, ["a", "a/b", "f", "f/g", "f/g/h"]);
}
