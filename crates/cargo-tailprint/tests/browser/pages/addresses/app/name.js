export const name = "worker";
