//! The folder that a build writes, compared with the reference of file formats.

#![cfg(unix)]

use super::super::*;
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
    crate::in_process::finish(run, &mut Vec::new()).unwrap();
    let entries = fs::read_dir(&folder).unwrap().map(|entry| {
        let entry = entry.unwrap();
        let slash = if entry.file_type().unwrap().is_dir() { "/" } else { "" };
        format!("{}{slash}", entry.file_name().to_str().unwrap())
    });
    assert_eq!(entries.collect::<BTreeSet<_>>(), described());
}

/// The declaration of the contents in the generated module.
fn contents(package: &Package, out: &str) -> String {
    let out = package.folder().join(out);
    let config = Config::new().encodings(&[]).clone();
    let run = package.run(&config, &[("OUT_DIR", out.to_str().unwrap())]);
    let module = run.result.unwrap().generated.module;
    module.lines().find(|line| line.contains("CONTENTS")).unwrap().to_owned()
}

#[test]
fn the_assembler_reads_contents_of_a_mebibyte_and_more_from_a_path_that_it_can_quote() {
    let file = "concat!(env!(\"OUT_DIR\"), \"/tailprint/assets.bin\")";
    let included = format!("static CONTENTS: &[::core::primitive::u8] = include_bytes!({file});");
    let package = Package::new(&[("static/a.txt", &"a".repeat((1 << 20) - 1))]);
    assert_eq!(contents(&package, "out"), included);
    package.write("static/a.txt", "a".repeat(1 << 20));
    let assembled = contents(&package, "out");
    let start = format!("::tailprint::__contents!(CONTENTS, {file}, \"tailprint_contents_");
    assert!(assembled.starts_with(&start) && assembled.ends_with("\", 1048576);"), "{assembled}");
    assert_eq!(contents(&package, "elsewhere"), assembled);
    package.write("static/a.txt", "b".repeat(1 << 20));
    assert_ne!(contents(&package, "out"), assembled);
    assert_eq!(contents(&package, "a\"b"), included);
}
