//! The syntax that makes a script a module, and the modules that it imports, without a syntax tree.

use std::iter::Peekable;
use std::ops::Range;

use super::lexer::{Lexeme, Lexer, Token};
use super::string;
use crate::references::reference::{Kind, Reference};

/// The properties of a script that has module syntax, or may have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Syntax {
    /// True if no classic script has this syntax: `import`, `export`, `import.meta` or `await` at the top level.
    pub(crate) is_module: bool,
    /// True if there is a default export.
    pub(crate) has_default: bool,
    /// The specifiers of imports that are strings.
    pub(crate) imports: Vec<Reference>,
    /// True for those of `import()`, which may never be loaded.
    pub(crate) is_lazy: Vec<bool>,
    /// True if `import()` is called with a specifier that is no string, and `with` is an option somewhere: a file that is no
    /// script may be imported by a name that is not known.
    pub(crate) imports_computed_files: bool,
}

/// Reads a script.
pub(crate) fn read(source: &str) -> Syntax {
    let mut reader = Reader {
        source,
        tokens: Lexer::new(source).peekable(),
        syntax: Syntax::default(),
        is_computed: false,
        has_with: false,
    };
    reader.run();
    reader.syntax.imports_computed_files = reader.is_computed && reader.has_with;
    reader.syntax
}

struct Reader<'a> {
    source: &'a str,
    tokens: Peekable<Lexer<'a>>,
    syntax: Syntax,
    /// True if a specifier is computed.
    is_computed: bool,
    /// True if there is an option `with`.
    has_with: bool,
}

impl<'a> Reader<'a> {
    fn run(&mut self) {
        let (mut is_property, mut dots) = (false, 0_usize);
        while let Some(Lexeme { token, is_top_level, .. }) = self.tokens.next() {
            match token {
                Token::Word("import") if !is_property => self.import(is_top_level),
                Token::Word("export") if !is_property && is_top_level => self.export(),
                Token::Word("await") if !is_property && is_top_level => {
                    // `await` is a name in classic scripts, and no name is followed by another word.
                    let is_keyword = matches!(self.peek(), Some(Token::Word(_)));
                    self.syntax.is_module |= is_keyword;
                }
                Token::Word("with") if !is_property => {
                    self.has_with |= self.peek() == Some(&Token::Sign(b':'));
                }
                _ => {}
            }
            dots = if token == Token::Sign(b'.') { dots + 1 } else { 0 };
            // Three dots spread a value: `...import("…")`.
            is_property = dots == 1;
        }
    }

    fn peek(&mut self) -> Option<&Token<'a>> {
        self.tokens.peek().map(|lexeme| &lexeme.token)
    }

    fn next(&mut self) -> Option<Token<'a>> {
        self.tokens.next().map(|lexeme| lexeme.token)
    }

    fn import(&mut self, is_top_level: bool) {
        match self.peek().cloned() {
            Some(Token::Sign(b'(')) => {
                self.next();
                if let Some(Token::Text(content)) = self.peek().cloned() {
                    self.next();
                    if matches!(self.peek(), Some(Token::Sign(b')' | b','))) {
                        self.specifier(content, true);
                        return;
                    }
                }
                self.is_computed = true;
            }
            Some(Token::Sign(b'.')) => {
                self.next();
                self.syntax.is_module |= self.peek() == Some(&Token::Word("meta"));
            }
            Some(Token::Text(content)) if is_top_level => {
                self.next();
                self.syntax.is_module = true;
                self.specifier(content, false);
            }
            Some(Token::Word(_) | Token::Sign(b'{' | b'*')) if is_top_level => {
                self.syntax.is_module = true;
                self.from();
            }
            _ => {}
        }
    }

    fn export(&mut self) {
        self.syntax.is_module = true;
        match self.peek().cloned() {
            Some(Token::Word("default")) => self.syntax.has_default = true,
            Some(Token::Sign(b'{' | b'*')) => {
                self.syntax.has_default |= self.clause();
                if self.peek() == Some(&Token::Word("from")) {
                    self.next();
                    if let Some(Token::Text(content)) = self.peek().cloned() {
                        self.next();
                        self.specifier(content, false);
                    }
                }
            }
            _ => {}
        }
    }

    /// Reads `{ a, b as c }`, `*` or `* as a`. Returns true if one of the names is `default`.
    fn clause(&mut self) -> bool {
        let is_list = self.next() == Some(Token::Sign(b'{'));
        let (mut name_is_default, mut has_default) = (false, false);
        if !is_list {
            if self.peek() != Some(&Token::Word("as")) {
                return false;
            }
            self.next();
            return self.next().is_some_and(|name| self.is_default(&name));
        }
        while let Some(token) = self.next() {
            match token {
                Token::Sign(b'}') => return has_default || name_is_default,
                Token::Sign(b',') => {
                    has_default |= name_is_default;
                    name_is_default = false;
                }
                name => name_is_default = self.is_default(&name),
            }
        }
        false
    }

    fn is_default(&self, name: &Token<'_>) -> bool {
        match name {
            Token::Word(word) => *word == "default",
            Token::Text(content) => self.source.get(content.clone()) == Some("default"),
            Token::Part | Token::Pattern(_) | Token::Sign(_) => false,
        }
    }

    /// Reads the names of an import and its specifier.
    fn from(&mut self) {
        let mut is_from = false;
        // The names are few tokens: words, commas, braces, stars, and strings in front of `as`.
        while let Some(token) = self.peek().cloned() {
            match token {
                Token::Text(content) if is_from => {
                    self.next();
                    return self.specifier(content, false);
                }
                Token::Word(_) | Token::Text(_) | Token::Sign(b',' | b'{' | b'}' | b'*') => {}
                _ => return,
            }
            is_from = token == Token::Word("from");
            self.next();
        }
    }

    fn specifier(&mut self, content: Range<usize>, is_lazy: bool) {
        let decoded = string::decode(self.source, content);
        self.syntax.imports.extend(decoded.and_then(|text| text.reference(Kind::Module)));
        self.syntax.is_lazy.resize(self.syntax.imports.len(), is_lazy);
    }
}

#[cfg(test)]
mod tests;
