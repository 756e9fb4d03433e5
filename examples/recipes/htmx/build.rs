fn main() {
    tailprint_build::Config::new()
        .root("static")
        .root_at("vendor/htmx", "../node_modules/htmx.org/dist")
        .root_at("vendor/alpine", "../node_modules/alpinejs/dist")
        .build();
}
