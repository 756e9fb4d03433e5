//! The folder that a build writes, compared with the reference of file formats.

use super::*;
use crate::output::problems_json;

/// Read at run time, since a package that was taken out of the repository compiles without it.
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/file-formats.md");

/// The paths in the first cells of the table below `OUT_DIR/tailprint`.
fn described() -> BTreeSet<String> {
    let page = fs::read_to_string(PAGE).unwrap();
    let (_, section) = page.split_once("\n## `OUT_DIR/tailprint`\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let cells = section.lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
    cells.flat_map(|cell| cell.split(", ")).map(|path| path.trim_matches('`').to_owned()).collect()
}

#[test]
#[cfg(unix)]
fn the_reference_has_a_row_for_every_entry_and_no_other() {
    let syntax = "[general]\ndefault_syntax = \"a\"\n[[syntax]]\nname = \"a\"\n\
                  expr_start = \"<<\"\nexpr_end = \">>\"\n[[syntax]]\nname = \"b\"\n\
                  expr_start = \"[<\"\nexpr_end = \">]\"\n";
    let package = Package::new(&[
        ("askama.toml", syntax),
        ("templates/a.html", "<< 1 >>"),
        ("static/a.txt", &"a".repeat(2000)),
        ("static/index.html", "<script type=module src=module.js></script>"),
        ("static/module.js", "export {}"),
    ]);
    let mut run = package.run(&Config::new(), &[]);
    let folder = run.folder.clone().unwrap();
    run.watch.absent.push(package.folder().join("missing"));
    run.result.as_mut().unwrap().tailwind.push(("a.css".to_owned(), Vec::new()));
    run.result.as_mut().unwrap().typescript.push(("js/a.js".to_owned(), Vec::new()));
    let env = Env::of([("CARGO_MANIFEST_DIR", package.folder().to_str().unwrap())]);
    problems_json::write(Some(&folder), &env, &[]);
    crate::finish(run).unwrap();
    let entries = fs::read_dir(&folder).unwrap().map(|entry| {
        let entry = entry.unwrap();
        let slash = if entry.file_type().unwrap().is_dir() { "/" } else { "" };
        format!("{}{slash}", entry.file_name().to_str().unwrap())
    });
    assert_eq!(entries.collect::<BTreeSet<_>>(), described());
}
