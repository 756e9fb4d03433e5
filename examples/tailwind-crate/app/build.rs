fn main() {
    tailprint_build::Config::new()
        .tailwind_crate("example-ui")
        .build();
}
