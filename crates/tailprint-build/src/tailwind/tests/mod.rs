//! The engine with the real Tailwind, which npm installs once into `target/tailwind-fixtures/`.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

#[cfg(unix)]
use std::collections::BTreeSet;

#[cfg(unix)]
use tailprint_core::path::normalize;

use super::*;
use crate::config::{Engine, Supply};
#[cfg(unix)]
use crate::support::fs::outermost;

#[cfg(all(unix, feature = "builtin"))]
mod auto;
mod fill;
mod find;
#[cfg(all(unix, feature = "download"))]
mod standalone;
#[cfg(all(unix, feature = "builtin"))]
mod unsteady;

const V4: &str = "@tailwindcss/cli@4.3.5 tailwindcss@4.3.5 @tailwindcss/typography@0.5.20 \
                  @tailwindcss/forms@0.5.11 daisyui@5.8.1 tailwindcss-animate@1.0.7 tw-animate-css@1.4.0";
const V3: &str = "tailwindcss@3.4.19";

/// `node_modules` with these packages, installed on first use by any test process.
fn modules(name: &str, packages: &str) -> PathBuf {
    static THREADS: Mutex<()> = Mutex::new(());
    let _one = THREADS.lock().unwrap_or_else(PoisonError::into_inner);
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/tailwind-fixtures");
    fs::create_dir_all(&all).unwrap();
    let all = all.canonicalize().unwrap();
    let lock = File::create(all.join("lock")).unwrap();
    lock.lock().unwrap();
    let folder = all.join(name);
    let done = folder.join("done");
    if fs::read_to_string(&done).ok().as_deref() != Some(packages) {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("package.json"), "{\"private\":true}").unwrap();
        let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        npm.args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix"])
            .arg(&folder);
        let output = npm.args(packages.split_whitespace()).current_dir(&folder).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::write(done, packages).unwrap();
    }
    folder.join("node_modules")
}

pub(crate) fn v4() -> PathBuf {
    modules("v4", V4)
}

/// Packages of style sheets with fonts and images.
#[cfg(all(unix, feature = "builtin"))]
pub(crate) fn fonts() -> PathBuf {
    modules(
        "fonts",
        "@fontsource/inter@5.3.0 katex@0.19.1 leaflet@1.9.4 photonkit@0.1.2 remixicon@4.6.0",
    )
}

pub(super) fn path() -> OsString {
    Env::process().machine("PATH").unwrap()
}

/// One compilation, with the files to watch.
pub(super) struct Run {
    pub(super) result: Result<Output, Vec<Problem>>,
    pub(super) watch: Watch,
}

/// A package in a temporary folder.
pub(super) struct App {
    pub(super) folder: tempfile::TempDir,
    pub(super) minify: bool,
    version: Option<&'static str>,
    pub(super) binary: Option<PathBuf>,
    supply: Supply,
    pub(super) engine: Engine,
}

impl App {
    pub(super) fn new(css: &str) -> Self {
        let app = Self {
            folder: tempfile::tempdir().unwrap(),
            minify: false,
            engine: Engine::Cli,
            version: None,
            binary: None,
            supply: Supply::default(),
        };
        app.write("static/css/source.css", css);
        app.write("templates/a.html", TEMPLATE);
        app.write("Cargo.toml", "");
        app
    }

