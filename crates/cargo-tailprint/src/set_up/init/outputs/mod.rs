//! Files that the build script of the app writes into the folder of the assets.
//!
//! Cargo watches that folder, and a file in it that is newer than the start of the script makes it run the script at each
//! build. So the files are moved to a folder of `OUT_DIR`, which becomes a root.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprMethodCall};

use super::plan::Plan;
use super::project::Project;
use super::sources::{Constants, Folder, Paths, Variable, of_crate};
use super::survey::Survey;
use super::survey::tailwind::Tailwind;

/// The name of the folder in `OUT_DIR`, and of the variable that has its path.
const GENERATED: &str = "generated";

/// Lists the paths below a folder that the build script writes by itself.
pub(crate) fn paths(project: &Project, folder: &str, plan: &Plan) -> Result<Vec<String>, String> {
    let Some(script) = project.build_script() else { return Ok(Vec::new()) };
    let Ok(parsed) = syn::parse_str::<syn::File>(&plan.text_or_empty(script)?) else {
        return Ok(Vec::new());
    };
    let outputs = found(&parsed, folder, &constants(script, plan));
    Ok(outputs.written.into_iter().map(|it| it.path).collect())
}

/// Moves the files, or tells which of them the user has to move. Returns the call of `Config` for their folder.
pub(crate) fn moved(
    project: &Project,
    survey: &Survey,
    plan: &mut Plan,
) -> Result<Option<String>, String> {
    let (Some(files), Some(script)) = (&survey.files, project.build_script()) else {
        return Ok(None);
    };
    let script = script.to_owned();
    let text = plan.text_or_empty(&script)?;
    let Ok(parsed) = syn::parse_str::<syn::File>(&text) else { return Ok(None) };
    let shown = project.shown(&script);
    stale(&text, files, plan);
    let outputs = found(&parsed, &files.folder, &constants(&script, plan));
    programs(&outputs, &shown, survey, plan);
    if outputs.written.is_empty() {
        return Ok(None);
    }
    if let Some(new) = edited(&text, &parsed, &outputs).filter(|_| !survey.is_set_up) {
        plan.set(&script, new)?;
        for output in &outputs.written {
            leftover(&output.path, files, plan);
        }
        return Ok(Some(format!(".root(&{GENERATED})")));
    }
    for output in &outputs.written {
        plan.note(format!(
            "{shown}:{}: writes {}/{}, which Cargo watches, so every build runs the script again: write it to a folder of \
             OUT_DIR, and add that folder with `.root(…)` to the `Config`",
            output.line, files.folder, output.path
        ));
    }
    Ok(None)
}

/// Tells of programs that may write there. Those of Tailwind are told already.
fn programs(outputs: &Outputs, shown: &str, survey: &Survey, plan: &mut Plan) {
    let folder = survey.files.as_ref().map_or("", |files| &*files.folder);
    let sheet = survey.tailwind.output();
    let source = match &survey.tailwind {
        Tailwind::Entry(entry) => {
            entry.source.strip_prefix(folder).and_then(|it| it.strip_prefix('/'))
        }
        _ => None,
    };
    let is_told = |it: &&Output| sheet == Some(&*it.path) || source == Some(&*it.path);
    for Output { line, path, .. } in outputs.named.iter().filter(|it| !is_told(it)) {
        plan.note(format!(
            "{shown}:{line}: gives {folder}/{path} to a program; if it writes that file, every build runs the script \
             again: run the program by `.before(tailprint_build::Before::new(…))` on the `Config`, with `$OUT/{path}` in its place"
        ));
    }
}

/// Tells of a file that an earlier version of the script has written, once the script writes it elsewhere.
fn stale(script: &str, files: &super::survey::Files, plan: &mut Plan) {
    for (at, start) in script.match_indices(&format!("{GENERATED}.join(\"")) {
        let rest = script.get(at + start.len()..).unwrap_or_default();
        if let Some((path, _)) = rest.split_once('"') {
            leftover(path, files, plan);
        }
    }
}

fn leftover(path: &str, files: &super::survey::Files, plan: &mut Plan) {
    if files.path.join(path).is_file() {
        plan.note(format!(
            "delete {}/{path}: the build script writes it to OUT_DIR now, and the old file would come first",
            files.folder
        ));
    }
}

