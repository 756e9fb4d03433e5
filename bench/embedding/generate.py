#!/usr/bin/env python3
"""Writes one crate per way to embed a folder: generate.py FOLDER OUT."""

import hashlib
import json
import os
import struct
import sys

TYPES = """#![allow(dead_code)]
pub struct Variant { pub start: usize, pub len: usize, pub etag: &'static str }
pub struct Entry {
    pub path: &'static str, pub name: &'static str, pub url: &'static str, pub content_type: &'static str,
    pub fingerprint: &'static str, pub immutable: bool, pub integrity: &'static str, pub identity: Variant,
    pub encoded: &'static [(u8, Variant)], pub bytes: &'static [u8],
}
"""


def read(root):
    """Path, absolute path, fingerprint, start and length of every file, and all contents."""
    files, blob = [], bytearray()
    for folder, _, names in os.walk(root):
        for name in names:
            files.append(os.path.join(folder, name))
    rows = []
    for file in sorted(files):
        with open(file, "rb") as opened:
            data = opened.read()
        digest = hashlib.sha256(data).hexdigest()[:12]
        rows.append((os.path.relpath(file, root), file, digest, len(blob), len(data)))
        blob += data
    return rows, bytes(blob)


def constants(rows):
    return "".join(
        f"pub const A{index}: &str = {json.dumps('/static/' + path)};\n"
        for index, (path, *_) in enumerate(rows)
    )


def literals(rows, include):
    text = [f"static ENTRIES: [Entry; {len(rows)}] = [\n"]
    for path, file, digest, start, size in rows:
        name = json.dumps(f"{path}.{digest}")
        content = f"include_bytes!({json.dumps(file)})" if include else "&[]"
        variant = f"Variant {{ start: {start}, len: {size}, etag: \"{digest}\" }}"
        text.append(
            f"Entry {{ path: {json.dumps(path)}, name: {name}, url: {name}, content_type: \"text/css\", "
            f"fingerprint: \"{digest}\", immutable: true, integrity: \"sha384-{digest * 5}\", "
            f"identity: {variant}, encoded: &[(1, {variant}), (2, {variant})], bytes: {content} }},\n"
        )
    text.append("];\n")
    return TYPES + "".join(text)


def packed(rows):
    """The texts and the records, as `tailprint_core::table` has them in spirit."""
    texts, records = "", b""
    for path, _, digest, start, size in rows:
        fields = []
        for text in (path, f"{path}.{digest}", f"/static/{path}.{digest}", digest):
            fields += [len(texts.encode()), len(text.encode())]
            texts += text
        records += struct.pack("<10I", *fields, start, size)
    return texts, records


USE_ENTRIES = "println!(\"{} {}\", ENTRIES[n].path, ENTRIES[n].bytes.len());"
USE_BLOB = "println!(\"{}\", BLOB[n]);"
BLOB = "static BLOB: &[u8] = include_bytes!(\"blob.bin\");\n"


def main():
    root, out = sys.argv[1], sys.argv[2]
    rows, blob = read(root)
    texts, records = packed(rows)
    tables = "static TEXTS: &str = include_str!(\"texts.txt\"); static RECORDS: &[u8] = include_bytes!(\"records.bin\");\n"
    names = "#![allow(dead_code)]\n" + constants(rows)
    variants = {
        "constants": (names, "println!(\"{n} {A0}\");"),
        "blob_only": (BLOB, USE_BLOB),
        "table_only": (literals(rows, False), USE_ENTRIES),
        "literals_and_files": (literals(rows, True) + constants(rows), USE_ENTRIES),
        "literals_and_blob": (literals(rows, False) + BLOB + constants(rows), USE_ENTRIES + USE_BLOB),
        "packed": (names + BLOB + tables, USE_BLOB + "println!(\"{} {}\", RECORDS[n], &TEXTS[..n]);"),
    }
    for variant, (items, body) in variants.items():
        folder = os.path.join(out, variant)
        os.makedirs(os.path.join(folder, "src"))
        with open(os.path.join(folder, "Cargo.toml"), "w") as file:
            file.write(f"[package]\nname = \"{variant}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n")
        with open(os.path.join(folder, "src/main.rs"), "w") as file:
            file.write(items + "fn main() { let n = std::env::args().count(); " + body + " }\n")
        for name, content in (("blob.bin", blob), ("texts.txt", texts.encode()), ("records.bin", records)):
            with open(os.path.join(folder, "src", name), "wb") as file:
                file.write(content)


if __name__ == "__main__":
    main()
