import plugin from "tailwindcss/plugin";
import flattenColorPalette from "tailwindcss/lib/util/flattenColorPalette";
import colors from "tailwindcss/colors";
import { variants } from "./lib/index.js";

export default plugin(
  ({ addBase, addUtilities, addComponents, matchUtilities, matchVariant, addVariant, theme, config, prefix }) => {
    addBase({ h1: { fontSize: theme("fontSize.2xl"), color: colors.red[500] } });
    addComponents({ ".glass": { backdropFilter: "blur(4px)", "&:hover": { opacity: 0.5 }, "@media print": { display: "none" } } });
    addUtilities([{ ".stack": { display: "grid" } }, { ".stack > *": { gridArea: "1 / 1" } }]);
    matchUtilities(
      { tint: (value, { modifier }) => ({ "--tint": value, color: modifier ?? "var(--tint)" }) },
      { values: flattenColorPalette(theme("colors")), type: ["color", "any"], modifiers: "any" },
    );
    matchVariant("nth", (value) => `&:nth-child(${value})`, { values: { 3: "3" } });
    for (const [name, value] of variants) addVariant(name, value);
  },
  { theme: { extend: { colors: { own: "#123456" } } } },
);
