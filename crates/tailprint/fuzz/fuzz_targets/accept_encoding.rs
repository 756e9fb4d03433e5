#![no_main]

libfuzzer_sys::fuzz_target!(|lines: Vec<&[u8]>| tailprint_fuzz::accept_encoding::check(&lines));
