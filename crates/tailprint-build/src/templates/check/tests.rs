use tailprint_core::filters;
use tailprint_core::selection::Selection;

use super::*;
use crate::config::Root;
use crate::sources::discover::Request;
use crate::templates::Engine;

const PATHS: [&str; 3] = ["css/tailwind.css", "img/logo.svg", "js/app.js"];

fn problems_of(paths: &[&str], path: &str) -> Vec<String> {
    filtered("static", paths, path)
}

fn filtered(filter: &str, paths: &[&str], path: &str) -> Vec<String> {
    let used =
        Use { line: 7, column: 15, path: path.to_owned(), filter: filters::named(filter).unwrap() };
    let template = Template { uses: vec![used], ..empty() };
    checked(paths, template, &[], &[])
}

fn empty() -> Template {
    Template {
        file: "templates/base.html".to_owned(),
        engine: Engine::Askama,
        uses: Vec::new(),
        unchecked: Vec::new(),
        written: Vec::new(),
        missing: Vec::new(),
        claims: Vec::new(),
        has_import_map: false,
    }
}

/// The problems of a template, with the globs of `allow_unchecked` and `allow_unhashed`.
fn checked(
    paths: &[&str],
    template: Template,
    unchecked: &[&str],
    unhashed: &[&str],
) -> Vec<String> {
    let mut problems = Problems::default();
    let selection = Selection::new([".*"], [".well-known"]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for path in paths {
        let file = folder.path().join("static").join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, "").unwrap();
    }
    let roots = [Root { prefix: String::new(), folder: "static".into(), at_root: false }];
    let request = Request {
        package: folder.path(),
        roots: &roots,
        selection: &selection,
        default_rules: 1,
        at_root: &tailprint_core::glob::GlobSet::default(),
        follow_symlinks: true,
        except: &[],
        typescript: &GlobSet::default(),
    };
    let assets = Suggestions::new(paths.to_vec());
    let known = Known { assets, left_out: LeftOut::new(request) };
    let globs = |globs: &[&str]| GlobSet::new(globs).unwrap();
    let (unchecked, unhashed) = (globs(unchecked), globs(unhashed));
    let allowed = Allowed { unchecked: &unchecked, unhashed: &unhashed };
    let is_hashed = |path: &str| path != "kept.js";
    check(&mut [template], &known, is_hashed, allowed, &mut problems);
    problems.into_sorted().iter().map(ToString::to_string).collect()
}

#[track_caller]
fn assert_meant(path: &str, meant: &str) {
    let (shown, _) = split_suffix(path);
    let expected =
        format!("templates/base.html:7:15: no static asset {shown:?} (did you mean {meant:?}?)");
    assert_eq!(problems_of(&PATHS, path), [expected]);
}

#[test]
fn an_existing_asset_is_no_problem() {
    for path in ["img/logo.svg", "img/logo.svg#icon", "js/app.js?v=1#x"] {
        assert_eq!(problems_of(&PATHS, path), Vec::<String>::new());
    }
}

#[test]
fn folders_and_fragments_are_not_looked_up() {
    for path in ["", "#icon", "?v=1", "img/", "nowhere/?v=1"] {
        assert_eq!(problems_of(&PATHS, path), Vec::<String>::new());
    }
}

#[test]
fn the_nearest_asset_is_suggested() {
    assert_meant("css/tailwnd.css", "css/tailwind.css");
    assert_eq!(
        problems_of(&PATHS, "CSS/Tailwind.css"),
        ["templates/base.html:7:15: no static asset \"CSS/Tailwind.css\" \
             (did you mean \"css/tailwind.css\"? only upper and lower case differ)"]
    );
    assert_meant("img/logs.svg#icon", "img/logo.svg");
}

#[test]
fn a_path_that_is_written_in_another_way_is_recognised() {
    for path in [
        "/css/tailwind.css",
        "./css/tailwind.css",
        "css/../css//tailwind.css",
        "css\\tailwind.css",
        " css/tailwind.css",
        "/static/css/tailwind.css",
        "static/css/tailwind.css",
        "../static/css/tailwind.css",
        "/Static/CSS/tailwind.css",
    ] {
        assert_meant(path, "css/tailwind.css");
    }
}

#[test]
fn without_anything_near_the_repair_says_what_to_do() {
    assert_eq!(
        problems_of(&PATHS, "css/print.css"),
        [
            "templates/base.html:7:15: no static asset \"css/print.css\" (put the file into a static root, or correct the path)"
        ]
    );
    assert_eq!(
        problems_of(&[], "css/print.css"),
        [
            "templates/base.html:7:15: no static asset \"css/print.css\" (there are no static assets at all; put the file into a static root)"
        ]
    );
    for path in ["https://example.org/a.css", "//example.org/a.css", "data:,"] {
        let shown = format!("no static asset {path:?}");
        let repair = "(the filter is for static assets only; write this URL without it)";
        let expected = format!("templates/base.html:7:15: {shown} {repair}");
        assert_eq!(problems_of(&PATHS, path), [expected]);
    }
}

