#!/usr/bin/env node
module.exports = ({ matchUtilities }) => {
  matchUtilities({ sum: (value) => ({ order: value }) }, { values: { 10: "10", 20: "20" } });
};
module.exports.helper = 1;
