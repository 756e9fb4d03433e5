// The modules of Node.js that plugins are known to use and that need no operating system.
(createRequire) => {
  "use strict";

  // A missing function throws an error with its name.
  const limited = (name, functions) =>
    new Proxy(functions, {
      get(target, key) {
        if (typeof key === "symbol" || key in target || key === "__esModule" || key === "then") {
          return target[key];
        }
        throw new Error(`"${name}.${key}" is part of Node.js, which does not run here`);
      },
    });

  const isAbsolute = (path) => path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path);

  const normalize = (path) => {
    const parts = [];
    for (const part of path.split("/")) {
      if (part === "" || part === ".") continue;
      if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
      else if (part !== ".." || !path.startsWith("/")) parts.push(part);
    }
    const end = path.endsWith("/") && parts.length > 0 ? "/" : "";
    const normal = (path.startsWith("/") ? "/" : "") + parts.join("/") + end;
    return normal || ".";
  };

  const join = (...parts) => normalize(parts.filter((part) => part !== "").join("/") || ".");

  const resolve = (...parts) => {
    const start = parts.findLastIndex(isAbsolute);
    if (start < 0) throw new Error("path.resolve() has no current folder to begin at here");
    const path = join(...parts.slice(start));
    return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
  };

  const dirname = (path) => {
    const end = path.replace(/\/+$/, "").lastIndexOf("/");
    if (end < 0) return ".";
    return path.slice(0, end) || "/";
  };

  const basename = (path, suffix = "") => {
    const name = path.replace(/\/+$/, "").split("/").at(-1);
    return name !== suffix && name.endsWith(suffix) ? name.slice(0, name.length - suffix.length) : name;
  };

  const extname = (path) => {
    const name = basename(path);
    const dot = name.lastIndexOf(".");
    return dot > 0 ? name.slice(dot) : "";
  };

  const relative = (from, to) => {
    const [one, other] = [resolve(from), resolve(to)].map((path) => path.split("/").filter(Boolean));
    const common = one.findIndex((part, at) => part !== other[at]);
    const shared = common < 0 ? one.length : common;
    return [...one.slice(shared).map(() => ".."), ...other.slice(shared)].join("/");
  };

  const path = { basename, delimiter: ":", dirname, extname, isAbsolute, join, normalize, relative, resolve, sep: "/" };
  const paths = limited("path", path);
  path.posix = paths;

  const fileURLToPath = (url) => decodeURIComponent(String(url).replace(/^file:\/\/(?=\/)/, ""));
  const pathToFileURL = (path) => ({
    href: `file://${encodeURI(path)}`,
    toString() {
      return this.href;
    },
  });

  const inherits = (constructor, parent) => {
    Object.setPrototypeOf(constructor.prototype, parent.prototype);
    Object.defineProperty(constructor, "super_", { value: parent, writable: true, configurable: true });
  };

  return {
    module: limited("module", { createRequire: (from) => createRequire(fileURLToPath(from)) }),
    path: paths,
    "path/posix": paths,
    url: limited("url", { fileURLToPath, pathToFileURL }),
    util: limited("util", { deprecate: (replaced) => replaced, inherits }),
  };
};
