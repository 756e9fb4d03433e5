//! oxc's minifier.

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions, LegalComment};
use oxc_compat::EngineTargets;
use oxc_minifier::{CompressOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;
use tailprint_build::cli_support::{Script, encoded, on_deep_stack, script};

use super::{Kind, Smaller};

/// The newest syntax that the minifier may bring in by itself. Every browser with import maps has it.
const TARGET: &str = "es2020";

/// The stack of the minifier and the printer, as a multiple of what the parser takes. They need less; some of their passes
/// take quadratic time in the depth, which this bounds as well: see
/// `a_script_that_is_nested_deeply_stays_as_it_was`.
const STACK: usize = 64;

/// Makes a script smaller. None if it cannot be read, would be no smaller, or would load something else.
pub(super) fn smaller(text: &str, kind: Kind, source: &str, map: Option<&str>) -> Option<Smaller> {
    let printed = || printed(text, kind, map.map(|_| source));
    let (mut code, sources) = on_deep_stack(text, STACK, printed)??;
    if loaded(&script(&code)) != loaded(&script(text)) {
        return None;
    }
    if let Some(path) = map {
        let name = path.rsplit('/').next().unwrap_or(path);
        code += &format!("\n//# sourceMappingURL={}\n", encoded(name));
    }
    let map = sources.map(String::into_bytes);
    (code.len() < text.len()).then(|| Smaller { code: code.into_bytes(), map })
}

/// Returns the script with its source map.
fn printed(text: &str, kind: Kind, source: Option<&str>) -> Option<(String, Option<String>)> {
    let syntax = match kind {
        Kind::Module => SourceType::mjs(),
        Kind::Classic => SourceType::script(),
    };
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, syntax).parse();
    if parsed.panicked || !parsed.diagnostics.is_empty() {
        return None;
    }
    let mut program = parsed.program;
    let target = EngineTargets::from_target(TARGET).ok()?;
    let compress = CompressOptions { target, drop_debugger: false, ..CompressOptions::smallest() };
    let options = MinifierOptions { compress: Some(compress), ..MinifierOptions::default() };
    let minified = Minifier::new(options).minify(&allocator, &mut program);
    let options = CodegenOptions {
        source_map_path: source.map(Into::into),
        comments: CommentOptions { legal: LegalComment::Inline, ..CommentOptions::disabled() },
        ..CodegenOptions::minify()
    };
    let printed = Codegen::new()
        .with_options(options)
        .with_source_text(text)
        .with_scoping(minified.scoping)
        .with_private_member_mappings(minified.class_private_mappings)
        .build(&program);
    Some((printed.code, printed.map.map(|map| map.to_json_string())))
}

/// Returns what a script loads, in an order that the minifier does not change.
fn loaded(script: &Script) -> Vec<(&str, bool)> {
    let all = script.imports.iter().chain(&script.urls);
    let mut all: Vec<(&str, bool)> = all.map(|it| (&*it.url, it.is_dynamic)).collect();
    all.sort_unstable();
    all.dedup();
    all
}
