// Collects the results of functions of Node.js in `results`, by expression. Node.js runs this file, and so does the engine.
const fs = require("fs");
const path = require("path");
const url = require("url");
const util = require("util");

const results = {};
const shown = (value) => {
  if (["bigint", "function", "symbol"].includes(typeof value)) return typeof value;
  return value === undefined ? "undefined" : JSON.stringify(value);
};
const add = (name, run) => {
  try {
    results[name] = shown(run());
  } catch (error) {
    const { name: kind, message } = error;
    results[name] = message.endsWith("which does not run here") ? "refused" : `throws ${kind}`;
  }
};
const all = (...expressions) => {
  for (const expression of expressions) {
    const run = new Function("fs", "path", "url", "util", "module", "require", "__dirname", "__filename", `return (${expression});`);
    add(expression, () => run(fs, path, url, util, module, require, __dirname, __filename));
  }
};

const PATHS = [
  "", "/", ".", "..", "a", "/a", "/a/", "a/", "a/b", "a//b", "./a", "../a", "a/..", "a/../..", "/..", "/../a", "a/./b/", "a.b", "a.",
  "..a", ".a", ".a.b", "/a/.b", "\u00e9/\u00fc.x", "//a//b", "///", "./", "../", "a/b.c/", "C:/x", "...", "a/..b", "/a/b/c/d.e",
];
for (const one of PATHS) {
  for (const name of ["basename", "dirname", "extname", "isAbsolute", "normalize", "parse", "resolve"]) {
    // This is the drive of a path on Windows, where paths have slashes here.
    if (one.startsWith("C:") && /isAbsolute|resolve/.test(name)) continue;
    // In Node.js, the extension of a parsed `/..` is a dot, that of `..` is none.
    if (one === "/.." && name === "parse") continue;
    add(`path.${name}("${one}")`, () => path[name](one));
  }
  // The last one of `a/./b/` is `b/` in Node.js.
  for (const end of ["", ".", "a", ".e"]) add(`path.basename("${one}", "${end}")`, () => path.basename(one, end));
  for (const other of ["", "b", "../b", "/b", "..", "./b/../c"]) {
    add(`path.join("${one}", "${other}")`, () => path.join(one, other));
    if (!one.startsWith("C:")) add(`path.relative("${one}", "${other}")`, () => path.relative(one, other));
  }
}
all(
  "path.join()", "path.join(1)", "path.join('a', undefined)", "path.dirname(undefined)", "path.posix === path",
  "path.format({ dir: '/', base: 'x' })", "path.format({})", "path.sep + path.delimiter",
);

const BUFFERS = [
  "Buffer.from('h\u00e9llo w\u00f6rld')", "Buffer.from('abc')", "Buffer.from([0, 255, 128, 65, 1, 2, 3, 4])", "Buffer.from('')",
  "Buffer.from('aGVsbG8', 'base64')", "Buffer.from('\u20ac\u{1f600}')", "Buffer.from('abc').subarray(1)",
];
const METHODS = [
  "length", "toString()", "toString('hex')", "toString('base64')", "toString('base64url')", "toString('latin1')", "toString('ascii')",
  "toString('utf8', 1, 3)", "toString('utf-8', -2)", "toString(undefined, 1)", "toString('utf8', 2, 100)", "toString('hex', 3, 1)",
  "toString('utf16le')", "toString('UCS2')", "toString('nope')", "indexOf('l')", "indexOf('lo')", "indexOf(108)", "indexOf(Buffer.from('lo'))",
  "indexOf('l', 3)", "indexOf('l', -3)", "indexOf('')", "indexOf('6c', 'hex')", "indexOf({})", "includes('l')", "includes(108)",
  "includes('zz')", "lastIndexOf('l')", "lastIndexOf('l', 3)", "lastIndexOf('l', -3)", "lastIndexOf(108)", "slice(1, 3).toString()",
  "slice(-2).toString()", "at(-1)", "equals(Buffer.from('abc'))", "compare(Buffer.from('b'))", "toJSON()", "fill('x').toString()",
  "fill('ab', 1, 'hex').toString('hex')", "fill('\u00e9').toString('hex')", "fill('61', 'hex').toString()", "fill('xy', 'utf8').toString()",
  "fill(1, 1, 2).toString('hex')", "fill(Buffer.from('zq')).toString()", "fill('').toString('hex')", "fill(300).toString('hex')",
  "fill('zz', 'hex')", "fill(1, 0, 99)", "readUInt8(0)", "readUint8(1)", "readInt8(0)", "readUInt16BE(0)", "readUint16LE(1)", "readInt16LE(0)",
  "readUInt32BE(0)", "readInt32LE(0)", "readDoubleLE(0)", "readFloatBE(0)", "readUIntBE(0, 2)", "readUInt8(99)", "writeUInt8(1, 0)",
  "writeInt32BE(1, 0)", "write('z')", "copy(Buffer.alloc(3))", "copy(Buffer.alloc(2), 1)", "swap16()", "utf8Slice(0, 2)", "hexSlice()",
  "map((it) => it + 1).toString('hex')", "filter((it) => it > 100).toString()", "join(',')", "constructor.name", "inspect()",
];
for (const buffer of BUFFERS) all(...METHODS.map((method) => `${buffer}.${method}`));
all(
  "Buffer.concat([Buffer.from('ab'), new Uint8Array([99])], 2).toString()", "Buffer.concat([Buffer.from('ab')], 5).toString('hex')",
  "Buffer.concat([1])", "Buffer.from('a=b=c', 'base64').toString('hex')", "Buffer.from('\u20ac', 'latin1').toString('hex')",
  "Buffer.from('\u00e9\u{1f600}', 'utf16le').toString('hex')", "Buffer.from('a', 'nope')", "Buffer.from(5)", "Buffer.from(null)", "Buffer.from({})",
  "Buffer.from({ length: 2, 0: 1, 1: 2 }).toString('hex')", "Buffer.from(new String('ab')).toString()", "Buffer.from([1.7, -1, '5', 'x', 256]).toString('hex')",
  "Buffer.from(new Uint16Array([1, 513])).toString('hex')", "Buffer.from(new Uint16Array([1, 513]).buffer).toString('hex')",
  "Buffer.from({ [Symbol.toPrimitive]() { return 'cd'; } }).toString()", "Buffer.alloc(3, 'ab').toString()", "Buffer.alloc('3')",
  "Buffer.alloc(5, 'YQ==', 'base64').toString()", "Buffer.alloc(-1)", "Buffer.allocUnsafeSlow(2).length", "Buffer.byteLength(5)",
  "Buffer.byteLength('aGk=', 'base64')", "Buffer.isEncoding('ucs2')", "Buffer.isEncoding('nope')", "Buffer.isEncoding()", "Buffer('ab').toString()",
  "new Buffer('ab').toString()", "new Buffer(3).length", "Buffer.poolSize", "Buffer.from('a').constructor === Buffer", "Buffer.from('a') instanceof Buffer",
);

