// Encodes the source map that Tailwind returns as JSON: https://tc39.es/ecma426/
// `@tailwindcss/node` does the same with the package `source-map-js`.
(decoded) => {
  "use strict";

  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const encode = (number) => {
    let rest = number < 0 ? (-number << 1) | 1 : number << 1;
    let text = "";
    do {
      const digit = rest & 31;
      rest >>>= 5;
      text += digits[rest > 0 ? digit | 32 : digit];
    } while (rest > 0);
    return text;
  };

  // Tailwind has two sources for a file that is imported twice. They share one name.
  const names = new Map();
  const indexes = new Map();
  const sources = [];
  const sourcesContent = [];
  const indexOf = (source) => {
    let name = names.get(source);
    if (name === undefined) {
      const unknown = [...names.keys()].filter((known) => known?.url == null).length;
      name = source?.url ?? `<unknown ${unknown + 1}>`;
      names.set(source, name);
    }
    let index = indexes.get(name);
    if (index === undefined) {
      index = sources.length;
      indexes.set(name, index);
      sources.push(name);
    }
    sourcesContent[index] = source?.content ?? "<none>";
    return index;
  };

  const lines = [];
  let line = [];
  let [generatedLine, generatedColumn] = [1, 0];
  let [index, originalLine, originalColumn] = [0, 0, 0];
  let previous = "";
  for (const { generatedPosition: generated, originalPosition: original } of decoded.mappings) {
    while (generatedLine < generated.line) {
      lines.push(line.join(","));
      line = [];
      generatedLine += 1;
      generatedColumn = 0;
      previous = "";
    }
    const source = indexOf(original.source);
    const mapping = `${generated.column} ${source} ${original.line} ${original.column}`;
    if (mapping === previous) continue;
    previous = mapping;
    line.push(
      encode(generated.column - generatedColumn) +
        encode(source - index) +
        encode(original.line - 1 - originalLine) +
        encode(original.column - originalColumn),
    );
    generatedColumn = generated.column;
    [index, originalLine, originalColumn] = [source, original.line - 1, original.column];
  }
  lines.push(line.join(","));

  const map = { version: 3, sources, names: [], mappings: lines.join(";") };
  if (sources.length > 0) map.sourcesContent = sourcesContent;
  return JSON.stringify(map);
}
