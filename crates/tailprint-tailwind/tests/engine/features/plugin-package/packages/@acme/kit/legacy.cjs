Object.defineProperty(exports, "__esModule", { value: true });
const dep = require("dep");
exports.default = ({ addUtilities }) => addUtilities({ ".legacy": { order: dep.value, "--x": typeof dep.run() } });
