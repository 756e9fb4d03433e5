const dep = require("dep");
module.exports = ({ addUtilities }) => addUtilities({ ".legacy": { order: dep.value, "--x": typeof dep.run() } });
