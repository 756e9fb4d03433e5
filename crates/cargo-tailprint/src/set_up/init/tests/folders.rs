//! The folders that an app serves, and the files that it does not have yet.

use super::shapes::{CSS, SERVED, again, planned};
use super::*;

#[test]
fn folders_that_pages_link_become_assets_and_those_of_users_do_not() {
    let main = format!("mod pages;\n\n{SERVED}").replace(
        ".nest_service(\"/static\"",
        ".nest_service(\"/img\", ServeDir::new(\"public/img\"))\n        \
         .nest_service(\"/uploads\", ServeDir::new(\"uploads\"))\n        .nest_service(\"/static\"",
    );
    let page = (
        "templates/a.html",
        "<link rel=\"stylesheet\" href=\"/static/a.css\"><img src=\"/img/b.svg\"><img src=\"/uploads/{{ x }}\">\n",
    );
    let files = [
        ("Cargo.toml", AXUM),
        ("src/main.rs", &*main),
        ("src/pages.rs", PAGES),
        page,
        CSS,
        ("public/img/b.svg", "<svg/>"),
        ("uploads/c.txt", "c"),
    ];
    let (world, plan) = planned(&files);
    let script = world.text(&plan, "build.rs");
    let calls =
        ".root(\"static\")\n        .root_at(\"img\", \"public/img\")\n        .no_tailwind()";
    assert!(script.contains(calls) && !script.contains("uploads"), "{script}");
    let page = world.text(&plan, "templates/a.html");
    assert!(page.contains("{{ \"a.css\"|static }}"), "{page}");
    assert!(page.contains("{{ \"img/b.svg\"|static }}"), "{page}");
    assert!(!plan.notes.iter().any(|note| note.contains("goes on")), "{:?}", plan.notes);
    assert!(again(&world, &plan).is_empty());
}

#[test]
fn a_folder_that_only_a_style_sheet_links_becomes_assets_and_the_sheet_follows() {
    let main = format!("mod pages;\n\n{SERVED}").replace(
        ".nest_service(\"/static\"",
        ".nest_service(\"/media\", ServeDir::new(\"media\"))\n        .nest_service(\"/static\"",
    );
    let page = ("templates/a.html", "<link rel=\"stylesheet\" href=\"/static/a.css\">\n");
    let sheet = "@font-face { src: url( '/media/b.woff2?v=1' ) }\n.a { background: url(/media/c.png) }\n\
                 .b { background: url(/media/missing.png), url(\"https://cdn.example/media/b.woff2\") }\n";
    let files = [
        ("Cargo.toml", AXUM),
        ("src/main.rs", &*main),
        ("src/pages.rs", PAGES),
        page,
        ("static/a.css", sheet),
        ("media/b.woff2", "b"),
        ("media/c.png", "c"),
    ];
    let (world, plan) = planned(&files);
    let script = world.text(&plan, "build.rs");
    assert!(script.contains(".root_at(\"media\", \"media\")"), "{script}");
    let new = world.text(&plan, "static/a.css");
    let expected =
        sheet.replace("'/media/", "'/static/media/").replace("(/media/c", "(/static/media/c");
    assert_eq!(new, expected);
    assert!(again(&world, &plan).is_empty());
}

#[test]
fn a_style_sheet_that_pages_link_and_only_tailwind_can_write_is_its_output() {
    let sheet = ("static/input.css", "@tailwind base;\n");
    for (links, output) in [
        ("<link rel=stylesheet href=/static/built.css>", "built.css"),
        (
            "<link rel=stylesheet href=static/built.css><link rel=stylesheet href=/static/a.css>",
            "built.css",
        ),
        (
            "<link rel=stylesheet href=/static/b.css><link rel=stylesheet href=/static/c.css>",
            "css/tailwind.css",
        ),
    ] {
        let page = ("templates/a.html", links);
        let files = [("Cargo.toml", AXUM), ("src/main.rs", SERVED), page, CSS, sheet];
        let (script, _) = edited(&files, "build.rs");
        let call = format!(".tailwind(\"static/input.css\", \"{output}\")");
        assert!(script.contains(&call), "{links}: {script}");
    }
}

#[test]
fn a_style_sheet_that_tailwind_wrote_is_its_output_and_has_to_be_deleted() {
    let files = [
        ("Cargo.toml", AXUM),
        ("src/main.rs", SERVED),
        (
            "templates/a.html",
            "<link rel=stylesheet href=/static/b.css><link rel=stylesheet href=/static/a.css>",
        ),
        CSS,
        ("static/b.css", "/*\n! tailwindcss v3.3.5 | MIT License\n*/\n"),
        ("static/input.css", "@tailwind base;\n"),
    ];
    let (world, plan) = planned(&files);
    let script = world.text(&plan, "build.rs");
    assert!(script.contains(".tailwind(\"static/input.css\", \"b.css\")"), "{script}");
    let step = "delete static/b.css: the build makes this style sheet now, and refuses a file in its place";
    assert!(plan.notes.iter().any(|note| note == step), "{:?}", plan.notes);
    assert!(again(&world, &plan).notes.iter().any(|note| note == step));
    std::fs::remove_file(world.0.path().join("static/b.css")).unwrap();
    assert!(!world.plan().notes.iter().any(|note| note.contains("delete")));
}

#[test]
fn a_page_for_folders_that_is_not_there_keeps_no_route() {
    let manifest = AXUM.replace("axum = \"0.8\"", "actix-web = \"4\"\nactix-files = \"0.6\"");
    let main = "use actix_files::Files;\n\nfn main() {\n    let app = \
                App::new().service(Files::new(\"/static\", \"static\").index_file(\"start.html\"));\n}\n";
    let files = [("Cargo.toml", &*manifest), ("src/main.rs", main), CSS];
    let (text, _) = edited(&files, "src/main.rs");
    assert!(text.contains(".service(assets::service())") && !text.contains("Files"), "{text}");
    let with_index = [files[0], files[1], CSS, ("static/start.html", "<p>")];
    let (text, notes) = edited(&with_index, "src/main.rs");
    assert!(text.contains("Files::new"), "{text}");
    assert!(notes.iter().any(|note| note.contains("`Files` serves static")), "{notes:?}");
}
