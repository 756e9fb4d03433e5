module.exports = { theme: { extend: { spacing: { other: '11rem' } } } };
