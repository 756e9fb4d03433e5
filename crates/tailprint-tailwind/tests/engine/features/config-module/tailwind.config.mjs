import nested from './nested.mjs';

export default {
  theme: { extend: { colors: { brand: 'red', nested }, spacing: { huge: '9rem' } } },
  plugins: [require('./plugin.cjs')],
};
