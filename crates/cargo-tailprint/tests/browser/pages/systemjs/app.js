probe.report(System.import("words").then((module) => ({ words: module.words, url: module.url.endsWith("/words.js") })));
