//! Literal arguments of the filters that name assets, anywhere in a template.

use askama_parser::expr::{Call, ExprStruct};
use askama_parser::node::{FilterBlock, If, Match};
use askama_parser::{
    Ast, Expr, Filter, LetValueOrBlock, Node, PathOrIdentifier, Span, StrLit, WithSpan,
};
use memchr::memmem;
use tailprint_core::filters::{self, FILTERS, Filter as AssetFilter};

use super::Use;
use crate::error::Lines;

/// Returns false if a template names no filter for assets, so that it need not be parsed.
pub(super) fn may_have(source: &str) -> bool {
    FILTERS.iter().any(|filter| memmem::find(source.as_bytes(), filter.name.as_bytes()).is_some())
}

/// Adds the uses in the template `ast`; `source` is its text as written.
pub(super) fn collect(ast: &Ast<'_>, source: &str, file: &str, uses: &mut Vec<Use>) {
    let mut walk = Walk { found: Vec::new() };
    walk.nodes(ast.nodes());
    let mut lines = Lines::new(source.as_bytes());
    uses.extend(walk.found.into_iter().map(|Found { offset, filter, path }| {
        let (line, column) = lines.position(offset);
        Use { file: file.to_owned(), line, column, path, filter }
    }));
}

struct Walk {
    found: Vec<Found>,
}

/// A literal argument of a filter.
struct Found {
    offset: usize,
    filter: &'static AssetFilter,
    /// The literal without quotes and escapes.
    path: String,
}

type Spanned<'a> = WithSpan<Box<Expr<'a>>>;

impl Walk {
    fn nodes(&mut self, nodes: &[Box<Node<'_>>]) {
        for node in nodes {
            self.node(node);
        }
    }

    fn node(&mut self, node: &Node<'_>) {
        match node {
            Node::Lit(_)
            | Node::Comment(_)
            | Node::Declare(_)
            | Node::Extends(_)
            | Node::Include(_)
            | Node::Import(_)
            | Node::Raw(_)
            | Node::Break(_)
            | Node::Continue(_) => {}
            Node::Expr(_, expr) => self.expr(expr),
            Node::Call(call) => {
                self.exprs(call.args.iter().flatten());
                self.nodes(&call.nodes);
            }
            Node::Let(declaration) => match &declaration.val {
                LetValueOrBlock::Value(value) => self.expr(value),
                LetValueOrBlock::Block { nodes, .. } => self.nodes(nodes),
            },
            Node::Compound(compound) => self.exprs([&compound.op.lhs, &compound.op.rhs]),
            Node::If(condition) => self.condition(condition),
            Node::Match(matching) => self.matching(matching),
            Node::Loop(iteration) => {
                self.expr(&iteration.iter);
                self.exprs(&iteration.cond);
                self.nodes(&iteration.body);
                self.nodes(&iteration.else_nodes);
            }
            Node::BlockDef(block) => self.nodes(&block.nodes),
            Node::Macro(definition) => {
                self.exprs(definition.args.iter().flat_map(|arg| &arg.default));
                self.nodes(&definition.nodes);
            }
            Node::FilterBlock(block) => self.filter_block(block),
        }
    }

    fn condition(&mut self, condition: &If<'_>) {
        for branch in &condition.branches {
            if let Some(test) = &branch.cond {
                self.expr(&test.expr);
            }
            self.nodes(&branch.nodes);
        }
    }

    fn matching(&mut self, matching: &Match<'_>) {
        self.expr(&matching.expr);
        for arm in &matching.arms {
            self.nodes(&arm.nodes);
        }
    }

    fn exprs<'e, 'a: 'e>(&mut self, exprs: impl IntoIterator<Item = &'e Spanned<'a>>) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    fn expr(&mut self, expr: &Expr<'_>) {
        match expr {
            Expr::BoolLit(_)
            | Expr::NumLit(..)
            | Expr::StrLit(_)
            | Expr::CharLit(_)
            | Expr::Var(_)
            | Expr::Path(_)
            | Expr::RustMacro(..)
            | Expr::FilterSource
            | Expr::IsDefined(_)
            | Expr::IsNotDefined(_)
            | Expr::ArgumentPlaceholder => {}
            Expr::Array(items) | Expr::Tuple(items) | Expr::Concat(items) => self.exprs(items),
            Expr::ArrayRepeat(first, second) | Expr::Index(first, second) => {
                self.exprs([first, second]);
            }
            Expr::AssociatedItem(inner, _)
            | Expr::As(inner, _)
            | Expr::NamedArgument(_, inner)
            | Expr::Unary(_, inner)
            | Expr::Group(inner)
            | Expr::Try(inner) => self.expr(inner),
            Expr::BinOp(operation) => self.exprs([&operation.lhs, &operation.rhs]),
            Expr::Range(range) => self.exprs(range.lhs.iter().chain(&range.rhs)),
            Expr::Filter(filter) => self.filter(filter),
            Expr::Call(Call { path, args, .. }) => {
                self.expr(path);
                self.exprs(args);
            }
            Expr::Struct(ExprStruct { path, fields, base }) => {
                self.expr(path);
                self.exprs(fields.iter().flat_map(|field| &field.value).chain(base));
            }
            Expr::LetCond(test) => self.expr(&test.expr),
        }
    }

