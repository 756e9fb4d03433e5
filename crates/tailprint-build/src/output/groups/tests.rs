use super::*;
use crate::error::Problem;

fn findings(problems: impl IntoIterator<Item = Problem>) -> Vec<Finding> {
    let problems: Vec<Problem> = problems.into_iter().collect();
    Finding::all(&problems, Interface::BuildScript)
}

fn lines(findings: &[Finding]) -> Vec<String> {
    groups(findings, Interface::BuildScript).iter().map(Group::line).collect()
}

/// A missing file, named on the line of this number.
fn missing(path: &str, line: usize) -> Problem {
    let problem = Problem::error(format!("no static asset \"{path}\""));
    problem.of(Cause::Missing, path).at("a.css", line, 2)
}

#[test]
fn three_problems_of_one_cause_are_shown_one_by_one() {
    let found = findings((1..=3).map(|line| missing(&format!("x/{line}.png"), line)));
    let expected: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(lines(&found), expected);
}

#[test]
fn paths_in_templates_are_not_told_to_be_allowed_which_nothing_does() {
    let found = findings((1..=4).map(|line| {
        let problem = Problem::error(format!("no static asset \"{line}.png\""));
        let problem = problem.of(Cause::MissingInTemplate, format!("{line}.png"));
        problem.at("templates/a.html", line, 2)
    }));
    let lines = lines(&found);
    assert_eq!(lines.len(), 1, "{lines:?}");
    let message = "templates/a.html:1:2: 4 paths in templates lead to missing static assets \
                   (also at templates/a.html:2:2 and templates/a.html:3:2; add the files, or correct the paths;";
    assert!(lines[0].starts_with(message), "{lines:?}");
}

#[test]
fn four_missing_files_of_a_folder_are_one_line() {
    let found = findings((1..=4).map(|line| missing(&format!("x/[y]/{line}.png"), line)));
    assert_eq!(
        lines(&found),
        ["a.css:1:2: 4 references lead to missing static assets in \"x/[y]\" \
          (also at a.css:2:2 and a.css:3:2; add the files, or correct the references, \
          or only warn: `Config::allow_missing(\"x/[[]y]/**\")`; \
          `cargo tailprint check --all` shows all)"]
    );
}

#[test]
fn names_that_look_alike_are_a_cause_of_their_own() {
    let found = findings((1..=4).map(|line| {
        let problem = Problem::error(format!("no static asset \"IMG/{line}.png\""));
        problem.of(Cause::Spelling, format!("IMG/{line}.png")).at("a.css", line, 2)
    }));
    assert_eq!(
        lines(&found),
        [
            "a.css:1:2: 4 references differ from the names of files in upper and lower case or in Unicode normalization \
          (also at a.css:2:2 and a.css:3:2; rename the files, or correct the references; \
          `cargo tailprint check --all` shows all)"
        ]
    );
}

#[test]
fn errors_and_warnings_are_never_in_one_group() {
    let error = |line| Problem::error("cannot parse \"a\"").at("a.css", line, 1);
    let warning = |line| Problem::warning("cannot parse \"a\"").at("a.css", line, 1);
    let found = findings((1..=4).flat_map(|line| [error(line), warning(line)]));
    let groups = groups(&found, Interface::BuildScript);
    let severities: Vec<FindingSeverity> = groups.iter().map(Group::severity).collect();
    assert_eq!(severities, [FindingSeverity::Error, FindingSeverity::Warning]);
}

#[test]
fn messages_that_differ_in_names_only_are_one_group() {
    let named = |name: &str| Problem::warning(format!("\"{name}\" is `odd`")).in_file(name);
    let found = findings(["a", "b", "c", "d", "e"].map(named));
    assert_eq!(
        lines(&found),
        ["a: \"a\" is `odd`, and 4 more problems of this kind \
          (also at b and c; `cargo tailprint check --all` shows all)"]
    );
}

