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

/// A problem about `setting`, with a repair by it, as each interface shows it.
fn shown(setting: Setting) -> [String; 2] {
    let problem = Problem::error("wrong").about(setting).help("mend it").or("or use", setting);
    [Interface::BuildScript, Interface::CommandLine].map(|interface| {
        let repair = problem.repair_for(interface).unwrap();
        format!("{} ({repair})", problem.message_for(interface))
    })
}

#[test]
fn each_interface_names_a_setting_in_its_own_way() {
    for (setting, method, option) in [
        (Setting::Root, "root", "--from"),
        (Setting::Ignore, "ignore", "--ignore"),
        (Setting::Include, "include", "--include"),
        (Setting::FollowSymlinks, "follow_symlinks", "--follow-symlinks"),
        (Setting::Opaque, "opaque", "--opaque"),
        (Setting::KeepName, "keep_name", "--keep-name"),
        (Setting::AtRoot, "at_root", "--at-root"),
        (Setting::Prehashed, "prehashed", "--prehashed"),
        (Setting::AllowMissing, "allow_missing", "--allow-missing"),
        (Setting::UrlPrefix, "url_prefix", "--url-prefix"),
    ] {
        let method = format!("`Config::{method}`: wrong (mend it, or use `Config::{method}`)");
        let option = format!("`{option}`: wrong (mend it, or use `{option}`)");
        assert_eq!(shown(setting), [method, option]);
    }
}

#[test]
fn a_setting_that_the_command_line_does_not_have_is_not_named_there() {
    for (setting, method) in [
        (Setting::RootAt, "root_at"),
        (Setting::AllowUnchecked, "allow_unchecked"),
        (Setting::AllowUnhashed, "allow_unhashed"),
        (Setting::Header, "header"),
        (Setting::Tailwind, "tailwind"),
    ] {
        let method = format!("`Config::{method}`: wrong (mend it, or use `Config::{method}`)");
        assert_eq!(shown(setting), [method, "wrong (mend it)".to_owned()]);
    }
}

#[test]
fn display_names_the_method_of_the_build_script() {
    let problem = Problem::warning("wrong").about(Setting::Ignore).help("mend it");
    assert_eq!(problem.to_string(), "`Config::ignore`: wrong (mend it)");
}

#[test]
fn a_setting_is_shown_with_its_value_as_it_is_written() {
    let problem = Problem::error("\"a.psd\" is ignored")
        .by("by", Setting::Ignore, "*.psd")
        .help("publish it with")
        .set(Setting::Include, "a.psd")
        .or_set("or", Setting::FollowSymlinks, "true");
    let shown = [Interface::BuildScript, Interface::CommandLine].map(|interface| {
        format!("{} ({})", problem.message_for(interface), problem.repair_for(interface).unwrap())
    });
    assert_eq!(
        shown,
        [
            "\"a.psd\" is ignored by `Config::ignore(\"*.psd\")` \
             (publish it with `Config::include(\"a.psd\")`, or `Config::follow_symlinks(true)`)",
            "\"a.psd\" is ignored by `--ignore \"*.psd\"` \
             (publish it with `--include \"a.psd\"`, or `--follow-symlinks true`)",
        ]
    );
}

#[test]
fn a_byte_order_mark_has_no_column() {
    let source = "\u{FEFF}a{b}\nc".as_bytes();
    let places = [0, 3, 4, 8, 3].map(|offset| line_column(source, offset));
    assert_eq!(places, [(1, 1), (1, 1), (1, 2), (2, 1), (1, 1)]);
    let mut lines = Lines::new(source);
    assert_eq!([4, 0, 8, 3].map(|offset| lines.position(offset)), [(1, 2), (1, 1), (2, 1), (1, 1)]);
}

#[test]
fn positions_are_the_same_in_any_order() {
    let source = "é\nüx\n\nabc".as_bytes();
    let offsets: Vec<usize> = (0..=source.len() + 1).collect();
    let expected: Vec<_> = offsets.iter().map(|offset| line_column(source, *offset)).collect();
    let mut lines = Lines::new(source);
    let forwards: Vec<_> = offsets.iter().map(|offset| lines.position(*offset)).collect();
    let mut backwards: Vec<_> =
        offsets.iter().rev().map(|offset| lines.position(*offset)).collect();
    backwards.reverse();
    assert_eq!((&forwards, &backwards), (&expected, &expected));
}
