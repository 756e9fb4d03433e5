import path, { join } from "node:path";
import { createRequire } from "module";
import { fileURLToPath } from "url";

const require = createRequire(import.meta.url);
const util = require("util");
const here = path.dirname(fileURLToPath(import.meta.url));

const values = [
  join("a", "../b", "./c/", "", "..", "d"),
  path.normalize("/../a//b/./c/../"),
  path.basename("/a/b.html", ".html"),
  path.basename("/a/b/"),
  path.extname("a.b/.c"),
  path.extname("x.tar.gz"),
  path.dirname("/a"),
  path.dirname("a"),
  path.resolve("/a/b", "../c", "d/"),
  path.relative("/a/b/c", "/a/d"),
  path.relative(here, path.resolve(here, "x", "y")),
  path.isAbsolute("a"),
  util.deprecate(() => "deprecated", "no longer")(),
  require("./name.cjs"),
];

export default ({ addUtilities }) => addUtilities({ ".paths": { content: JSON.stringify(values) } });
