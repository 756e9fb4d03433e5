use super::*;

fn imports(source: &str) -> Vec<String> {
    read(source).imports.into_iter().map(|reference| reference.url).collect()
}

#[test]
fn module_syntax_makes_a_module() {
    for source in [
        "import './a.js'",
        "import a from './a.js'",
        "import * as a from './a.js'",
        "import{a as b}from'./a.js'",
        "export {}",
        "export const a = 1",
        "export default class {}",
        "export * from './a.js'",
        "f(import.meta.url)",
        "await f()",
        "for (;;) {}\nexport { a }",
    ] {
        assert!(read(source).is_module, "{source}");
    }
    for source in [
        "",
        "import('./a.js')",
        "a.import, a.export",
        "'import \"a\"'; `export {}`; /* export */",
        "x = { import: 1, export: 2 }",
        "await(1); var await = 2",
        "async () => { await f() }",
    ] {
        assert!(!read(source).is_module, "{source}");
    }
}

#[test]
fn a_default_export_is_found_in_every_form() {
    for source in [
        "export default 1",
        "export{a as default}",
        "export { a, b as default } from './a.js'",
        "export { default } from './a.js'",
        "export { a as 'default' }",
        "export * as default from './a.js'",
    ] {
        assert!(read(source).has_default, "{source}");
    }
    for source in [
        "export const a = 1",
        "export { default as a } from './a.js'",
        "export * from './a.js'",
        "export { a as b }; switch (a) { default: }",
        "export { default as a, b }",
    ] {
        assert!(!read(source).has_default, "{source}");
    }
}

#[test]
fn imports_are_found_in_every_form() {
    let source = "import './a.js'; import b, { c as d, 'e' as f } from \"./b.js\" with { type: 'json' };
        import * as from from 'c'; import from from './d.js'; export * from './e.js'; export { default } from './f.js';
        if (a) { import('./g.js').then(b); import(h); import(`./i.js`); import(`./${j}.js`); import('./k' + l) }
        export const x = 'import \"m\"'; import('./n\\u002ejs', { with: {} })";
    assert_eq!(
        imports(source),
        ["./a.js", "./b.js", "c", "./d.js", "./e.js", "./f.js", "./g.js", "./i.js", "./n.js"]
    );
}
