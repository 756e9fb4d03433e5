// Defines `Buffer`: https://nodejs.org/api/buffer.html. A method that is not here throws an error with its name.
// `web` is what `web.js` returns.
(web) => {
  "use strict";

  const { fromBase64, latin1, refuse, text, toBase64, utf8 } = web;

  const define = (object, name, value) =>
    Object.defineProperty(object, name, { value, writable: true, configurable: true });

  const ENCODINGS = new Map([
    ["utf8", "utf8"], ["utf-8", "utf8"], ["base64", "base64"], ["base64url", "base64url"], ["hex", "hex"],
    ["latin1", "latin1"], ["binary", "latin1"], ["ascii", "ascii"], ["ucs2", "utf16le"], ["ucs-2", "utf16le"],
    ["utf16le", "utf16le"], ["utf-16le", "utf16le"],
  ]);
  const withCode = (error, code) => Object.assign(error, { code });
  const ofType = (what) => withCode(new TypeError(what), "ERR_INVALID_ARG_TYPE");
  const encodingOf = (name) => {
    const encoding = ENCODINGS.get(String(name).toLowerCase());
    if (encoding) return encoding;
    throw withCode(new TypeError(`Unknown encoding: ${name}`), "ERR_UNKNOWN_ENCODING");
  };

  const encoded = (value, name) => {
    switch (typeof name === "string" && name !== "" ? encodingOf(name) : "utf8") {
      case "base64":
      case "base64url": {
        const [digits] = value.split("=");
        return fromBase64(digits.replaceAll("-", "+").replaceAll("_", "/").replace(/[^A-Za-z0-9+/]/g, ""));
      }
      case "hex": {
        const [pairs] = value.match(/^(?:[0-9a-f]{2})*/i);
        return (pairs.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
      }
      case "latin1":
      case "ascii":
        return Array.from({ length: value.length }, (_, at) => value.charCodeAt(at) & 255);
      case "utf16le":
        return Array.from({ length: value.length * 2 }, (_, at) => (value.charCodeAt(at >> 1) >> (8 * (at & 1))) & 255);
      default:
        return utf8(value);
    }
  };

  const decoded = (bytes, name = "utf8") => {
    if (bytes.length === 0) return "";
    switch (encodingOf(name)) {
      case "base64":
        return toBase64(bytes);
      case "base64url":
        return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
      case "hex":
        return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
      case "latin1":
        return latin1(bytes);
      case "ascii":
        return latin1(bytes.map((byte) => byte & 127));
      case "utf16le": {
        let result = "";
        for (let at = 0; at + 1 < bytes.length; at += 2) result += String.fromCharCode(bytes[at] | (bytes[at + 1] << 8));
        return result;
      }
      default:
        return text(bytes, false);
    }
  };

  const methodsOfBytes = Uint8Array.prototype;

  // The bytes that a method looks for or fills with.
  const sought = (value, encoding) => {
    if (typeof value === "string") return encoded(value, encoding);
    if (value instanceof Uint8Array) return value;
    if (typeof value === "number" || typeof value === "boolean") return [value & 255];
    throw ofType('The "value" argument must be one of type number or string or an instance of Buffer or Uint8Array');
  };

  const isAt = (bytes, at, part) => {
    for (let index = 0; index < part.length; index += 1) if (bytes[at + index] !== part[index]) return false;
    return true;
  };

  // Returns the place of `value` that is nearest to `from` in the direction of `step`, or -1.
  const found = (bytes, value, from, encoding, step) => {
    if (typeof from === "string") [from, encoding] = [undefined, from];
    const part = sought(value, encoding);
    const last = bytes.length - part.length;
    const start = from === undefined || Number.isNaN(+from) ? (step > 0 ? 0 : bytes.length) : Math.trunc(+from);
    let at = start < 0 ? start + bytes.length : start;
    if (step > 0) at = Math.max(at, 0);
    if (part.length === 0 && step > 0) return Math.min(at, bytes.length);
    if (step < 0) at = Math.min(at, last);
    for (; at >= 0 && at <= last; at += step) if (isAt(bytes, at, part)) return at;
    return -1;
  };

  const inBounds = (name, value, most) => {
    if (Number.isInteger(value) && value >= 0 && value <= most) return;
    const what = `The value of "${name}" is out of range. It must be >= 0 && <= ${most}. Received ${value}`;
    throw withCode(new RangeError(what), "ERR_OUT_OF_RANGE");
  };

  const ofSize = (size) => {
    if (typeof size !== "number") throw ofType('The "size" argument must be of type number');
    if (size >= 0) return size;
    throw withCode(new RangeError(`The value of "size" is out of range. Received ${size}`), "ERR_OUT_OF_RANGE");
  };

  class Buffer extends Uint8Array {
    // Methods of arrays call it with a length, or with bytes and a range; old code with a text.
    constructor(value, encoding, length) {
      if (typeof value === "string") super(encoded(value, encoding));
      else super(value, encoding, length);
    }
    static from(value, encoding, length) {
      if (typeof value === "string") return Buffer.#of(encoded(value, encoding));
      if (value instanceof ArrayBuffer) return new Buffer(value, encoding, length);
      if (typeof value === "object" && value !== null) {
        if (value.type === "Buffer" && Array.isArray(value.data)) return Buffer.#of(value.data);
        const plain = value.valueOf?.();
        if (plain !== value && typeof plain === "string") return Buffer.from(plain, encoding, length);
        if (value.length !== undefined) return Buffer.#of(value);
        const primitive = value[Symbol.toPrimitive]?.("string");
        if (typeof primitive === "string") return Buffer.from(primitive, encoding);
      }
      throw ofType("The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array");
    }
    static #of(bytes) {
      return new Buffer(Uint8Array.from(bytes).buffer);
    }
    static alloc(size, fill, encoding) {
      const buffer = new Buffer(ofSize(size));
      return fill === undefined ? buffer : buffer.fill(fill, encoding);
    }
    static allocUnsafe(size) {
      return new Buffer(ofSize(size));
    }
    static allocUnsafeSlow(size) {
      return new Buffer(ofSize(size));
    }
    static isBuffer(value) {
      return value instanceof Buffer;
    }
    static isEncoding(name) {
      return typeof name === "string" && ENCODINGS.has(name.toLowerCase());
    }
    static byteLength(value, encoding) {
      if (typeof value === "string") return encoded(value, encoding).length;
      if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength;
      throw ofType('The "string" argument must be of type string or an instance of Buffer or ArrayBuffer');
    }
    static concat(list, length) {
      const all = list.flatMap((bytes) => {
        if (bytes instanceof Uint8Array) return [...bytes];
        throw ofType('The "list" argument must be an array of instances of Buffer or Uint8Array');
      });
      const buffer = new Buffer(length ?? all.length);
      buffer.set(all.slice(0, buffer.length));
      return buffer;
    }
    static compare(one, other) {
      const common = Math.min(one.length, other.length);
      for (let at = 0; at < common; at += 1) if (one[at] !== other[at]) return one[at] < other[at] ? -1 : 1;
      return Math.sign(one.length - other.length);
    }
    fill(value, start, end, encoding) {
      if (typeof start === "string") [start, end, encoding] = [undefined, undefined, start];
      else if (typeof end === "string") [end, encoding] = [undefined, end];
      const [first, last] = [start ?? 0, end ?? this.length];
      inBounds("offset", first, Infinity);
      inBounds("end", last, this.length);
      if (first >= last) return this;
      const bytes = sought(value, encoding);
      if (bytes.length === 0 && value.length > 0) {
        throw withCode(new TypeError(`The argument 'value' is invalid. Received '${value}'`), "ERR_INVALID_ARG_VALUE");
      }
      for (let at = first; at < last; at += 1) this[at] = bytes.length > 0 ? bytes[(at - first) % bytes.length] : 0;
      return this;
    }
    indexOf(value, from, encoding) {
      return found(this, value, from, encoding, 1);
    }
    lastIndexOf(value, from, encoding) {
      return found(this, value, from, encoding, -1);
    }
    includes(value, from, encoding) {
      return this.indexOf(value, from, encoding) >= 0;
    }
    toString(encoding, start, end) {
      const from = Math.max(Math.trunc(start) || 0, 0);
      const to = end === undefined ? this.length : Math.max(Math.trunc(end) || 0, 0);
      return decoded(methodsOfBytes.subarray.call(this, from, to), encoding);
    }
    // Like `subarray`, and unlike the `slice` of other arrays, it shares its bytes.
    slice(start, end) {
      return this.subarray(start, end);
    }
    copy(target, at = 0, start = 0, end = this.length) {
      const bytes = methodsOfBytes.subarray.call(this, start, end).subarray(0, Math.max(target.length - at, 0));
      target.set(bytes, at);
      return bytes.length;
    }
    equals(other) {
      return Buffer.compare(this, other) === 0;
    }
    compare(other, ...range) {
      return range.length > 0 ? refuse("Buffer.compare of a range") : Buffer.compare(this, other);
    }
    toJSON() {
      return { type: "Buffer", data: [...this] };
    }
  }
  Buffer.poolSize = 8192;

  // Numbers: `readUInt16BE` is `getUint16` of a view, and so on.
  const numbers = (kind, size, spellings) => {
    for (const order of size === 1 ? [""] : ["LE", "BE"]) {
      const read = function (offset = 0) {
        inBounds("offset", offset, this.length - size);
        return new DataView(this.buffer, this.byteOffset, this.length)[`get${kind}`](offset, order === "LE");
      };
      const write = function (value, offset = 0) {
        inBounds("offset", offset, this.length - size);
        new DataView(this.buffer, this.byteOffset, this.length)[`set${kind}`](offset, value, order === "LE");
        return offset + size;
      };
      for (const name of spellings) {
        define(Buffer.prototype, `read${name}${order}`, read);
        // Node.js refuses a number that is too large; a view takes a part of it.
        define(Buffer.prototype, `write${name}${order}`, /Int/i.test(kind) ? () => refuse(`Buffer.write${name}${order}`) : write);
      }
    }
  };
  numbers("Int8", 1, ["Int8"]);
  numbers("Uint8", 1, ["UInt8", "Uint8"]);
  numbers("Int16", 2, ["Int16"]);
  numbers("Uint16", 2, ["UInt16", "Uint16"]);
  numbers("Int32", 4, ["Int32"]);
  numbers("Uint32", 4, ["UInt32", "Uint32"]);
  numbers("BigInt64", 8, ["BigInt64"]);
  numbers("BigUint64", 8, ["BigUInt64", "BigUint64"]);
  numbers("Float32", 4, ["Float"]);
  numbers("Float64", 8, ["Double"]);

  const slices = ["ascii", "base64", "base64url", "hex", "latin1", "ucs2", "utf8"];
  for (const encoding of slices) {
    define(Buffer.prototype, `${encoding}Slice`, function (start, end) {
      return this.toString(encoding, start, end);
    });
  }
  const refused = ["Int", "UInt", "Uint"].flatMap((name) => [`read${name}LE`, `read${name}BE`, `write${name}LE`, `write${name}BE`]);
  refused.push("write", "inspect", "swap16", "swap32", "swap64", ...slices.map((encoding) => `${encoding}Write`));
  for (const name of refused) define(Buffer.prototype, name, () => refuse(`Buffer.${name}`));
  for (const name of ["copyBytesFrom"]) define(Buffer, name, () => refuse(`Buffer.${name}`));

  // Old code calls it without `new`.
  const callable = new Proxy(Buffer, { apply: (target, _, values) => new target(...values) });
  define(Buffer.prototype, "constructor", callable);
  define(globalThis, "Buffer", callable);
}