#[test]
fn a_group_stands_where_its_first_problem_stood() {
    let other = Problem::error("other").at("a.css", 2, 1);
    let flood = (1..=5).map(|it| missing(&format!("x/{it}.png"), it * 2));
    let found = findings([Problem::error("one").at("a.css", 1, 1), other].into_iter().chain(flood));
    assert_eq!(groups(&found, Interface::BuildScript).len(), 3);
    assert!(lines(&found)[2].starts_with("a.css:2:2: 5 references"));
}

#[test]
fn a_cause_of_a_later_version_is_read() {
    let json = r#"{"severity":"error","file":null,"line":null,"column":null,"message":"m",
                   "help":null,"cause":"of-tomorrow","path":"a"}"#;
    let finding: Finding = serde_json::from_str(json).unwrap();
    assert_eq!(finding.cause, Some(Cause::Other));
}

/// A file that is left out, named on the line of this number.
fn left_out(path: &str, line: usize) -> Problem {
    let what = format!("\"{path}\" is ignored by the default rule `.*`");
    Problem::error(what).of(Cause::LeftOut, path).at("a.css", line, 2)
}

#[test]
fn the_repair_of_a_group_names_the_files_if_they_are_few() {
    let found = findings((1..=4).map(|line| left_out(".a.png", line)));
    assert!(lines(&found)[0].contains("publish them with `Config::include(\".a.png\")`;"));
    let found = findings((1..=4).map(|line| left_out([".a", ".b"][line % 2], line)));
    let both = "publish them with `Config::include(\".a\")` and `Config::include(\".b\")`;";
    assert!(lines(&found)[0].contains(both), "{:?}", lines(&found));
    let found = findings((1..=4).map(|line| missing("x/a.png", line)));
    let one = "or only warn: `Config::allow_missing(\"x/a.png\")`;";
    assert!(lines(&found)[0].contains(one), "{:?}", lines(&found));
}

#[test]
fn no_repair_publishes_all_files_that_are_left_out() {
    let found = findings((1..=4).map(|line| left_out(&format!("{line}/.a"), line)));
    let repair = "publish each of them with `Config::include(\"…\")`;";
    assert!(lines(&found)[0].contains(repair), "{:?}", lines(&found));
    let found = findings((1..=4).map(|line| left_out(&format!("x/.{line}"), line)));
    let repair = "publish them with `Config::include(\"x/**\")`;";
    assert!(lines(&found)[0].contains(repair), "{:?}", lines(&found));
}

#[test]
fn urls_that_lead_out_of_the_static_files_are_settled_by_their_folder() {
    let problem = |line| {
        let what = format!("\"../img/{line}.png\" leads out of the static files");
        let problem = Problem::error(what).of(Cause::OutsideRoot, format!("/img/{line}.png"));
        problem.at("a.css", line, 2)
    };
    let found = findings((1..=4).map(problem));
    // That this setting settles them is a claim of `naming::missing`.
    let repair = "or only warn: `Config::allow_missing(\"/img/**\")`;";
    assert!(lines(&found)[0].contains(repair), "{:?}", lines(&found));
}

#[test]
fn packages_that_are_not_pinned_are_one_group_with_the_one_command() {
    let found = findings((1..=21).map(|it| {
        let problem = Problem::warning(format!("\"p{it}\" is imported, but no import map has it"));
        problem.of(Cause::Unpinned, format!("p{it}")).at("a.js", it, 1)
    }));
    let few = lines(&found[..4]);
    assert_eq!(
        few,
        [
            "a.js:1:1: 4 packages are imported, but no import map has them (also at a.js:2:1 and a.js:3:1; \
          add them with `cargo tailprint pin p1 p2 p3 p4`; `cargo tailprint check --all` shows all)"
        ]
    );
    let many = lines(&found);
    assert!(
        many[0].contains("begin with `cargo tailprint pin p1 p2 ") && many[0].contains(" p20`;")
    );
}