    fn filter(&mut self, filter: &Filter<'_>) {
        if let Some(asset_filter) = asset_filter(filter)
            && let Some((literal, span)) = filter.arguments.first().and_then(string)
        {
            self.found(span, asset_filter, unescape(literal.content));
        }
        self.exprs(&filter.arguments);
    }

    /// `{% filter static %}css/app.css{% endfilter %}`
    fn filter_block(&mut self, block: &FilterBlock<'_>) {
        if let Some(filter) = asset_filter(innermost(&block.filters))
            && let [node] = block.nodes.as_slice()
            && let Node::Lit(text) = &**node
            && text.lws.is_empty()
            && text.rws.is_empty()
        {
            self.found(text.val.span(), filter, (*text.val).to_owned());
        }
        self.filter(&block.filters);
        self.nodes(&block.nodes);
    }

    fn found(&mut self, span: Span, filter: &'static AssetFilter, path: String) {
        let range = span.byte_range();
        self.found.extend(range.map(|range| Found { offset: range.start, filter, path }));
    }
}

/// The filter that is applied first.
fn innermost<'f, 'a>(filter: &'f Filter<'a>) -> &'f Filter<'a> {
    let mut filter = filter;
    while let Some(first) = filter.arguments.first()
        && let Expr::Filter(inner) = &***first
    {
        filter = inner;
    }
    filter
}

/// The filter for assets that is applied, if it is one. In a path it is one if its module is named `filters`, as in
/// `"a.css"|crate::assets::filters::static`: askama looks for a plain name in a module of that name, too.
fn asset_filter(filter: &Filter<'_>) -> Option<&'static AssetFilter> {
    match &filter.name {
        PathOrIdentifier::Identifier(name) => filters::named(name),
        PathOrIdentifier::Path(path) => match path.as_slice() {
            [.., module, name] if *module.name == "filters" => {
                filters::named(name.name.trim_start_matches("r#"))
            }
            _ => None,
        },
    }
}

/// The string literal of an expression that has nothing but parentheses and `&` around it.
fn string<'e, 'a>(expr: &'e Spanned<'a>) -> Option<(&'e StrLit<'a>, Span)> {
    let mut expr = expr;
    while let Expr::Group(inner) | Expr::Unary("&", inner) = &**expr.as_ref() {
        expr = inner;
    }
    match &**expr.as_ref() {
        Expr::StrLit(literal) if literal.prefix.is_none() => Some((literal, expr.span())),
        _ => None,
    }
}

/// The text that a string literal means; askama's parser found it to be well-formed.
fn unescape(content: &str) -> String {
    let mut text = String::with_capacity(content.len());
    let content = content.replace("\r\n", "\n");
    let mut rest = content.as_str();
    while let Some((before, escape)) = rest.split_once('\\') {
        text.push_str(before);
        let (character, length) = escaped(escape);
        text.extend(character);
        rest = escape.get(length..).unwrap_or_default();
    }
    text.push_str(rest);
    text
}

/// The character that an escape behind its backslash means, and the length of the escape.
fn escaped(escape: &str) -> (Option<char>, usize) {
    let hexadecimal = |digits: Option<&str>| char::from_u32(u32::from_str_radix(digits?, 16).ok()?);
    let first = escape.chars().next().unwrap_or_default();
    match first {
        'n' => (Some('\n'), 1),
        'r' => (Some('\r'), 1),
        't' => (Some('\t'), 1),
        '0' => (Some('\0'), 1),
        'x' => (hexadecimal(escape.get(1..3)), 3),
        'u' => {
            let end = escape.find('}').unwrap_or(escape.len());
            (hexadecimal(escape.get(2..end)), end + 1)
        }
        _ => (Some(first), first.len_utf8()),
    }
}

#[cfg(test)]
mod tests;
