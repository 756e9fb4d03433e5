use super::*;

#[test]
fn what_is_used_and_not_defined_is_missed() {
    let parser = Parser::default();
    let misses = |source: &str| missed(&parser, source);
    assert_eq!(misses("export default { plugins: [require('x')] }"), ["require"]);
    assert_eq!(misses("module.exports = {}"), ["module", "exports"]);
    assert_eq!(misses("export default () => { const require = 1; return require }"), ["require"]);
    for source in [
        "const require = createRequire(import.meta.url); require('x')",
        "import { createRequire as require } from 'y'; require('x')",
        "import require from './x'",
        "import\nrequire\nfrom './x'",
        "const\t{ a: require } = {}",
        "",
    ] {
        assert!(misses(source).is_empty(), "{source}");
    }
}
