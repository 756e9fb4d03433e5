//! A glob as steps that are followed at once, so that no path takes long.

use super::parse::{Set, Token};

/// Every byte.
const ALL: Set = [true; 256];

/// Every byte but `/`.
const NO_SLASH: Set = {
    let mut set = ALL;
    set[b'/' as usize] = false;
    set
};

/// A compiled glob.
#[derive(Clone, Debug)]
pub(super) struct Program {
    steps: Vec<Step>,
}

#[derive(Clone, Debug)]
enum Step {
    /// Takes this byte.
    Byte(u8),
    /// Takes a byte of the set.
    One(Box<Set>),
    /// Goes on at another step as well.
    Also(usize),
    /// Goes on at another step only.
    Jump(usize),
}

impl Program {
    pub(super) fn of(tokens: &[Token]) -> Self {
        let mut program = Self { steps: Vec::new() };
        match tokens {
            // Alone, it means everything.
            [Token::Folders] => program.star(ALL),
            tokens => program.add_all(tokens),
        }
        program
    }

    fn add_all(&mut self, tokens: &[Token]) {
        tokens.iter().for_each(|token| self.add(token));
    }

    fn add(&mut self, token: &Token) {
        match token {
            Token::Byte(byte) => self.steps.push(Step::Byte(*byte)),
            Token::Any => self.steps.push(Step::One(Box::new(NO_SLASH))),
            Token::Star => self.star(NO_SLASH),
            Token::Class(set) => self.steps.push(Step::One(set.clone())),
            // Nothing, a slash, or anything that ends with one.
            Token::Folders => {
                let slash = [Token::Byte(b'/')];
                self.either(&[&|_| {}, &|it: &mut Self| it.add_all(&slash), &|it: &mut Self| {
                    it.star(ALL);
                    it.add_all(&slash);
                }]);
            }
            Token::Below => {
                self.steps.push(Step::Byte(b'/'));
                self.star(ALL);
            }
            Token::Between => {
                self.steps.push(Step::Byte(b'/'));
                self.either(&[&|_| {}, &|it: &mut Self| {
                    it.star(ALL);
                    it.steps.push(Step::Byte(b'/'));
                }]);
            }
            Token::Either(branches) => {
                // An empty one is left out, and so are braces without any other.
                let branches: Vec<&Vec<Token>> =
                    branches.iter().filter(|branch| !is_empty(branch)).collect();
                let adds: Vec<_> =
                    branches.iter().map(|branch| move |it: &mut Self| it.add_all(branch)).collect();
                let adds: Vec<&dyn Fn(&mut Self)> = adds.iter().map(|add| add as _).collect();
                self.either(&adds);
            }
        }
    }

    /// Takes any number of bytes of a set.
    fn star(&mut self, set: Set) {
        let start = self.steps.len();
        self.steps.push(Step::Also(start + 3));
        self.steps.push(Step::One(Box::new(set)));
        self.steps.push(Step::Jump(start));
    }

    fn either(&mut self, branches: &[&dyn Fn(&mut Self)]) {
        let mut ends = Vec::new();
        let Some((last, others)) = branches.split_last() else { return };
        for branch in others {
            let start = self.steps.len();
            self.steps.push(Step::Also(0));
            branch(self);
            ends.push(self.steps.len());
            self.steps.push(Step::Jump(0));
            let next = self.steps.len();
            self.set(start, Step::Also(next));
        }
        last(self);
        let end = self.steps.len();
        for jump in ends {
            self.set(jump, Step::Jump(end));
        }
    }

    fn set(&mut self, index: usize, step: Step) {
        if let Some(slot) = self.steps.get_mut(index) {
            *slot = step;
        }
    }

    /// Returns true if the program takes the whole text.
    pub(super) fn matches(&self, text: &[u8]) -> bool {
        let mut now = Reached::new(self.steps.len() + 1);
        let mut next = Reached::new(self.steps.len() + 1);
        self.reach(0, &mut now);
        for byte in text {
            next.clear();
            for index in &now.steps {
                let takes = match self.steps.get(*index) {
                    Some(Step::Byte(one)) => one == byte,
                    Some(Step::One(set)) => set.get(usize::from(*byte)) == Some(&true),
                    _ => false,
                };
                if takes {
                    self.reach(index + 1, &mut next);
                }
            }
            if next.steps.is_empty() {
                return false;
            }
            std::mem::swap(&mut now, &mut next);
        }
        now.steps.contains(&self.steps.len())
    }

    /// Adds a step, and those that are reached from it without a byte.
    fn reach(&self, step: usize, reached: &mut Reached) {
        let mut open = vec![step];
        while let Some(step) = open.pop() {
            if !reached.add(step) {
                continue;
            }
            match self.steps.get(step) {
                Some(Step::Also(other)) => open.extend([step + 1, *other]),
                Some(Step::Jump(other)) => open.push(*other),
                _ => {}
            }
        }
    }
}

/// Returns true for tokens that take no byte at all.
fn is_empty(tokens: &[Token]) -> bool {
    tokens.iter().all(|token| match token {
        Token::Either(branches) => branches.iter().all(|branch| is_empty(branch)),
        _ => false,
    })
}

/// The steps that the bytes so far lead to.
#[derive(Debug)]
struct Reached {
    steps: Vec<usize>,
    is_in: Vec<bool>,
}

impl Reached {
    fn new(count: usize) -> Self {
        Self { steps: Vec::new(), is_in: vec![false; count] }
    }

    fn add(&mut self, step: usize) -> bool {
        match self.is_in.get_mut(step) {
            Some(is_in) if !*is_in => {
                *is_in = true;
                self.steps.push(step);
                true
            }
            _ => false,
        }
    }

    fn clear(&mut self) {
        for step in self.steps.drain(..) {
            if let Some(is_in) = self.is_in.get_mut(step) {
                *is_in = false;
            }
        }
    }
}
