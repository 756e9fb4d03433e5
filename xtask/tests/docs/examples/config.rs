//! The examples of `tailprint_build::Config`, compiled. Cargo would have to run a build script to run them; the public
//! methods have doctests of their own.

#[allow(dead_code, reason = "only a build script can run it")]
mod reference {
    // build.rs
    fn main() {
        tailprint_build::Config::new()
            .root("static")
            .root_at("vendor/htmx", "third_party/htmx/dist")
            .ignore("*.psd")
            .build();
    }
}

#[allow(dead_code, reason = "only a build script can run it")]
mod before {
    // build.rs
    use tailprint_build::{Before, Config};

    fn main() {
        Config::new()
            .before(
                Before::new("sass")
                    .args(["--no-source-map", "scss/site.scss", "$OUT/css/site.css"])
                    .input("scss"),
            )
            .build();
    }
}

#[allow(dead_code, reason = "only a build script can run it")]
mod serving {
    // build.rs
    use tailprint_build::{Config, Encoding};

    fn main() {
        Config::new()
            .header(
                "*.svg",
                "Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'",
            )
            .header("shared", "Cross-Origin-Resource-Policy", "cross-origin")
            .header("data/*.json", "Access-Control-Allow-Origin", "*")
            .encodings(&[Encoding::Brotli, Encoding::Gzip])
            .redirect_stale(true)
            .build();
    }
}

#[allow(dead_code, reason = "only a build script can run it")]
mod caching {
    // build.rs
    fn main() {
        tailprint_build::Config::new()
            .content_type("*.geojsonl", "application/geo+json-seq")
            .cache_control("press/**", "public, max-age=600")
            .cache_control("*.map", "no-store")
            .force_cache_control("favicon.ico", "public, max-age=604800")
            .build();
    }
}

#[allow(dead_code, reason = "only a build script can run it")]
mod large_files {
    // build.rs
    fn main() {
        tailprint_build::Config::new().on_disk("video/**").on_disk("*.zip").build();
    }
}

#[allow(dead_code, reason = "only a build script can run it")]
mod root_files {
    // build.rs
    fn main() {
        tailprint_build::Config::new()
            .at_root("favicon.ico")
            .at_root("apple-touch-icon*.png")
            .at_root(".well-known")
            .root_files("public") // everything in this folder: public/sw.js is /sw.js
            .build();
    }
}

#[allow(dead_code, reason = "only a build script can run it")]
fn tailwind() {
    tailprint_build::Config::new()
        .tailwind("styles/app.css", "css/app.css")
        .tailwind("styles/mail.css", "css/mail.css")
        .build();
}

#[allow(dead_code, reason = "only a build script can run it")]
fn import_map() {
    tailprint_build::Config::new()
        .import_map("lit", "vendor/lit/index.js")
        .import_map("lit/", "vendor/lit/") // lit/decorators.js and all other modules in that folder
        .build();
}

#[allow(dead_code, reason = "only a build script can run it")]
mod cdn {
    // build.rs
    fn main() {
        tailprint_build::Config::new()
            .url_prefix("https://cdn.example.com/static/")
            .header("*.js", "Access-Control-Allow-Origin", "*")
            .build();
    }
}

#[allow(dead_code, reason = "only a build script can run it")]
mod bundler {
    // build.rs
    fn main() {
        tailprint_build::Config::new()
            .url_prefix("/")
            .root("frontend/dist")
            .prehashed("assets/**")
            .no_tailwind()
            .build();
    }
}

#[allow(dead_code, reason = "only a build script can run it")]
mod vendored {
    // build.rs
    fn main() {
        tailprint_build::Config::new()
            .root("static")
            .root_at("vendor/bootstrap-icons", "node_modules/bootstrap-icons/icons")
            .build();
    }
}

#[allow(dead_code, reason = "only a build script can run it")]
mod from_a_library {
    // build.rs
    fn main() {
        tailprint_build::Config::new().root("assets").url_prefix("/assets/").no_tailwind().build();
    }
}

#[allow(dead_code, reason = "only a build script can run it")]
mod trunk {
    // build.rs
    fn main() {
        tailprint_build::Config::new()
            .url_prefix("/")
            .root("frontend/dist")
            // Sixteen digits, and what may follow them.
            .prehashed("*-????????????????*.*")
            .no_tailwind()
            .build();
    }
}
