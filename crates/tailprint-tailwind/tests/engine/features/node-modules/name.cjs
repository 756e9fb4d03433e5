module.exports = require("path").basename(__filename);
