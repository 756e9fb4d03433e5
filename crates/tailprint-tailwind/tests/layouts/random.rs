//! Trees and sources that nobody thought of, the same ones at every run.

use super::*;

/// Xorshift.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33).unwrap() % end
    }

    fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

const FOLDERS: &[&str] = &[
    "a",
    "src",
    "[id]",
    "sp ace",
    ".hidden",
    "node_modules",
    "target",
    "venv",
    "x.lock",
    "ünï",
    "q?",
    "{x}",
    "A",
];
const FILES: &[&str] = &[
    "a.html",
    "b.js",
    "C.HTML",
    "d.png",
    "e.css",
    "f.scss",
    "g.lock",
    ".env",
    "none",
    "[x].html",
    "sp ace.html",
    "h.skip",
    ".png",
    "i.log",
    "package-lock.json",
    "j.a.html",
    "{a,b}.html",
];
const IGNORED: &[&str] = &[
    "*.html",
    "/a",
    "a/",
    "src/**",
    "**/a.html",
    "*",
    "!*.html",
    "!*/",
    "!a",
    "\\[id\\]",
    "sp\\ ace/",
    "*.skip ",
    "h.*",
    "/src/*",
    "!/src/a.html",
    "[a-b].*",
    "# *",
    "\\#",
    "x.html\r",
    "**/node_modules",
];
const GLOBS: &[&str] = &[
    "",
    "*",
    "*.html",
    "**",
    "**/*",
    "**/*.html",
    "**/*.{js,skip}",
    "*/*.html",
    "*/**/*.js",
    "a.html",
    "?.html",
    "[ab].*",
    "{a,b}.html",
    "nosuch",
    "nosuch/*.html",
    "**/a*",
    "*/a.html",
    "b{1..3}.js",
];

/// A package with ignore files and repositories in places; all its folders.
fn plant(dice: &mut Dice, top: &Path) -> Vec<PathBuf> {
    let mut folders = vec![top.join("app"), top.to_owned()];
    fs::create_dir_all(&folders[0]).unwrap();
    for _ in 0..8 {
        let folder = folders[dice.below(folders.len())].join(dice.one(FOLDERS));
        if fs::create_dir(&folder).is_ok() {
            folders.push(folder);
        }
    }
    for _ in 0..20 {
        let file = folders[dice.below(folders.len())].join(dice.one(FILES));
        fs::write(file, "").unwrap();
    }
    for folder in &folders {
        if dice.below(3) == 0 {
            let lines: Vec<&str> = (0..=dice.below(3)).map(|_| dice.one(IGNORED)).collect();
            let name = dice.one(&[".gitignore", ".gitignore", ".gitignore", ".ignore"]);
            fs::write(folder.join(name), lines.join("\n")).unwrap();
        }
        if dice.below(5) == 0 {
            fs::create_dir(folder.join(".git")).unwrap();
        }
    }
    folders
}

fn source(dice: &mut Dice, folders: &[PathBuf]) -> Source {
    let folder = &folders[dice.below(folders.len())];
    let pattern = folder.join(dice.one(GLOBS)).to_str().unwrap().to_owned();
    Source { base: folders[0].clone(), pattern, negated: dice.below(3) == 0 }
}

#[test]
fn random_trees_and_sources_give_the_files_of_4_1() {
    compare("4.1");
}

#[test]
fn random_trees_and_sources_give_the_files_of_4_2() {
    compare("4.2");
}

#[test]
fn random_trees_and_sources_give_the_files_of_4_3() {
    compare("4.3");
}

fn compare(version: &str) {
    let official = packages::folder(version);
    let temporary = tempfile::tempdir().unwrap();
    let mut dice = Dice(std::env::var("SEED").map_or(20, |seed| seed.parse().unwrap()));
    let mut questions = Vec::new();
    for tree in 0..80 {
        let top = temporary.path().canonicalize().unwrap().join(tree.to_string());
        let folders = plant(&mut dice, &top);
        for _ in 0..5 {
            let mut sources: Vec<Source> =
                (0..=dice.below(3)).map(|_| source(&mut dice, &folders)).collect();
            if dice.below(2) == 0 {
                let (base, pattern) = (folders[0].clone(), "**/*".to_owned());
                sources.insert(0, Source { base, pattern, negated: false });
            }
            let here = folders[dice.below(folders.len())].clone();
            questions.push((here, sources));
        }
    }
    let json = |source: &Source| json!({ "base": source.base, "pattern": source.pattern, "negated": source.negated });
    let ask = |(here, sources): &(PathBuf, Vec<Source>)| json!({ "here": here, "sources": sources.iter().map(json).collect::<Vec<_>>() });
    let asked: Vec<Value> = questions.iter().map(ask).collect();
    let answers: Vec<Vec<PathBuf>> = npm::ask_those_in(&official, "files", &json!(asked));
    assert!(answers.iter().map(Vec::len).sum::<usize>() > 800);
    let scanner = Scanner::of_tailwind(&packages::release(version));
    for ((here, sources), files) in questions.iter().zip(&answers) {
        let (root, base) = (&Root::None, here);
        let chosen = select(&Selection { root, sources, base, excluded: &[], scanner });
        assert_eq!(real(&chosen.files), real(files), "in {}: {sources:#?}", here.display());
    }
}
