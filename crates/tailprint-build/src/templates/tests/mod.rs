mod against_askama;
mod literals;
mod syntax;

use std::fs;

use askama_parser::Ast;
use tailprint_core::derive_file::DeriveFile;
use tempfile::TempDir;

use super::*;

const ANGLE: &str = "[general]\ndefault_syntax = \"angle\"\n\n[[syntax]]\nname = \"angle\"\nexpr_start = \"<<\"\nexpr_end = \">>\"\n";

/// A package with the given files, and what is loaded from it.
struct Package {
    dir: TempDir,
}

impl Package {
    fn new(files: &[(&str, &str)]) -> Self {
        let package = Self { dir: tempfile::tempdir().unwrap() };
        for (path, content) in files {
            package.write(path, content.as_bytes());
        }
        package
    }

    fn write(&self, path: &str, content: &[u8]) {
        let path = self.dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn load(&self) -> (Templates, Vec<String>) {
        let mut problems = Problems::default();
        let root = self.dir.path();
        let request = Request {
            package: root,
            out_dir: &root.join("target/out/tailprint"),
            folders: &[root.join("views")],
            prefix: &UrlPrefix::parse("/static/").unwrap(),
            html_attributes: &["data-own".to_owned()],
        };
        let mut templates = load(request, &mut problems);
        templates.watch.absent.retain(|path| !path.ends_with("views"));
        let problems = problems.into_sorted();
        (templates, problems.iter().map(|problem| clean(root, &problem.to_string())).collect())
    }

    #[track_caller]
    fn problems(&self) -> Vec<String> {
        self.load().1
    }

    #[track_caller]
    fn loaded(&self) -> Templates {
        let (templates, problems) = self.load();
        assert_eq!(problems, Vec::<String>::new());
        templates
    }

    /// The text of a file to write, with `ROOT` for the package and `OUT` for the output.
    #[track_caller]
    fn copied(&self, path: &str) -> String {
        let templates = self.loaded();
        let (_, content) = templates.files.iter().find(|(name, _)| name == path).unwrap();
        clean(self.dir.path(), std::str::from_utf8(content).unwrap())
    }

    #[track_caller]
    fn uses(&self) -> Vec<String> {
        self.shown(|template| {
            template
                .uses
                .iter()
                .map(|it| format!("{}:{} {}", it.line, it.column, it.path))
                .collect()
        })
    }

    /// The findings of each template, with its file in front of them.
    #[track_caller]
    fn shown(&self, show: impl Fn(&Template) -> Vec<String>) -> Vec<String> {
        let of = |template: &Template| {
            let file = template.file.clone();
            show(template).into_iter().map(move |it| format!("{file}:{it}")).collect::<Vec<_>>()
        };
        self.loaded().templates.iter().flat_map(of).collect()
    }

    /// The literals with their filters, of all templates.
    #[track_caller]
    fn filters(&self) -> Vec<String> {
        let templates = self.loaded();
        templates.uses().map(|it| format!("{} {}", it.filter.name, it.path)).collect()
    }

    #[track_caller]
    fn unchecked(&self) -> Vec<String> {
        self.shown(|template| {
            let show = |it: &Unchecked| format!("{}:{} {:?}", it.line, it.column, it.reason);
            template.unchecked.iter().map(show).collect()
        })
    }

    #[track_caller]
    fn written(&self) -> Vec<String> {
        self.shown(|template| {
            let show = |it: &Written| format!("{}:{} {} {}", it.line, it.column, it.url, it.path);
            template.written.iter().map(show).collect()
        })
    }
}

fn clean(root: &Path, text: &str) -> String {
    let root = root.to_str().unwrap();
    // Askama's configuration has slashes on Windows as well.
    let slashed = if cfg!(windows) { root.replace('\\', "/") } else { root.to_owned() };
    let text = text.replace(&format!("{slashed}/target/out/tailprint"), "OUT");
    text.replace(&slashed, "ROOT").replace(root, "ROOT")
}

fn names(templates: &Templates) -> Vec<&str> {
    templates.files.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn many_templates_are_found_in_the_order_of_their_paths() {
    let package = Package::new(&[("askama.toml", ANGLE)]);
    let expected: Vec<String> = (0..100)
        .map(|index| {
            let source = format!("<< \"{index}\"|static >>");
            package.write(&format!("templates/{index:03}.html"), source.as_bytes());
            format!("templates/{index:03}.html:1:4 {index}")
        })
        .collect();
    assert_eq!(package.uses(), expected);
    let copies: Vec<String> =
        package.loaded().files.into_iter().map(|(name, _)| name).take(100).collect();
    assert!(copies.is_sorted());
}

#[test]
fn a_folder_that_the_user_names_is_read_but_not_copied() {
    let package = Package::new(&[("askama.toml", ANGLE), ("views/a.html", "<< \"a\"|static >>")]);
    assert_eq!(package.uses(), ["views/a.html:1:4 a"]);
    assert!(names(&package.loaded()).iter().all(|name| !name.ends_with("a.html")));
}

#[test]
fn folders_and_configuration_are_watched() {
    let config = ANGLE.replace("[general]", "[general]\ndirs = [\"a\", \"missing\"]");
    let package = Package::new(&[("askama.toml", &config), ("a/x/t", "")]);
    let templates = package.loaded();
    let root = package.dir.path();
    assert_eq!(templates.watch.paths, [root.join("askama.toml"), root.join("a")]);
    assert_eq!(templates.watch.absent, [root.join("missing")]);
}

#[test]
fn build_output_among_the_templates_is_passed_over() {
    let package = Package::new(&[
        ("askama.toml", "[general]\ndirs = [\".\"]"),
        ("target/CACHEDIR.TAG", ""),
        ("target/a.html", "{{ \"a\"|static }}"),
        ("node_modules/a.html", "{{ \"b\"|static }}"),
        ("a.html", "{{ \"c\"|static }}"),
        ("x/a.html", "{{ \"d\"|static }}"),
    ]);
    assert_eq!(package.uses(), ["a.html:1:4 c", "x/a.html:1:4 d"]);
    let root = package.dir.path();
    let watched: Vec<PathBuf> =
        ["askama.toml", "a.html", "askama.toml", "x"].map(|name| root.join(name)).into();
    assert_eq!(package.loaded().watch.paths, watched);
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_followed_unless_they_lead_nowhere_or_in_a_circle() {
    use std::os::unix::fs::symlink;
    let package = Package::new(&[
        ("askama.toml", ANGLE),
        ("shared/t.html", "<< \"a\"|static >>"),
        ("templates/b.html", ""),
    ]);
    let templates = package.dir.path().join("templates");
    symlink("../shared", templates.join("linked")).unwrap();
    symlink("../shared/t.html", templates.join("t.html")).unwrap();
    symlink("nowhere", templates.join("dangling.html")).unwrap();
    symlink("..", templates.join("circle")).unwrap();
    let names_of = package.loaded();
    let copies: Vec<&str> =
        names(&names_of).into_iter().filter(|name| !name.contains("circle")).collect();
    assert_eq!(copies[..3], ["templates/b.html", "templates/linked/t.html", "templates/t.html"]);
}
