#!/usr/bin/env bash
# Prints what the ways to serve static files cost an app: run.sh [--crates] [APP…].
#
# Each app is that of the README with its static files served in another way, at Cargo's default profile. Printed are
# the crates, the CPU seconds (user and system) of a first debug build in an empty target folder, those of a build after
# an edit of the template, and the size of the target folder. Every first build has a folder of its own in the
# temporary folder, which is removed. `--crates` builds nothing. Crates are fetched before the clock starts. Those of
# tailprint are taken from the last commit, since Cargo compiles crates of a path incrementally, which takes longer and
# several hundred megabytes more than the same crates from a registry.
# `tailprint-tool` is built if named, and needs `cargo-tailprint` on PATH; `tailprint-optimised`, if named, with
# `opt-level = 2` for build scripts.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
only_crates=
if [ "${1-}" = --crates ]; then only_crates=1; shift; fi
apps=("$@")
[ $# -gt 0 ] || apps=(none tailprint tailprint-no-minify tailprint-plain rust-embed memory-serve static-serve)

# The lines of Cargo.toml that an app adds, and how its router serves the files.
dependencies() {
    local axum="tailprint = { git = \"file://$root\", features = [\"askama\", \"axum\"] }"
    local build="[build-dependencies]"$'\n'"tailprint-build = { git = \"file://$root\""
    case $1 in
        none) ;;
        tailprint) printf '%s\n%s }\n' "$axum" "$build" ;;
        tailprint-optimised)
            printf '%s\n%s }\n\n[profile.dev.build-override]\nopt-level = 2\n' "$axum" "$build" ;;
        tailprint-no-minify)
            printf '%s\n%s, default-features = false, features = ["builtin", "compression", "download"] }\n' \
                "$axum" "$build" ;;
        tailprint-plain) printf '%s\n%s, default-features = false }\n' "$axum" "$build" ;;
        tailprint-tool)
            printf '%s\n%s, default-features = false, features = ["tool"] }\n' "$axum" "$build" ;;
        rust-embed) echo 'axum-embed = "0.1"'; echo 'rust-embed = "8"' ;;
        memory-serve) printf 'memory-serve = "2"\n[build-dependencies]\nmemory-serve = "2"\n' ;;
        static-serve) echo 'static-serve = "0.5"' ;;
        *) echo "unknown app: $1" >&2; exit 2 ;;
    esac
}

router() {
    case $1 in
        none) echo 'Router::new()' ;;
        tailprint*) echo 'Router::new().nest_service(assets::MOUNT, assets::service())' ;;
        rust-embed) echo 'Router::new().nest_service("/static", axum_embed::ServeEmbed::<Files>::new())' ;;
        memory-serve) echo 'Router::new().nest("/static", memory_serve::load!().into_router())' ;;
        static-serve) echo 'Router::new().nest("/static", static_router())' ;;
    esac
}

head_of() {
    case $1 in
        tailprint*) printf 'tailprint::assets!();\nuse assets::filters;\n' ;;
        rust-embed) printf '#[derive(rust_embed::RustEmbed, Clone)]\n#[folder = "static"]\nstruct Files;\n' ;;
        static-serve) echo 'static_serve::embed_assets!("static", compress = true);' ;;
    esac
}

# A style sheet that something else has compiled, except for tailprint, which does it in the build script.
make() {
    local app=$1 derive=askama::Template href=/static/app.css sheet='h1 { color: navy }' file=app.css
    local dir=$work/$app
    mkdir -p "$dir/src" "$dir/templates" "$dir/static"
    case $app in
        tailprint-plain) derive=tailprint::Template; href='{{ "app.css"|static }}' ;;
        tailprint*)
            derive=tailprint::Template; href='{{ "css/tailwind.css"|static }}'
            file=css/source.css; sheet='@import "tailwindcss";'; mkdir -p "$dir/static/css" ;;
    esac
    printf '%s\n' "$sheet" >"$dir/static/$file"
    printf '<!doctype html><link rel="stylesheet" href="%s"><h1 class="text-3xl">Hello</h1>\n' "$href" \
        >"$dir/templates/index.html"
    {
        printf '[package]\nname = "cost"\nversion = "0.1.0"\nedition = "2024"\n\n[dependencies]\n'
        printf 'askama = "0.16"\naxum = "0.8"\n'
        printf 'tokio = { version = "1", features = ["macros", "net", "rt-multi-thread"] }\n'
        dependencies "$app"
        printf '\n[workspace]\n'
    } >"$dir/Cargo.toml"
    case $app in
        tailprint*) echo 'fn main() { tailprint_build::build(); }' >"$dir/build.rs" ;;
        memory-serve) echo 'fn main() { memory_serve::load_directory("static"); }' >"$dir/build.rs" ;;
    esac
    {
        head_of "$app"
        cat <<RUST
use askama::Template as _;
use axum::Router;

#[derive($derive)]
#[template(path = "index.html")]
struct Index;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let page = || async { axum::response::Html(Index.render().unwrap()) };
    let app: Router = $(router "$app");
    let app = app.route("/", axum::routing::get(page));
    axum::serve(tokio::net::TcpListener::bind("127.0.0.1:0").await?, app).await
}
RUST
    } >"$dir/src/main.rs"
    cargo fetch --quiet --manifest-path "$dir/Cargo.toml"
}

crates() {
    cargo tree --manifest-path "$1/Cargo.toml" -e normal,build --prefix none | awk 'NF { print $1, $2 }' | sort -u | wc -l
}

# CPU seconds of a command and its children.
cpu() {
    local TIMEFORMAT='%U %S'
    { time "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }; } 2>&1 | awk '{ printf "%.1f", $1 + $2 }'
}

echo "| app | crates | first build, CPU s | template edit, CPU s | target, MB |"
echo "|---|--:|--:|--:|--:|"
for app in "${apps[@]}"; do
    make "$app"
    dir=$work/$app
    if [ -n "$only_crates" ]; then
        echo "| $app | $(crates "$dir") | | | |"
        continue
    fi
    build=(cargo build --quiet --manifest-path "$dir/Cargo.toml" --target-dir "$dir/target")
    first=$(cpu "${build[@]}")
    echo '<p class="mt-4">more</p>' >>"$dir/templates/index.html"
    edit=$(cpu "${build[@]}")
    size=$(du -sm "$dir/target" | cut -f 1)
    echo "| $app | $(crates "$dir") | $first | $edit | $size |"
    rm -rf "$dir/target"
done
