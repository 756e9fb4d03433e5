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
        (Setting::Opaque, "opaque", "--opaque"),
        (Setting::KeepName, "keep_name", "--keep-name"),
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
    for (setting, method) in
        [(Setting::RootAt, "root_at"), (Setting::Header, "header"), (Setting::Tailwind, "tailwind")]
    {
        let method = format!("`Config::{method}`: wrong (mend it, or use `Config::{method}`)");
        assert_eq!(shown(setting), [method, "wrong (mend it)".to_owned()]);
    }
}

#[test]
fn display_names_the_method_of_the_build_script() {
    let problem = Problem::warning("wrong").about(Setting::Ignore).help("mend it");
    assert_eq!(problem.to_string(), "`Config::ignore`: wrong (mend it)");
}
