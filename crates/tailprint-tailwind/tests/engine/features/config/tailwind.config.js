const defaultTheme = require("tailwindcss/defaultTheme");
const colors = require("tailwindcss/colors");
const plugin = require("tailwindcss/plugin");

/** @type {import('tailwindcss').Config} */
module.exports = {
  presets: [require("./preset.cjs")],
  content: ["./nowhere/*.html"],
  darkMode: ["selector", '[data-mode="dark"]'],
  blocklist: ["blocked"],
  theme: {
    extend: {
      colors: { brand: { DEFAULT: "#ff49db", dark: colors.pink[900] } },
      spacing: { 18: "4.5rem" },
      fontFamily: { serif: ["Merriweather", ...defaultTheme.fontFamily.serif] },
      maxWidth: ({ theme }) => ({ "8xl": theme("spacing.96") }),
      fontSize: { huge: ["9rem", { lineHeight: "1", letterSpacing: "-0.05em" }] },
      boxShadow: { glow: "0 0 1rem rgb(0 0 0 / 0.5)" },
      zIndex: { 60: "60" },
      animation: { slow: "spin 5s linear infinite" },
    },
  },
  plugins: [plugin(({ addUtilities }) => addUtilities({ ".content-keep": { content: "var(--keep)" } }))],
};
