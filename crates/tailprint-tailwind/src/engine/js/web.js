// Defines the functions of browsers and Node.js that work on bytes and text: `TextEncoder`, `TextDecoder`, `atob`, `btoa`,
// `URL` and `URLSearchParams`. What is not here throws an error with its name. Returns what `buffer.js` needs.
() => {
  "use strict";

  const define = (name, value) =>
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });

  const refuse = (name) => {
    throw new Error(`"${name}" is part of Node.js, which does not run here`);
  };

  // UTF-8: https://encoding.spec.whatwg.org/#utf-8

  const utf8 = (text) => {
    const bytes = [];
    for (const character of String(text).toWellFormed()) {
      const code = character.codePointAt(0);
      if (code < 0x80) bytes.push(code);
      else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
      else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
      else {
        bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
      }
    }
    return bytes;
  };

  const text = (bytes, fatal) => {
    let result = "";
    const wrong = () => {
      if (fatal) throw new TypeError("The encoded data was not valid for encoding utf-8");
      result += "\ufffd";
    };
    for (let at = 0; at < bytes.length; ) {
      const first = bytes[at++];
      if (first < 0x80) {
        result += String.fromCharCode(first);
        continue;
      }
      const more = first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : 0;
      if (more === 0) {
        wrong();
        continue;
      }
      let [lower, upper] = [0x80, 0xbf];
      if (first === 0xe0) lower = 0xa0;
      if (first === 0xed) upper = 0x9f;
      if (first === 0xf0) lower = 0x90;
      if (first === 0xf4) upper = 0x8f;
      let code = first & (0x3f >> more);
      let read = 0;
      while (read < more && bytes[at] >= lower && bytes[at] <= upper) {
        code = (code << 6) | (bytes[at++] & 63);
        [lower, upper] = [0x80, 0xbf];
        read += 1;
      }
      if (read < more) wrong();
      else result += String.fromCodePoint(code);
    }
    return result;
  };

  const view = (data) => {
    if (data === undefined) return new Uint8Array(0);
    if (data instanceof ArrayBuffer) return new Uint8Array(data);
    if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    throw new TypeError("expected an ArrayBuffer or a view of one");
  };

  class TextEncoder {
    get encoding() {
      return "utf-8";
    }
    encode(input = "") {
      return new Uint8Array(utf8(input));
    }
    encodeInto() {
      refuse("TextEncoder.encodeInto");
    }
  }

  class TextDecoder {
    #fatal;
    #keepsMark;
    constructor(label = "utf-8", { fatal = false, ignoreBOM = false } = {}) {
      const name = String(label).trim().toLowerCase();
      if (!["utf-8", "utf8", "unicode-1-1-utf-8"].includes(name)) refuse(`TextDecoder("${label}")`);
      this.#fatal = Boolean(fatal);
      this.#keepsMark = Boolean(ignoreBOM);
    }
    get encoding() {
      return "utf-8";
    }
    get fatal() {
      return this.#fatal;
    }
    get ignoreBOM() {
      return this.#keepsMark;
    }
    decode(data, options) {
      if (options?.stream) refuse("TextDecoder.decode({ stream: true })");
      const decoded = text(view(data), this.#fatal);
      return this.#keepsMark || !decoded.startsWith("\ufeff") ? decoded : decoded.slice(1);
    }
  }

  // Base64: https://infra.spec.whatwg.org/#forgiving-base64

  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  const toBase64 = (bytes) => {
    let result = "";
    for (let at = 0; at < bytes.length; at += 3) {
      const [one, two, three] = [bytes[at], bytes[at + 1], bytes[at + 2]];
      result += DIGITS[one >> 2] + DIGITS[((one & 3) << 4) | ((two ?? 0) >> 4)];
      result += two === undefined ? "=" : DIGITS[((two & 15) << 2) | ((three ?? 0) >> 6)];
      result += three === undefined ? "=" : DIGITS[three & 63];
    }
    return result;
  };

  const fromBase64 = (digits) => {
    const bytes = [];
    let [bits, count] = [0, 0];
    for (const digit of digits) {
      bits = (bits << 6) | DIGITS.indexOf(digit);
      count += 6;
      if (count >= 8) {
        count -= 8;
        bytes.push((bits >> count) & 255);
        bits &= (1 << count) - 1;
      }
    }
    return bytes;
  };

  const ofText = (value) => Array.from(String(value), (character) => character.charCodeAt(0));
  const latin1 = (bytes) => {
    let result = "";
    for (const byte of bytes) result += String.fromCharCode(byte);
    return result;
  };

  const invalid = (message) => {
    const error = new Error(message);
    error.name = "InvalidCharacterError";
    error.code = 5;
    throw error;
  };

  define("btoa", (value) => {
    const value16 = String(value);
    for (let at = 0; at < value16.length; at += 1) if (value16.charCodeAt(at) > 255) invalid("Invalid character");
    return toBase64(ofText(value16));
  });
  define("atob", (value) => {
    let digits = String(value).replace(/[\t\n\f\r ]/g, "");
    if (digits.length % 4 === 0) digits = digits.replace(/={1,2}$/, "");
    if (digits.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(digits)) {
      invalid("The string to be decoded is not correctly encoded.");
    }
    return latin1(fromBase64(digits));
  });
  define("TextEncoder", TextEncoder);
  define("TextDecoder", TextDecoder);

  // https://url.spec.whatwg.org

  const percent = (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  const escapes = (set) => (value) => {
    let result = "";
    for (const character of value) {
      const code = character.codePointAt(0);
      if (code > 0x1f && code < 0x7f && !set.includes(character)) result += character;
      else for (const byte of utf8(character)) result += percent(byte);
    }
    return result;
  };
  const FRAGMENT = ' "<>`';
  const QUERY = ' "#<>';
  const PATH = `${QUERY}?\`{}`;
  const inFragment = escapes(FRAGMENT);
  const inQuery = escapes(QUERY);
  const inSpecialQuery = escapes(`${QUERY}'`);
  const inPath = escapes(PATH);
  const inUser = escapes(`${PATH}/:;=@[\\]^|`);
  const opaque = escapes("");

  const unescaped = (value) => {
    const bytes = [];
    const all = utf8(value);
    for (let at = 0; at < all.length; at += 1) {
      const pair = latin1(all.slice(at + 1, at + 3));
      if (all[at] === 0x25 && /^[0-9a-f]{2}$/i.test(pair)) {
        bytes.push(parseInt(pair, 16));
        at += 2;
      } else bytes.push(all[at]);
    }
    return text(bytes, false);
  };

  const PORTS = { "http:": "80", "https:": "443", "ws:": "80", "wss:": "443", "ftp:": "21", "file:": "" };
  const isSpecial = (protocol) => Object.hasOwn(PORTS, protocol);

  const failed = (input) => {
    const error = new TypeError("Invalid URL");
    error.code = "ERR_INVALID_URL";
    error.input = input;
    throw error;
  };

  const number = (part) => {
    if (/^0x[0-9a-f]*$/i.test(part)) return parseInt(part.slice(2) || "0", 16);
    if (/^0[0-7]+$/.test(part)) return parseInt(part, 8);
    return /^[0-9]+$/.test(part) ? parseInt(part, 10) : NaN;
  };

  // Returns an address of the Internet Protocol, version 4, in its usual form.
  const address = (host, input) => {
    const parts = host.split(".");
    if (parts.at(-1) === "" && parts.length > 1) parts.pop();
    if (!/^(0x[0-9a-f]*|[0-9]+)$/i.test(parts.at(-1))) return host;
    const numbers = parts.map(number);
    const last = numbers.pop();
    if (numbers.length > 3 || Number.isNaN(last) || numbers.some((it) => !(it <= 255))) failed(input);
    if (last >= 256 ** (4 - numbers.length)) failed(input);
    let value = last;
    numbers.forEach((it, at) => (value += it * 256 ** (3 - at)));
    return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
  };

  const hostOf = (host, special, input) => {
    if (host.startsWith("[")) refuse("URL with an IPv6 address");
    if (!special) {
      if (/[\0\t\n\r #/:<>?@[\\\]^|]/.test(host)) failed(input);
      return opaque(host);
    }
    const plain = unescaped(host);
    if (/[^\0-\x7f]/.test(plain)) refuse("URL with a host outside of ASCII");
    if (/[\0-\x20#%/:<>?@[\\\]^|\x7f]/.test(plain)) failed(input);
    const lower = plain.toLowerCase();
    if (/(^|\.)xn--/.test(lower)) refuse("URL with a host in Punycode");
    return address(lower, input);
  };

  const isDrive = (part) => /^[A-Za-z](:|\|)$/.test(part);
  const single = (part) => /^(\.|%2e)$/i.test(part);
  const double = (part) => /^(\.|%2e){2}$/i.test(part);

  const pathOf = (value, start, special, file) => {
    const parts = [...start];
    const all = (special ? value.replaceAll("\\", "/") : value).split("/");
    all.forEach((part, at) => {
      const isLast = at === all.length - 1;
      if (double(part)) {
        if (!(file && parts.length === 1 && /^[A-Za-z]:$/.test(parts[0]))) parts.pop();
        if (isLast) parts.push("");
      } else if (single(part)) {
        if (isLast) parts.push("");
      } else if (file && parts.length === 0 && isDrive(part)) parts.push(`${part[0]}:`);
      else parts.push(inPath(part));
    });
    return parts;
  };

  // Returns the parts of a URL; `base` are those of another one.
  const parse = (given, base) => {
    let input = String(given).toWellFormed().replace(/^[\0-\x20]+|[\0-\x20]+$/g, "").replace(/[\t\n\r]/g, "");
    const url = { protocol: "", username: "", password: "", host: null, port: "", path: [], search: null, hash: null };
    const hash = input.indexOf("#");
    if (hash >= 0) {
      url.hash = inFragment(input.slice(hash + 1));
      input = input.slice(0, hash);
    }
    const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(input);
    let rest = input;
    if (scheme) {
      url.protocol = `${scheme[1].toLowerCase()}:`;
      rest = input.slice(scheme[0].length);
    } else if (!base) failed(given);
    else if (typeof base.path === "string") {
      if (input !== "" || hash < 0) failed(given);
      return { ...base, hash: url.hash };
    } else url.protocol = base.protocol;
    const special = isSpecial(url.protocol);
    const isFile = url.protocol === "file:";
    const slashes = special ? /^[/\\]/ : /^\//;
    const splitQuery = () => {
      const query = rest.indexOf("?");
      if (query < 0) return;
      url.search = (special ? inSpecialQuery : inQuery)(rest.slice(query + 1));
      rest = rest.slice(0, query);
    };
    splitQuery();
    const isRelative = scheme ? special && base?.protocol === url.protocol && !(slashes.test(rest)) && !isFile : true;
    const isRelativeFile = isFile && scheme && base?.protocol === "file:";
    const twice = special ? /^[/\\]{2}/ : /^\/\//;
    if (scheme && !special && !rest.startsWith("/")) {
      url.path = opaque(rest);
      if (url.search === null && url.hash === null) url.path = url.path.replace(/ +$/, "");
      return url;
    }
    const absolute = (scheme && special && !isFile && !isRelative) || twice.test(rest);
    if (absolute) {
      const after = scheme && special && !isFile ? rest.replace(/^[/\\]*/, "") : rest.slice(2);
      const end = after.search(special ? /[/\\]/ : /\//);
      let authority = end < 0 ? after : after.slice(0, end);
      rest = end < 0 ? "" : after.slice(end);
      if (isFile) {
        if (isDrive(authority)) {
          rest = `/${authority}${rest}`;
          authority = "";
        }
        const host = authority === "" ? "" : hostOf(authority, true, given);
        url.host = host === "localhost" ? "" : host;
      } else {
        const at = authority.lastIndexOf("@");
        if (at >= 0) {
          const [user, ...password] = authority.slice(0, at).split(":");
          url.username = inUser(user);
          url.password = inUser(password.join(":"));
          authority = authority.slice(at + 1);
          if (authority === "") failed(given);
        }
        const port = /:([0-9]*)$/.exec(authority);
        if (port && !authority.endsWith("]")) {
          authority = authority.slice(0, port.index);
          if (port[1] !== "" && Number(port[1]) > 65535) failed(given);
          const value = port[1] === "" ? "" : String(Number(port[1]));
          url.port = value === PORTS[url.protocol] ? "" : value;
        }
        if (authority === "" && (special || port || at >= 0)) failed(given);
        url.host = authority === "" ? "" : hostOf(authority, special, given);
        if (special && url.host === "") failed(given);
      }
      url.path = rest === "" ? (special ? [""] : []) : pathOf(rest.slice(1), [], special, isFile);
      return url;
    }
    if (!scheme || isRelative || isRelativeFile) {
      for (const name of ["username", "password", "host", "port"]) url[name] = base[name];
      if (slashes.test(rest)) {
        const drive = isFile && base.path.length > 0 && /^[A-Za-z]:$/.test(base.path[0]) ? [base.path[0]] : [];
        const first = rest.slice(1).split(/[/\\]/)[0];
        url.path = pathOf(rest.slice(1), isDrive(first) ? [] : drive, special, isFile);
      } else if (rest === "") {
        url.path = base.path;
        if (url.search === null) url.search = base.search;
      } else if (isFile && isDrive(rest.split(/[/\\]/)[0])) url.path = pathOf(rest, [], special, isFile);
      else url.path = pathOf(rest, base.path.slice(0, -1), special, isFile);
      return url;
    }
    if (isFile) url.host = "";
    url.path = pathOf(rest.replace(slashes, ""), [], special, isFile);
    return url;
  };

  const inForm = (value) => escapes("!\"#$%&'()+,/:;<=>?@[\\]^`{|}~")(value).replaceAll(" ", "+");
  const ofForm = (value) => unescaped(value.replaceAll("+", " "));

  class URLSearchParams {
    #pairs = [];
    #changed = () => {};
    constructor(init = "", changed) {
      if (changed) this.#changed = changed;
      if (typeof init === "object" && init !== null) {
        const pairs = typeof init[Symbol.iterator] === "function" ? init : Object.entries(init);
        for (const pair of pairs) {
          const [name, value, ...more] = pair;
          if (value === undefined || more.length > 0) throw new TypeError("Each query pair must be an iterable [name, value] tuple");
          this.#pairs.push([String(name).toWellFormed(), String(value).toWellFormed()]);
        }
      } else {
        for (const part of String(init).replace(/^\?/, "").split("&").filter(Boolean)) {
          const [name, ...value] = part.split("=");
          this.#pairs.push([ofForm(name), ofForm(value.join("="))]);
        }
      }
    }
    get size() {
      return this.#pairs.length;
    }
    append(name, value) {
      this.#pairs.push([String(name), String(value)]);
      this.#changed();
    }
    delete(name, value) {
      this.#pairs = this.#pairs.filter(([key, it]) => key !== String(name) || (value !== undefined && it !== String(value)));
      this.#changed();
    }
    get(name) {
      return this.#pairs.find(([key]) => key === String(name))?.[1] ?? null;
    }
    getAll(name) {
      return this.#pairs.filter(([key]) => key === String(name)).map(([, value]) => value);
    }
    has(name, value) {
      return this.#pairs.some(([key, it]) => key === String(name) && (value === undefined || it === String(value)));
    }
    set(name, value) {
      const at = this.#pairs.findIndex(([key]) => key === String(name));
      const others = this.#pairs.filter(([key], index) => key !== String(name) || index === at);
      if (at < 0) others.push([String(name), String(value)]);
      else others[others.findIndex(([key]) => key === String(name))] = [String(name), String(value)];
      this.#pairs = others;
      this.#changed();
    }
    sort() {
      this.#pairs.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
      this.#changed();
    }
    forEach(run, self) {
      for (const [name, value] of this.#pairs) run.call(self, value, name, this);
    }
    *entries() {
      yield* this.#pairs.map((pair) => [...pair]);
    }
    *keys() {
      for (const [name] of this.#pairs) yield name;
    }
    *values() {
      for (const [, value] of this.#pairs) yield value;
    }
    [Symbol.iterator]() {
      return this.entries();
    }
    toString() {
      return this.#pairs.map(([name, value]) => `${inForm(name)}=${inForm(value)}`).join("&");
    }
  }

  class URL {
    #url;
    #params;
    constructor(input, base) {
      this.#url = parse(input, base === undefined ? undefined : parse(base));
    }
    static canParse(input, base) {
      try {
        return Boolean(new URL(input, base));
      } catch (error) {
        if (error instanceof TypeError) return false;
        throw error;
      }
    }
    static parse(input, base) {
      return URL.canParse(input, base) ? new URL(input, base) : null;
    }
    get href() {
      const { protocol, username, password, host, path, search, hash } = this.#url;
      let result = protocol;
      if (host !== null) {
        const user = username || password ? `${username}${password ? `:${password}` : ""}@` : "";
        result += `//${user}${this.host}`;
      } else if (typeof path !== "string" && path.length > 1 && path[0] === "") result += "/.";
      return `${result}${this.pathname}${search === null ? "" : `?${search}`}${hash === null ? "" : `#${hash}`}`;
    }
    set href(value) {
      this.#url = parse(value);
      this.#params = undefined;
    }
    get protocol() {
      return this.#url.protocol;
    }
    get username() {
      return this.#url.username;
    }
    get password() {
      return this.#url.password;
    }
    get hostname() {
      return this.#url.host ?? "";
    }
    get port() {
      return this.#url.port;
    }
    get host() {
      return this.hostname + (this.port === "" ? "" : `:${this.port}`);
    }
    get origin() {
      const { protocol } = this.#url;
      if (protocol === "blob:") refuse("URL.origin of a blob");
      return isSpecial(protocol) && protocol !== "file:" ? `${protocol}//${this.host}` : "null";
    }
    get pathname() {
      const { path } = this.#url;
      return typeof path === "string" ? path : path.map((part) => `/${part}`).join("");
    }
    set pathname(value) {
      if (typeof this.#url.path === "string") return;
      const special = isSpecial(this.#url.protocol);
      const text = String(value);
      this.#url.path = pathOf(text.replace(special ? /^[/\\]/ : /^\//, ""), [], special, this.#url.protocol === "file:");
      this.#url.path = this.#url.path.map((part) => part.replaceAll("?", "%3F").replaceAll("#", "%23"));
    }
    get search() {
      return this.#url.search ? `?${this.#url.search}` : "";
    }
    set search(value) {
      const query = String(value).replace(/^\?/, "");
      this.#url.search = query === "" ? null : (isSpecial(this.#url.protocol) ? inSpecialQuery : inQuery)(query);
      this.#params = undefined;
    }
    get searchParams() {
      const changed = () => (this.#url.search = this.#params.toString() || null);
      return (this.#params ??= new URLSearchParams(this.#url.search ?? "", changed));
    }
    get hash() {
      return this.#url.hash ? `#${this.#url.hash}` : "";
    }
    set hash(value) {
      const fragment = String(value).replace(/^#/, "");
      this.#url.hash = fragment === "" ? null : inFragment(fragment);
    }
    toString() {
      return this.href;
    }
    toJSON() {
      return this.href;
    }
  }
  for (const name of ["protocol", "username", "password", "host", "hostname", "port"]) {
    const { get } = Object.getOwnPropertyDescriptor(URL.prototype, name);
    const set = () => refuse(`URL.${name} = …`);
    Object.defineProperty(URL.prototype, name, { get, set, configurable: true, enumerable: true });
  }
  for (const kind of [TextDecoder, TextEncoder, URL, URLSearchParams]) {
    Object.defineProperty(kind.prototype, Symbol.toStringTag, { value: kind.name, configurable: true });
  }
  define("URL", URL);
  define("URLSearchParams", URLSearchParams);

  return { fromBase64, latin1, refuse, text, toBase64, utf8 };
}
