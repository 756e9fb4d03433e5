//! The program from each of its places, in their order.

use super::*;

#[cfg(unix)]
#[test]
fn tailwind_is_taken_from_the_first_place_that_has_it() {
    let cli = v4().join(".bin/tailwindcss");
    let link = |app: &App, name: &str| {
        let to = normalize(&app.path(name));
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        // A script, so that nothing tells its version but its help, as with a standalone binary.
        let script = format!("#!/bin/sh\nexec '{}' \"$@\"\n", cli.display());
        fs::write(&to, script).unwrap();
        let mut mode = fs::metadata(&to).unwrap().permissions();
        std::os::unix::fs::PermissionsExt::set_mode(&mut mode, 0o755);
        fs::set_permissions(&to, mode).unwrap();
        to
    };
    let mut app = App::new(".a { color: red }");
    app.version = Some("4.2.4");
    let on_path = link(&app, "bin/tailwindcss");
    let path = std::env::join_paths(
        std::iter::once(app.path("bin")).chain(std::env::split_paths(&path())),
    )
    .unwrap();
    let found = |app: &App, variable: &str| {
        let output = app
            .run(&Env::of([("PATH", path.clone()), ("TAILWINDCSS", variable.into())]))
            .result
            .unwrap();
        let warnings: Vec<_> = output.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(output.engine.version, "4.3.5");
        (output.engine.found_by, output.engine.path, warnings)
    };
    assert_eq!(
        found(&app, ""),
        (
            "PATH".to_owned(),
            on_path,
            vec![
                "using Tailwind 4.3.5 found on PATH (bin/tailwindcss), not 4.2.4 \
                  (set the Tailwind version to \"4.3.5\" in Config, or take it off PATH)"
                    .to_owned()
            ]
        )
    );
    app.version = None;
    let above = link(&app, "../node_modules/.bin/tailwindcss");
    assert_eq!(found(&app, ""), ("node_modules/.bin/tailwindcss".to_owned(), above, vec![]));
    let own = link(&app, "node_modules/.bin/tailwindcss");
    assert_eq!(found(&app, ""), ("node_modules/.bin/tailwindcss".to_owned(), own, vec![]));
    let variable = link(&app, "tools/one");
    assert_eq!(found(&app, "tools/one"), ("$TAILWINDCSS".to_owned(), variable, vec![]));
    app.binary = Some("tools/two".into());
    let configured = link(&app, "tools/two");
    assert_eq!(
        found(&app, "tools/one"),
        ("Config::tailwind_binary".to_owned(), configured, vec![])
    );
}

#[test]
fn a_named_tailwind_that_is_not_there_is_never_replaced() {
    let mut app = App::new(".a {}");
    let env = |variable: &str| Env::of([("PATH", path()), ("TAILWINDCSS", variable.into())]);
    assert_eq!(
        app.errors_with(&env("tools/none")),
        ["no Tailwind at \"tools/none\", which $TAILWINDCSS names \
          (correct $TAILWINDCSS, or remove it to have Tailwind found or installed)"]
    );
    app.binary = Some("none".into());
    assert_eq!(
        app.errors_with(&env("")),
        ["no Tailwind at \"none\", which Config::tailwind_binary names \
          (correct Config::tailwind_binary, or remove it to have Tailwind found or installed)"]
    );
}

#[cfg(unix)]
#[test]
fn a_program_that_is_no_tailwind_is_an_error() {
    let mut app = App::new(".a {}");
    app.binary = Some("/bin/true".into());
    assert_eq!(
        app.errors(),
        ["/bin/true, found by Config::tailwind_binary, does not tell a Tailwind version \
          (its `--help` should begin with \"tailwindcss v4\")"]
    );
    app.write("data", "no program");
    app.binary = Some("data".into());
    assert_eq!(
        app.errors(),
        ["cannot run data, found by Config::tailwind_binary: permission denied"]
    );
}

