#!/usr/bin/env bash
# Times rustc on the ways to embed a folder: run.sh FOLDER. Needs GNU time.
set -euo pipefail
folder=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$here/generate.py" "$folder" "$work"
for variant in constants blob_only table_only literals_and_files literals_and_blob packed; do
    cd "$work/$variant"
    cargo build --quiet --release
    touch src/main.rs
    command time -f "$variant: %U s CPU, %e s, %M KB" cargo build --quiet --release
done
