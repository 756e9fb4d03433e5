//! Random lines against the official scanner.

use serde_json::json;

use crate::{VERSIONS, official, ours};

const CLASSES: &str = "p-1 flex hover:p-2 bg-[#fff] w-1/2 bg-red-500/50 [a:b] [&>p]:m-1 !m-1 m-1! -m-2 \
    group-hover/x:p-1 p-1.5 w-(--x) w-(length:--x,1px) @container @sm:p-1 *:p-1 2xl:p-3 data-[x=y]:p-1 \
    p-[calc(1px+2px)] bg-[url(\"a.png\")] [--x:1px] text-['a'] supports-[a(b)]:p-1 a xy foo_bar bar-50% \
    [mask:url(a)]/50 @[3px]:p-1 in-[.a]:p-2 w-[var(--a,1px)] max-w-[calc(100%-1px)]! AbC fooBar div class \
    className 1 0.5 true if 12px $x _x x-[a{b}c] content-['{'] aria-[sort=ascending]:flex";
const SYNTAX: &str = "{%·if· %} {{· ·}} class=\" \"> <div· </div> `·${ }` \"·+·\" '·+·' : , (\" \") [\" \"] {\" \":· => \
    ==\" ·?·\" \"·:·\" \\n &quot; // /* */ #{ } # -- $ $( @if( <%= %> {# #} | :: ·class: ={ html!·{· .· ·} {%- -%} {{- \
    ->  &str r#\" \"# ; ! ~ ^ & + = < > ? @ \\ ' ` . _ é ·";

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn line(&mut self, syntax: &[String], classes: &[&str]) -> String {
        let mut line = String::new();
        for _ in 0..1 + self.below(7) {
            line.push_str(&syntax[self.below(syntax.len())]);
            if self.below(4) > 0 {
                line.push_str(classes[self.below(classes.len())]);
            }
            if self.below(4) == 0 {
                line.push_str(&syntax[self.below(syntax.len())]);
            }
        }
        line
    }
}

/// Missed, extra and all candidates of random lines in a language, by a version.
fn differences(
    version: &str,
    extension: &str,
    lines: usize,
    seed: u64,
) -> (Vec<String>, Vec<String>, usize) {
    let syntax: Vec<String> = SYNTAX.split(' ').map(|piece| piece.replace('·', " ")).collect();
    let classes: Vec<&str> = CLASSES.split_whitespace().collect();
    let mut numbers = Numbers(seed);
    let lines: Vec<String> = (0..lines).map(|_| numbers.line(&syntax, &classes)).collect();
    let items =
        lines.iter().map(|line| json!({ "content": line, "extension": extension })).collect();
    let (mut missed, mut extra, mut all) = (Vec::new(), Vec::new(), 0);
    for (line, official) in lines.iter().zip(official(version, &items)) {
        let ours = ours(version, line.as_bytes(), extension);
        all += official.len();
        missed.extend(
            official
                .iter()
                .filter(|word| !ours.contains(word))
                .map(|word| format!("{word} in {line}")),
        );
        extra.extend(
            ours.iter()
                .filter(|word| !official.contains(word))
                .map(|word| format!("{word} in {line}")),
        );
    }
    (missed, extra, all)
}

/// Of ten thousand candidates at most so many may differ: what is left are words behind `]*/` and the like.
fn assert_same(extension: &str, lines: usize, of_ten_thousand: usize) {
    for version in VERSIONS {
        let (missed, extra, all) = differences(version, extension, lines, 20_261_122);
        println!("{version} {extension}: {} missed, {} extra of {all}", missed.len(), extra.len());
        assert!(all > lines / 2, "too few candidates to tell");
        let differing = missed.len() + extra.len();
        assert!(
            differing * 10_000 <= all * of_ten_thousand,
            "{version} {extension}: missed {missed:#?} extra {extra:#?}"
        );
    }
}

#[test]
fn random_templates_have_the_candidates_of_the_official_scanner() {
    assert_same("html", 10_000, 10);
}

#[test]
fn random_rust_has_the_candidates_of_the_official_scanner() {
    assert_same("rs", 4_000, 30);
}

#[test]
fn random_text_of_other_languages_has_the_candidates_of_the_official_scanner() {
    for extension in ["vue", "svelte", "razor", "ex", "php", "js", "md", "json"] {
        assert_same(extension, 1_000, 30);
    }
}

#[test]
fn random_text_of_indented_languages_has_the_candidates_of_the_official_scanner() {
    for extension in ["haml", "slim", "pug", "rb", "clj"] {
        assert_same(extension, 1_000, 100);
    }
}
