//! The build script: created, or extended by one statement if that is safe.

use syn::spanned::Spanned as _;
use syn::visit::Visit;

/// The result of extending a build script.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Script {
    /// The script builds the assets already.
    Ready,
    /// The text with the statement in `main`.
    Extended(String),
    /// The user has to add the statement, for this reason.
    ByHand(&'static str),
}

/// The text of a new build script.
pub(crate) fn create(statement: &str) -> String {
    let does = if statement.contains(".no_tailwind()") {
        "Fingerprints the static files"
    } else {
        "Compiles Tailwind CSS and fingerprints the static files"
    };
    let statement = statement.replace('\n', "\n    ");
    format!("//! {does}.\n\nfn main() {{\n    {statement}\n}}\n")
}

/// The statement on one line.
pub(crate) fn one_line(statement: &str) -> String {
    statement.lines().map(str::trim).collect()
}

/// Adds the statement at the end of `main`, behind code that may generate files.
pub(crate) fn extend(text: &str, statement: &str) -> Script {
    if text.contains("tailprint_build") {
        return Script::Ready;
    }
    let Ok(file) = syn::parse_str::<syn::File>(text) else {
        return Script::ByHand("it cannot be parsed");
    };
    let mains: Vec<&syn::ItemFn> = file.items.iter().filter_map(main).collect();
    let [main] = mains[..] else { return Script::ByHand("it has not exactly one `fn main`") };
    let mut leaves = Leaves::default();
    leaves.visit_block(&main.block);
    if leaves.0 {
        return Script::ByHand("`main` returns in the middle");
    }
    match insert(text, main, statement) {
        Some(text) => Script::Extended(text),
        None => Script::ByHand("the end of `main` was not found"),
    }
}

fn main(item: &syn::Item) -> Option<&syn::ItemFn> {
    match item {
        syn::Item::Fn(function) if function.sig.ident == "main" => Some(function),
        _ => None,
    }
}

/// A visitor that finds `return`, by which `main` may skip its last statement. `?` ends with an error and is no problem.
#[derive(Default)]
struct Leaves(bool);

impl<'ast> Visit<'ast> for Leaves {
    fn visit_expr_return(&mut self, _: &'ast syn::ExprReturn) {
        self.0 = true;
    }

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}

    fn visit_item_fn(&mut self, _: &'ast syn::ItemFn) {}
}

fn insert(text: &str, main: &syn::ItemFn, statement: &str) -> Option<String> {
    let close = main.block.brace_token.span.close().byte_range().start;
    let last = main.block.stmts.last();
    let value = last.filter(|it| matches!(it, syn::Stmt::Expr(_, None)));
    let returns = !matches!(main.sig.output, syn::ReturnType::Default);
    let at = match value {
        // The returned value stays last. Without a return type it is a block such as a loop, or of type `()`.
        Some(value) if returns => value.span().byte_range().start,
        _ => close,
    };
    let (before, after) = text.split_at_checked(at)?;
    // `generate()` without a semicolon.
    let unfinished = at == close && value.is_some_and(is_unfinished);
    let start_of_line = before.rfind('\n').map_or(0, |it| it + 1);
    let (lines, indent) = before.split_at_checked(start_of_line)?;
    if !indent.trim().is_empty() {
        // `main` stands on one line.
        let semicolon = if unfinished { ";" } else { "" };
        let end = if at == close && !after.starts_with(' ') { " " } else { "" };
        let end = if at == close { end } else { " " };
        let statement = one_line(statement);
        return Some(format!("{}{semicolon} {statement}{end}{after}", before.trim_end()));
    }
    let semicolon = if unfinished { ";" } else { "" };
    let deeper = if at == close { "    " } else { "" };
    let lines = lines.trim_end_matches('\n');
    let statement = statement.replace('\n', &format!("\n{indent}{deeper}"));
    Some(format!("{lines}{semicolon}\n{indent}{deeper}{statement}\n{indent}{after}"))
}

fn is_unfinished(last: &syn::Stmt) -> bool {
    !matches!(
        last,
        syn::Stmt::Expr(
            syn::Expr::ForLoop(_)
                | syn::Expr::While(_)
                | syn::Expr::Loop(_)
                | syn::Expr::If(_)
                | syn::Expr::Match(_)
                | syn::Expr::Block(_),
            None
        )
    )
}

#[cfg(test)]
mod tests;
