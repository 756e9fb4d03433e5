// The modules of Node.js that plugins are known to use and that need no operating system.
(createRequire, host) => {
  "use strict";

  // A missing function throws an error with its name.
  const limited = (name, functions) =>
    new Proxy(functions, {
      get(target, key) {
        if (typeof key === "symbol" || key in target || ["__esModule", "default", "then"].includes(key)) {
          return target[key];
        }
        throw new Error(`"${name}.${key}" is part of Node.js, which does not run here`);
      },
    });

  const invalid = (Kind, code, what) => {
    throw Object.assign(new Kind(what), { code });
  };
  const texts = (...paths) => {
    for (const path of paths) {
      if (typeof path === "string") continue;
      invalid(TypeError, "ERR_INVALID_ARG_TYPE", 'The "path" argument must be of type string');
    }
  };

  // Here, paths have slashes on every system.
  const isDrive = (path) => globalThis.process.platform === "win32" && /^[A-Za-z]:[\\/]/.test(path);
  const isAbsolute = (path) => {
    texts(path);
    return path.startsWith("/") || isDrive(path);
  };

  const normalize = (path) => {
    texts(path);
    const parts = [];
    for (const part of path.split("/")) {
      if (part === "" || part === ".") continue;
      if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
      else if (part !== ".." || !path.startsWith("/")) parts.push(part);
    }
    if (path.startsWith("/") && parts.length === 0) return "/";
    return (path.startsWith("/") ? "/" : "") + (parts.join("/") || ".") + (path.endsWith("/") ? "/" : "");
  };

  const join = (...parts) => {
    texts(...parts);
    return normalize(parts.filter((part) => part !== "").join("/"));
  };

  const resolve = (...parts) => {
    texts(...parts);
    const start = parts.findLastIndex(isAbsolute);
    const path = start < 0 ? join(host.cwd(), ...parts) : join(...parts.slice(start));
    return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
  };

  const dirname = (path) => {
    texts(path);
    const end = path.replace(/\/+$/, "").lastIndexOf("/");
    if (end < 0) return path.startsWith("/") ? "/" : ".";
    return path.slice(0, end) || "/";
  };

  const basename = (path, suffix = "") => {
    texts(path, suffix);
    const name = path.replace(/\/+$/, "").split("/").at(-1);
    if (suffix === "") return name;
    if (suffix === path) return "";
    if (name === "") return suffix.length > path.length ? "" : path;
    return name !== suffix && name.endsWith(suffix) ? name.slice(0, name.length - suffix.length) : name;
  };

  const extname = (path) => {
    const name = basename(path);
    const dot = name.lastIndexOf(".");
    return dot > 0 && name !== ".." ? name.slice(dot) : "";
  };

  const relative = (from, to) => {
    const [one, other] = [resolve(from), resolve(to)].map((path) => path.split("/").filter(Boolean));
    const common = one.findIndex((part, at) => part !== other[at]);
    const shared = common < 0 ? one.length : common;
    return [...one.slice(shared).map(() => ".."), ...other.slice(shared)].join("/");
  };

  const parse = (path) => {
    const [root, base, ext] = [path.startsWith("/") ? "/" : "", basename(path), extname(path)];
    const dir = path.replace(/\/+$/, "").includes("/") ? dirname(path) : root;
    return { root, dir, base, ext, name: ext === "" ? base : base.slice(0, -ext.length) };
  };
  const format = ({ root = "", dir = "", base = "", name = "", ext = "" }) => {
    const file = base || name + (ext === "" || ext.startsWith(".") ? ext : `.${ext}`);
    const folder = dir || root;
    return folder === "" || folder === root ? folder + file : `${folder}/${file}`;
  };

  const path = {
    basename, delimiter: ":", dirname, extname, format, isAbsolute, join, normalize, parse, relative, resolve, sep: "/",
    toNamespacedPath: (path) => path,
  };
  const paths = limited("path", path);
  path.posix = paths;

  const fileURLToPath = (url) => {
    const { host: server, protocol, pathname } = new URL(url);
    if (protocol !== "file:") invalid(TypeError, "ERR_INVALID_URL_SCHEME", "The URL must be of scheme file");
    if (server !== "") invalid(TypeError, "ERR_INVALID_FILE_URL_HOST", 'File URL host must be "localhost" or empty');
    if (/%2f/i.test(pathname)) {
      invalid(TypeError, "ERR_INVALID_FILE_URL_PATH", "File URL path must not include encoded / characters");
    }
    // `file:///C:/app` on Windows
    return decodeURIComponent(pathname).replace(/^\/(?=[A-Za-z]:)/, "");
  };
  // `new URL` leaves these as they are, or drops them.
  const pathToFileURL = (path) => {
    const end = path.length > 1 && path.endsWith("/") ? "/" : "";
    const whole = `${resolve(path)}${end}`.replace(/[%\\?#\t\n\r[\]^|~]/g, (it) => `%${it.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
    return new URL(`file://${whole.startsWith("/") ? "" : "/"}${whole}`);
  };

  const inherits = (constructor, parent) => {
    Object.setPrototypeOf(constructor.prototype, parent.prototype);
    Object.defineProperty(constructor, "super_", { value: parent, writable: true, configurable: true });
  };

  const promisify = (run) =>
    run[promisify.custom] ??
    function (...values) {
      return new Promise((resolve, reject) => {
        run.call(this, ...values, (error, value) => (error ? reject(error) : resolve(value)));
      });
    };
  promisify.custom = Symbol.for("nodejs.util.promisify.custom");

  // https://nodejs.org/api/fs.html, for reading. The host refuses files outside of the places that a plugin may read.

  const NUMBERS = { ENOENT: -2, EACCES: -13, ENOTDIR: -20, EISDIR: -21 };
  const WORDS = {
    EACCES: "permission denied", EISDIR: "illegal operation on a directory", ENOENT: "no such file or directory",
    ENOTDIR: "not a directory",
  };
  const asPath = (path) => {
    if (path instanceof URL) return fileURLToPath(path);
    const text = Buffer.isBuffer(path) ? path.toString() : path;
    if (typeof text !== "string") throw new TypeError('The "path" argument must be of type string');
    return resolve(text);
  };
  const asked = (call, syscall, path) => {
    const { code, value } = host[call](path);
    if (code === undefined) return value;
    const error = new Error(`${code}: ${WORDS[code] ?? "cannot be read"}, ${syscall} '${path}'`);
    throw Object.assign(error, { code, errno: NUMBERS[code] ?? -5, path, syscall });
  };
  const encodingIn = (options) => (typeof options === "string" ? options : options?.encoding);

  const readFileSync = (path, options) => {
    const bytes = Buffer.from(asked("readBytes", "open", asPath(path)));
    const encoding = encodingIn(options);
    return encoding && encoding !== "buffer" ? bytes.toString(encoding) : bytes;
  };

  const statsOf = ({ kind, size }) => ({
    size,
    isDirectory: () => kind === "folder",
    isFile: () => kind === "file",
    isSymbolicLink: () => kind === "link",
  });
  const stat = (call, syscall) => (path, options) => {
    try {
      const stats = statsOf(asked(call, syscall, asPath(path)));
      return limited("fs.Stats", stats);
    } catch (error) {
      if (error.code === "ENOENT" && options?.throwIfNoEntry === false) return undefined;
      throw error;
    }
  };
  const statSync = stat("stat", "stat");

  const readdirSync = (path, options) => {
    if (encodingIn(options) === "buffer") throw new Error('"fs.readdir" of bytes is part of Node.js, which does not run here');
    const folder = asPath(path);
    const found = [];
    const read = (below) => {
      for (const { name, kind } of asked("list", "scandir", join(folder, below))) {
        const inner = below === "" ? name : `${below}/${name}`;
        const parent = below === "" ? String(path) : join(String(path), below);
        found.push(options?.withFileTypes ? { name, parentPath: parent, path: parent, ...statsOf({ kind }) } : inner);
        if (options?.recursive && kind === "folder") read(inner);
      }
    };
    read("");
    return found;
  };

  const existsSync = (path) => {
    try {
      return Boolean(statSync(path));
    } catch (error) {
      if (error.code === undefined && !(error instanceof TypeError)) throw error;
      return false;
    }
  };
  const accessSync = (path, mode = 0) => {
    if (mode & 2) throw new Error('"fs.access" for writing is part of Node.js, which does not run here');
    statSync(path);
  };
  const realpathSync = (path) => asked("realPath", "realpath", asPath(path));
  const inTurn = { accessSync, lstatSync: stat("lstat", "lstat"), readFileSync, readdirSync, realpathSync, statSync };
  realpathSync.native = realpathSync;

  const fs = { constants: { F_OK: 0, O_RDONLY: 0, R_OK: 4, W_OK: 2, X_OK: 1 }, existsSync, ...inTurn };
  const promises = { constants: fs.constants };
  for (const [name, run] of Object.entries(inTurn)) {
    const plain = name.slice(0, -"Sync".length);
    promises[plain] = async (...values) => run(...values);
    fs[plain] = (...values) => {
      const answer = values.pop();
      promises[plain](...values).then((value) => answer(null, value), answer);
    };
  }
  // Packages import functions that they do not call, and derive classes that they do not use. A call throws an error.
  const refusals = (module, functions, names) => {
    for (const name of names) {
      functions[name] ??= function () {
        throw new Error(`"${module}.${name}" is part of Node.js, which does not run here`);
      };
    }
    return functions;
  };
  const writers = [
    "appendFile", "chmod", "copyFile", "cp", "mkdir", "mkdtemp", "open", "readlink", "rename", "rm", "rmdir", "symlink",
    "truncate", "unlink", "utimes", "watch", "writeFile",
  ];
  refusals("fs/promises", promises, writers);
  refusals("fs", fs, [
    ...writers, ...writers.map((name) => `${name}Sync`), "createReadStream", "createWriteStream", "watchFile",
  ]);
  const processes = refusals("child_process", {}, [
    "exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync",
  ]);
  const secrets = refusals("crypto", {}, [
    "createHash", "createHmac", "getRandomValues", "randomBytes", "randomInt", "randomUUID",
  ]);

  const { arch, platform } = globalThis.process;
  const system = refusals("os", { EOL: "\n", arch: () => arch, platform: () => platform }, [
    "availableParallelism", "cpus", "freemem", "homedir", "hostname", "networkInterfaces", "release",
    "tmpdir", "totalmem", "type", "userInfo",
  ]);
  const streams = ["finished", "pipeline"];
  const stream = refusals("stream", {}, [
    ...streams, "Duplex", "PassThrough", "Readable", "Stream", "Transform", "Writable",
  ]);
  const terminal = refusals("tty", { isatty: () => false }, ["ReadStream", "WriteStream"]);
  const codings = ["brotliCompress", "brotliDecompress", "deflate", "deflateRaw", "gunzip", "gzip", "inflate", "inflateRaw", "unzip"];
  const zlib = refusals("zlib", {}, [
    ...codings, ...codings.map((name) => `${name}Sync`), "createBrotliCompress", "createBrotliDecompress", "createDeflate",
    "createGunzip", "createGzip", "createInflate", "createInflateRaw", "createUnzip",
  ]);

  // Tailwind's program runs in the folder of the package.
  globalThis.process.cwd = () => host.cwd();
  fs.exists = (path, answer) => queueMicrotask(() => answer(existsSync(path)));
  fs.promises = limited("fs.promises", promises);

  // https://nodejs.org/api/util.html#utiltypes: a value is what it was made as, whatever prototype it has now. Each of
  // these functions throws an error for a value of another kind.
  const { call } = Function.prototype;
  const getter = (kind, name) => call.bind(Object.getOwnPropertyDescriptor(kind.prototype, name).get);
  const method = (kind, name) => call.bind(kind.prototype[name]);
  const kinds = {
    ArrayBuffer: getter(ArrayBuffer, "byteLength"), DataView: getter(DataView, "byteLength"), Date: method(Date, "getTime"),
    Map: getter(Map, "size"), RegExp: getter(RegExp, "global"), Set: getter(Set, "size"),
    WeakMap: (value) => method(WeakMap, "has")(value, {}), WeakSet: (value) => method(WeakSet, "has")(value, {}),
  };
  const boxes = { BigIntObject: BigInt, BooleanObject: Boolean, NumberObject: Number, StringObject: String, SymbolObject: Symbol };
  for (const [name, kind] of Object.entries(boxes)) kinds[name] = method(kind, "valueOf");
  const types = {};
  for (const [name, run] of Object.entries(kinds)) {
    types[`is${name}`] = (value) => {
      if (typeof value !== "object" || value === null) return false;
      try {
        run(value);
        return true;
      } catch {
        return false;
      }
    };
  }
  const viewed = getter(Object.getPrototypeOf(Uint8Array), Symbol.toStringTag);
  for (const name of [
    "BigInt64Array", "BigUint64Array", "Float32Array", "Float64Array", "Int16Array", "Int32Array", "Int8Array", "Uint16Array",
    "Uint32Array", "Uint8Array", "Uint8ClampedArray",
  ]) {
    types[`is${name}`] = (value) => viewed(value) === name;
  }
  const shape = method(Object, "toString");
  for (const name of ["Map Iterator", "Set Iterator", "Generator"]) {
    types[`is${name.replace(" ", "")}${name === "Generator" ? "Object" : ""}`] = (value) => shape(value) === `[object ${name}]`;
  }
  Object.assign(types, {
    isAnyArrayBuffer: types.isArrayBuffer,
    isArgumentsObject: (value) => shape(value) === "[object Arguments]",
    isArrayBufferView: (value) => ArrayBuffer.isView(value),
    isAsyncFunction: (value) => /^\[object Async(Generator)?Function\]$/.test(shape(value)),
    isBoxedPrimitive: (value) => Object.keys(boxes).some((name) => types[`is${name}`](value)),
    isGeneratorFunction: (value) => /^\[object (Async)?GeneratorFunction\]$/.test(shape(value)),
    isNativeError: (value) => Error.isError(value),
    isPromise: (value) => value instanceof Promise,
    isTypedArray: (value) => viewed(value) !== undefined,
  });
  refusals("util.types", types, [
    "isCryptoKey", "isExternal", "isKeyObject", "isModuleNamespaceObject", "isProxy", "isSharedArrayBuffer",
  ]);
  const util = {
    debuglog: () => Object.assign(() => {}, { enabled: false }), deprecate: (replaced) => replaced, inherits, promisify,
    TextDecoder, TextEncoder, types: limited("util.types", types),
  };
  util.debug = util.debuglog;
  refusals("util", util, [
    "aborted", "callbackify", "format", "formatWithOptions", "inspect", "isDeepStrictEqual", "parseArgs",
    "stripVTControlCharacters", "styleText", "toUSVString",
  ]);
  util.inspect.custom = Symbol.for("nodejs.util.inspect.custom");
  const buffer = { Buffer, atob, btoa };

  const requireFor = (from) => {
    const path = String(from).startsWith("file:") ? fileURLToPath(from) : from;
    if (typeof path !== "string" || !isAbsolute(path)) {
      invalid(TypeError, "ERR_INVALID_ARG_VALUE", "The argument 'filename' must be a file URL object, file URL string, or absolute path string");
    }
    // A folder stands for any file in it.
    return createRequire(path.endsWith("/") ? `${path}noop.js` : path);
  };

  return {
    buffer: limited("buffer", buffer),
    child_process: limited("child_process", processes),
    crypto: limited("crypto", secrets),
    fs: limited("fs", fs),
    "fs/promises": limited("fs/promises", promises),
    module: limited("module", { createRequire: requireFor }),
    os: limited("os", system),
    path: paths,
    "path/posix": paths,
    process: globalThis.process,
    stream: limited("stream", stream),
    "stream/promises": limited("stream/promises", refusals("stream/promises", {}, streams)),
    tty: limited("tty", terminal),
    url: limited("url", { fileURLToPath, pathToFileURL, URL, URLSearchParams }),
    util: limited("util", util),
    zlib: limited("zlib", zlib),
  };
}
