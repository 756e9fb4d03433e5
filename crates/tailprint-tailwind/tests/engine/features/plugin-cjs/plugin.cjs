const plugin = require("tailwindcss/plugin");
const data = require("./data.json");
const folder = require("./folder");
const { first } = require("./circular-a");

module.exports = plugin(function ({ addUtilities }) {
  addUtilities({ ".greet": { content: JSON.stringify(data.greeting) }, ".greet-2": folder() });
  addUtilities({ ".circular": { order: first } });
});
