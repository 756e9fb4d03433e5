use super::*;

#[test]
fn a_call_is_known_by_the_program_or_by_a_variable_with_its_name() {
    for (command, file) in [
        ("npx @tailwindcss/cli -i a.css -o static/app.css", "static/app.css"),
        ("$(TAILWIND) -i ./a.css -o ./public/styles.css --minify", "public/styles.css"),
        ("${TAILWIND_BIN} --input=a.css --output=dist/app.css", "dist/app.css"),
        ("{{tailwind}} -i a.css -o dist/app.css", "dist/app.css"),
        ("./bin/tailwind -i a.css -o dist/app.css", "dist/app.css"),
        ("    && ./tailwindcss-linux-x64 -i a.css -o out.css \\", "out.css"),
        (".args([\"@tailwindcss/cli\", \"-i\", \"a.css\", \"-o\", \"out.css\"])", "out.css"),
    ] {
        assert!(is_call(command, command), "{command}");
        assert_eq!(option(command, ["-o", "--output"]).as_deref(), Some(file), "{command}");
    }
    for command in [
        "# tailwindcss -i a.css -o b.css",
        "// tailwindcss -i a.css -o b.css",
        "curl -sLO https://github.com/tailwindlabs/tailwindcss/releases/latest",
        "cp my-tailwind -o b.css",
        "\"tailwindcss\": \"^4.1.0\"",
    ] {
        assert!(!is_call(command, command), "{command}");
    }
}

#[test]
fn a_command_goes_on_behind_a_backslash() {
    assert_eq!(continued(&["npx tailwindcss \\", "  -i a.css \\", "  -o b.css", "cargo run"]), 3);
    assert_eq!(continued(&["cargo run"]), 1);
    assert_eq!(continued(&["cargo run \\"]), 1);
}