#[test]
fn without_any_tailwind_every_place_and_every_way_out_is_named() {
    let app = App::new(".a {}");
    let cache = tempfile::tempdir().unwrap();
    let root = app.path("").display().to_string();
    let text = |reason: &str, download: &str, repair: &str| {
        let download = if cfg!(feature = "download") { download } else { "" };
        format!(
            "no Tailwind found: Config::tailwind_binary is not set; $TAILWINDCSS is not set; no node_modules/.bin/tailwindcss \
             in {root} or a folder above; no tailwindcss on PATH; Tailwind 4.3.5 cannot be installed: {reason}{download} \
             (`npm install --save-dev @tailwindcss/cli@4.3.5 tailwindcss@4.3.5`, \
             or set TAILWINDCSS to the path of a Tailwind CLI, or {repair})"
        )
    };
    #[cfg(feature = "download")]
    let name = tailprint_tailwind::install::standalone::name_here().unwrap();
    #[cfg(not(feature = "download"))]
    let name = "";
    let reason = match cfg!(feature = "tls") {
        true => "http://127.0.0.1:1/v4.3.5/sha256sums.txt: connection refused",
        false => {
            "no curl and no wget on PATH to fetch with (install one, or add the feature `tls` of tailprint-build)"
        }
    };
    let unreachable = format!("; no {name} 4.3.5: {reason}");
    // Nothing answers there.
    let releases = ("TAILPRINT_TAILWIND_RELEASES", OsString::from("http://127.0.0.1:1"));
    let cache = |key: &'static str, value: &str| {
        let cache = ("TAILPRINT_CACHE_DIR", cache.path().as_os_str().to_owned());
        Env::of([cache, releases.clone(), (key, value.into())])
    };
    assert_eq!(
        app.errors_with(&cache("PATH", "/nowhere")),
        [text(
            "no npm on PATH",
            &unreachable,
            "install Node.js (npm comes with it) to have it installed"
        )]
    );
    let offline = [
        ("CARGO_NET_OFFLINE", "cargo is offline (CARGO_NET_OFFLINE)"),
        ("TAILPRINT_OFFLINE", "TAILPRINT_OFFLINE is set"),
    ];
    for (variable, reason) in offline {
        assert_eq!(
            app.errors_with(&cache(variable, "true")),
            [text(
                reason,
                &format!("; no {name} 4.3.5: nothing may be fetched: {reason}"),
                "build once online, with npm, to have it installed"
            )]
        );
    }
    // Without a cache folder, the target folder takes its place.
    assert_eq!(
        app.errors_with(&Env::of([("PATH", "/nowhere".into()), releases.clone()])),
        [text(
            "no npm on PATH",
            &unreachable,
            "install Node.js (npm comes with it) to have it installed"
        )]
    );
}

/// An environment whose cache outlives the test, so that only the first run installs.
fn with_cache() -> Env {
    let machine = Env::process();
    let certificates = machine.machine("NODE_EXTRA_CA_CERTS").unwrap_or_default();
    Env::of([
        ("PATH", path()),
        ("HOME", machine.machine("HOME").unwrap()),
        ("NODE_EXTRA_CA_CERTS", certificates),
        ("TAILPRINT_CACHE_DIR", v4().join("../../cache").into()),
    ])
}

