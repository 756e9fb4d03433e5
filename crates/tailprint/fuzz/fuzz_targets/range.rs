#![no_main]

libfuzzer_sys::fuzz_target!(|request: (Vec<&[u8]>, Option<&[u8]>)| {
    tailprint_fuzz::range::check(&request.0, request.1);
});
