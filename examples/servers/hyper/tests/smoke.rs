#[test]
fn serves_its_page_and_its_assets() {
    smoke::check(env!("CARGO_BIN_EXE_example-hyper"));
}

#[test]
fn serves_them_over_http_2_as_well() {
    smoke::check_http2(env!("CARGO_BIN_EXE_example-hyper"));
}
