use super::*;

#[test]
fn a_problem_is_one_line_place_first_repair_last() {
    let problem = Problem::error("no static asset \"css/tailwnd.css\"")
        .at("templates/base.html", 7, 15)
        .help("did you mean \"css/tailwind.css\"?");
    assert_eq!(
        problem.to_string(),
        "templates/base.html:7:15: no static asset \"css/tailwnd.css\" (did you mean \"css/tailwind.css\"?)"
    );
}

#[test]
fn columns_count_characters_not_bytes() {
    assert_eq!(line_column("é\nüx".as_bytes(), "é\nü".len()), (2, 2));
    assert_eq!(line_column(b"", 0), (1, 1));
    assert_eq!(line_column(b"a\r\nb", 3), (2, 1));
}
