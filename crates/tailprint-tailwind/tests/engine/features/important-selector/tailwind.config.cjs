module.exports = { important: "#app", theme: { colors: { red: "#f00" } }, plugins: [] };
