var undeclared = 010;
module.exports = { handler: function (api) { api.addUtilities({ ".old": { order: String(undeclared) } }); } };
