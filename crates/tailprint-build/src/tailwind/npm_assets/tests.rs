use super::*;

struct World(tempfile::TempDir);

impl World {
    fn new(files: &[(&str, &str)]) -> Self {
        let world = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            let path = world.0.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        world
    }

    fn take(&self, css: &str) -> Result<(String, Vec<String>), Vec<String>> {
        let sheets = StyleSheets::read(&self.0.path().join("source.css"), "source.css").unwrap();
        let mut bytes = css.as_bytes().to_vec();
        match take(&mut bytes, &sheets, "css/tailwind.css", self.0.path()) {
            Ok(taken) => {
                let taken = taken.into_iter().map(|asset| asset.path).collect();
                Ok((String::from_utf8(bytes).unwrap(), taken))
            }
            Err(problems) => Err(problems.iter().map(ToString::to_string).collect()),
        }
    }
}

#[test]
fn files_that_the_style_sheets_of_packages_name_are_taken_along() {
    let world = World::new(&[
        ("source.css", "@import \"@fonts/inter\"; @import \"kit/dist/kit.css\";"),
        ("node_modules/@fonts/inter/package.json", "{ \"name\": \"@fonts/inter\" }"),
        (
            "node_modules/@fonts/inter/index.css",
            "@font-face { src: url(./files/a.woff2) format('woff2'), url(data:x) }",
        ),
        ("node_modules/@fonts/inter/files/a.woff2", "font"),
        ("node_modules/kit/package.json", "{ \"name\": \"kit\" }"),
        (
            "node_modules/kit/dist/kit.css",
            ".a { background: url(\"../img/a b.png?v=1#x\") } .b { background: url(gone.png) }",
        ),
        ("node_modules/kit/img/a b.png", "image"),
    ]);
    let css = "@font-face{src:url(./files/a.woff2)format(\"woff2\")}.a{background:url(\"../img/a b.png?v=1#x\")}.b{background:url(gone.png)}.c{background:url(own.png)}";
    let (css, taken) = world.take(css).unwrap();
    assert_eq!(
        css,
        "@font-face{src:url(../vendor/npm/@fonts/inter/files/a.woff2)format(\"woff2\")}.a{background:url(\"../vendor/npm/kit/img/a%20b.png?v=1#x\")}.b{background:url(gone.png)}.c{background:url(own.png)}"
    );
    assert_eq!(taken, ["vendor/npm/@fonts/inter/files/a.woff2", "vendor/npm/kit/img/a b.png"]);
}

#[test]
fn a_url_that_an_own_style_sheet_writes_is_left_alone() {
    let world = World::new(&[
        ("source.css", "@import \"kit\"; .a { background: url(a.png) }"),
        ("node_modules/kit/package.json", "{}"),
        ("node_modules/kit/index.css", ".k { background: url(a.png) }"),
        ("node_modules/kit/a.png", ""),
    ]);
    let css = ".a{background:url(a.png)}";
    assert_eq!(world.take(css).unwrap(), (css.to_owned(), Vec::new()));
}

#[test]
fn a_url_that_means_two_files_is_an_error_that_names_both() {
    let world = World::new(&[
        ("source.css", "@import \"one\"; @import \"two\";"),
        ("node_modules/one/package.json", "{}"),
        ("node_modules/one/index.css", ".k { background: url(a.png) }"),
        ("node_modules/one/a.png", "1"),
        ("node_modules/two/package.json", "{}"),
        ("node_modules/two/index.css", ".k { background: url(a.png) }"),
        ("node_modules/two/a.png", "2"),
    ]);
    assert_eq!(
        world.take(".k{background:url(a.png)}").unwrap_err(),
        [
            "node_modules/one/a.png: two imported packages have a URL that means this file and node_modules/two/a.png (import one of them in another entry point)"
        ]
    );
}

#[test]
fn what_a_file_of_a_package_refers_to_comes_along() {
    let world = World::new(&[
        ("source.css", "@import \"kit\";"),
        ("node_modules/kit/package.json", "{}"),
        (
            "node_modules/kit/index.css",
            "@import url(\"./more.css\"); .k { background: url(i/a.svg) }",
        ),
        (
            "node_modules/kit/more.css",
            ".m { background: url(./i/m.png) } .n { src: url(gone.png) }",
        ),
        ("node_modules/kit/i/a.svg", "<svg><image href=\"../b.svg\"/><use href=\"#x\"/></svg>"),
        ("node_modules/kit/b.svg", "<svg><image href=\"i/a.svg\"/></svg>"),
        ("node_modules/kit/i/m.png", "image"),
    ]);
    let css = "@import url(\"./more.css\");.k{background:url(i/a.svg)}";
    let (css, taken) = world.take(css).unwrap();
    assert_eq!(
        css,
        "@import url(\"../vendor/npm/kit/more.css\");.k{background:url(../vendor/npm/kit/i/a.svg)}"
    );
    let names = ["b.svg", "i/a.svg", "i/m.png", "more.css"];
    assert_eq!(taken, names.map(|name| format!("vendor/npm/kit/{name}")));
}
