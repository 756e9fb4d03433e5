globalThis.literal = import("./m.js");
globalThis.computed = import("./js/" + "n.js");
