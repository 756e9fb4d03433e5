#!/usr/bin/env bash
# Prints what a folder that CI restores saves a build: run.sh [FILES].
#
# An app with FILES text files (1,000) of 16 kB each, all codings and Tailwind is a git repository. Each row is a build in a
# fresh clone of it, so that all files have the time of the clone, as on a runner: with nothing, and with what the first
# build left, unpacked from an archive as CI does it. A file of the app is changed between the two, and the names that the
# second build gives are compared with those of a build without the folder. Printed are the CPU seconds (user and
# system) and the seconds of the builds with Cargo's default profile, and the size of the archive. Crates are
# fetched before the clock starts. Those of tailprint are taken from the last commit.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
files=${1:-1000}
app=$work/app

make() {
    mkdir -p "$app"/{src,templates,static/{css,text}}
    cat >"$app/Cargo.toml" <<TOML
[package]
name = "restore"
version = "0.1.0"
edition = "2024"

[dependencies]
tailprint = { git = "file://$root" }

[build-dependencies]
tailprint-build = { git = "file://$root" }

[workspace]
TOML
    echo 'fn main() { tailprint_build::Config::new().mode(tailprint_build::Mode::Hashed).build(); }' >"$app/build.rs"
    printf 'tailprint::assets!();\n\nfn main() { println!("{}", assets::css::TAILWIND_CSS); }\n' >"$app/src/main.rs"
    echo '@import "tailwindcss";' >"$app/static/css/source.css"
    echo '<p class="mt-4 text-3xl">Hello</p>' >"$app/templates/index.html"
    # Words in an order that no two files share, so that there is something to compress.
    awk -v files="$files" -v folder="$app/static/text" 'BEGIN {
        srand(1)
        for (file = 1; file <= files; file++) {
            name = folder "/" file ".txt"
            for (size = 0; size < 16000; size += length(word)) {
                word = sprintf("w%d ", rand() * 4000)
                printf "%s", word >name
            }
            close(name)
        }
    }'
    printf 'target\n.cache\n' >"$app/.gitignore"
    cargo generate-lockfile --quiet --manifest-path "$app/Cargo.toml"
    commit
    cargo fetch --quiet --manifest-path "$app/Cargo.toml"
}

commit() {
    git -C "$app" -c init.defaultBranch=main init --quiet
    git -C "$app" add .
    git -C "$app" -c user.name=bench -c user.email=bench@example.com commit --quiet --message state
}

# A build in a fresh clone, always at the same path, as on a runner. `$1` is an archive to restore; none if empty.
build() {
    rm -rf "$work/clone"
    git clone --quiet "$app" "$work/clone"
    cd "$work/clone"
    [ -z "$1" ] || tar -xf "$1"
    local TIMEFORMAT='%U %S %R'
    {
        time TAILPRINT_CACHE_DIR=$work/clone/.cache/tailprint cargo build --quiet >"$work/log" 2>&1 ||
            { cat "$work/log" >&2; exit 1; }
    } 2>&1 | awk '{ printf "%.1f | %.1f", $1 + $2, $3 }'
    cp target/debug/build/restore-*/out/tailprint/staticfiles.json "$work/names"
}

make
echo "| build in a fresh clone | CPU s | s | restored, MB |"
echo "|---|--:|--:|--:|"
echo "| nothing restored | $(build "") | |"
(cd "$work/clone" && tar -cf "$work/archive.tar" .cache target)
size=$(du -m "$work/archive.tar" | cut -f 1)
echo "| \`target/\` and the cache restored, nothing changed | $(build "$work/archive.tar") | $size |"
echo more >>"$app/static/text/1.txt"
commit
echo "| the same, one file changed | $(build "$work/archive.tar") | $size |"
cp "$work/names" "$work/restored"
(cd "$work/clone" && tar -cf "$work/cache.tar" .cache)
echo "| the cache alone restored, one file changed | $(build "$work/cache.tar") | $(du -m "$work/cache.tar" | cut -f 1) |"
cmp "$work/names" "$work/restored"
