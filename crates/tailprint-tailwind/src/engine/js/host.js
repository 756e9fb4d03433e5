// Connects Tailwind's compiler with Rust: `host` reads files, `factory` is `dist/lib.js` as a function,
// `encodeMap` is `source_map.js`, and `nodeModules` runs `web.js`, `buffer.js` and `node.js`.
// This script runs once for each style sheet, in a realm of its own. Plugins may change its globals, so that
// the built-in functions are copied first.
(host, factory, encodeMap, nodeModules) => {
  "use strict";

  const { parse, stringify } = JSON;
  const { defineProperty } = Object;
  const { call } = Function.prototype;
  const wellFormed = call.bind(String.prototype.toWellFormed);
  const runWith = call.bind(call);
  const isFunction = (value) => typeof value === "function";

  const refuse = (name) => {
    throw new Error(`"${name}" is part of Node.js, which does not run here`);
  };
  // Packages look if there is such a thing. An error of one that does not look names it.
  const absence = (object, key, name) => {
    const set = (value) => defineProperty(object, key, { value, writable: true, configurable: true });
    defineProperty(object, key, { get: () => host.missed(name), set, configurable: true });
  };

  // CommonJS: https://nodejs.org/api/modules.html

  // This is `require.cache`, from which plugins may remove a module to load it again.
  const modules = Object.create(null);

  const load = (path) => {
    const known = modules[path];
    if (known) return known.exports;
    if (path.startsWith("node:")) return builtin[path.slice("node:".length)];
    const opened = host.open(path);
    if (opened.format === "module") return ofModule(host.evaluate(path));
    const module = { exports: {}, id: path, filename: path, loaded: false, children: [], require: requireFrom(path) };
    absence(module, "paths", "module.paths");
    modules[path] = module;
    try {
      if (opened.format === "json") {
        module.exports = parse(opened.text);
      } else {
        const { exports, require } = module;
        runWith(opened.run, exports, exports, require, module, path, host.folder(path));
      }
      module.loaded = true;
    } catch (error) {
      delete modules[path];
      throw error;
    }
    return module.exports;
  };

  // The result of require() for an ES module: https://nodejs.org/api/modules.html#loading-ecmascript-modules-using-require
  const required = new Map();
  const ofModule = (namespace) => {
    if ("module.exports" in namespace) return namespace["module.exports"];
    if (!("default" in namespace) || "__esModule" in namespace) return namespace;
    let exports = required.get(namespace);
    if (!exports) {
      exports = Object.create(null, { __esModule: { value: true, enumerable: true } });
      for (const name of Object.keys(namespace)) {
        Object.defineProperty(exports, name, { get: () => namespace[name], enumerable: true });
      }
      required.set(namespace, exports);
    }
    return exports;
  };

  // jiti gives every module a `default`, and the names of its default export: `interopDefault`.
  const withDefault = (module) => {
    const isThing = isFunction(module) || (typeof module === "object" && module !== null);
    if (!isThing || module instanceof Promise) return module;
    const { default: own } = module;
    const get = (target, key) => {
      if (key === "__esModule") return true;
      if (key === "default") return own ?? target;
      return own === undefined || own === null || key in target ? target[key] : own[key];
    };
    return new Proxy(module, { get });
  };

  const requireFrom = (path, asJiti = false) => {
    const found = (specifier) => host.resolve(String(specifier), path);
    const resolve = (specifier) => (found(specifier).startsWith("node:") ? specifier : found(specifier));
    const loaded = (specifier) => load(found(specifier));
    const require = asJiti ? (specifier) => withDefault(loaded(specifier)) : loaded;
    resolve.paths = () => refuse("require.resolve.paths");
    absence(require, "extensions", "require.extensions");
    return Object.assign(require, { resolve, cache: modules });
  };

  // Set before the first plugin is loaded, which may change what these modules use.
  let builtin;

  // The names that can be imported from a CommonJS module. Node.js finds them in the code (cjs-module-lexer),
  // this function in the exports themselves.
  const names = (exports) => {
    if (typeof exports !== "function" && (typeof exports !== "object" || exports === null)) return [];
    const legal = (name) => name !== "default" && /^[A-Za-z_$][\w$]*$/.test(name);
    return Object.keys(exports).filter(legal);
  };

  const library = { exports: {} };
  factory.call(library.exports, library.exports, undefined, library);
  const tailwind = library.exports;

  const described = (namespace) => {
    if (!("default" in namespace)) return "nothing by default";
    const { default: value } = namespace;
    if (value === null || value === undefined) return `${value}`;
    return typeof value === "object" ? "an object" : `a ${typeof value}`;
  };

  // An ES module that uses a variable of CommonJS fails with such an error, the second one from bundles of esbuild.
  // Tailwind's CLI then loads it again by jiti, which defines the variable: see commonjs_in_esm.
  const needsCommonJs = (error) =>
    (error instanceof ReferenceError &&
      /^(require|module|exports|__dirname|__filename) is not defined$/.test(error.message)) ||
    (error instanceof Error && /^Dynamic require of ".*" is not supported$/.test(error.message));

  const imported = async (path) => {
    try {
      return await import(path);
    } catch (error) {
      if (!needsCommonJs(error)) throw error;
    }
    host.allowCommonJs(true);
    try {
      const namespace = await import(path);
      const { default: inner, __esModule: is } = namespace.default ?? {};
      return isFunction(inner) || (is && inner) ? { default: inner } : namespace;
    } finally {
      host.allowCommonJs(false);
    }
  };

  const loadModule = async (specifier, base, hint) => {
    const path = host.plugin(specifier, base);
    builtin ??= nodeModules(requireFrom, host);
    const namespace = await imported(path);
    host.finish(path);
    const module = namespace.default ?? namespace;
    if (hint === "plugin" && !isFunction(module) && !isFunction(module?.handler)) {
      host.notAPlugin(specifier, base, described(namespace));
    }
    return { path, base: host.folder(path), module };
  };
  const loadStylesheet = async (specifier, base) => host.stylesheet(specifier, base);

  let compiler;

  return {
    load,
    names,
    require: requireFrom,
    shown: (value) => wellFormed(`${value}`),

    async compile(css, base, from) {
      compiler = await tailwind.compile(css, { base, from, loadModule, loadStylesheet });
      const { features, root, sources } = compiler;
      return stringify({
        utilities: (features & tailwind.Features.Utilities) !== 0,
        root: typeof root === "string" ? { kind: root } : root && { kind: "at", ...root },
        sources,
      });
    },

    build(candidates) {
      return wellFormed(compiler.build(candidates));
    },

    sourceMap() {
      // Tailwind makes source maps since 4.1.6.
      if (!isFunction(compiler.buildSourceMap)) return "";
      return wellFormed(encodeMap(compiler.buildSourceMap()));
    },
  };
}
