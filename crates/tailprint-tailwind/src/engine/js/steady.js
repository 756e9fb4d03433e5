// Gives plugins the same random numbers and the same time in every build: the names of assets follow from their bytes,
// so that another number would be another file for every browser.
(warn) => {
  "use strict";

  const define = (object, name, value) =>
    Object.defineProperty(object, name, { value, writable: true, configurable: true });

  // Mulberry32: small, and even enough for colours and positions.
  let state = 0;
  const { imul } = Math;
  define(Math, "random", function random() {
    state = (state + 0x6d2b79f5) | 0;
    let bits = imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296;
  });

  // A time cannot be made up without a wrong year, so that it is told.
  const RealDate = Date;
  const time = RealDate.UTC(2000, 0, 1);
  let told = false;
  const now = () => {
    if (!told) {
      warn("a plugin asks for the time and gets 2000-01-01, so that its style sheet is the same in every build");
    }
    told = true;
    return time;
  };
  define(RealDate, "now", now);
  const { construct } = Reflect;
  const SteadyDate = new Proxy(RealDate, {
    construct: (target, values, newTarget) =>
      construct(target, values.length === 0 ? [now()] : values, newTarget),
    apply: () => new RealDate(now()).toString(),
  });
  define(RealDate.prototype, "constructor", SteadyDate);
  define(globalThis, "Date", SteadyDate);

  // Only differences of this clock have a meaning.
  const performance = { now: () => 0, timeOrigin: 0, clearMarks() {}, clearMeasures() {} };
  for (const entryType of ["mark", "measure"]) {
    performance[entryType] = (name) => ({ name, entryType, startTime: 0, duration: 0, detail: null });
  }
  for (const name of [
    "eventLoopUtilization", "getEntries", "getEntriesByName", "getEntriesByType", "nodeTiming", "timerify",
    "toJSON",
  ]) {
    performance[name] = () => {
      throw new Error(`"performance.${name}" is part of Node.js, which does not run here`);
    };
  }
  define(globalThis, "performance", performance);
}
