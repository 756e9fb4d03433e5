import plugin from "tailwindcss/plugin";

export default plugin(({ matchUtilities, matchComponents, addVariant, matchVariant, addComponents, theme }) => {
  matchUtilities(
    { fancy: (value, { modifier }) => [{ width: value }, { "&:hover": { height: modifier } }] },
    { values: { 1: "1px", 2: "2px" }, modifiers: { 50: "half" }, supportsNegativeValues: true, respectPrefix: false },
  );
  matchComponents({ card: (value) => ({ padding: value, ".inner &": { margin: 0 } }) }, { values: { DEFAULT: theme("spacing.4"), title: "1px" } });
  addVariant("dyn", ["@media (x) { &:hover }", "&[data-x]"]);
  matchVariant("dyn", (value, { modifier }) => `&[data-${value}]`, { values: { a: "a" }, sort: (a, b) => a.value.localeCompare(b.value) });
  addComponents({ ".x": { "@media (width > 1px)": { color: theme("colors.red.500/50%", "none") } } });
});
