#![no_main]

use tailprint_build::fuzzing::check;

libfuzzer_sys::fuzz_target!(|text: &str| check("a/b.svg", text));
