//! Literal arguments of the filters that name assets, anywhere in a template that askama's parser has read.

use askama_parser::expr::{Call, ExprStruct};
use askama_parser::node::{FilterBlock, If, Match};
use askama_parser::{
    Ast, Expr, Filter, LetValueOrBlock, Node, PathOrIdentifier, Span, StrLit, WithSpan,
};
use memchr::memmem;
use tailprint_core::filters::{self, FILTERS, Filter as AssetFilter};

/// The arguments of filters in one template.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) literals: Vec<Literal>,
    /// The arguments that are known at run time only.
    pub(super) dynamic: Vec<(usize, &'static AssetFilter)>,
}

/// A literal argument of a filter.
#[derive(Debug)]
pub(super) struct Literal {
    /// The offset of the opening quote in bytes.
    pub(super) offset: usize,
    pub(super) filter: &'static AssetFilter,
    /// The literal without quotes and escapes.
    pub(super) path: String,
}

/// Returns false if a template names no filter for assets, so that it need not be parsed.
pub(super) fn may_have(source: &str) -> bool {
    let bytes = source.as_bytes();
    let has = |name: &str| memmem::find(bytes, name.as_bytes()).is_some();
    // `static` may be called as a function. The others stand behind `|`, in a path with `filters`, or behind `filter`: to
    // look for these takes less time than for all names.
    let may_filter = || memchr::memchr(b'|', bytes).is_some() || has("filter");
    let mut names = FILTERS.iter().chain([&filters::OLD_STATIC]).map(|filter| filter.name);
    has("static") || (may_filter() && names.any(has))
}

/// Collects the uses in the template `ast`. `is_old` is true for a version of askama that cannot name a filter `static`.
pub(super) fn collect(ast: &Ast<'_>, is_old: bool) -> Found {
    let mut walk = Walk { found: Found::default(), is_old };
    walk.nodes(ast.nodes());
    walk.found
}

/// The filter for assets of this name.
pub(super) fn named(name: &str, is_old: bool) -> Option<&'static AssetFilter> {
    let old = || (is_old && name == filters::OLD_STATIC.name).then_some(&filters::OLD_STATIC);
    filters::named(name).or_else(old)
}

struct Walk {
    found: Found,
    is_old: bool,
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
                self.call(path, args);
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
        if let Some(asset_filter) = self.asset_filter(filter)
            && let Some(argument) = filter.arguments.first()
        {
            self.argument(argument, asset_filter);
        }
        self.exprs(&filter.arguments);
    }

    /// `static("css/app.css")`, as other engines write it. No function of askama can have that name.
    fn call(&mut self, path: &Expr<'_>, args: &[Spanned<'_>]) {
        if let (Expr::Var("static"), Some(first), Some(filter)) =
            (path, args.first(), filters::named("static"))
        {
            match &***first {
                Expr::NamedArgument(_, value) => self.argument(value, filter),
                _ => self.argument(first, filter),
            }
        }
    }

    fn argument(&mut self, argument: &Spanned<'_>, filter: &'static AssetFilter) {
        if let Some((literal, span)) = string(argument) {
            self.found(span, filter, unescape(literal.content));
        } else if !matches!(&***argument, Expr::FilterSource) {
            let range = argument.span().byte_range();
            self.found.dynamic.extend(range.map(|range| (range.start, filter)));
        }
    }

    /// `{% filter static %}css/app.css{% endfilter %}`
    fn filter_block(&mut self, block: &FilterBlock<'_>) {
        if let Some(filter) = self.asset_filter(innermost(&block.filters))
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
        let literals = &mut self.found.literals;
        literals.extend(range.map(|range| Literal { offset: range.start, filter, path }));
    }

    /// The filter for assets that is applied, if it is one. In a path it is one if its module is named `filters`, as in
    /// `"a.css"|crate::assets::filters::static`: askama looks for a plain name in a module of that name, too.
    fn asset_filter(&self, filter: &Filter<'_>) -> Option<&'static AssetFilter> {
        match &filter.name {
            PathOrIdentifier::Identifier(name) => named(name, self.is_old),
            PathOrIdentifier::Path(path) => match path.as_slice() {
                [.., module, name] if *module.name == "filters" => {
                    named(name.name.trim_start_matches("r#"), self.is_old)
                }
                _ => None,
            },
        }
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

/// The text that a string literal means.
pub(super) fn unescape(content: &str) -> String {
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
