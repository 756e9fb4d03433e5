//! The macros that put generated code into the user's crate.

/// Declares `pub mod assets` with the code that the build script generated.
///
/// Put it into the crate root:
///
/// ```ignore
/// tailprint::assets!();
/// ```
///
/// or into another module. Then name that module, since the macro `asset!` refers to it:
///
/// ```ignore
/// // in src/web/mod.rs; the module is `crate::web::assets`
/// tailprint::assets!(in crate::web);
/// ```
///
/// The module holds
///
/// - a constant with the URL of every asset, in modules that mirror the folders: `assets::css::TAILWIND_CSS`,
/// - `ASSETS`, the [`Assets`](crate::Assets) of the build, for paths known only at run time,
/// - `MOUNT` and `service()`, to serve them,
/// - `set_base(…)` and `mount()`, for another URL prefix than that of the build,
/// - `IMPORT_MAP`, for the pages; `preconnect()` and `csp_sources()`, for assets on another origin,
/// - `filters`, with the cargo feature `askama`,
/// - `asset!("css/tailwind.css")`, the URL as a constant expression,
/// - `integrity!("css/tailwind.css")`, the value of the attribute `integrity` as a constant expression,
/// - `sri!("css/tailwind.css")`, an [`Sri`](crate::Sri), and `preload!("css/tailwind.css")`, a [`Preload`](crate::Preload),
/// - `register_minijinja`, `register_tera` and `register_tera1`, with the cargo features `minijinja`, `tera` (version 2) and
///   `tera1`.
///
/// In all of these macros, a path that is no asset is a compile error.
#[macro_export]
macro_rules! assets {
    () => {
        $crate::assets!(in crate);
    };
    (in $($parent:ident)::+) => {
        /// The static assets of this crate.
        #[allow(dead_code, missing_docs, unreachable_pub, unused_imports, unused_macros, clippy::all, clippy::pedantic)]
        pub mod assets {
            include!(concat!(
                env!("OUT_DIR", "tailprint::assets!() needs a build.rs that calls tailprint_build::build()"),
                "/tailprint/assets.rs"
            ));

            #[doc(hidden)]
            pub const fn __url(path: &str) -> ::core::option::Option<&'static str> {
                $crate::generated::url(&TABLE, path)
            }

            /// The URL of an asset, as a constant expression.
            macro_rules! asset {
                ($path:literal) => {{
                    const URL: &str = match $($parent)::+::assets::__url($path) {
                        ::core::option::Option::Some(url) => url,
                        ::core::option::Option::None => {
                            ::core::panic!("{}", ::core::concat!("no static asset \"", $path, "\""))
                        }
                    };
                    URL
                }};
            }
            pub(crate) use asset;

            #[doc(hidden)]
            pub const fn __integrity(path: &str) -> ::core::option::Option<&'static str> {
                $crate::generated::integrity(&TABLE, path)
            }

            /// The value of an `integrity` attribute, as a constant expression. It is empty in plain mode.
            macro_rules! integrity {
                ($path:literal) => {{
                    const INTEGRITY: &str = match $($parent)::+::assets::__integrity($path) {
                        ::core::option::Option::Some(integrity) => integrity,
                        ::core::option::Option::None => {
                            ::core::panic!("{}", ::core::concat!("no static asset \"", $path, "\""))
                        }
                    };
                    INTEGRITY
                }};
            }
            pub(crate) use integrity;

            #[doc(hidden)]
            pub const fn __preload(
                path: &str,
            ) -> ::core::option::Option<(usize, ::core::option::Option<$crate::generated::Destination>)> {
                $crate::generated::preloaded(&TABLE, path)
            }

            /// The `<link rel="preload">` of an asset, which `Display` writes.
            macro_rules! preload {
                ($path:literal) => {{
                    const ASSET: (usize, $crate::generated::Destination) = match $($parent)::+::assets::__preload($path) {
                        ::core::option::Option::Some((asset, ::core::option::Option::Some(destination))) => {
                            (asset, destination)
                        }
                        ::core::option::Option::Some((_, ::core::option::Option::None)) => {
                            ::core::panic!("{}", ::core::concat!(
                                "browsers do not preload \"", $path,
                                "\" (write `preload=\"auto\"` in the media element instead)"
                            ))
                        }
                        ::core::option::Option::None => {
                            ::core::panic!("{}", ::core::concat!("no static asset \"", $path, "\""))
                        }
                    };
                    $crate::generated::preload(&$($parent)::+::assets::ASSETS, ASSET)
                }};
            }
            pub(crate) use preload;

            /// The attributes `integrity` and `crossorigin` of an asset, which `Display` writes.
            macro_rules! sri {
                ($path:literal) => {{
                    const ASSET: usize = match $($parent)::+::assets::__preload($path) {
                        ::core::option::Option::Some((asset, ::core::option::Option::Some(destination)))
                            if destination.is_checked() => asset,
                        ::core::option::Option::Some(_) => {
                            ::core::panic!("{}", ::core::concat!(
                                "browsers do not check the integrity of \"", $path, "\" (leave `sri!` out)"
                            ))
                        }
                        ::core::option::Option::None => {
                            ::core::panic!("{}", ::core::concat!("no static asset \"", $path, "\""))
                        }
                    };
                    $crate::generated::sri(&$($parent)::+::assets::ASSETS, ASSET)
                }};
            }
            pub(crate) use sri;

            $crate::__register_minijinja!();
            $crate::__register_tera!();
            $crate::__register_tera1!();
        }
    };
}

