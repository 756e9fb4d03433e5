import * as m from "./m.js";

probe.report((async () => {
  const [literal, computed] = await Promise.all([globalThis.literal, globalThis.computed]);
  await probe.until(() => globalThis.inline);
  return {
    values: [m.default, literal.default, computed.default],
    same: [m === literal, m === globalThis.inline],
    runs: globalThis.runs,
  };
})());