    /// One whose `node_modules` is `modules`.
    #[cfg(unix)]
    pub(super) fn with(modules: &Path, css: &str) -> Self {
        let app = Self::new(css);
        std::os::unix::fs::symlink(modules, app.path("node_modules")).unwrap();
        app
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        let root = tailprint_core::path::canonical(self.folder.path()).unwrap();
        if name.is_empty() { root.join("app") } else { root.join("app").join(name) }
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(super) fn out(&self) -> PathBuf {
        self.path("target/debug/build/app-1/out/tailprint")
    }

    pub(super) fn run(&self, env: &Env) -> Run {
        let (root, out) = (self.path(""), self.out());
        fs::create_dir_all(&out).unwrap();
        let request = Request {
            manifest_dir: &root,
            out_dir: &out,
            entry: &self.path("static/css/source.css"),
            text: None,
            engine: self.engine,
            minify: self.minify,
            binary: self.binary.as_deref(),
            version: self.version,
            supply: &self.supply,
            excluded: &[],
            crates: &crates::Crates::new(),
            npm_assets_of: None,
        };
        let mut watch = Watch::default();
        let result = compile(&request, env, &mut watch);
        Run { result, watch }
    }

    pub(super) fn output(&self) -> Output {
        self.run(&Env::of([("PATH", path())])).result.unwrap()
    }

    pub(super) fn css(&self) -> String {
        String::from_utf8(self.output().css).unwrap()
    }

    pub(super) fn errors_with(&self, env: &Env) -> Vec<String> {
        self.run(env).result.unwrap_err().iter().map(ToString::to_string).collect()
    }

    pub(super) fn errors(&self) -> Vec<String> {
        self.errors_with(&Env::of([("PATH", path())]))
    }

    /// What the CLI makes of the entry when a user runs it by hand in the package.
    pub(super) fn by_hand(&self) -> String {
        let output = self.folder.path().join("by-hand.css");
        let mut command = Command::new(self.path("node_modules/.bin/tailwindcss"));
        command.arg("-i").arg(self.path("static/css/source.css")).arg("-o").arg(&output);
        command.args(self.minify.then_some("--minify")).current_dir(self.path(""));
        let ran = command.output().unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        fs::read_to_string(output).unwrap()
    }
}

const TEMPLATE: &str = r#"<p class="p-1 hover:m-2 tw:p-3 btn btn-primary prose md:flex text-brand tab-4 content-auto
    bg-red-500/50 foo form-input grid animate-spin spin-in dark:p-5">"#;

/// Style sheets that use one feature each, after `@import "tailwindcss"` where they start with `+`.
/// The default level compares one of so many of [`FEATURES`].
pub(super) const SOME: usize = 3;

pub(super) const FEATURES: &[&str] = &[
    "+",
    "+@theme { --color-brand: #abc; --breakpoint-3xl: 120rem } @theme inline { --font-x: var(--y) }",
    "+@utility content-auto { content-visibility: auto } @utility tab-* { tab-size: --value(integer) }",
    "+@custom-variant dark (&:where(.dark, .dark *)); .x { @variant dark { color: red } } .y { @apply p-1 dark:p-2 }",
    "+@config \"../../tailwind.config.js\";",
    "+@plugin \"./plugin.mjs\";",
    "+@plugin \"daisyui\" { themes: light --default, dark --prefersdark; } @plugin \"daisyui/theme\" { name: \"x\"; --color-primary: red }",
    "+@plugin \"@tailwindcss/typography\"; @plugin \"@tailwindcss/forms\" { strategy: \"class\" }",
    "+@import \"tw-animate-css\"; @plugin \"tailwindcss-animate\";",
    "@import \"tailwindcss\" source(none); @source \"../../lib/x.txt\"; @source inline(\"{hover:,}m-{1..3}\");",
    "@import \"tailwindcss\" source(\"../../lib\");",
    "+@source not \"../../templates\";",
    "@import \"tailwindcss\" prefix(tw);",
    "@import \"tailwindcss\" important;",
    "@import \"tailwindcss\" theme(static);",
    "@reference \"tailwindcss\"; .a { @apply p-1 }",
    "@import url(\"https://fonts.example/x.css\"); @import \"tailwindcss\"; @import url(https://fonts.example/y.css) layer(q); .a { color: red }",
    "@layer mine, theme, base, components, utilities; @import \"tailwindcss\"; @layer mine { .m { color: red } }",
    "@charset \"utf-8\"; @import \"tailwindcss\"; .é { content: \"ü\" }",
    "/*! keep me */ @import \"tailwindcss\"; /*! and me */ .a { color: red /* not me */ } /*! end */",
    "+@import \"./parts/deep.css\"; @import \"./parts/p.css\" layer(z) supports(display: grid) screen;",
    "@layer theme, base, components, utilities; @import \"tailwindcss/theme.css\" layer(theme); \
     @import \"tailwindcss/preflight.css\" layer(base); @import \"tailwindcss/utilities.css\" layer(utilities);",
    "\u{feff}@import \"tailwindcss\";\r\n.a {\r\n color: red;\r\n}\r\n",
    "+/* var(--color-lime-300) */ .a { color: var(--color-rose-300) }",
    "+.a { &:hover { color: theme(--color-red-500) } .b & { margin: --spacing(4) } } @media (width >= 40rem) { .a { color: red } }",
    "@font-face { font-family: X; src: url(../f/x.woff2) } @import \"tailwindcss\"; @property --z { syntax: \"*\"; inherits: false }",
    "@tailwind utilities source(\"../../templates\"); @theme { --spacing: 1px }",
    "@namespace svg url(http://www.w3.org/2000/svg); @import \"tailwindcss\"; svg|a { color: red }",
    "+@theme { --animate-wig: wig 1s; @keyframes wig { to { rotate: 3deg } } } .a { animation: var(--animate-wig) }",
    "+.unclosed { color: red } /* comment",
    "/* not a word of Tailwind */\n.a { &:hover{ color:red } }",
    "@theme { --color-x: red; --color-y: blue } .a { color: var(--color-x) }",
    "",
];

#[cfg(unix)]
pub(super) fn feature(css: &str, modules: &Path) -> App {
    let css = match css.strip_prefix('+') {
        Some(rest) => format!("@import \"tailwindcss\";\n{rest}\n"),
        None => css.to_owned(),
    };
    let app = App::with(modules, &css);
    app.write(".gitignore", "node_modules\ntarget\n");
    app.write("lib/x.txt", "mt-7 var(--color-y)");
    app.write("src/b.rs", "html! { p.mt-9 {} }");
    app.write(
        "static/css/parts/p.css",
        ".part { color: var(--color-blue-500); background: url(./x.png) }",
    );
    app.write(
        "static/css/parts/deep.css",
        "@import \"./p.css\" layer(deep); @layer components { .deep { @apply p-4 } }",
    );
    app.write(
        "static/css/plugin.mjs",
        "import plugin from 'tailwindcss/plugin'; export default plugin(({ addUtilities }) => addUtilities({ '.foo': { color: 'pink' } }))",
    );
    app.write(
        "tailwind.config.js",
        "module.exports = { theme: { extend: { colors: { brand: '#123456' } } }, \
         plugins: [require('tailwindcss/plugin')(({ addUtilities }) => addUtilities({ '.foo': { color: 'blue' } }))] }",
    );
    app
}

#[cfg(unix)]
#[test]
fn some_outputs_are_those_that_a_user_gets_by_hand() {
    compare_with_a_user(SOME);
}

#[cfg(unix)]
#[test]
#[ignore = "takes more than a minute"]
fn every_output_is_the_one_that_a_user_gets_by_hand() {
    compare_with_a_user(1);
}

#[cfg(unix)]
fn compare_with_a_user(each: usize) {
    let modules = v4();
    for css in FEATURES.iter().step_by(each) {
        for minify in [false, true] {
            let mut app = feature(css, &modules);
            app.minify = minify;
            assert_eq!(app.css(), app.by_hand(), "minify {minify}: {css}");
        }
    }
}

#[cfg(unix)]
#[test]
fn cargos_folders_are_never_scanned_even_without_a_gitignore() {
    let app = App::with(&v4(), "@import \"tailwindcss\"; @source \"../../..\";");
    app.write("target/CACHEDIR.TAG", "");
    app.write("target/debug/x.html", "mt-101");
    app.write("target/debug/build/app-1/out/x.html", "mt-102");
    app.write("work[er] {a}/CACHEDIR.TAG", "");
    app.write("work[er] {a}/x.html", "mt-103");
    app.write("../shared/CACHEDIR.TAG", "");
    app.write("../shared/x.html", "mt-104");
    app.write("../near/x.html", "mt-105");
    let css = app.css();
    let found: Vec<_> = (101..106).filter(|n| css.contains(&format!(".mt-{n} "))).collect();
    assert_eq!(found, [105]);
    // untagged, the folder is known by OUT_DIR
    fs::remove_file(app.path("target/CACHEDIR.TAG")).unwrap();
    assert!(!app.css().contains(".mt-101 "));
}

#[cfg(unix)]
#[test]
fn a_strange_name_of_the_package_harms_nothing() {
    let outer = App::new("");
    let modules = v4();
    for name in ["we[i]rd {a,b}*", "sp ace", "q'uo\"te", "é!", "back\\slash"] {
        let mut app = App::new(
            "@import \"tailwindcss\"; @import './p.css'; @source not '../../templates/no';",
        );
        let root = outer.path(name);
        fs::create_dir_all(root.parent().unwrap()).unwrap();
        fs::rename(app.path(""), &root).unwrap();
        fs::create_dir_all(root.join("templates/no")).unwrap();
        fs::write(root.join("templates/no/x.html"), "mt-102").unwrap();
        fs::write(root.join("static/css/p.css"), ".here { color: red }").unwrap();
        std::os::unix::fs::symlink(&modules, root.join("node_modules")).unwrap();
        app.minify = true;
        let out = root.join("target/debug/build/a/out/tailprint");
        fs::create_dir_all(&out).unwrap();
        fs::write(root.join("target/x.html"), "mt-101").unwrap();
        let entry = root.join("static/css/source.css");
        let request = Request {
            text: None,
            engine: Engine::Cli,
            manifest_dir: &root,
            out_dir: &out,
            entry: &entry,
            minify: false,
            binary: None,
            version: None,
            supply: &Supply::default(),
            excluded: &[],
            crates: &crates::Crates::new(),
            npm_assets_of: None,
        };
        let css =
            compile(&request, &Env::of([("PATH", path())]), &mut Watch::default()).unwrap().css;
        let css = String::from_utf8(css).unwrap();
        assert!(css.contains(".p-1 ") && css.contains(".here "), "{name}");
        assert!(!css.contains(".mt-10"), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn tailwinds_own_words_reach_the_user_with_their_place() {
    let modules = v4();
    let errors = |css: &str| App::with(&modules, css).errors();
    let cases = [
        (
            "@import \"tailwindcss\";\n.a { color: red",
            "static/css/source.css:2:1: tailwind: Missing closing } at .a",
        ),
        (
            "@import \"tailwindcss\";\n.a { colo red; }",
            "static/css/source.css:2:6: tailwind: Invalid declaration: `colo red`",
        ),
        (
            "@import \"tailwindcss\";\n.a { @apply p-1 nosuch; }",
            "static/css/source.css:2:17: tailwind: Cannot apply unknown utility class `nosuch`",
        ),
        (
            "@import \"tailwindcss\";\n@import \"./no.css\";",
            "static/css/source.css:2:9: tailwind: Can't resolve './no.css' in 'static/css'",
        ),
        (
            "@import \"tailwindcss\";\n@plugin \"no-such\";",
            "static/css/source.css:2:9: tailwind: Can't resolve 'no-such' in 'static/css'",
        ),
        (
            "@import \"tailwindcss\" source(\"./no\");",
            "static/css/source.css: tailwind: The `source(./no)` does not exist or is not a directory.",
        ),
        (
            "@tailwind base;\n@tailwind utilities;",
            "static/css/source.css:1:11: `@tailwind base` is Tailwind 3 and does nothing in Tailwind 4 \
             (write `@import \"tailwindcss\";` instead, or configure version \"3.4.19\")",
        ),
    ];
    for (css, expected) in cases {
        assert_eq!(errors(css), [expected]);
    }
}

#[cfg(unix)]
#[test]
fn a_warning_of_tailwind_is_a_warning() {
    let css = "@import \"tailwindcss\";\n.x:bogus(1) { color: red }";
    let mut app = App::with(&v4(), css);
    app.minify = true;
    let warnings: Vec<_> = app.output().warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        ["static/css/source.css: tailwind: 'bogus' is not recognized as a valid pseudo-class. \
          Did you mean '::bogus' (pseudo-element) or is this a typo? at `.x:bogus(1) {`"]
    );
    app.write("static/css/source.css", "@tailwind base;\n@import \"tailwindcss\";");
    let warnings: Vec<_> = app.output().warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "static/css/source.css:1:11: `@tailwind base` is Tailwind 3 and does nothing in Tailwind 4 (remove it)"
        ]
    );
}

#[cfg(unix)]
#[test]
fn neither_success_nor_failure_leaves_a_file() {
    let app = App::with(&v4(), "@import \"tailwindcss\";");
    app.output();
    app.write("static/css/source.css", "@import \"tailwindcss\"; .a {");
    let run = app.run(&Env::of([("PATH", path())]));
    assert!(run.result.is_err());
    assert!(run.watch.paths.contains(&app.path("static")), "{:?}", run.watch);
    let left: Vec<_> =
        walkdir::WalkDir::new(app.path("target")).into_iter().map(Result::unwrap).collect();
    assert_eq!(left.iter().filter(|found| found.file_type().is_file()).count(), 0);
}

#[cfg(unix)]
#[test]
fn the_environment_of_the_build_does_not_confuse_tailwind() {
    let app = App::with(&v4(), "@import \"tailwindcss\"; .a { @apply nosuch }");
    let env = Env::of([
        ("PATH", path()),
        ("DEBUG", "*".into()),
        ("FORCE_COLOR", "3".into()),
        ("TAILWIND_MODE", "watch".into()),
        ("NODE_ENV", "production".into()),
    ]);
    assert_eq!(
        app.errors_with(&env),
        ["static/css/source.css:1:36: tailwind: Cannot apply unknown utility class `nosuch`"]
    );
    assert_eq!(env.announced(), ["TAILWINDCSS"]);
}

#[cfg(unix)]
#[test]
fn a_vendored_tailwind_is_not_scanned() {
    let app = App::with(&v4(), "@import \"tailwindcss\";");
    app.write("vendor/tailwindcss-4.3.5/dist/lib.js", "'mt-101'");
    app.write("vendor/other/a.html", "mt-102");
    let css = app.css();
    assert!(!css.contains("mt-101"));
    assert!(css.contains("mt-102"));
}

#[cfg(unix)]
#[test]
fn a_package_behind_a_link_is_the_same_package() {
    let app = App::with(&v4(), "@import \"tailwindcss\"; .a { @apply nosuch }");
    app.write("target/debug/x.html", "mt-101");
    let link = normalize(&app.path("../link"));
    std::os::unix::fs::symlink(app.path(""), &link).unwrap();
    let out = link.join("target/debug/build/app-1/out/tailprint");
    fs::create_dir_all(&out).unwrap();
    let entry = link.join("static/css/source.css");
    let request = Request {
        text: None,
        engine: Engine::Cli,
        manifest_dir: &link,
        out_dir: &out,
        entry: &entry,
        minify: false,
        binary: None,
        version: None,
        supply: &Supply::default(),
        excluded: &[],
        crates: &crates::Crates::new(),
        npm_assets_of: None,
    };
    let run = || compile(&request, &Env::of([("PATH", path())]), &mut Watch::default());
    let errors: Vec<_> = run().unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        ["static/css/source.css:1:36: tailwind: Cannot apply unknown utility class `nosuch`"]
    );
    app.write("static/css/source.css", "@import \"tailwindcss\"; @import './no.css';");
    let errors: Vec<_> = run().unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        ["static/css/source.css:1:32: tailwind: Can't resolve './no.css' in 'static/css'"]
    );
    app.write("static/css/source.css", "@import \"tailwindcss\";");
    let css = String::from_utf8(run().unwrap().css).unwrap();
    assert!(css.contains(".p-1 ") && !css.contains(".mt-101 "));
}

