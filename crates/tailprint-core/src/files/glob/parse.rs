//! The text of a glob to its tokens.

/// A part of a glob.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A character that stands for itself.
    Literal(char),
    /// `?`
    Any,
    /// `*`
    Name,
    /// `**`, with the slash behind it.
    Folders,
    /// `[…]` and `[!…]`
    Class { ranges: Vec<(char, char)>, negated: bool },
}

impl Token {
    /// Returns true if the token can stand for the character, alone or among others.
    pub(super) fn accepts(&self, character: char) -> bool {
        match self {
            Self::Literal(literal) => *literal == character,
            Self::Any | Self::Name => character != '/',
            Self::Folders => true,
            Self::Class { ranges, negated } => {
                let listed =
                    ranges.iter().any(|(first, last)| (*first..=*last).contains(&character));
                character != '/' && listed != *negated
            }
        }
    }

    /// Returns true for the tokens that stand for any number of characters.
    pub(super) fn repeats(&self) -> bool {
        matches!(self, Self::Name | Self::Folders)
    }
}

/// The position from 1 of what is wrong with a glob, and the rule that it breaks.
type Malformed = (usize, &'static str);

const WILDCARDS: &str = "wildcards are either regular `*` or recursive `**`";
const COMPONENT: &str = "recursive wildcards must form a single path component";
const RANGE: &str = "invalid range pattern";
/// As other tools read them, the glob would match what it names; as a name, nothing.
const BRACES: &str =
    "braces list no alternatives: give a glob for each, or write `[{]` for a brace";

/// The tokens of a glob.
pub(super) fn tokens(glob: &str) -> Result<Vec<Token>, Malformed> {
    let characters: Vec<char> = glob.chars().collect();
    let mut tokens = Vec::new();
    let mut index = 0;
    while let Some(character) = characters.get(index) {
        let (token, length) = match character {
            '?' => (Token::Any, 1),
            '*' => stars(&characters, index)?,
            '[' => class(&characters[index..]).ok_or((index + 1, RANGE))?,
            '{' if lists(&characters[index..]) => return Err((index + 1, BRACES)),
            literal => (Token::Literal(*literal), 1),
        };
        tokens.push(token);
        index += length;
    }
    Ok(tokens)
}

/// Returns true for braces with a comma, such as `{css,js}`.
fn lists(rest: &[char]) -> bool {
    let behind = rest.get(1..).unwrap_or_default();
    // Up to the next brace: so each character is looked at once, however many braces there are.
    let end = behind.iter().position(|character| matches!(character, '{' | '}'));
    let inner = end.filter(|end| behind.get(*end) == Some(&'}')).and_then(|end| behind.get(..end));
    inner.is_some_and(|inner| inner.contains(&','))
}

/// The token that begins with the star at `start`, and its length.
fn stars(characters: &[char], start: usize) -> Result<(Token, usize), Malformed> {
    let count = characters[start..].iter().take_while(|character| **character == '*').count();
    match count {
        1 => Ok((Token::Name, 1)),
        2 if start > 0 && characters[start - 1] != '/' => Err((start, COMPONENT)),
        2 => match characters.get(start + 2) {
            None => Ok((Token::Folders, 2)),
            Some('/') => Ok((Token::Folders, 3)),
            Some(_) => Err((start + 3, COMPONENT)),
        },
        _ => Err((start + 3, WILDCARDS)),
    }
}

/// The class that `rest` begins with, and its length. The first character in the brackets is never the closing one.
fn class(rest: &[char]) -> Option<(Token, usize)> {
    let negated = rest.get(1) == Some(&'!');
    let start = if negated { 2 } else { 1 };
    let behind_first = rest.get(start + 1..)?;
    let end = start + 1 + behind_first.iter().position(|character| *character == ']')?;
    let mut listed = rest.get(start..end)?;
    let mut ranges = Vec::new();
    while let [first, others @ ..] = listed {
        listed = match others {
            ['-', last, others @ ..] => {
                ranges.push((*first, *last));
                others
            }
            others => {
                ranges.push((*first, *first));
                others
            }
        };
    }
    Some((Token::Class { ranges, negated }, end + 1))
}
