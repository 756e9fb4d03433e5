// Prints the classes and variants that style sheets have beyond those of Tailwind, as HTML, each sheet into a file.
// Arguments: the names of the folders, each with an `input.css`.
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { __unstable__loadDesignSystem as load } from "@tailwindcss/node";

// Of a class with a value for each color and size, some will do.
const MOST = 400;

const namesOf = (system) => ({
  classes: system.getClassList().flatMap(([name, { modifiers }]) =>
    modifiers.length > 0 ? [name, `${name}/${modifiers[0]}`] : [name],
  ),
  variants: system.getVariants().flatMap(({ name, values, hasDash }) =>
    values.length > 0 ? values.slice(0, 5).map((value) => `${name}${hasDash ? "-" : ""}${value}`) : [name],
  ),
});
const spread = (names) => {
  const step = Math.max(1, Math.floor(names.length / MOST));
  return names.filter((_, index) => index % step === 0);
};

const plain = namesOf(await load('@import "tailwindcss";', { base: process.cwd() }));
const known = { classes: new Set(plain.classes), variants: new Set(plain.variants) };

for (const folder of process.argv.slice(2)) {
  const base = resolve(folder);
  let found = [];
  try {
    const system = await load(readFileSync(`${base}/input.css`, "utf8"), { base });
    const { classes, variants } = namesOf(system);
    found = [
      ...spread(classes.filter((name) => !known.classes.has(name))),
      ...variants.filter((name) => !known.variants.has(name)).map((name) => `${name}:flex`),
    ];
  } catch {
    // The programs that are compared will say it.
  }
  // A few that every plugin has: they may be changed by it.
  const html = [...found, "flex", "p-4", "hover:underline", "prose"].map((name) => `<i class='${name}'></i>\n`);
  writeFileSync(`${base}/classes.html`, html.join(""));
}
