fn main() {
    tailprint_build::Config::new().at_root("robots.txt").build();
}