/// Declares `pub mod filters`; generated code calls it with the name of its `Assets`.
#[cfg(feature = "askama")]
#[doc(hidden)]
#[macro_export]
macro_rules! __filters {
    ($assets:ident: $($filter:ident)*) => {
        /// Filters for askama templates: `use crate::assets::filters;` where the template is derived.
        #[allow(missing_docs, missing_debug_implementations, unreachable_pub)]
        pub mod filters {
            use $crate::__private::askama;

            $($crate::__filter!($assets $filter);)*
        }
    };
}

/// Declares one filter of `tailprint_core::filters::FILTERS`.
#[cfg(feature = "askama")]
#[doc(hidden)]
#[macro_export]
macro_rules! __filter {
    ($assets:ident static) => {
        $crate::__filter!($assets r#static = url -> $crate::__private::Filtered<$crate::Url>);
    };
    ($assets:ident integrity) => {
        $crate::__filter!($assets integrity = integrity -> $crate::__private::Safe<&'static str>);
    };
    ($assets:ident sri) => {
        $crate::__filter!($assets sri = sri -> $crate::__private::Safe<$crate::Sri>);
    };
    ($assets:ident preload) => {
        #[$crate::__private::askama::filter_fn]
        pub fn preload(
            value: impl ::core::fmt::Display,
            _: &dyn askama::Values,
            #[optional(false)] crossorigin: bool,
        ) -> askama::Result<$crate::__private::Safe<$crate::Preload>> {
            $crate::__private::preload(&super::$assets, value, crossorigin)
        }
    };
    ($assets:ident modulepreload) => {
        $crate::__filter!($assets modulepreload = modulepreload -> $crate::__private::Safe<$crate::Preload>);
    };
    ($assets:ident modulepreload_graph) => {
        $crate::__filter!($assets modulepreload_graph = modulepreload_graph -> $crate::__private::Safe<$crate::ModulePreloads>);
    };
    ($assets:ident $name:ident = $function:ident -> $output:ty) => {
        #[$crate::__private::askama::filter_fn]
        pub fn $name(
            value: impl ::core::fmt::Display,
            _: &dyn askama::Values,
        ) -> askama::Result<$output> {
            $crate::__private::$function(&super::$assets, value)
        }
    };
}

/// Declares no filters without the cargo feature `askama`.
#[cfg(not(feature = "askama"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __filters {
    ($assets:ident: $($filter:ident)*) => {};
}

/// Declares a static variable with the bytes of a file, which the assembler reads. rustc itself copies included bytes
/// many times: 36 MB take 750 MB of memory that way, and 240 MB this way (`docs/internals/measurements/embedding.md`).
///
/// `$symbol` belongs to these very bytes, so it may be declared in several crates of a program, and by the library and
/// the program of a package: the linker keeps one of them. The assembler sees to the length, whatever the file has.
///
/// This macro is the only place of this crate with unsafe code. It compiles in crates that forbid unsafe code, since
/// lints are about the code that their authors write.
#[cfg(all(target_os = "linux", not(miri)))]
#[doc(hidden)]
#[macro_export]
macro_rules! __contents {
    ($name:ident, $file:expr, $symbol:literal, $len:literal) => {
        ::core::arch::global_asm!(
            ::core::concat!(
                ".pushsection .rodata.",
                $symbol,
                ",\"a\"\n",
                // With link-time optimisation, all crates may become one module.
                ".ifndef ",
                $symbol,
                "\n",
                ".weak ",
                $symbol,
                "\n",
                ".hidden ",
                $symbol,
                "\n",
                ".type ",
                $symbol,
                ", %object\n",
                $symbol,
                ":\n",
                ".incbin \"",
                $file,
                "\", 0, ",
                $len,
                "\n",
                ".org ",
                $symbol,
                " + ",
                $len,
                "\n",
                ".size ",
                $symbol,
                ", ",
                $len,
                "\n",
                ".endif\n",
                ".popsection\n",
            ),
            options(raw)
        );

        static $name: &[::core::primitive::u8] = {
            unsafe extern "C" {
                #[link_name = $symbol]
                static BYTES: [::core::primitive::u8; $len];
            }
            // SAFETY: the symbol is defined above, with this many bytes, in a section that is only read.
            unsafe { &BYTES }
        };
    };
}

/// Declares a static variable with the bytes of a file.
#[cfg(not(all(target_os = "linux", not(miri))))]
#[doc(hidden)]
#[macro_export]
macro_rules! __contents {
    ($name:ident, $file:expr, $symbol:literal, $len:literal) => {
        static $name: &[::core::primitive::u8] = ::core::include_bytes!($file);
    };
}

/// Checks that the `tailprint-build` of this version wrote the generated code.
///
/// The pattern has to be a literal: `env!("CARGO_PKG_VERSION")` in a macro would be the version of the user's crate.
#[doc(hidden)]
#[macro_export]
macro_rules! __built_by {
    ("0.1.0") => {};
    ($version:literal) => {
        ::core::compile_error!(::core::concat!(
            "tailprint 0.1.0 does not fit tailprint-build ",
            $version,
            " (write the same version of both in Cargo.toml: tailprint-build = \"=0.1.0\")"
        ));
    };
}

/// Declares `register_minijinja`, if the cargo feature `minijinja` is on.
#[cfg(feature = "minijinja")]
#[doc(hidden)]
#[macro_export]
macro_rules! __register_minijinja {
    () => {
        /// Adds the filters `static`, `integrity`, `sri`, `preload`, `modulepreload` and `modulepreload_graph`, functions of
        /// the same names, and the functions `import_map`, `preconnect` and `csp_sources` to an environment of minijinja. Call it wherever one is
        /// made, also again after a reload.
        pub fn register_minijinja(environment: &mut $crate::engines::Environment<'_>) {
            $crate::engines::register_minijinja(environment, &ASSETS, IMPORT_MAP);
        }
    };
}

/// Declares nothing without the cargo feature `minijinja`.
#[cfg(not(feature = "minijinja"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __register_minijinja {
    () => {};
}

