fn main() {
    tailprint_build::Config::new().no_tailwind().build();
}
