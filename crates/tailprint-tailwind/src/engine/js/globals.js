// Defines the globals of Node.js that Tailwind and its plugins use and that need no operating system.
// A missing function throws an error with its name, so that a plugin never works with a wrong answer. `system` names the
// platform; `missed` notes a value that was asked for and is not there.
(warn, missed, system) => {
  "use strict";

  const define = (object, name, value) =>
    Object.defineProperty(object, name, { value, writable: true, configurable: true });

  const refuse = (name) => {
    throw new Error(`"${name}" is part of Node.js, which does not run here`);
  };

  const refusals = (object, prefix, names) => {
    for (const name of names) define(object, name, () => refuse(`${prefix}.${name}`));
    return object;
  };

  const stringify = JSON.stringify;
  const shown = (value) => {
    if (typeof value === "string") return value;
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    try {
      return stringify(value) ?? String(value);
    } catch {
      return String(value);
    }
  };
  const quiet = () => {};
  const complain = (...values) => warn(values.map(shown).join(" "));
  const console = { warn: complain, error: complain };
  for (const name of [
    "assert", "clear", "count", "countReset", "debug", "dir", "dirxml", "group", "groupCollapsed", "groupEnd",
    "info", "log", "table", "time", "timeEnd", "timeLog", "timeStamp", "trace",
  ]) {
    console[name] = quiet;
  }
  refusals(console, "console", ["Console", "profile", "profileEnd"]);
  define(globalThis, "console", console);

  define(globalThis, "global", globalThis);
  // Packages look at these to tell Node.js from browsers, so that they are undefined. An error of a package that does not
  // expect this names the value.
  const absences = (object, prefix, names) => {
    for (const name of names) {
      const get = () => missed(`${prefix}.${name}`);
      const set = (value) => define(object, name, value);
      Object.defineProperty(object, name, { get, set, configurable: true });
    }
    return object;
  };
  const process = { argv: [], env: {}, versions: absences({}, "process.versions", ["node", "v8"]), ...system };
  absences(process, "process", [
    "allowedNodeEnvironmentFlags", "argv0", "binding", "config", "execArgv", "execPath", "features", "permission", "pid",
    "ppid", "release", "report", "stdin", "title", "version",
  ]);
  process.stdout = { isTTY: false, write: quiet };
  process.stderr = { isTTY: false, write: (text) => complain(String(text).trimEnd()) };
  process.emitWarning = complain;
  process.nextTick = (run, ...values) => queueMicrotask(() => run(...values));
  for (const name of ["on", "once", "off", "addListener", "removeListener"]) process[name] = () => process;
  refusals(process, "process", [
    "abort", "chdir", "cpuUsage", "emit", "exit", "getegid", "geteuid", "getgid", "getgroups", "getuid", "hrtime", "kill",
    "listenerCount", "listeners", "memoryUsage", "resourceUsage", "umask", "uptime",
  ]);
  refusals(process.hrtime, "process.hrtime", ["bigint"]);
  define(globalThis, "process", process);
  // Packages keep it when they are loaded, and call it later or never.
  define(globalThis, "fetch", () => refuse("fetch"));
  // No timer was ever set.
  for (const name of ["clearImmediate", "clearInterval", "clearTimeout"]) define(globalThis, name, quiet);

  class ListFormat {
    format(list) {
      const items = [...list];
      if (items.length < 3) return items.join(" and ");
      return `${items.slice(0, -1).join(", ")}, and ${items.at(-1)}`;
    }
  }
  const intl = { ListFormat };
  for (const name of [
    "Collator", "DateTimeFormat", "DisplayNames", "DurationFormat", "Locale", "NumberFormat", "PluralRules",
    "RelativeTimeFormat", "Segmenter", "getCanonicalLocales", "supportedValuesOf",
  ]) {
    define(intl, name, function () {
      refuse(`Intl.${name}`);
    });
  }
  define(globalThis, "Intl", intl);
  // Turkish, Azeri and Lithuanian have letters of their own.
  for (const name of ["toLocaleLowerCase", "toLocaleUpperCase"]) {
    const convert = String.prototype[name.replace("Locale", "")];
    define(String.prototype, name, function (locales) {
      if (/^(az|lt|tr)\b/i.test([locales].flat()[0])) refuse(`String.${name}`);
      return convert.call(this);
    });
  }
  refusals(Number.prototype, "Number", ["toLocaleString"]);
  refusals(BigInt.prototype, "BigInt", ["toLocaleString"]);
  refusals(Date.prototype, "Date", ["toLocaleDateString", "toLocaleString", "toLocaleTimeString"]);

  // English text is compared by letters first, then by case. The order of other letters needs the tables of ICU,
  // which QuickJS has not got.
  const order = new Map([..."\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789"].map((it, at) => [it, at]));
  for (const letter of "abcdefghijklmnopqrstuvwxyz") {
    order.set(letter, order.size);
    order.set(letter.toUpperCase(), order.get(letter));
  }
  // `a` and `A` have the same number, and the next letter skips one: that changes no order.
  const { min } = Math;
  const compare = (one, other) => {
    for (const text of [one, other]) {
      for (const letter of text) if (!order.has(letter)) refuse("String.localeCompare");
    }
    const common = min(one.length, other.length);
    for (let at = 0; at < common; at += 1) {
      const difference = order.get(one[at]) - order.get(other[at]);
      if (difference !== 0) return difference < 0 ? -1 : 1;
    }
    if (one.length !== other.length) return one.length < other.length ? -1 : 1;
    for (let at = 0; at < common; at += 1) {
      if (one[at] !== other[at]) return one[at] > other[at] ? -1 : 1;
    }
    return 0;
  };
  define(String.prototype, "localeCompare", function localeCompare(that, locales, options) {
    const [one, other] = [String(this), String(that)];
    if (one === other) return 0;
    const english = locales === undefined || /^en(-(US|GB))?$/.test(locales);
    if (!english || options !== undefined) refuse("String.localeCompare");
    return compare(one, other);
  });

  const uncloneable = (what) => {
    const error = new Error(`${what} could not be cloned.`);
    throw Object.assign(error, { name: "DataCloneError", code: 25 });
  };
  const KINDS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
  const clonedError = (value) => {
    const copy = new (Object.hasOwn(KINDS, value.name) ? KINDS[value.name] : Error)(value.message);
    define(copy, "stack", value.stack);
    return copy;
  };
  const clonedView = (value, known) => {
    const buffer = clone(value.buffer, known);
    // A `Buffer` becomes plain bytes.
    const kind = value instanceof DataView ? DataView : globalThis[Object.getPrototypeOf(Uint8Array).prototype.__lookupGetter__(Symbol.toStringTag).call(value)];
    return new kind(buffer, value.byteOffset, value instanceof DataView ? value.byteLength : value.length);
  };
  const clone = (value, known) => {
    if (typeof value === "function" || typeof value === "symbol") uncloneable(String(value));
    if (typeof value !== "object" || value === null) return value;
    if (known.has(value)) return known.get(value);
    const remember = (copy) => (known.set(value, copy), copy);
    if (value instanceof Date) return remember(new Date(value));
    if (value instanceof RegExp) return remember(new RegExp(value.source, value.flags));
    if (value instanceof Error) return remember(clonedError(value));
    for (const kind of [Boolean, Number, String, BigInt]) {
      if (value instanceof kind) return remember(Object(value.valueOf()));
    }
    for (const kind of [Promise, WeakMap, WeakSet, WeakRef]) {
      if (value instanceof kind) uncloneable(`#<${kind.name}>`);
    }
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
    if (value instanceof ArrayBuffer) return remember(value.slice());
    if (ArrayBuffer.isView(value)) return remember(clonedView(value, known));
    const copy = remember(Array.isArray(value) ? new Array(value.length) : {});
    for (const key of Object.keys(value)) copy[key] = clone(value[key], known);
    return copy;
  };
  define(globalThis, "structuredClone", (...values) => {
    if (values.length === 0) throw new TypeError("The \"value\" argument must be specified");
    return clone(values[0], new Map());
  });
}
