exports = module.exports = "red";
