exports.early = 1;
const b = require("./circular-b");
exports.first = b.seen + 1;
