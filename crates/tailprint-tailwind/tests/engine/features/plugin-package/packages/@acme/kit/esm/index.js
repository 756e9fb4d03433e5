import name, { half } from "#name";
import { deep as renamed } from "#internal/deep.js";
import dep, { value, "default" as again } from "#dep";
import * as namespace from "dep";
import self from "@acme/kit/extra/deep/one";

export default ({ addUtilities }) => {
  const keys = Object.keys(namespace).filter((key) => key !== "module.exports").sort().join("-");
  addUtilities({ [`.${name}`]: { order: value + half, "--x": renamed, "--keys": keys, "--same": String(dep === again), "--self": typeof self } });
};
