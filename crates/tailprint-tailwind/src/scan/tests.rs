use proptest::prelude::*;

use super::*;

fn found(content: &str, extension: &str) -> String {
    let mut candidates = Candidates::default();
    candidates.add(content.as_bytes(), extension);
    candidates.into_sorted().join(" ")
}

#[test]
fn classes_of_a_template_are_found_whatever_is_around_them() {
    let template = r#"<p class="p-1 {% if a %}m-1{% else %}m-2{% endif %} {{ b }}" title='w-1/2'>"#;
    assert_eq!(found(template, "html"), "a b class else endif if m-1 m-2 p-1 title w-1/2");
}

#[test]
fn values_may_hold_brackets_and_quotes_but_no_white_space() {
    assert_eq!(
        found(
            r#"<p class="bg-[url('a_(b).png')] w-[calc(1px+(2px*3))] [&>[data-x]]:p-1 m-[1 px]">"#,
            "html"
        ),
        "[&>[data-x]]:p-1 bg-[url('a_(b).png')] class px w-[calc(1px+(2px*3))]"
    );
}

#[test]
fn modifiers_importance_signs_and_variables_belong_to_a_class() {
    assert_eq!(
        found(
            "bg-red-500/50! !-m-2 group-hover/item:w-(--x,1px) *:p-1 2xl:p-1.5 @sm:w-[2%]",
            "html"
        ),
        "!-m-2 *:p-1 --x 2xl:p-1.5 @sm:w-[2%] bg-red-500/50! group-hover/item:w-(--x,1px)"
    );
}

#[test]
fn a_key_of_an_object_is_a_class_without_quotes() {
    assert_eq!(found("clsx({underline: active, 'p-1': b})", "js"), "p-1 underline");
}

#[test]
fn words_that_cannot_be_classes_are_not_found() {
    assert_eq!(found("Foo p-1- a.b,c https://x.y/z 12 -- p-[] (p-1)", "html"), "");
}

#[test]
fn maud_hangs_classes_on_elements() {
    let code =
        r#"html! { div.p-1.w-1\/2 #id { (name) } p."m-1 m-2".hover:flex { } a.p-1.5[x] {} }"#;
    let words = found(code, "rs");
    for class in ["p-1", "m-1", "m-2", "hover:flex", "p-1.5"] {
        assert!(words.split(' ').any(|word| word == class), "{class} in {words}");
    }
}

#[test]
fn class_directives_of_rust_components_are_classes() {
    assert_eq!(
        found("view! { <p\n  class:p-1=active class:w-1/2={x}/> }", "rs"),
        "class p-1 view! w-1/2"
    );
}

#[test]
fn each_language_has_its_own_marks() {
    for (extension, content, class) in [
        ("haml", "%p.p-1.m-1", "p-1"),
        ("slim", "p.p-1.m-1[title]", "m-1"),
        ("pug", "p.p-1.m-1(title)", "m-1"),
        ("clj", "[:p.p-1.m-1 x]", "m-1"),
        ("ex", "~w[m-1 p-1]", "p-1"),
        ("rb", "%w(p-1 m-1)", "p-1"),
        ("md", "# a {.p-1}", "p-1"),
        ("razor", "@@sm:p-1", "@sm:p-1"),
        ("svelte", "<p class:p-1={x}>", "p-1"),
        ("json", r#"["p-1"]"#, "p-1"),
    ] {
        let words = found(content, extension);
        assert!(words.split(' ').any(|word| word == class), "{extension}: {words}");
    }
}

fn found_by(scanner: Scanner, content: &str, extension: &str) -> String {
    let mut candidates = Candidates::of(scanner);
    candidates.add(content.as_bytes(), extension);
    candidates.into_sorted().join(" ")
}

#[test]
fn tailwind_4_1_finds_no_class_with_a_digit_behind_a_capital() {
    let template = "bg-brandA100 grayA:p-1 group/xA1:flex";
    assert_eq!(found_by(Scanner::V4_1, template, "html"), "grayA:p-1 group/xA1:flex");
    assert_eq!(found_by(Scanner::V4_2, template, "html"), "bg-brandA100 grayA:p-1 group/xA1:flex");
}

#[test]
fn brackets_behind_an_element_of_maud_end_its_class_since_tailwind_4_3() {
    let code = "html! { .p-1[active] {} }";
    assert_eq!(found_by(Scanner::V4_2, code, "rs"), "html!");
    assert_eq!(found_by(Scanner::V4_3, code, "rs"), "active html! p-1");
}

#[test]
fn points_and_brackets_within_brackets_and_texts_of_maud_stay() {
    let code = r#"html! { .w-[1.5px] x[(ab.cd) ef] { "gh.ij[kl" } .m-1[mn.op] {} }"#;
    assert_eq!(found(code, "rs"), "ef html! m-1 op w-[1.5px] x");
}

#[test]
fn a_variant_that_begins_with_a_digit_may_follow_a_class_that_ends_with_one() {
    for extension in ["haml", "slim", "pug"] {
        assert_eq!(found(".p-1.2xl:p-3.m-1.5", extension), "2xl:p-3 m-1.5 p-1", "{extension}");
    }
}

#[test]
fn a_line_of_ruby_in_haml_has_lists_of_words() {
    assert_eq!(found("= f class: %w[p-1 m-1]", "haml"), "class f m-1 p-1");
}

#[test]
fn brackets_in_a_line_of_pug_do_not_spoil_the_next_since_tailwind_4_3() {
    let template = "p see :(\n.p-1.m-1";
    assert_eq!(found_by(Scanner::V4_2, template, "pug"), "m-1 p see");
    assert_eq!(found_by(Scanner::V4_3, template, "pug"), "m-1 p p-1 see");
}

#[test]
fn a_quote_that_its_line_does_not_close_begins_no_string_of_pug() {
    let template = r#"p(a=\'b\' c='d (e' f="g\"h")
.p-1
p(it's\'s (x)
  y="(z")
.m-1"#;
    assert_eq!(found(template, "pug"), "d h m-1 p p-1 s");
}

#[test]
fn neither_an_interpolation_nor_an_erb_comment_hides_the_rest_of_a_line_since_tailwind_4_2() {
    let template = "<%# p-1 %> #{x} m-1";
    assert_eq!(found_by(Scanner::V4_1, template, "erb"), "");
    assert_eq!(found_by(Scanner::V4_2, template, "erb"), "m-1 p-1");
}

#[test]
fn a_variable_may_have_escapes_in_a_row() {
    assert_eq!(found(r"var(--a\.\/b) --c\.", "html"), r"--a\.\/b");
}

#[test]
fn of_a_style_sheet_only_the_variables_it_uses_count() {
    assert_eq!(found(".p-1 { --a: var(--b); color: var(--c, var(--d)) }", "css"), "--b --c --d");
}

#[test]
fn words_that_are_not_utf_8_are_passed_over() {
    let mut candidates = Candidates::default();
    candidates.add(b"p-1 a-[\xff] m-1 \xff\xfe --x\xff", "html");
    assert_eq!(candidates.into_sorted(), ["m-1", "p-1"]);
}

#[test]
fn files_are_read_on_all_cores_and_those_that_are_gone_hold_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<PathBuf> =
        (0..100).map(|number| folder.path().join(format!("{number}.html"))).collect();
    for (number, file) in files.iter().enumerate().skip(1) {
        fs::write(file, format!("w-{number} flex")).unwrap();
    }
    let candidates = Candidates::of_files(&files, Scanner::default()).unwrap();
    assert_eq!(candidates.len(), 100);
    assert!(!candidates.is_empty());
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _) =
        Candidates::of_files(&[folder.path().to_owned()], Scanner::default()).unwrap_err();
    assert_eq!(file, folder.path());
}

