#!/usr/bin/env bash
# Prints what the levels of optimisation cost and gain for QuickJS: run.sh TAILWINDCSS.
#
# TAILWINDCSS is a folder of the npm package of Tailwind 4, such as `node_modules/tailwindcss`. The C code is that of the
# release of rquickjs-sys that the workspace locks. Printed are the CPU seconds of compiling it by `cc`, and the least
# milliseconds of JavaScript for a style sheet of a thousand words out of 25 runs. `hot` is what `tailprint-quickjs` does
# with GCC.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
tailwind=$(cd "${1:?name a folder of the npm package tailwindcss}" && pwd)
manifest=$(cargo metadata --manifest-path "$root/Cargo.toml" --format-version 1 --locked |
    grep -o '"manifest_path":"[^"]*/rquickjs-sys-[^"]*Cargo.toml"' | head -1 | cut -d '"' -f 4)
sources=$(dirname "$manifest")/quickjs
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$tailwind" "$work/tailwindcss"
cp "$root/bench/quickjs/sheet.mjs" "$work"

# The program `qjs` without its interactive part, which has to be generated.
printf '#include <stdint.h>\n%s\n' \
    'const uint32_t qjsc_repl_size, qjsc_standalone_size; const uint8_t qjsc_repl[1], qjsc_standalone[1];' >"$work/none.c"
for file in "$sources/quickjs-libc.c" "$sources/qjs.c" "$work/none.c"; do
    cc -D_GNU_SOURCE -DQJS_NATIVE_MODULE_SUFFIX='".so"' -I "$sources" -w -O1 -c "$file" -o "$work/$(basename "$file").o"
done

# CPU seconds of compiling the code of QuickJS with these options.
compile() {
    local TIMEFORMAT='%U %S' name=$1
    shift
    { time for file in quickjs libregexp libunicode dtoa; do
        cc -D_GNU_SOURCE -fPIC -w "$@" -c "$sources/$file.c" -o "$work/$name-$file.o"
    done; } 2>&1 | awk '{ printf "%.1f", $1 + $2 }'
}

echo "| level | compiling, CPU s | a sheet of 1,000 words, ms |"
echo "|---|--:|--:|"
for level in -O0 -O1 hot -O2; do
    options=("$level")
    [ "$level" != hot ] || options=(-O1 -I "$sources" -include "$root/crates/tailprint-quickjs/build/hot.h")
    seconds=$(compile "$level" "${options[@]}")
    cc "$work/$level"-*.o "$work"/*.c.o -lm -lpthread -ldl -o "$work/qjs$level"
    least=$(for _ in {1..25}; do (cd "$work" && "./qjs$level" -m sheet.mjs); done | sort -n | head -1)
    echo "| \`$level\` | $seconds | $least |"
done
