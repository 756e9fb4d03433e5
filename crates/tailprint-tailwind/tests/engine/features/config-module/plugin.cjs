module.exports = ({ addUtilities }) => addUtilities({ '.from-plugin': { order: '1' } });
module.exports.color = 'blue';
