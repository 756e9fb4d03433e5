export function createRequire() { return JSON.stringify(import.meta.url.split("/").slice(-2).join("/")); }