#[test]
fn a_line_of_nothing_but_openings_takes_no_square_of_its_length() {
    let start = std::time::Instant::now();
    for piece in ["a-[\"", "[", "A", "a-[(", "[a:", "a-(--x,", "a:", "{", "(", "\"", "%w", ":", "'"]
    {
        for extension in ["html", "rs", "haml", "slim", "pug", "clj", "rb", "ex", "json", "md"] {
            found(&piece.repeat(20_000), extension);
        }
    }
    assert!(start.elapsed().as_secs() < 60);
}

#[test]
fn brackets_that_are_closed_in_vain_take_no_square_of_the_length_of_their_line() {
    let start = std::time::Instant::now();
    for piece in [r"\[", "[a]:", "a-[b]:", "a/[b]:", r"a-\["] {
        found(&format!("[{}]!", piece.repeat(40_000)), "html");
        found(&piece.repeat(40_000), "html");
    }
    assert!(start.elapsed().as_secs() < 60);
}

#[test]
fn a_class_behind_deep_brackets_of_a_long_line_is_found() {
    let deep = format!("{}{}{}", "[".repeat(33), "1".repeat(100_000), "]".repeat(33));
    assert_eq!(found(&format!("{deep} w-[1px]"), "html"), "w-[1px]");
}

#[test]
fn a_variable_that_ends_with_an_escape_takes_no_square_of_its_length() {
    let start = std::time::Instant::now();
    for piece in ["--a", "-", r"--a\."] {
        assert_eq!(found(&format!(r"{}\ --b", piece.repeat(100_000)), "html"), "--b");
    }
    assert!(start.elapsed().as_secs() < 20);
}

#[test]
fn quotes_in_many_tags_of_pug_take_no_square_of_the_length_of_their_line() {
    let start = std::time::Instant::now();
    for piece in [r"(\')", r#"(\")"#, r#"("")"#, r#"(\"\')"#] {
        found(&format!("p{}\n.p-1", piece.repeat(100_000)), "pug");
    }
    assert!(start.elapsed().as_secs() < 20);
}

#[test]
fn a_quote_that_is_not_closed_spoils_no_string_of_another_line_of_pug() {
    let template = "p(\\')(\\')\np(a='(' b)\n.m-1.p-1";
    assert_eq!(found(template, "pug"), "m-1 p p-1");
}

const EXTENSIONS: [&str; 12] =
    ["html", "rs", "svelte", "haml", "slim", "pug", "clj", "rb", "ex", "json", "md", "css"];

proptest! {
    #[test]
    fn any_bytes_can_be_searched(
        content in proptest::collection::vec(any::<u8>(), 0..200),
        extension in proptest::sample::select(&EXTENSIONS[..]),
    ) {
        Candidates::default().add(&content, extension);
    }

    #[test]
    fn any_marks_can_be_searched_and_what_is_found_is_in_the_content(
        content in r#"[a-c1:/.!@*()\[\]{}'"`\\%$,#&<>=X_~ \n-]{0,60}"#,
        extension in proptest::sample::select(&EXTENSIONS[..]),
    ) {
        let mut candidates = Candidates::default();
        candidates.add(content.as_bytes(), extension);
        for word in candidates.into_sorted() {
            prop_assert!(!word.is_empty() && !word.contains([' ', '\n']));
            prop_assert!(content.contains(&word));
        }
    }
}
