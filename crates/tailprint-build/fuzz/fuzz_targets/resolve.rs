#![no_main]

use tailprint_build::fuzzing::check_url;

#[derive(arbitrary::Arbitrary, Debug)]
struct Input {
    url: String,
    from: String,
    prefix: String,
    is_module: bool,
}

libfuzzer_sys::fuzz_target!(|input: Input| {
    check_url(&input.url, &input.from, "/static/", input.is_module);
    check_url(&input.url, &input.from, &input.prefix, input.is_module);
});
