export const deep = await Promise.resolve("deep");