/// Declares `register_tera`, if the cargo feature `tera` is on.
#[cfg(feature = "tera")]
#[doc(hidden)]
#[macro_export]
macro_rules! __register_tera {
    () => {
        /// Adds the filters `static`, `integrity`, `sri`, `preload`, `modulepreload` and `modulepreload_graph`, functions of
        /// the same names, and the functions `import_map`, `preconnect` and `csp_sources` to an instance of tera 2. Call it wherever one is
        /// made, also again after a reload.
        pub fn register_tera(tera: &mut $crate::engines::Tera) {
            $crate::engines::register_tera(tera, &ASSETS, IMPORT_MAP);
        }
    };
}

/// Declares nothing without the cargo feature `tera`.
#[cfg(not(feature = "tera"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __register_tera {
    () => {};
}

/// Declares `register_tera1`, if the cargo feature `tera1` is on.
#[cfg(feature = "tera1")]
#[doc(hidden)]
#[macro_export]
macro_rules! __register_tera1 {
    () => {
        /// Adds the filters `static`, `integrity`, `sri`, `preload`, `modulepreload` and `modulepreload_graph`, functions of
        /// the same names, and the functions `import_map`, `preconnect` and `csp_sources` to an instance of tera 1. Call it wherever one is
        /// made, also again after a reload.
        pub fn register_tera1(tera: &mut $crate::engines::Tera1) {
            $crate::engines::register_tera1(tera, &ASSETS, IMPORT_MAP);
        }
    };
}

/// Declares nothing without the cargo feature `tera1`.
#[cfg(not(feature = "tera1"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __register_tera1 {
    () => {};
}
