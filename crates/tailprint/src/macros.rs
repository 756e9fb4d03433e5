//! The macros that put generated code into the user's crate.

/// Declares `pub mod assets` with what the build script generated.
///
/// Put it into the crate root:
///
/// ```ignore
/// tailprint::assets!();
/// ```
///
/// or into another module, which then has to be named, so that `asset!` finds its way back:
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
/// - `filters`, with the cargo feature `askama`,
/// - `asset!("css/tailwind.css")`, the URL as a constant expression; a path that is no asset is a compile error.
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
        }
    };
}

/// Declares `pub mod filters`; generated code calls it with the name of its `Assets`.
#[cfg(feature = "askama")]
#[doc(hidden)]
#[macro_export]
macro_rules! __filters {
    ($assets:ident) => {
        /// Filters for askama templates: `use crate::assets::filters;` where the template is derived.
        #[allow(missing_docs, missing_debug_implementations, unreachable_pub)]
        pub mod filters {
            use $crate::__private::askama;

            #[$crate::__private::askama::filter_fn]
            pub fn r#static(
                value: impl ::core::fmt::Display,
                _: &dyn askama::Values,
            ) -> askama::Result<$crate::__private::Filtered<$crate::Url>> {
                $crate::__private::url(&super::$assets, value)
            }

            #[$crate::__private::askama::filter_fn]
            pub fn integrity(
                value: impl ::core::fmt::Display,
                _: &dyn askama::Values,
            ) -> askama::Result<$crate::__private::Safe<&'static str>> {
                $crate::__private::integrity(&super::$assets, value)
            }

            #[$crate::__private::askama::filter_fn]
            pub fn preload(
                value: impl ::core::fmt::Display,
                _: &dyn askama::Values,
            ) -> askama::Result<$crate::__private::Safe<$crate::Preload>> {
                $crate::__private::preload(&super::$assets, value)
            }

            #[$crate::__private::askama::filter_fn]
            pub fn modulepreload(
                value: impl ::core::fmt::Display,
                _: &dyn askama::Values,
            ) -> askama::Result<$crate::__private::Safe<$crate::Preload>> {
                $crate::__private::modulepreload(&super::$assets, value)
            }
        }
    };
}

/// Without the cargo feature `askama` there are no filters.
#[cfg(not(feature = "askama"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __filters {
    ($assets:ident) => {};
}