all(
  "url.fileURLToPath('file://host/a')", "url.fileURLToPath('file:///a%2fb')", "url.fileURLToPath('http://x')", "url.pathToFileURL('/a\\nb\\t').pathname",
  "url.pathToFileURL('/a/../b/').pathname", "url.pathToFileURL('/a%b#c?d').pathname", "util.deprecate(() => 5, 'x')()",
);
all(
  "structuredClone(new Error('x')).message", "structuredClone(new TypeError('x')) instanceof TypeError", "structuredClone(Buffer.from('ab')).constructor.name",
  "structuredClone(new DataView(new ArrayBuffer(2))).byteLength", "structuredClone(new Number(5)) instanceof Number", "structuredClone(new String('x')).length",
  "structuredClone(new WeakMap())", "structuredClone(Promise.resolve())", "structuredClone()", "structuredClone(() => {})",
  "structuredClone(new Uint8Array(new ArrayBuffer(8), 2, 3)).byteOffset", "structuredClone({ a: [, 1, new Map([[1, new Set([2])]])] }).a[2].get(1).has(2)",
);
all(
  "fs.realpathSync('folder') === path.resolve('folder')", "fs.realpathSync('data.txt') === path.resolve('data.txt')", "fs.realpathSync('.') === process.cwd()",
  "fs.realpathSync('folder/') === path.resolve('folder')", "fs.realpathSync('none')", "fs.readFileSync('data.txt', 'nope')", "fs.constants.O_RDONLY",
);
const KINDS = [
  "undefined", "null", "1", "'a'", "{}", "[]", "() => {}", "async () => {}", "function* () {}", "async function* () {}", "new Map()", "new Set()",
  "new Map().keys()", "new Set().values()", "new WeakMap()", "new WeakSet()", "/a/", "new Date(0)", "new Error('a')", "new TypeError('a')", "Promise.resolve()",
  "new ArrayBuffer(1)", "new DataView(new ArrayBuffer(1))", "new Uint8Array(1)", "new Float64Array(1)", "new BigInt64Array(1)", "Buffer.from('a')", "new Number(1)",
  "new String('a')", "new Boolean(true)", "Object(Symbol())", "Object(1n)", "(function () { return arguments; })()", "(function* () {})()", "Object.create(Map.prototype)",
  "Object.create(Date.prototype)", "Object.create(Error.prototype)", "Object.setPrototypeOf(new Set(), null)", "Object.setPrototypeOf(new Date(0), null)",
];
const TYPES = [
  "AnyArrayBuffer", "ArgumentsObject", "ArrayBuffer", "ArrayBufferView", "AsyncFunction", "BigInt64Array", "BigIntObject", "BooleanObject", "BoxedPrimitive", "DataView", "Date",
  "Float64Array", "GeneratorFunction", "GeneratorObject", "Map", "MapIterator", "NativeError", "NumberObject", "Promise", "RegExp", "Set", "SetIterator", "StringObject",
  "SymbolObject", "TypedArray", "Uint8Array", "Uint8ClampedArray", "WeakMap", "WeakSet",
];
for (const type of TYPES) all(...KINDS.map((kind) => `util.types.is${type}(${kind})`));
all(
  "typeof util.types.isProxy", "typeof util.inspect.custom", "util.promisify.custom.description", "util.debuglog('a').enabled", "util.debuglog('a')('b')", "require('path').default",
  "`${Object.prototype.toString.call(new URL('a:b'))} ${Object.prototype.toString.call(new URLSearchParams())}`",
);
all(
  "require.resolve('fs')", "require.resolve('node:fs')", "require.cache[__filename] === module", "require('./data.json').a",
  "module.require('./data.json').a", "(require.cache[require.resolve('./data.json')].exports = 5, require('./data.json'))",
  "(delete require.cache[require.resolve('./data.json')], require('./data.json').a)",
  "process.platform", "process.arch", "require('os').platform()", "require('os').arch()", "clearTimeout(1)", "clearInterval()", "clearImmediate()", "'I'.toLocaleLowerCase('tr')", "'i'.toLocaleUpperCase()", "'i'.toLocaleUpperCase(['en'])",
  "performance.mark('x').name", "performance.toJSON().timeOrigin && 1", "typeof console.Console",
);
module.exports = JSON.stringify(results);
