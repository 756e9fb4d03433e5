fn main() {
    tailprint_build::Config::new()
        .at_root("favicon.svg")
        .root_files("public")
        .build();
}
