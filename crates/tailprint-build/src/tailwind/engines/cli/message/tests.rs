use super::*;

fn entry(css: &str) -> StyleSheets {
    StyleSheets::in_memory(Path::new("/app/css/e.css"), css.to_owned(), &Default::default())
}

fn shown(stderr: &str, css: &str) -> String {
    problem(stderr.as_bytes(), &entry(css), Path::new("/app"), "css/e.css").to_string()
}

#[test]
fn a_boxed_error_keeps_its_own_place() {
    let stderr = "\u{2248} tailwindcss v4.3.5\n\n\u{1b}[31mError:\u{1b}[39m\n\u{1b}[2m┌\u{1b}[22m\n\
                      \u{1b}[2m│\u{1b}[22m CssSyntaxError: /app/css/e.css:1:24: Missing closing } at .a\n\u{1b}[2m└\u{1b}[22m\n";
    assert_eq!(shown(stderr, ""), "css/e.css:1:24: tailwind: Missing closing } at .a");
}

#[test]
fn an_error_in_an_import_names_the_import() {
    let stderr = "≈ tailwindcss v4.1.18\n\nCssSyntaxError: /app/css/parts/p.css:2:1: Unterminated string: \"a: b\"";
    assert_eq!(shown(stderr, ""), "css/parts/p.css:2:1: tailwind: Unterminated string: \"a: b\"");
}

#[test]
fn an_unknown_class_is_found_where_it_is_applied() {
    let stderr = "Error: Cannot apply unknown utility class `nosuch`. Are you using CSS modules?";
    assert_eq!(
        shown(stderr, "/* nosuch */\n.a { @apply p-1 nosuch-not nosuch; }"),
        "css/e.css:2:28: tailwind: Cannot apply unknown utility class `nosuch`. Are you using CSS modules?"
    );
    assert_eq!(
        shown("Error: Cannot apply unknown utility class `nosuch`", "@import './other.css';"),
        "css/e.css: tailwind: Cannot apply unknown utility class `nosuch`"
    );
}

// The paths are those of Unix.
#[cfg(unix)]
#[test]
fn a_missing_import_is_found_where_it_is_imported() {
    let stderr = "Error: Can't resolve './nothere.css' in '/app/css'";
    assert_eq!(
        shown(stderr, "@import \"tailwindcss\";\n@import \"./nothere.css\";"),
        "css/e.css:2:9: tailwind: Can't resolve './nothere.css' in 'css'"
    );
}

#[test]
fn a_long_message_becomes_one_line() {
    let stderr = "Error:\n┌\n│ Error: `@theme` blocks must only contain custom properties or `@keyframes`.\n│ \n│ @theme {\n│ >   color: red;\n│ }\n│ \n└";
    assert_eq!(
        shown(stderr, ""),
        "css/e.css: tailwind: `@theme` blocks must only contain custom properties or `@keyframes`. @theme { > color: red; }"
    );
}

// The paths are those of Unix.
#[cfg(unix)]
#[test]
fn version_three_is_understood_too() {
    let stderr = "Browserslist: caniuse-lite is outdated. Please run:\n  npx update-browserslist-db@latest\n  \
                      Why you should do it regularly: https://github.com/x\n\nRebuilding...\n\
                      CssSyntaxError: tailwindcss: /app/css/e.css:1:6: The `nosuch` class does not exist.\n    at Input.error (/x/y.js:1:1)\n  reason: 'x'";
    assert_eq!(shown(stderr, ""), "css/e.css:1:6: tailwind: The `nosuch` class does not exist.");
    let stderr = "Error: Failed to find './nope.css'\n  in [\n    /app/css\n  ]\n    at /x/resolve-id.js:35:13";
    assert_eq!(shown(stderr, ""), "css/e.css: tailwind: Failed to find './nope.css' in [ css ]");
}

#[test]
fn a_crash_of_node_and_silence_are_errors_too() {
    let stderr = "node:internal/modules/cjs/loader:1\n  throw err;\n  ^\n\nError: Cannot find module 'x'\n    at Module (node:1)\n\nNode.js v20.20.2";
    assert_eq!(shown(stderr, ""), "css/e.css: tailwind: Cannot find module 'x'");
    assert_eq!(shown("", ""), "css/e.css: tailwind: failed without a message");
}

#[test]
fn warnings_of_a_run_that_succeeded_are_kept() {
    let stderr = b"Rebuilding...\n\nwarn - No utility classes were detected.\nwarn - https://t/docs\n\nDone in 7ms.";
    let found = warnings(stderr, "css/e.css");
    assert_eq!(
        found[0].to_string(),
        "css/e.css: tailwind: No utility classes were detected. https://t/docs"
    );
    assert_eq!(found.len(), 1);
    assert_eq!(warnings("≈ tailwindcss v4.3.5\n\nDone in 40ms".as_bytes(), "e"), []);
}

proptest::proptest! {
    #[test]
    fn any_output_becomes_one_line(stderr in ".{0,80}(\u{1b}\\[[0-9]{0,2}m?|\n|Error: |CssSyntaxError: a:1:2: |: ){0,8}.{0,20}") {
        let problem = problem(stderr.as_bytes(), &entry(&stderr), Path::new("/app"), "e");
        proptest::prop_assert!(!problem.message().contains('\n'));
    }
}

#[test]
fn a_style_sheet_of_version_four_that_version_three_gets_is_told_with_both_repairs() {
    let stderr = "Error: Failed to find 'tailwindcss'\n  in [\n    /app/css\n  ]\n    at x";
    assert_eq!(
        shown(stderr, "/* a */\n@import \"tailwindcss\";"),
        "css/e.css:2:9: tailwind: Failed to find 'tailwindcss' in [ css ] (Tailwind 3 has no such style sheet: `npm install --save-dev @tailwindcss/cli@4.3.5 tailwindcss@4.3.5` for Tailwind 4, or write `@tailwind base; @tailwind components; @tailwind utilities;`)"
    );
}
