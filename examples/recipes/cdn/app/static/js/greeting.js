export const greeting = "Style sheet, script and image came from the store.";