#[cfg(unix)]
#[test]
fn a_managed_tailwind_finds_itself_and_the_projects_own_plugins() {
    let modules = v4();
    let mut app = feature(
        "@import \"tailwindcss\"; @plugin \"@tailwindcss/typography\"; @plugin \"daisyui\"; \
         @plugin \"./plugin.mjs\"; @plugin \"./common.cjs\"; @import \"tw-animate-css\";",
        &modules,
    );
    app.write(
        "static/css/common.cjs",
        "module.exports = require('tailwindcss/plugin')(({ addUtilities }) => addUtilities({ '.tab-4': { color: 'blue' } }))",
    );
    let expected = app.by_hand();
    fs::remove_file(app.path("node_modules")).unwrap();
    fs::create_dir_all(app.path("node_modules/@tailwindcss")).unwrap();
    for package in [
        "@tailwindcss/typography",
        "daisyui",
        "tw-animate-css",
        "postcss-selector-parser",
        "cssesc",
        "util-deprecate",
    ] {
        let to = app.path("node_modules").join(package);
        let copied =
            Command::new("cp").arg("-r").arg(modules.join(package)).arg(to).status().unwrap();
        assert!(copied.success());
    }
    let run = app.run(&with_cache());
    let output = run.result.unwrap();
    assert_eq!((&*output.engine.found_by, &*output.engine.version), ("managed install", "4.3.5"));
    assert_eq!(String::from_utf8(output.css).unwrap(), expected);
    assert_eq!(output.warnings, []);
    assert!(
        run.watch.paths.contains(&app.path("node_modules/daisyui/package.json")),
        "{:?}",
        run.watch
    );

    // Another version of the package, which the project has for another reason, is told.
    app.write(
        "node_modules/tailwindcss/package.json",
        r#"{"name":"tailwindcss","version":"4.1.18","style":"./x.css"}"#,
    );
    app.write("node_modules/tailwindcss/x.css", "@tailwind utilities;");
    app.write("static/css/source.css", "@import \"tailwindcss\";");
    let warnings: Vec<_> =
        app.run(&with_cache()).result.unwrap().warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        ["node_modules/tailwindcss has version 4.1.18, but Tailwind 4.3.5 compiles it \
          (`npm install --save-dev @tailwindcss/cli@4.1.18 tailwindcss@4.1.18`)"]
    );

    app.version = Some("3.4.19");
    fs::remove_dir_all(app.path("node_modules")).unwrap();
    app.write("static/css/source.css", "@tailwind utilities;");
    app.write("tailwind.config.js", "module.exports = { content: ['./templates/*.html'], theme: { colors: require('tailwindcss/colors') } }");
    let output = app.run(&with_cache()).result.unwrap();
    assert_eq!((&*output.engine.found_by, &*output.engine.version), ("managed install", "3.4.19"));
    assert!(String::from_utf8(output.css).unwrap().contains(".bg-red-500\\/50"));
}

#[cfg(unix)]
#[test]
fn version_three_works_when_the_project_has_it() {
    let modules = modules("v3", V3);
    let mut app =
        App::with(&modules, "@tailwind base;\n@tailwind utilities;\n@import './parts/p.css';");
    app.write("static/css/parts/p.css", ".part { @apply p-4 }");
    app.write("tailwind.config.js", "module.exports = { content: ['./templates/**/*.html'] }");
    for minify in [false, true] {
        app.minify = minify;
        let output = app.output();
        assert_eq!(String::from_utf8(output.css.clone()).unwrap(), app.by_hand());
        assert_eq!(
            (&*output.engine.version, &*output.engine.found_by),
            ("3.4.19", "node_modules/.bin/tailwindcss")
        );
        assert_eq!(output.warnings, []);
    }
    app.write("static/css/source.css", ".a { @apply nosuch }");
    assert!(
        app.errors()[0]
            .starts_with("static/css/source.css:1:6: tailwind: The `nosuch` class does not exist.")
    );
    app.write("static/css/source.css", "@tailwind utilities;");
    app.write("tailwind.config.js", "module.exports = { content: [] }");
    let warnings: Vec<_> = app.output().warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "static/css/source.css: tailwind: No utility classes were detected in your source files. \
             If this is unexpected, double-check the `content` option in your Tailwind CSS configuration. \
             https://tailwindcss.com/docs/content-configuration"
        ]
    );
}

#[cfg(unix)]
#[test]
fn without_node_the_repair_is_to_install_it() {
    let app = App::with(&v4(), "@import \"tailwindcss\";");
    let tools = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/usr/bin/env", tools.path().join("env")).unwrap();
    let error = &app.errors_with(&Env::of([("PATH", tools.path())]))[0];
    assert!(error.starts_with("static/css/source.css: tailwind: "), "{error}");
    assert!(error.ends_with(" (install Node.js, which this Tailwind needs)"), "{error}");
}
