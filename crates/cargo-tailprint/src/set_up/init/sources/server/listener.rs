//! The statement in which the app opens its socket, and the edit that has it take the one of `cargo tailprint dev`.
//!
//! The statement stays, letter for letter, as the case in which no socket is handed over.

use std::ops::Range;

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Expr, ExprAwait, ExprCall, ItemFn, ItemMod, Local, Pat, Stmt};

use super::super::modules::{Module, indent, is_test_function};
use super::router::ends_with;
use crate::set_up::init::project::Framework;

/// A place in which the app opens a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Listening {
    /// A statement of a known form, with the replacements that edit it.
    Plain(Vec<(Range<usize>, String)>),
    /// Any other form.
    Other,
}

/// Finds all places in a module.
pub(crate) fn listening(module: &Module, framework: Framework) -> Vec<Listening> {
    let (statement, found) = Default::default();
    let mut finder = Finder { text: &module.text, framework, statement, found };
    module.visit(&mut finder);
    finder.found
}

struct Finder<'a> {
    text: &'a str,
    framework: Framework,
    /// The statement that is visited.
    statement: Range<usize>,
    found: Vec<Listening>,
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        if !is_test_function(function) {
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_item_mod(&mut self, _: &'ast ItemMod) {}

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        let plain = match self.framework {
            Framework::Axum => self.tokio(statement),
            Framework::Actix => self.actix(statement),
            _ => None,
        };
        match plain {
            Some(changes) => self.found.push(Listening::Plain(changes)),
            None => {
                let own = statement.span().byte_range();
                let outer = std::mem::replace(&mut self.statement, own);
                visit::visit_stmt(self, statement);
                self.statement = outer;
            }
        }
    }

    /// Finds a socket that is opened in another form.
    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if self.framework == Framework::Axum && calls(call, &["TcpListener", "bind"]) {
            self.found.push(Listening::Other);
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr(&mut self, expression: &'ast Expr) {
        if let Expr::Await(awaited) = expression
            && let Some(changes) = self.awaited(awaited)
        {
            self.found.push(Listening::Plain(changes));
            return;
        }
        let opened = self.chain(expression).filter(|_| self.framework == Framework::Actix);
        if opened.is_some_and(|chain| chain.iter().any(|it| opens(it))) {
            self.found.push(Listening::Other);
            return;
        }
        visit::visit_expr(self, expression);
    }
}

impl Finder<'_> {
    /// `let listener = TcpListener::bind(…).await?;`
    fn tokio(&self, statement: &Stmt) -> Option<Vec<(Range<usize>, String)>> {
        let Stmt::Local(local) = statement else { return None };
        let init = init(local)?;
        let inner = without_context(unwrapped(init)?);
        let Expr::Await(awaited) = inner else { return None };
        let Expr::Call(bind) = &*awaited.base else { return None };
        if !calls(bind, &["TcpListener", "bind"]) {
            return None;
        }
        let (whole, opened) = (init.span().byte_range(), inner.span().byte_range());
        // `.unwrap()` on a line of its own.
        let tail = self.text.get(opened.end..whole.end)?.trim_start();
        let called = self.text.get(bind.func.span().byte_range())?;
        let from_std = format!("{}from_std", called.strip_suffix("bind")?);
        let indent = indent(self.text, whole.start);
        let step = step(indent);
        let head = format!(
            "match listenfd::ListenFd::from_env().take_tcp_listener(0){tail} {{\n\
             {indent}{step}// `cargo tailprint dev` holds the socket open while the app restarts.\n\
             {indent}{step}Some(socket) => {{\n\
             {indent}{step}{step}socket.set_nonblocking(true){tail};\n\
             {indent}{step}{step}{from_std}(socket){tail}\n\
             {indent}{step}}}\n\
             {indent}{step}None => "
        );
        let end = format!(",\n{indent}}}");
        Some(vec![(whole.start..whole.start, head), (whole.end..whole.end, end)])
    }

    /// `TcpListener::bind(…).await` in any expression: what is done about an error stays behind it.
    fn awaited(&self, awaited: &ExprAwait) -> Option<Vec<(Range<usize>, String)>> {
        let Expr::Call(bind) = &*awaited.base else { return None };
        if self.framework != Framework::Axum || !calls(bind, &["TcpListener", "bind"]) {
            return None;
        }
        let whole = awaited.span().byte_range();
        let called = self.text.get(bind.func.span().byte_range())?;
        let from_std = format!("{}from_std", called.strip_suffix("bind")?);
        let indent = indent(self.text, whole.start);
        let step = step(indent);
        let head = format!(
            "match listenfd::ListenFd::from_env().take_tcp_listener(0) {{\n\
             {indent}{step}// `cargo tailprint dev` holds the socket open while the app restarts.\n\
             {indent}{step}Ok(Some(socket)) => {{\n\
             {indent}{step}{step}socket.set_nonblocking(true).and_then(|()| {from_std}(socket))\n\
             {indent}{step}}}\n\
             {indent}{step}Ok(None) => "
        );
        let end = format!(",\n{indent}{step}Err(error) => Err(error),\n{indent}}}");
        let dot = awaited.dot_token.span().byte_range().start;
        let blank = bind.span().byte_range().end..dot;
        let is_blank = self.text.get(blank.clone()).is_some_and(|it| it.trim().is_empty());
        let joined = Some((blank, String::new())).filter(|(it, _)| is_blank && !it.is_empty());
        let around = [(whole.start..whole.start, head), (whole.end..whole.end, end)];
        let moved = self.moved(whole.end, &format!("{indent}{step}"), step);
        Some(around.into_iter().chain(joined).chain(moved).collect())
    }

    /// Moves the calls behind an expression to the left by one step, as rustfmt does behind a closing brace.
    fn moved(&self, end: usize, indent: &str, step: &str) -> Vec<(Range<usize>, String)> {
        let Some(tail) = self.text.get(end..self.statement.end) else { return Vec::new() };
        let is_on_own_line = tail.trim_start_matches([' ', '\t']).starts_with('\n');
        // Code that is cut off within brackets cannot be read, so it stays.
        let is_known_short = || tail.parse().is_ok_and(|code| !has_long_literals(code));
        if !is_on_own_line || !is_known_short() {
            return Vec::new();
        }
        let start = format!("\n{indent}");
        let lines = tail.match_indices(&*start).map(|(at, _)| end + at + 1);
        lines.map(|at| (at..at + step.len(), String::new())).collect()
    }

    /// `HttpServer::new(…).bind(…)?.run().await`, or a part of it in a variable.
    fn actix(&self, statement: &Stmt) -> Option<Vec<(Range<usize>, String)>> {
        let (name, whole) = match statement {
            Stmt::Local(local) => (Some(variable(local)?), init(local)?),
            Stmt::Expr(whole, _) => (None, whole),
            _ => return None,
        };
        let chain = self.chain(whole)?;
        let mut opening = chain.iter().enumerate().filter(|(_, it)| opens(it));
        let (Some((index, _)), None) = (opening.next(), opening.next()) else { return None };
        let Some(Expr::MethodCall(bind)) = chain.get(index) else { return None };
        let opened = chain.get(index.checked_sub(1)?).filter(|it| unwrapped(it).is_some())?;
        if bind.method != "bind" {
            return None;
        }
        // `server.bind(…)?.run().await`, where the server is in a variable already.
        let own = single(&bind.receiver).filter(|_| name.is_none());
        let is_declared = name.is_some();
        let name = own.clone().or(name).unwrap_or_else(|| self.free_name());
        let (made, end) = (bind.receiver.span().byte_range().end, opened.span().byte_range().end);
        let tail = self.text.get(bind.span().byte_range().end..end)?;
        let start = whole.span().byte_range();
        let indent = indent(self.text, start.start);
        let declare = if own.is_some() { String::new() } else { format!(";\n{indent}") };
        let head = format!("{declare}let {name} = {}", choice(&name, tail, indent));
        let dot = bind.dot_token.span().byte_range().start;
        let from = if own.is_some() { start.start } else { made };
        let mut changes = vec![(from..dot, head)];
        if !is_declared && own.is_none() {
            changes.push((start.start..start.start, format!("let {name} = ")));
        }
        let rest = match (is_declared, end == start.end) {
            (true, true) => "",
            (true, false) => &format!(";\n{indent}let {name} = {name}"),
            (false, _) => &format!(";\n{indent}{name}"),
        };
        let rest = format!(",\n{indent}}}{rest}");
        let behind = self.text.get(end..start.end)?;
        let blank = behind.len() - behind.trim_start().len();
        changes.push((end..end + blank, rest));
        Some(changes)
    }

    /// The expressions from the outermost to `HttpServer::new(…)`, or to the variable that holds it.
    fn chain<'e>(&self, outer: &'e Expr) -> Option<Vec<&'e Expr>> {
        let mut chain = vec![outer];
        loop {
            let inner = match *chain.last()? {
                Expr::Try(it) => &*it.expr,
                Expr::Await(it) => &*it.base,
                Expr::MethodCall(it) => &*it.receiver,
                Expr::Call(it) => return calls(it, &["HttpServer", "new"]).then_some(chain),
                other => {
                    let server = format!("let {} = HttpServer::new(", single(other)?);
                    return self.text.contains(&server).then_some(chain);
                }
            };
            chain.push(inner);
        }
    }

    /// A name for the variable that the module does not use yet.
    fn free_name(&self) -> String {
        let is_taken = |name: &str| {
            let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
            self.text.split(|letter| !is_word(letter)).any(|word| word == name)
        };
        let mut name = "server".to_owned();
        while is_taken(&name) {
            name.insert_str(0, "http_");
        }
        name
    }
}

