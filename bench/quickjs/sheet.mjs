// Prints the milliseconds that Tailwind takes for a style sheet, with QuickJS's own shell.
import * as std from "qjs:std";
import * as os from "qjs:os";
import { compile } from "./tailwindcss/dist/lib.mjs";

const file = (id) => (id === "tailwindcss" ? "index.css" : id.replace("tailwindcss/", "").replace("./", ""));
const loadStylesheet = async (id) => {
  const path = `tailwindcss/${file(id)}`;
  return { path, base: "/", content: std.loadFile(path) };
};

// A third of the words of a template are no classes.
const words = [];
const variants = ["", "hover:", "md:", "dark:", "focus-visible:", "group-hover:"];
const utilities = ["p", "m", "mt", "px", "w", "h", "gap", "inset", "top"];
const colours = ["red", "blue", "slate", "zinc"];
for (let at = 0; words.length < 1000; at++) {
  words.push(`${variants[at % 6]}${utilities[at % 9]}-${at % 97}`);
  words.push(`${variants[(at * 7) % 6]}bg-${colours[at % 4]}-${100 + 100 * (at % 8)}${at % 3 ? "" : `/${at % 100}`}`);
  words.push(`word${at}`);
}

const start = os.now();
const { build } = await compile('@import "tailwindcss";', { base: "/", loadStylesheet });
build(words);
print(((os.now() - start) / 1000).toFixed(0));
