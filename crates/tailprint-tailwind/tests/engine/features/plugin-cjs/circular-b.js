const a = require("./circular-a");
exports.seen = a.early;
