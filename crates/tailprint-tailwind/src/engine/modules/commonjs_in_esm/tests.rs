use super::*;

#[test]
fn what_is_used_and_not_defined_is_missed() {
    assert!(misses("export default { plugins: [require('x')] }", "require"));
    assert!(misses("module.exports = {}", "module"));
    for source in [
        "const require = createRequire(import.meta.url); require('x')",
        "import { createRequire as require } from 'module'; require('x')",
        "import require from './x'",
        "x.require('x'); required(y); $require",
        "",
    ] {
        assert!(!misses(source, "require"), "{source}");
    }
}

#[test]
fn code_with_imports_or_exports_may_be_a_module() {
    for source in
        ["let a;export{a as default}", "a;\n  import{a} from 'b'", "export default 1", "await x()"]
    {
        assert!(may_be_module(source), "{source}");
    }
    for source in ["exports.a = 1", "module.exports = () => import('x')", "let 1x"] {
        assert!(!may_be_module(source), "{source}");
    }
}
