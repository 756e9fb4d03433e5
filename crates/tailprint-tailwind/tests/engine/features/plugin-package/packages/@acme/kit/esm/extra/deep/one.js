import { createRequire } from "./fake.js";
export default ({ addUtilities }) => addUtilities({ ".extra-one": { order: 1, content: createRequire() } });