/// The script with other paths, if all files are written in `main` and nothing stands against a variable there.
fn edited(text: &str, parsed: &syn::File, outputs: &Outputs) -> Option<String> {
    let mains: Vec<&syn::ItemFn> = parsed
        .items
        .iter()
        .filter_map(|item| match item {
            syn::Item::Fn(function) if function.sig.ident == "main" => Some(function),
            _ => None,
        })
        .collect();
    let [main] = mains[..] else { return None };
    let body = main.block.span().byte_range();
    // A variable or a constant that leads to the file would be left without a use.
    let is_inside =
        |it: &Output| it.is_direct && body.start < it.range.start && it.range.end < body.end;
    let mut written: Vec<&Output> = outputs.written.iter().collect();
    written.sort_by_key(|it| it.range.start);
    // One file may be written in the arguments of what writes another.
    let mut pairs = written.iter().zip(written.iter().skip(1));
    let are_apart = pairs.all(|(one, next)| one.range.end <= next.range.start);
    let is_safe = are_apart
        && outputs.written.iter().all(is_inside)
        && !names(text.parse().ok()?)
        && !text.contains("move |")
        && text.get(body.clone())?.contains('\n');
    if !is_safe {
        return None;
    }
    let mut new = text.to_owned();
    for output in written.iter().rev() {
        new.replace_range(output.range.clone(), &format!("{GENERATED}.join({:?})", output.path));
    }
    let folders: BTreeSet<&Path> =
        outputs.written.iter().filter_map(|it| Path::new(&it.path).parent()).collect();
    let mut head = format!(
        "\n    // Cargo watches the assets, so what this script writes lies elsewhere.\n    let {GENERATED} = \
         std::path::Path::new(&std::env::var(\"OUT_DIR\").unwrap()).join({GENERATED:?});"
    );
    for folder in folders {
        let made = if folder == Path::new("") {
            format!("&{GENERATED}")
        } else {
            format!("{GENERATED}.join({folder:?})")
        };
        head += &format!("\n    std::fs::create_dir_all({made}).unwrap();");
    }
    new.insert_str(body.start + 1, &head);
    Some(new)
}

/// Returns true if code has the name of the variable.
fn names(code: TokenStream) -> bool {
    code.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == GENERATED,
        TokenTree::Group(group) => names(group.stream()),
        _ => false,
    })
}

/// A file below the folder of the assets that the script names.
#[derive(Debug, PartialEq, Eq)]
struct Output {
    line: usize,
    /// The path below the folder.
    path: String,
    /// The argument that names it.
    range: Range<usize>,
    /// True if the argument has the path itself.
    is_direct: bool,
}

#[derive(Debug, Default)]
struct Outputs {
    /// Files that functions of the standard library write.
    written: Vec<Output>,
    /// Files in the arguments of programs.
    named: Vec<Output>,
}

/// The constants of a build script.
fn constants(script: &Path, plan: &Plan) -> Constants {
    Constants::of(&of_crate(script, plan))
}

/// Finds the files below a folder.
fn found(parsed: &syn::File, folder: &str, constants: &Constants) -> Outputs {
    let folder = format!("{folder}/");
    let (variables, outputs) = Default::default();
    let mut finder = Finder { folder, constants, variables, outputs };
    finder.visit_file(parsed);
    finder.outputs
}

struct Finder<'a> {
    /// The folder with a slash at its end.
    folder: String,
    constants: &'a Constants,
    /// The paths in variables of the function.
    variables: Vec<Variable>,
    outputs: Outputs,
}

impl Finder<'_> {
    fn path(&self, expression: &Expr) -> Option<Folder> {
        Paths { constants: self.constants, variables: &self.variables }.folder(expression)
    }

    /// Reads an argument that is a path below the folder, or leads to one.
    fn output(&self, argument: &Expr) -> Option<Output> {
        let found = self.path(argument)?;
        let path = found.path.trim_start_matches("./").strip_prefix(&*self.folder)?.to_owned();
        let line = argument.span().start().line;
        let is_direct = !matches!(argument, Expr::Path(_)) && found.variable.is_none();
        let range = argument.span().byte_range();
        (!path.is_empty()).then_some(Output { line, path, range, is_direct })
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        let outer = std::mem::take(&mut self.variables);
        visit::visit_item_fn(self, function);
        self.variables = outer;
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        let folder = local.init.as_ref().and_then(|init| self.path(&init.expr));
        if let (syn::Pat::Ident(name), Some(folder)) = (&local.pat, folder) {
            let (name, statement) = (name.ident.to_string(), local.span().byte_range());
            self.variables.push(Variable { name, statement, folder });
        }
        visit::visit_local(self, local);
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if let Expr::Path(function) = &*call.func {
            let name = function.path.segments.last().map(|it| it.ident.to_string());
            let target = match name.as_deref() {
                Some("write" | "create" | "create_new") => call.args.first(),
                Some("copy" | "rename" | "hard_link") => call.args.iter().nth(1),
                _ => None,
            };
            let output = target.and_then(|target| self.output(target));
            self.outputs.written.extend(output);
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if call.method == "arg" {
            self.name(&call.args);
        } else if call.method == "args"
            && let Some(list) = call.args.first()
        {
            let list = if let Expr::Reference(it) = list { &*it.expr } else { list };
            if let Expr::Array(array) = list {
                self.name(&array.elems);
            }
        }
        visit::visit_expr_method_call(self, call);
    }
}

impl Finder<'_> {
    fn name(&mut self, arguments: &syn::punctuated::Punctuated<Expr, syn::Token![,]>) {
        let named: Vec<Output> = arguments.iter().filter_map(|it| self.output(it)).collect();
        self.outputs.named.extend(named);
    }
}

#[cfg(test)]
mod tests;
