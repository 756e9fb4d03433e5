import plugin from "tailwindcss/plugin";

export default plugin.withOptions(
  (options) => ({ addUtilities }) => {
    for (const name of options.names) {
      addUtilities({ [`.size-it-${name}`]: { width: options.size, "--options": JSON.stringify(options) } });
    }
  },
  () => ({ theme: { extend: { spacing: { it: "1px" } } } }),
);
