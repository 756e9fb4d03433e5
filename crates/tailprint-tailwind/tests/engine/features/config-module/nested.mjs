const { color } = require('./plugin.cjs');
export default __filename.endsWith('nested.mjs') ? color : 'none';