/// Returns true if a literal has several lines, whose white space is a part of it.
fn has_long_literals(code: TokenStream) -> bool {
    code.into_iter().any(|token| match token {
        TokenTree::Literal(it) => it.to_string().contains('\n'),
        TokenTree::Group(it) => has_long_literals(it.stream()),
        _ => false,
    })
}

/// The start of the expression that gives a server of actix its socket; that of the app follows.
fn choice(name: &str, tail: &str, indent: &str) -> String {
    let step = step(indent);
    format!(
        "match listenfd::ListenFd::from_env().take_tcp_listener(0){tail} {{\n\
         {indent}{step}// `cargo tailprint dev` holds the socket open while the app restarts.\n\
         {indent}{step}Some(socket) => {name}.listen(socket){tail},\n\
         {indent}{step}None => {name}"
    )
}

/// The white space by which code is indented once more.
fn step(indent: &str) -> &'static str {
    if indent.starts_with('\t') { "\t" } else { "    " }
}

/// The value of a plain `let` statement.
fn init(local: &Local) -> Option<&Expr> {
    variable(local)?;
    let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
    Some(&init.expr)
}

/// The name that a `let` declares, if it is nothing but a name.
fn variable(local: &Local) -> Option<String> {
    match &local.pat {
        Pat::Ident(it) if it.mutability.is_none() && it.by_ref.is_none() && it.subpat.is_none() => {
            Some(it.ident.to_string())
        }
        _ => None,
    }
}

/// An expression without the `?`, `.unwrap()` or `.expect(…)` at its end.
fn unwrapped(outer: &Expr) -> Option<&Expr> {
    match outer {
        Expr::Try(outer) => Some(&outer.expr),
        Expr::MethodCall(call) if call.method == "unwrap" || call.method == "expect" => {
            Some(&call.receiver)
        }
        _ => None,
    }
}

/// An expression without the `.context(…)` of `anyhow` at its end, which applies to every kind of error.
fn without_context(outer: &Expr) -> &Expr {
    match outer {
        Expr::MethodCall(call) if call.method == "context" => &call.receiver,
        outer => outer,
    }
}

/// The name of an expression that is nothing but the name of a variable.
fn single(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        _ => None,
    }
}

/// Returns true for a call that has a server of actix open a socket.
fn opens(expression: &Expr) -> bool {
    let Expr::MethodCall(call) = expression else { return false };
    let name = call.method.to_string();
    name.starts_with("bind") || name.starts_with("listen")
}

fn calls(call: &ExprCall, names: &[&str]) -> bool {
    matches!(&*call.func, Expr::Path(path) if ends_with(&path.path, names))
}
