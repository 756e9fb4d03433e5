// Joins Tailwind's compiler to the host: `host` reads files, `factory` is `dist/lib.js` as a function,
// `encodeMap` is `source_map.js`, `nodeModules` is `node.js`.
// Everything here runs once for each style sheet, in a realm of its own.
(host, factory, encodeMap, nodeModules) => {
  "use strict";

  const define = (name, value) =>
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });

  const shown = (value) => {
    if (typeof value === "string") return value;
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    try {
      return JSON.stringify(value) ?? String(value);
    } catch {
      return String(value);
    }
  };
  const quiet = () => {};
  const warn = (...values) => host.warn(values.map(shown).join(" "));
  define("console", { log: quiet, info: quiet, debug: quiet, trace: quiet, warn, error: warn });

  define("global", globalThis);
  define("process", { argv: [], env: {}, versions: {} });

  class ListFormat {
    format(list) {
      const items = [...list];
      if (items.length < 3) return items.join(" and ");
      return `${items.slice(0, -1).join(", ")}, and ${items.at(-1)}`;
    }
  }
  define("Intl", Object.assign(globalThis.Intl ?? {}, { ListFormat }));

  const clone = (value, known) => {
    if (typeof value === "function" || typeof value === "symbol") {
      throw new TypeError(`${String(value)} could not be cloned`);
    }
    if (typeof value !== "object" || value === null) return value;
    if (known.has(value)) return known.get(value);
    const remember = (copy) => (known.set(value, copy), copy);
    if (value instanceof Date) return remember(new Date(value));
    if (value instanceof RegExp) return remember(new RegExp(value.source, value.flags));
    if (value instanceof Map) {
      const copy = remember(new Map());
      for (const [key, item] of value) copy.set(clone(key, known), clone(item, known));
      return copy;
    }
    if (value instanceof Set) {
      const copy = remember(new Set());
      for (const item of value) copy.add(clone(item, known));
      return copy;
    }
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return remember(value.slice());
    const copy = remember(Array.isArray(value) ? new Array(value.length) : {});
    for (const key of Object.keys(value)) copy[key] = clone(value[key], known);
    return copy;
  };
  define("structuredClone", (value) => clone(value, new Map()));

  // CommonJS: https://nodejs.org/api/modules.html

  const modules = new Map();

  const load = (path) => {
    const known = modules.get(path);
    if (known) return known.exports;
    if (path.startsWith("node:")) return builtin[path.slice("node:".length)];
    const opened = host.open(path);
    if (opened.format === "module") return host.evaluate(path);
    const module = { exports: {}, id: path, filename: path, loaded: false, children: [] };
    modules.set(path, module);
    try {
      if (opened.format === "json") {
        module.exports = JSON.parse(opened.text);
      } else {
        const require = requireFrom(path);
        const { exports } = module;
        opened.run.call(exports, exports, require, module, path, host.folder(path));
      }
      module.loaded = true;
    } catch (error) {
      modules.delete(path);
      throw error;
    }
    return module.exports;
  };

  const requireFrom = (path) => {
    const resolve = (specifier) => host.resolve(String(specifier), path);
    const require = (specifier) => load(resolve(specifier));
    return Object.assign(require, { resolve, cache: Object.create(null) });
  };

  const builtin = nodeModules(requireFrom);

  // What a CommonJS module gives those that `import` it: Node.js finds the names by reading the code, here
  // they are those that it really exports.
  const names = (exports) => {
    if (typeof exports !== "function" && (typeof exports !== "object" || exports === null)) return [];
    const legal = (name) => name !== "default" && /^[A-Za-z_$][\w$]*$/.test(name);
    return Object.keys(exports).filter(legal);
  };

  const library = { exports: {} };
  factory.call(library.exports, library.exports, undefined, library);
  const tailwind = library.exports;

  const loadModule = async (specifier, base) => {
    const path = host.plugin(specifier, base);
    const namespace = await import(path);
    return { path, base: host.folder(path), module: namespace.default ?? namespace };
  };
  const loadStylesheet = async (specifier, base) => host.stylesheet(specifier, base);

  let compiler;

  return {
    load,
    names,

    async compile(css, base, from) {
      compiler = await tailwind.compile(css, { base, from, loadModule, loadStylesheet });
      const { features, root, sources } = compiler;
      return JSON.stringify({
        utilities: (features & tailwind.Features.Utilities) !== 0,
        root: typeof root === "string" ? { kind: root } : root && { kind: "at", ...root },
        sources,
      });
    },

    build(candidates) {
      return compiler.build(candidates).toWellFormed();
    },

    sourceMap() {
      return encodeMap(compiler.buildSourceMap()).toWellFormed();
    },
  };
};
