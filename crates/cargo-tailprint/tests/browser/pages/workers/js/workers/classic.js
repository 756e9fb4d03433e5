importScripts("../lib/words.js");
postMessage(globalThis.words);
