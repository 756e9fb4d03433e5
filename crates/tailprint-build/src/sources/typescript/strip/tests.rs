use oxc_allocator::Allocator;
use oxc_parser::Parser;
use oxc_span::SourceType;

use super::*;

/// Returns the script of a source, and requires that it is JavaScript with the same lines and columns.
fn stripped(source: &str) -> String {
    let result = strip(source, false, &|specifier| specifier.contains("util"));
    let script = result.unwrap_or_else(|faults| panic!("{source}: {faults:?}"));
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, &script, SourceType::mjs()).parse();
    assert!(is_valid(&parsed), "{script}: {:?}", parsed.diagnostics);
    let lines = |text: &str| -> Vec<usize> {
        text.split(['\n', '\r', '\u{2028}']).map(|line| line.encode_utf16().count()).collect()
    };
    assert_eq!(lines(&script), lines(source), "{script}");
    script
}

/// Returns the first fault of a source: its line and column, and the message with the repair.
fn refused(source: &str, has_jsx: bool) -> String {
    let faults = strip(source, has_jsx, &|_| false).unwrap_err();
    let (offset, problem) = faults.into_iter().next().unwrap();
    let (line, column) = crate::error::line_column(source.as_bytes(), offset);
    problem.at("a.ts", line, column).to_string()
}

/// Returns the tokens of a script, as far as spaces separate them.
fn words(script: &str) -> String {
    script.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn types_become_spaces_and_the_rest_keeps_its_place() {
    for (source, script) in [
        ("let a: number = 1;", "let a         = 1;"),
        (
            "function f<T>(x?: T, ...y: T[]): x is T { }",
            "function f   (x    , ...y     )         { }",
        ),
        (
            "const f = async <T,>(x: T): Promise<T> => x;",
            "const f = async     (x   )             => x;",
        ),
        ("(a as any).b!.c satisfies D;", "(a       ).b .c            ;"),
        ("new Map<string, number>();", "new Map                ();"),
        ("f<T>`x`; g?.<T>(1);", "f   `x`; g?.   (1);"),
        ("function f(this: Window, a) {}", "function f(              a) {}"),
        ("try {} catch (e: unknown) {}", "try {} catch (e         ) {}"),
        ("let x!: string, y = z!;", "let x         , y = z ;"),
        ("for (const x of y as T[]) {}", "for (const x of y       ) {}"),
        ("const { a, b }: Props = c, [d]: [E] = f;", "const { a, b }        = c, [d]      = f;"),
        (
            "abstract class A<T> extends B<T> implements C, D {}",
            "         class A    extends B                    {}",
        ),
        ("const é: string = '🦀' as const;", "const é         = '🦀'         ;"),
        ("let x: '🦀' = y;", "let x       = y;"),
        (
            "const f = (a?: number, b = 1 as number) => a;",
            "const f = (a         , b = 1          ) => a;",
        ),
        ("const A = class implements B { };", "const A = class              { };"),
    ] {
        assert_eq!(stripped(source), script, "{source}");
    }
}

#[test]
fn declarations_of_types_are_erased_as_a_whole() {
    for source in [
        "type A = string;",
        "interface A { b: c }",
        "declare const a: number;",
        "declare let b;",
        "declare function f(): void;",
        "declare class A { }",
        "declare enum E { A }",
        "declare module 'a' { }",
        "declare namespace N { const a: 1 }",
        "declare global { interface Window { a: 1 } }",
        "export type A = 1;",
        "export interface A {}",
        "export declare const a: 1;",
        "export default interface A {}",
        "import type { A } from './a';",
        "import type A from './a';",
        "export type { A } from './a';",
        "export type * from './a';",
        "function f(a: 1): 1;",
        "export function f(a: 1): 1;",
        "export default function f(a: 1): 1;",
    ] {
        let whole = format!("{source}\nfunction f(a) {{}}\n");
        let rest = if source.contains("default function") {
            "export default function f() {}"
        } else {
            "function f() {}"
        };
        let text = format!("{source}\n{rest}");
        assert_eq!(words(&stripped(&text)), rest, "{whole}");
    }
}

#[test]
fn members_that_are_types_are_erased_and_modifiers_as_well() {
    let source = "class A {
  [key: string]: any;
  declare x: number;
  abstract y: number;
  private static readonly z?: string = 'z';
  #w!: number;
  public constructor(a: number);
  constructor(a: any) { }
  protected async *m?<T>(this: A, x: T): any { }
  get [k](): string { return ''; }
  override readonly = 1;
  static { }
}";
    let script = "class A {
  static z = 'z';
  #w ;
  constructor(a ) { }
  ; async *m ( x ) { }
  get [k]() { return ''; }
  readonly = 1;
  static { }
}";
    assert_eq!(words(&stripped(source)), words(script));
}

