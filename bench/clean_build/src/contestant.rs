//! The packages that are built: as each contestant's documentation shows them, with an axum router.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;

/// One way to serve a folder.
#[derive(Debug)]
pub struct Contestant {
    pub name: &'static str,
    pub package: &'static str,
    dependencies: &'static str,
    build_dependencies: &'static str,
    build: Option<&'static str>,
    main: &'static str,
}

const TAILPRINT: &str = r#"tailprint = { path = "@/crates/tailprint", features = ["axum"] }"#;
const TAILPRINT_MAIN: &str = "tailprint::assets!();\n\
               fn main() { let _router: axum::Router = axum::Router::new().nest_service(assets::MOUNT, assets::service()); }";
const WITH_DEFAULTS: &str = r#"tailprint-build = { path = "@/crates/tailprint-build" }"#;
const WITH_TOOL: &str = r#"tailprint-build = { path = "@/crates/tailprint-build", default-features = false, features = ["tool"] }"#;
const BUILD: &str = "fn main() { tailprint_build::build() }";
const BUILD_WITHOUT_CODINGS: &str =
    "fn main() { tailprint_build::Config::new().encodings(&[]).build() }";

/// tailprint is the first one: the others are compared with it.
pub const CONTESTANTS: &[Contestant] = &[
    Contestant {
        name: "tailprint",
        package: "with-tailprint",
        dependencies: TAILPRINT,
        build_dependencies: WITH_DEFAULTS,
        build: Some(BUILD),
        main: TAILPRINT_MAIN,
    },
    Contestant {
        name: "tailprint, no codings",
        package: "with-tailprint-plain",
        dependencies: TAILPRINT,
        build_dependencies: WITH_DEFAULTS,
        build: Some(BUILD_WITHOUT_CODINGS),
        main: TAILPRINT_MAIN,
    },
    Contestant {
        name: "tailprint, tool",
        package: "with-tailprint-tool",
        dependencies: TAILPRINT,
        build_dependencies: WITH_TOOL,
        build: Some(BUILD),
        main: TAILPRINT_MAIN,
    },
    Contestant {
        name: "tailprint, tool, no codings",
        package: "with-tailprint-tool-plain",
        dependencies: TAILPRINT,
        build_dependencies: WITH_TOOL,
        build: Some(BUILD_WITHOUT_CODINGS),
        main: TAILPRINT_MAIN,
    },
    Contestant {
        name: "include_dir 0.7",
        package: "with-include-dir",
        dependencies: r#"include_dir = "0.7""#,
        build_dependencies: "",
        build: None,
        main: "static STATIC: include_dir::Dir<'_> = include_dir::include_dir!(\"$CARGO_MANIFEST_DIR/static\");\n\
               use axum::{extract::Path, http::StatusCode, routing};\n\
               async fn file(Path(path): Path<String>) -> Result<&'static [u8], StatusCode> {\n\
               STATIC.get_file(path).map(|file| file.contents()).ok_or(StatusCode::NOT_FOUND)\n}\n\
               fn main() { let _router: axum::Router = axum::Router::new().route(\"/static/{*path}\", routing::get(file)); }",
    },
    Contestant {
        name: "static-serve 0.6",
        package: "with-static-serve",
        dependencies: r#"static-serve = "0.6""#,
        build_dependencies: "",
        build: None,
        main: "static_serve::embed_assets!(\"static\", compress = true, allow_unknown_extensions = true);\n\
               fn main() { let _router: axum::Router = static_router(); }",
    },
    Contestant {
        name: "memory-serve 2.4",
        package: "with-memory-serve",
        dependencies: r#"memory-serve = "2.4""#,
        build_dependencies: r#"memory-serve = "2.4""#,
        build: Some("fn main() { memory_serve::load_directory(\"./static\"); }"),
        main: "fn main() { let _router: axum::Router = memory_serve::load!().into_router(); }",
    },
];

impl Contestant {
    /// Writes the package and returns its folder.
    pub fn create(&self, bench: &Path, optimised: bool) -> Result<PathBuf> {
        let kind = if optimised { "optimised" } else { "default" };
        let project = bench.join("clean_build").join(kind).join(self.package);
        fs::create_dir_all(project.join("src"))?;
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
        let manifest = format!(
            "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\naxum = \"0.8\"\n{}\n\n[build-dependencies]\n{}\n\n[workspace]\n",
            self.package, self.dependencies, self.build_dependencies
        );
        let manifest = manifest.replace('@', &repository.to_string_lossy());
        fs::write(project.join("Cargo.toml"), manifest)?;
        fs::write(project.join("src/main.rs"), self.main)?;
        if let Some(build) = self.build {
            fs::write(project.join("build.rs"), build)?;
        }
        Ok(project)
    }
}
