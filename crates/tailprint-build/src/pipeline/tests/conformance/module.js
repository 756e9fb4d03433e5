// Every form of import that Django's tests name, and what only resembles one.
import rootValue from "/static/absolute_root.js";
import value from "./module_test.js";
import * as everything from "./module_test.js";
import*as a from "./module_test.js";
import *as b from "./module_test.js";
import* as c from "./module_test.js";
import*  as  d from "./module_test.js";
import { value as alias } from "./module_test.js";
import { first, second } from "./module_test.js";
import {
    first as firstAlias,
    $second_2 as secondAlias
} from "./module_test.js";
import nested from "../nested/js/nested.js";
import * as e from "./module_test.js"
import { value as f } from "./module_test.js"
const dynamic = import("./module_test.js");
const spaced = import( /* chunk */ './module_test.js' , { with: {} });
const template = import(`./module_test.js`);
const quote = /"/; import("./module_test.js"); const other = /can't/;
const worker = new Worker(new URL("./module_test.js", import.meta.url));
const resolved = import.meta.resolve("./module_test.js");
export * from "./module_test.js";
export*from"./module_test.js";
export { value as g } from "./module_test.js";
export {
    first as h,
    second as i
} from "./module_test.js";

/* export * from "./module_test_missing.js"; */
/*
import value from "./module_test_missing.js";
const dynamic = import("./module_test_missing.js");
*/
// import value from "./module_test_missing.js";
// const dynamic = import("./module_test_missing.js");
const j = 'import { foo } from "./module_test_missing.js";';
const k = "import { foo } from './module_test_missing.js';";
const l = `import { foo } from "./module_test_missing.js";`;
const m = `
import { foo } from "./module_test_missing.js";
`;
const n = 'const x = import("./module_test_missing.js");';
loader.import("./module_test_missing.js");
export { value }
import { first as o } from "./module_test.js";
import '../nested/js/nested.js';
/**
 * import { something } from "./module_test_missing.js";
 */
import p from "@vendor/package";
import q from "#utils";
const r = import("@vendor/package");
