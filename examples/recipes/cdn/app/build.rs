fn main() {
    tailprint_build::Config::new()
        .root("static")
        .tailwind("static/css/source.css", "css/app.css")
        .build();
}
