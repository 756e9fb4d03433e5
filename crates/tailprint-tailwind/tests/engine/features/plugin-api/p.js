
const plugin = require('tailwindcss/plugin');
module.exports = plugin(function ({ addBase, addUtilities, matchUtilities, addComponents, matchComponents, addVariant, matchVariant, theme, config, prefix, e, corePlugins }) {
  addBase({ 'h1': { fontSize: theme('fontSize.2xl'), '&:hover': { color: 'red' } }, '@font-face': { fontFamily: 'X', src: 'url(x)' }, 'a, b > c': { margin: 0, zIndex: 3, lineHeight: 1.5, '--custom': 4 } });
  addBase([{ 'i': { a: 'b' } }, { 'u': { c: 'd' } }]);
  addUtilities({ '.btn-blue': { backgroundColor: 'blue', WebkitAppearance: 'none', MozOsxFontSmoothing: 'x', msFilter: 'y', '&:hover': { color: theme('colors.own', 'none') }, '@media (min-width: 100px)': { padding: '1px' } }, '.btn-red:hover': { color: ['red', 'rgb(1 2 3)'] }, '.mix-a .child, .mix-b::before': { top: '0' } });
  addUtilities([{ '.arr1': { a: 'b' } }, { '.arr1': { c: 'd' } }], { respectPrefix: false });
  addUtilities({ '.multi-x > * + *, .multi-x:is(.q)': { order: '1' }, '.nested1': { '@media print': { x: 'y' } }, '@keyframes kf': { from: { a: 'b' }, to: { a: 'c' } }, '.kf': { animation: 'kf 1s' }, '.imp': { color: 'red !important' } });
  addComponents({ '.comp': { padding: theme('spacing.4'), '.inner &': { color: 'red' }, '&.x': { a: 'b' } }, '.comp2': { '@apply p-4 hover:flex': {}, '@layer x': { y: 'z' } } });
  matchUtilities({ tabx: (value, { modifier }) => ({ tabSize: value, m: modifier }) }, { values: { 4: '4', foo: '8', DEFAULT: '1' }, supportsNegativeValues: true, type: 'number', modifiers: 'any' });
  matchUtilities({ mm: (v) => ({ margin: v }), 'gap2': (v) => ({ gap: v }) }, { values: theme('spacing'), supportsNegativeValues: true, type: ['length', 'any'] });
  matchUtilities({ bgx: (v) => ({ backgroundColor: v, '&:hover': { x: v } }) }, { values: theme('colors'), type: ['color'] });
  matchUtilities({ txx: (v, { modifier }) => ({ fontSize: Array.isArray(v) ? v[0] : v, lineHeight: modifier }) }, { values: theme('fontSize'), modifiers: { foo: 'FOO', ...theme('lineHeight') } });
  matchUtilities({ type: (v) => ({ x: v }) }, { type: 'url', values: {} });
  matchUtilities({ type: (v) => ({ y: v }) }, { type: ['length', 'percentage'], values: {} });
  matchUtilities({ any: (v) => [{ a: v }, { b: v }] }, { values: { n: '1' } });
  matchComponents({ cc: (v) => ({ '.x &': { c: v } }) }, { values: { one: '1', two: '2' } });
  addVariant('v1', '&:v1'); addVariant('v2', ['&:v2', '&:v2b']); addVariant('v3', '@media (v3)'); addVariant('v5', () => '&:v5'); addVariant('str-variant', '@supports (x: y) { &:hover }');
  addVariant('x-own', { '@media print': { '&:hover': '@slot' } });
  matchVariant('v4', (v, { modifier }) => `&:v4(${v}, ${modifier})`, { values: { a: 'A', b: 'B' } });
  matchVariant('min-x', (v) => `@media (min-width: ${v})`, { values: { 100: '100px', 200: '200px', 50: '50px' }, sort: (a, z) => parseInt(a.value) - parseInt(z.value) });
  matchVariant('deep', (v) => [`.a &`, `.b &`], { values: { DEFAULT: 'x' } });
}, { theme: { extend: { spacing: { plugged: '2px' }, colors: { plug: { DEFAULT: 'red', dark: 'darkred' } } } } });
