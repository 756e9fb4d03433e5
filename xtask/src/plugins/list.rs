//! The plugins of the table, the most downloaded one first.

/// A plugin and a style sheet that uses it.
pub(super) struct Plugin<'a> {
    pub(super) package: &'a str,
    /// The line that names it; empty for `@plugin "package";`, or for the module.
    pub(super) sheet: &'static str,
    /// A module that calls it with options: its name and text.
    pub(super) module: (&'static str, &'static str),
    /// Classes that it does not list.
    pub(super) classes: &'static str,
}

pub(super) const fn plugin(package: &str) -> Plugin<'_> {
    Plugin { package, sheet: "", module: ("", ""), classes: "" }
}

const fn with(
    package: &'static str,
    sheet: &'static str,
    classes: &'static str,
) -> Plugin<'static> {
    Plugin { package, sheet, module: ("", ""), classes }
}

/// A plugin that is called.
const fn called(
    package: &'static str,
    name: &'static str,
    text: &'static str,
    classes: &'static str,
) -> Plugin<'static> {
    Plugin { package, sheet: "", module: (name, text), classes }
}

/// Packages that plugins take icons from.
pub(super) const MORE: &[&str] = &["@iconify-json/heroicons"];

pub(super) const PLUGINS: &[Plugin<'static>] = &[
    plugin("tailwindcss-animate"),
    plugin("@tailwindcss/typography"),
    with(
        "tw-animate-css",
        "@import \"tw-animate-css\";",
        "animate-in fade-in zoom-in-50 slide-in-from-top-4 duration-300 animate-accordion-down",
    ),
    plugin("@tailwindcss/forms"),
    plugin("@tailwindcss/container-queries"),
    plugin("@headlessui/tailwindcss"),
    plugin("@tailwindcss/line-clamp"),
    plugin("daisyui"),
    plugin("@tailwindcss/aspect-ratio"),
    plugin("tailwind-scrollbar"),
    with("flowbite", "@plugin \"flowbite/plugin\";", ""),
    plugin("tailwind-scrollbar-hide"),
    called(
        "@heroui/theme",
        "plugin.mjs",
        "import { heroui } from \"@heroui/theme\";\nexport default heroui();\n",
        "",
    ),
    plugin("tailwindcss-radix"),
    plugin("tailwindcss-primeui"),
    plugin("tailwindcss-react-aria-components"),
    with("flowbite-react", "@plugin \"flowbite-react/plugin/tailwindcss\";", ""),
    plugin("tailwindcss-logical"),
    with(
        "tailwindcss-safe-area",
        "@import \"tailwindcss-safe-area\";",
        "pt-safe mb-safe-or-4 h-screen-safe",
    ),
    called(
        "tw-colors",
        "plugin.mjs",
        "import { createThemes } from \"tw-colors\";\nexport default createThemes({ light: { primary: \"steelblue\" }, dark: { primary: \"#78909c\" } });\n",
        "",
    ),
    called(
        "tailwindcss-capsize",
        "plugin.cjs",
        "module.exports = require(\"tailwindcss-capsize\");\n",
        "",
    ),
    called(
        "@nextui-org/theme",
        "plugin.cjs",
        "module.exports = require(\"@nextui-org/theme\").nextui();\n",
        "",
    ),
    plugin("tailwindcss-animated"),
    with(
        "tailwindcss-scoped-preflight",
        "@plugin \"tailwindcss-scoped-preflight\" {\n  isolationStrategy: inside;\n  selector: .twp;\n}",
        "",
    ),
    plugin("tailwindcss-animation-delay"),
    with("@egoist/tailwindcss-icons", "", "i-heroicons-home"),
    plugin("tailwindcss-rtl"),
    plugin("tailwindcss-motion"),
    plugin("tailwindcss-mso"),
    plugin("tailwindcss-email-variants"),
    with("@iconify/tailwind4", "", "icon-[heroicons--home]"),
    called(
        "tailwindcss-themer",
        "plugin.cjs",
        "module.exports = require(\"tailwindcss-themer\")({ themes: [{ name: \"dark\", extend: { colors: { primary: \"blue\" } } }] });\n",
        "dark:flex bg-primary text-primary",
    ),
    called(
        "@mertasan/tailwindcss-variables",
        "plugin.cjs",
        "module.exports = require(\"@mertasan/tailwindcss-variables\")({ colorVariables: true });\n",
        "",
    ),
    plugin("@savvywombat/tailwindcss-grid-areas"),
    plugin("tailwindcss-debug-screens"),
    with("tw-elements", "@plugin \"tw-elements/plugin.cjs\";", ""),
    plugin("tailwind-children"),
    plugin("@tailwindcss/custom-forms"),
    called(
        "@iconify/tailwind",
        "plugin.cjs",
        "module.exports = require(\"@iconify/tailwind\").addDynamicIconSelectors();\n",
        "icon-[heroicons--home]",
    ),
    plugin("tailwindcss-opentype"),
    called(
        "tailwindcss-theme-swapper",
        "plugin.cjs",
        "module.exports = require(\"tailwindcss-theme-swapper\")({ themes: [{ name: \"base\", selectors: [\":root\"], theme: { colors: { primary: \"#111\" } } }] });\n",
        "bg-primary",
    ),
    plugin("tailwindcss-animatecss"),
    plugin("tailwind-gradient-mask-image"),
    with("@heroui/styles", "@import \"@heroui/styles\";", "button button--primary card"),
    plugin("tailwindcss-bg-patterns"),
    plugin("flowbite-typography"),
    with("tailwind-animate", "@import \"tailwind-animate\";", "animate-in fade-in"),
    plugin("tailwind-clip-path"),
    plugin("@tailwindcss/ui"),
    plugin("tailwindcss-box-shadow"),
    plugin("tailwindcss-textshadow"),
    called(
        "tailwind-css-variables",
        "plugin.cjs",
        "module.exports = require(\"tailwind-css-variables\")();\n",
        "",
    ),
    plugin("tailwindcss-dotted-background"),
    with("fluid-tailwind", "", "~p-4/8"),
    called(
        "@skeletonlabs/tw-plugin",
        "plugin.cjs",
        "module.exports = require(\"@skeletonlabs/tw-plugin\").skeleton({ themes: { preset: [\"skeleton\"] } });\n",
        "",
    ),
    plugin("tailwindcss-border-styles"),
    with("tw-shimmer", "@import \"tw-shimmer\";", "shimmer shimmer-bg"),
    plugin("tailwindcss-hocus"),
    plugin("flyonui"),
    with("tailwindcss-hero-patterns", "", "heropattern-jigsaw-red-500"),
];
