//! The layouts: what is in the tree, what the style sheet says.

/// A tree and a style sheet.
pub(crate) struct Layout {
    /// What is special about it.
    pub(crate) name: &'static str,
    /// Its files: `name`, `name=line,line` or `name=->target` for a link. The package is `app`.
    pub(crate) tree: &'static str,
    /// The style sheet `app/css/main.css`.
    pub(crate) css: &'static str,
    /// Whether no file is to be found.
    pub(crate) empty: bool,
}

/// A package with something of everything.
macro_rules! tree {
    ($more:literal) => {
        concat!(
            "app/Cargo.toml app/src/main.rs app/templates/a.html app/templates/b/c.html app/static/x.js ",
            $more
        )
    };
}

/// All layouts.
#[rustfmt::skip]
pub(crate) static LAYOUTS: &[Layout] = &[
    Layout {
        name: "plain package",
        tree: tree!(""),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "git ignore file",
        tree: tree!("app/.git/HEAD=x app/.gitignore=/target,static app/target/t.html"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "ignore file without a repository",
        tree: tree!("app/.gitignore=/target,*.js app/target/t.html"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "no ignore file and a target folder",
        tree: tree!("app/target/t.html app/target/debug/u.rs"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "target left out by the style sheet",
        tree: tree!("app/target/t.html"),
        css: "@import tailwind;\n@source not \"../target\";",
        empty: false,
    },
    Layout {
        name: "nested ignore files",
        tree: tree!("app/.gitignore=*.html app/templates/b/.gitignore=!c.html"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "ignore file of a parent",
        tree: tree!(".gitignore=x.js,/app/src"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "ignore file of a parent in the same repository",
        tree: tree!(".git/HEAD=x .gitignore=x.js,/app/src"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "ignore file of a parent of the repository",
        tree: tree!(".gitignore=x.js app/.git/HEAD=x"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "a worktree, whose .git is a file",
        tree: tree!(".gitignore=x.js app/.git=gitdir:y"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "a repository within the repository",
        tree: tree!("app/.git/HEAD=x app/.gitignore=*.html app/templates/b/.git/HEAD=x"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "a repository within none",
        tree: tree!("app/.gitignore=*.html app/templates/b/.git/HEAD=x"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "info/exclude",
        tree: tree!("app/.git/HEAD=x app/.git/info/exclude=*.js"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: ".ignore",
        tree: tree!("app/.ignore=*.js"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "ignored but for one file",
        tree: tree!("app/.gitignore=static/*,!static/x.js app/static/y.js"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "all ignored but what is named",
        tree: tree!("app/.gitignore=*,!*/,!*.html"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "package in an ignored folder",
        tree: tree!(".git/HEAD=x .gitignore=app app/x.log app/y.scss app/z.png app/node_modules/p.js"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "hidden files and folders",
        tree: tree!("app/.hidden.html app/.github/w.yml app/.config/x.toml"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "folders that are never read",
        tree: tree!("app/.git/x.html app/.hg/x.html app/.svn/x.html app/.jj/x.html app/.next/x.html app/.turbo/x.html app/.yarn/x.html app/.venv/x.html app/venv/x.html app/node_modules/x.html app/.vercel/x.html app/.svelte-kit/x.html app/.parcel-cache/x.html app/.pnpm-store/x.html app/__pycache__/x.html app/dist/x.html app/build/x.html app/vendor/x.html app/env/x.html app/.cache/x.html app/bower_components/x.html"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "folders of the same names, deeper",
        tree: tree!("app/d/.git/x.html app/d/.hg/x.html app/d/.svn/x.html app/d/.jj/x.html app/d/.next/x.html app/d/.turbo/x.html app/d/.yarn/x.html app/d/.venv/x.html app/d/venv/x.html app/d/node_modules/x.html"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "files that are never read",
        tree: tree!("app/a.lock app/a.log app/a.scss app/a.sass app/a.less app/a.styl app/.env app/.env.local app/package-lock.json app/pnpm-lock.yaml app/bun.lockb app/a.png app/a.PNG app/a.Log app/a.woff2 app/a.zip app/a.tar.gz app/a.snap app/a.min.js app/a.map app/a.svg app/x.env app/noext app/a.jinja app/a.txt app/a.md app/a.html~"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "css is read for custom properties",
        tree: tree!("app/static/x.css=.a{color:var(--color-red-500)}"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "source: a folder",
        tree: tree!("app/.gitignore=extra app/extra/a.html app/extra/b.log app/extra/c.png"),
        css: "@import tailwind;\n@source \"../extra\";",
        empty: false,
    },
    Layout {
        name: "source: a folder in node_modules",
        tree: tree!("app/node_modules/ui/dist/a.js app/node_modules/other/b.js"),
        css: "@import tailwind;\n@source \"../node_modules/ui\";",
        empty: false,
    },
    Layout {
        name: "source: a file in an ignored folder",
        tree: tree!("app/.gitignore=extra app/extra/a.html app/extra/b.html"),
        css: "@import tailwind;\n@source \"../extra/a.html\";",
        empty: false,
    },
    Layout {
        name: "source: a file that ignore rules name",
        tree: tree!("app/.gitignore=*.skip app/a.skip app/b.skip app/c.png"),
        css: "@import tailwind;\n@source \"../a.skip\"; @source \"../c.png\";",
        empty: false,
    },
    Layout {
        name: "source: a glob in an ignored folder",
        tree: tree!("app/.gitignore=extra app/extra/a.html app/extra/b.js app/extra/c/d.html"),
        css: "@import tailwind;\n@source \"../extra/**/*.html\";",
        empty: false,
    },
    Layout {
        name: "source: a glob with an extension",
        tree: tree!("app/.gitignore=*.skip,extra app/a.skip app/extra/b.skip app/d/c.skip"),
        css: "@import tailwind;\n@source \"../**/*.skip\";",
        empty: false,
    },
    Layout {
        name: "source: a glob without an extension",
        tree: tree!("app/.gitignore=skip* app/skip1 app/d/skip2"),
        css: "@import tailwind;\n@source \"../**/skip*\";",
        empty: false,
    },
    Layout {
        name: "source: braces",
        tree: tree!("app/a.log app/b.lock app/c.scss"),
        css: "@import tailwind;\n@source \"../{a.log,b.lock}\";",
        empty: false,
    },
    Layout {
        name: "source: a range",
        tree: tree!("app/.gitignore=*.skip app/a1.skip app/a2.skip app/a4.skip"),
        css: "@import tailwind;\n@source \"../a{1..3}.skip\";",
        empty: false,
    },
    Layout {
        name: "source: beside the package",
        tree: tree!("shared/a.html shared/b.js .gitignore=b.js"),
        css: "@import tailwind;\n@source \"../../shared\";",
        empty: false,
    },
    Layout {
        name: "source: nothing there",
        tree: tree!(""),
        css: "@import tailwind;\n@source \"../nosuch\"; @source \"../nosuch/*.html\";",
        empty: false,
    },
    Layout {
        name: "source not: a folder",
        tree: tree!(""),
        css: "@import tailwind;\n@source not \"../templates\";",
        empty: false,
    },
    Layout {
        name: "source not: a folder inside",
        tree: tree!(""),
        css: "@import tailwind;\n@source not \"../templates/b\";",
        empty: false,
    },
    Layout {
        name: "source not: a file",
        tree: tree!(""),
        css: "@import tailwind;\n@source not \"../templates/a.html\";",
        empty: false,
    },
    Layout {
        name: "source not: a glob",
        tree: tree!(""),
        css: "@import tailwind;\n@source not \"../**/*.html\";",
        empty: false,
    },
    Layout {
        name: "source not: a folder anywhere",
        tree: tree!("app/src/b/d.rs"),
        css: "@import tailwind;\n@source not \"../**/b\";",
        empty: false,
    },
    Layout {
        name: "source not: one level",
        tree: tree!(""),
        css: "@import tailwind;\n@source not \"../templates/*\";",
        empty: false,
    },
    Layout {
        name: "source not, then a file of it",
        tree: tree!(""),
        css: "@import tailwind;\n@source not \"../templates\"; @source \"../templates/b/c.html\";",
        empty: false,
    },
    Layout {
        name: "source not, then a folder of it",
        tree: tree!(""),
        css: "@import tailwind;\n@source not \"../templates\"; @source \"../templates/b\";",
        empty: false,
    },
    Layout {
        name: "a file, then source not of its folder",
        tree: tree!(""),
        css: "@import tailwind;\n@source \"../templates/b/c.html\"; @source not \"../templates\";",
        empty: false,
    },
    Layout {
        name: "a file twice",
        tree: tree!(""),
        css: "@import tailwind;\n@source not \"../static/x.js\"; @source \"../static/x.js\";",
        empty: false,
    },
    Layout {
        name: "a folder of node_modules without a part",
        tree: tree!("app/node_modules/ui/a.js app/node_modules/ui/t/b.js"),
        css: "@import tailwind;\n@source \"../node_modules/ui\"; @source not \"../node_modules/ui/t\";",
        empty: false,
    },
    Layout {
        name: "node_modules left out, then a folder of it",
        tree: tree!("app/node_modules/ui/a.js"),
        css: "@import tailwind;\n@source not \"../node_modules\"; @source \"../node_modules/ui\";",
        empty: false,
    },
    Layout {
        name: "none",
        tree: tree!(""),
        css: "@import tailwind source(none);",
        empty: true,
    },
    Layout {
        name: "none and a folder",
        tree: tree!(""),
        css: "@import tailwind source(none);\n@source \"../templates\";",
        empty: false,
    },
    Layout {
        name: "none and a glob",
        tree: tree!("app/.gitignore=a.html"),
        css: "@import tailwind source(none);\n@source \"../templates/*.html\";",
        empty: false,
    },
    Layout {
        name: "none and stars",
        tree: tree!("app/.gitignore=skip app/skip/a.html app/node_modules/b.html"),
        css: "@import tailwind source(none);\n@source \"../*/*.html\";",
        empty: false,
    },
    Layout {
        name: "none and stars below stars",
        tree: tree!("app/.gitignore=skip app/skip/x/a.html app/node_modules/p/b.html"),
        css: "@import tailwind source(none);\n@source \"../*/*/*.html\";",
        empty: false,
    },
    Layout {
        name: "none and all levels below a star",
        tree: tree!("app/.gitignore=skip app/skip/x/a.html app/t/skip.html"),
        css: "@import tailwind source(none);\n@source \"../*/**/*.html\";",
        empty: false,
    },
    Layout {
        name: "none and a folder without a part",
        tree: tree!(""),
        css: "@import tailwind source(none);\n@source \"../templates\"; @source not \"../templates/b\";",
        empty: false,
    },
    Layout {
        name: "none and files of a kind anywhere",
        tree: tree!("app/.gitignore=static"),
        css: "@import tailwind source(none);\n@source \"../**/*.{html,js}\";",
        empty: false,
    },
    Layout {
        name: "root: a folder",
        tree: tree!(""),
        css: "@import tailwind source(\"../templates\");",
        empty: false,
    },
    Layout {
        name: "root: a folder that is ignored",
        tree: tree!("app/.gitignore=static app/static/y.log"),
        css: "@import tailwind source(\"../static\");",
        empty: false,
    },
    Layout {
        name: "root: outside",
        tree: tree!("web/a.html web/node_modules/b.html"),
        css: "@import tailwind source(\"../../web\");",
        empty: false,
    },
    Layout {
        name: "root and a source",
        tree: tree!(""),
        css: "@import tailwind source(\"../templates\"); @source \"../static/*.js\";",
        empty: false,
    },
    Layout {
        name: "inline",
        tree: tree!(""),
        css: "@import tailwind;\n@source inline(\"{hover:,}m-{1..3}\"); @source not inline(\"m-2\");",
        empty: false,
    },
    Layout {
        name: "a link to a folder",
        tree: tree!("shared/a.html app/linked=->../shared"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "a link to a file",
        tree: tree!("shared/a.html app/linked.html=->../shared/a.html"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "a link that leads back",
        tree: tree!("app/src/loop=->.."),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "a link to nothing",
        tree: tree!("app/broken.html=->nosuch"),
        css: "@import tailwind;",
        empty: false,
    },
    Layout {
        name: "source: a link",
        tree: tree!("shared/a.html app/.gitignore=linked app/linked=->../shared"),
        css: "@import tailwind;\n@source \"../linked\";",
        empty: false,
    },
    Layout {
        name: "brackets in names",
        tree: tree!("app/[id]/a.html app/(group)/b.html app/i/c.html"),
        css: "@import tailwind source(none);\n@source \"../[id]/*.html\"; @source \"../(group)\";",
        empty: false,
    },
    Layout {
        name: "upper case",
        tree: tree!("app/T/A.HTML app/t2/a.HTML"),
        css: "@import tailwind source(none);\n@source \"../T/*.HTML\"; @source \"../t2/*.html\";",
        empty: false,
    },
    Layout {
        name: "a character class",
        tree: tree!("app/a1.html app/a2.html app/a3.html"),
        css: "@import tailwind source(none);\n@source \"../a[!2].html\";",
        empty: false,
    },
    Layout {
        name: "one character",
        tree: tree!("app/a1.html app/a22.html"),
        css: "@import tailwind source(none);\n@source \"../a?.html\";",
        empty: false,
    },
    Layout {
        name: "stars within a name",
        tree: tree!("app/d1/x.html app/d1/e/x.html app/d/ax.html"),
        css: "@import tailwind source(none);\n@source \"../d**/x.html\"; @source \"../d/**x.html\";",
        empty: false,
    },
];