#[test]
fn every_filter_refuses_a_path_that_is_no_asset() {
    for filter in filters::FILTERS {
        assert_eq!(
            filtered(filter.name, &PATHS, "js/ap.js"),
            [
                "templates/base.html:7:15: no static asset \"js/ap.js\" (did you mean \"js/app.js\"?)"
            ],
            "{}",
            filter.name
        );
        assert_eq!(filtered(filter.name, &PATHS, "js/app.js"), Vec::<String>::new());
    }
}

#[test]
fn only_static_takes_a_query_a_fragment_or_a_folder() {
    for filter in ["integrity", "sri", "preload", "modulepreload"] {
        let problem = |path: &str, repair: &str| {
            let start = format!("templates/base.html:7:15: no static asset {path:?}");
            assert_eq!(
                filtered(filter, &PATHS, path),
                [format!("{start} (`{filter}` takes {repair})")]
            );
        };
        problem("js/app.js?v=1", "a path without query or fragment: \"js/app.js\"");
        problem("js/app.js#x", "a path without query or fragment: \"js/app.js\"");
        problem("img/", "the path of a file");
        problem("#icon", "the path of a file");
    }
}

#[test]
fn a_module_preload_of_anything_but_a_script_is_an_error() {
    assert_eq!(
        filtered("modulepreload", &PATHS, "css/tailwind.css"),
        [
            "templates/base.html:7:15: \"css/tailwind.css\" is text/css, which browsers do not load as a module (use `preload`)"
        ]
    );
    assert_eq!(filtered("modulepreload", &["a.mjs"], "a.mjs"), Vec::<String>::new());
}

#[test]
fn integrity_of_what_no_browser_checks_is_an_error() {
    assert_eq!(
        filtered("sri", &["font.woff2"], "font.woff2"),
        [
            "templates/base.html:7:15: \"font.woff2\" is font/woff2, whose integrity browsers do not check (leave `sri` out)"
        ]
    );
    for path in ["css/tailwind.css", "js/app.js"] {
        assert_eq!(filtered("sri", &PATHS, path), Vec::<String>::new());
    }
}

#[test]
fn a_preload_that_no_browser_uses_is_an_error() {
    for (path, media_type) in [("film.mp4", "video/mp4"), ("song.mp3", "audio/mpeg")] {
        assert_eq!(
            filtered("preload", &[path], path),
            [format!(
                "templates/base.html:7:15: {path:?} is {media_type}, which browsers do not preload (write `preload=\"auto\"` in the media element instead)"
            )]
        );
        assert_eq!(filtered("integrity", &[path], path), Vec::<String>::new());
    }
}

#[test]
fn what_cannot_be_checked_is_a_warning_that_one_setting_accepts() {
    let dynamic = Reason::Dynamic(filters::named("static").unwrap());
    for (reason, expected) in [
        (
            dynamic,
            "the path for `static` is known at run time only, so this build cannot check it (write the path as a literal",
        ),
        (
            Reason::Unclosed("{{".to_owned()),
            "\"{{\" is never closed, so the paths behind it are not checked (close it",
        ),
        (
            Reason::Outside(filters::named("static").unwrap()),
            "`static` stands outside of the delimiters that are known here, so its path is not checked (write `{{ … }}` around it, if the engine has no delimiters of its own",
        ),
        (
            Reason::NotUtf8,
            "this template is not UTF-8, so the paths in it are not checked (save it as UTF-8",
        ),
    ] {
        let template = || {
            let unchecked = vec![Unchecked { line: 7, column: 15, reason: reason.clone() }];
            Template { unchecked, ..empty() }
        };
        let accept = "or accept it with `Config::allow_unchecked(\"templates/base.html\")`";
        assert_eq!(
            checked(&PATHS, template(), &[], &[]),
            [format!("templates/base.html:7:15: {expected}, {accept})")]
        );
        assert_eq!(checked(&PATHS, template(), &["templates/**"], &[]), Vec::<String>::new());
    }
}

#[test]
fn a_written_url_is_a_warning_if_it_has_a_hash_otherwise() {
    let template = |path: &str| {
        let (url, path) = (format!("/static/{path}"), path.to_owned());
        Template { written: vec![Written { line: 7, column: 15, url, path }], ..empty() }
    };
    let paths = ["css/site.css", "kept.js"];
    assert_eq!(
        checked(&paths, template("css/site.css"), &[], &[]),
        [
            "templates/base.html:7:15: the URL \"/static/css/site.css\" is written out, so it has no hash, and browsers \
             ask for it again each time (write `\"css/site.css\"|static` there, as `cargo tailprint fix` does, or accept it with \
             `Config::allow_unhashed(\"templates/base.html\")`)"
        ]
    );
    let none = Vec::<String>::new();
    assert_eq!(checked(&paths, template("css/site.css"), &[], &["templates"]), none);
    assert_eq!(checked(&paths, template("kept.js"), &[], &[]), none);
    assert_eq!(checked(&paths, template("css/none.css"), &[], &[]), none);
}
