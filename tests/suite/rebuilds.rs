//! Changes after which Cargo runs the build script again, and the packages that it compiles then.

use std::fs;

use crate::support::cargo::Profile;
use crate::support::project::{ANGLES, Project, printed};

fn site(name: &str) -> Project {
    let project = Project::new(name);
    project
        .write("static/css/source.css", "@import \"tailwindcss\";\n")
        .write("templates/index.html", "<p class=\"p-4\">{{ \"css/tailwind.css\"|static }}");
    project
}

#[test]
fn a_build_with_nothing_to_do_does_not_run_the_build_script() {
    for profile in [Profile::Debug, Profile::Release] {
        let project = site("no-op");
        assert_eq!(project.build(profile).ok().script_runs("no-op"), 1);
        let again = project.build(profile).ok();
        assert_eq!(again.script_runs("no-op"), 0, "{}", again.stderr);
        assert_eq!(again.compiled(), [""; 0]);
    }
}

#[test]
fn a_project_with_translated_templates_has_nothing_to_do_either() {
    let project = site("no-op-angles");
    project.write("askama.toml", ANGLES).write("templates/index.html", "<< 1 >>");
    assert_eq!(project.build(Profile::Debug).ok().script_runs("no-op-angles"), 1);
    let again = project.build(Profile::Debug).ok();
    assert_eq!(again.script_runs("no-op-angles"), 0, "{}", again.stderr);
    assert_eq!(again.compiled(), [""; 0]);
}

#[test]
fn an_edited_template_runs_the_build_script_once_and_recompiles_no_dependency() {
    let project = site("edited");
    let before = project.build(Profile::Debug).ok();
    assert!(before.read("tailwind/css/tailwind.css").contains(".p-4"));
    project.write("templates/index.html", "<p class=\"p-7\">{{ \"css/tailwind.css\"|static }}");
    let outcome = project.build(Profile::Debug).ok();
    assert_eq!(outcome.script_runs("edited"), 1, "{}", outcome.stderr);
    assert_eq!(outcome.compiled(), ["edited"]);
    let css = outcome.read("tailwind/css/tailwind.css");
    assert!(css.contains(".p-7") && !css.contains(".p-4"));
    assert_eq!(printed(outcome.program()), "<p class=\"p-7\">/static/css/tailwind.css");
    assert_eq!(project.build(Profile::Debug).ok().script_runs("edited"), 0);
}

#[test]
fn a_new_file_is_picked_up_and_a_removed_one_is_gone() {
    let project = site("new-file");
    project.build(Profile::Release).ok();
    project.write("static/img/new/a.svg", "<svg/>");
    let outcome = project.build(Profile::Release).ok();
    assert!(outcome.read("staticfiles.json").contains("img/new/a.svg"));
    fs::remove_dir_all(project.folder().join("static/img")).unwrap();
    let outcome = project.build(Profile::Release).ok();
    assert!(!outcome.read("staticfiles.json").contains("img/new/a.svg"));
}

#[test]
fn an_app_without_static_files_has_an_empty_table_until_there_are_some() {
    let project = Project::new("no-static");
    project.write(
        "src/main.rs",
        "tailprint::assets!();\nfn main() { print!(\"{}\", assets::ASSETS.len()) }\n",
    );
    assert_eq!(printed(project.build(Profile::Release).ok().program()), "0");
    project.write("static/a.txt", "a");
    assert_eq!(printed(project.build(Profile::Release).ok().program()), "1");
}

#[test]
fn a_repaired_error_is_noticed() {
    let project = site("repaired");
    project.write("templates/index.html", "{{ \"css/tailwnd.css\"|static }}");
    assert_eq!(project.build(Profile::Debug).errors().len(), 1);
    project.write("templates/index.html", "{{ \"css/tailwind.css\"|static }}");
    let outcome = project.build(Profile::Debug).ok();
    assert_eq!(printed(outcome.program()), "/static/css/tailwind.css");
}
