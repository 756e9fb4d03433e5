module.exports = () => ({ order: typeof exports === "object" && this === exports ? 1 : 2, color: require("../color") });