#[cfg(unix)]
#[test]
fn five_thousand_files_are_a_handful_of_lines() {
    let app = App::with(&v4(), "@import \"tailwindcss\";");
    app.write(".gitignore", "*.gen\n");
    for n in 0..5000 {
        app.write(&format!("templates/{}/{n}.html", n % 50), "p-1");
    }
    let start = std::time::Instant::now();
    let entry = StyleSheets::read(&app.path("static/css/source.css"), "").unwrap();
    let selected = watched::choose(
        &app.path(""),
        &entry,
        Vec::new(),
        &[app.path("target")],
        Scanner::default(),
    );
    let mut found = Watch::default();
    watched::searched(&app.path(""), &selected, &mut found);
    let mut paths: BTreeSet<PathBuf> = found.paths.into_iter().collect();
    outermost(&mut paths);
    println!("survey of 5,000 files: {:?}", start.elapsed());
    assert_eq!(
        paths.into_iter().collect::<Vec<_>>(),
        [".gitignore", "Cargo.toml", "static", "templates"].map(|name| app.path(name))
    );
    assert_eq!(found.lists, [app.path("").canonicalize().unwrap()]);
    let start = std::time::Instant::now();
    app.output();
    println!("compile with 5,000 files: {:?}", start.elapsed());
    fs::remove_dir_all(app.path("templates")).unwrap();
    let start = std::time::Instant::now();
    app.output();
    println!("compile with none: {:?}", start.elapsed());
}
