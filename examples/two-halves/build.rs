fn main() {
    tailprint_build::build();
}
