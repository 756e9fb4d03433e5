#![no_main]

libfuzzer_sys::fuzz_target!(|request: (Vec<&[u8]>, Vec<&[u8]>)| {
    tailprint_fuzz::preconditions::check(&request.0, &request.1);
});