#[test]
fn imports_stay_unless_they_are_marked_as_types() {
    for (source, script) in [
        ("import { A } from 'x';", "import { A } from 'x';"),
        ("import { type A } from 'x';", "import { } from 'x';"),
        ("import a, { type A, b, type C } from 'x';", "import a, { b, } from 'x';"),
        ("import { type default as A, type as } from 'x';", "import { } from 'x';"),
        ("export { type A, b };", "export { b };"),
        ("export { type A as default, b } from 'x';", "export { b } from 'x';"),
        ("import 'x';", "import 'x';"),
    ] {
        let source = source.replace("b };", "b }; var b;");
        let script = script.replace("b };", "b }; var b;");
        assert_eq!(words(&stripped(&source)), script, "{source}");
    }
}

#[test]
fn specifiers_of_sources_name_their_scripts() {
    for (source, script) in [
        ("import './util.ts';", "import './util.js';"),
        ("import './util.mts';", "import './util.mjs';"),
        ("import a from \"../util.tsx\";", "import a from \"../util.js\" ;"),
        ("export * from './util.ts';", "export * from './util.js';"),
        ("export { a } from './util.ts';", "export { a } from './util.js';"),
        ("import('./util.ts');", "import('./util.js');"),
        ("new URL('./util.ts', import.meta.url);", "new URL('./util.js', import.meta.url);"),
        ("import.meta.resolve('./util.ts');", "import.meta.resolve('./util.js');"),
        ("import './other.ts'; import 'util.ts';", "import './other.ts'; import 'util.ts';"),
        ("new URL('./util.ts', base); './util.ts';", "new URL('./util.ts', base); './util.ts';"),
    ] {
        assert_eq!(stripped(source), script, "{source}");
    }
}

#[test]
fn a_blank_joins_no_statements_and_parts_no_line() {
    for (source, script) in [
        // Without a semicolon the call would go on.
        ("a\ntype B = 1\n(c)", "a\n;\n(c)"),
        ("a as B\n(c)", "a ;\n(c)"),
        ("let a = b as C\n[0]", "let a = b ;\n[0]"),
        ("a = b!\n`c`", "a = b `c`"),
        ("class A { a = b\ndeclare c\n[d] = 1 }", "class A { a = b\n;\n[d] = 1 }"),
        ("class A { a = b\npublic [d] = 1 }", "class A { a = b\n; [d] = 1 }"),
        ("class A { a = b\nprivate *d() {} }", "class A { a = b\n; *d() {} }"),
        ("class A { a = b as C\n['d'] = 1 }", "class A { a = b ;\n['d'] = 1 }"),
        // An arrow and `return` keep to the line of their function.
        ("(a): {\n} => b", "(a \n) => b"),
        ("function f() { return <A,\nB>(a) => b }", "function f() { return ( \n a) => b }"),
        ("async <A,\nB>(a) => b", "async ( \n a) => b"),
        // A condition keeps its statement.
        ("if (a) b as C\nelse d as E", "if (a) b ;\nelse d ;"),
    ] {
        assert_eq!(words(&stripped(source)), words(script), "{source}");
    }
}

#[test]
fn syntax_that_is_more_than_types_is_refused_at_its_place() {
    for (source, told) in [
        (
            "\n enum A { B }",
            "a.ts:2:2: an enum is more than types (write `const Color = { Red: 0 } as const`)",
        ),
        (
            "const enum A { B }",
            "a.ts:1:1: an enum is more than types (write `const Color = { Red: 0 } as const`)",
        ),
        (
            "export enum A { B }",
            "a.ts:1:8: an enum is more than types (write `const Color = { Red: 0 } as const`)",
        ),
        (
            "namespace A { let b }",
            "a.ts:1:1: a namespace is more than types (write a module of its own, and export from it)",
        ),
        (
            "class A { constructor(private a: b) {} }",
            "a.ts:1:23: a parameter property is more than types (declare the property, and set it in the constructor)",
        ),
        (
            "let a = <any>b;",
            "a.ts:1:9: a type assertion in angle brackets cannot be erased (write `value as Type`)",
        ),
        (
            "import a = require('b');",
            "a.ts:1:1: `import … =` is more than types (write `import name from \"…\"`)",
        ),
        ("let a;\nexport = a;", "a.ts:2:1: `export =` is more than types (write `export default`)"),
        (
            "@a class B {}",
            "a.ts:1:1: a decorator is more than types, and browsers have none (call the function that it names)",
        ),
        (
            "class A { accessor b = 1 }",
            "a.ts:1:11: `accessor` is more than types, and browsers lack it (write a getter and a setter)",
        ),
        (
            "let a = () => <b>c</b>;",
            "a.ts:1:15: JSX is more than types (write calls of functions, or templates)",
        ),
    ] {
        assert_eq!(refused(source, false), told, "{source}");
    }
    assert!(refused("let a = <></>;", true).starts_with("a.ts:1:9: JSX is more than types"));
    let told = refused("let = : 1;", false);
    assert!(told.starts_with("a.ts:1:7: not valid TypeScript: "), "{told}");
}

#[test]
fn a_source_that_is_nested_without_end_is_refused() {
    let told = refused(&"(".repeat(1 << 18), false);
    assert!(told.contains("TypeScript"), "{told}");
}
