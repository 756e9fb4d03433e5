#[test]
fn serves_its_page_and_its_assets() {
    smoke::check(env!("CARGO_BIN_EXE_example-actix-web"));
}
