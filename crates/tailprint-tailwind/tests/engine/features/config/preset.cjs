module.exports = { theme: { screens: { tablet: "640px", laptop: "1024px" } } };
