globalThis.classic = true;
//# sourceMappingURL=classic.js.map
