//! Generated style sheets, minified here and by the Lightning CSS that the CLI of each version of Tailwind calls.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::json;
use tailprint_tailwind::minify::minify;

use crate::equality::differing_minified;
use crate::npm;

const VERSIONS: [&str; 3] = ["4.1", "4.2", "4.3"];

/// Minifies each style sheet with each release, as Tailwind's CLI does.
const ORACLE: &str = r#"
const { createRequire } = require("node:module");
const folders = process.argv.slice(1);
const sheets = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const safari = (16 << 16) | (4 << 8);
const transform = ({ transform, Features }, css) => transform({
  filename: "input.css", code: Buffer.from(css), minify: true, errorRecovery: true,
  drafts: { customMedia: true }, nonStandard: { deepSelectorCombinator: true },
  include: Features.Nesting | Features.MediaQueries,
  exclude: Features.LogicalProperties | Features.DirSelector | Features.LightDark,
  targets: { safari, ios_saf: safari, firefox: 128 << 16, chrome: 111 << 16 },
}).code.toString();
const twice = (release, css) => transform(release, transform(release, css));
const releases = folders.map((folder) => createRequire(folder + "/")("lightningcss"));
const results = sheets.map((css) => releases.map((release) => twice(release, css)));
process.stdout.write(JSON.stringify(results));
"#;

fn oracle(sheets: &[String]) -> Vec<Vec<String>> {
    let folder = |version| npm::folder(version).join("node_modules/@tailwindcss/node");
    let folders: Vec<PathBuf> = VERSIONS.into_iter().map(folder).collect();
    let mut node = Command::new("node")
        .args(["-e", ORACLE])
        .args(folders)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = node.stdin.take().unwrap();
    let question = json!(sheets).to_string();
    let writer = std::thread::spawn(move || input.write_all(question.as_bytes()));
    let output = node.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// White space where some may be.
fn blank() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just(""), Just(" "), Just("  "), Just("\n ")]
}

/// Anything that a custom property may be.
fn value() -> BoxedStrategy<String> {
    let words = prop::sample::select(vec![
        "a",
        "10px",
        "1.50%",
        "#FfF",
        "\"s t\"",
        "--x",
        ".5",
        "url(x.png)",
        "-1",
        "0px",
        "0.001s",
        "45deg",
        "2x",
        "rgb(1 2 3)",
        "oklch(50% .2 30)",
        "0",
        "red",
        "1fr",
        "var(--y)",
    ]);
    let glue = prop::sample::select(vec![
        " ", " ", " ", "  ", "\n", "", ",", ", ", " , ", "/", " / ", "*", " * ", " + ", " - ", ">",
        "|",
    ]);
    let listed = move |atom: BoxedStrategy<String>| {
        let rest = prop::collection::vec((glue.clone(), atom.clone()), 0..4);
        (atom, rest).prop_map(|(first, rest)| {
            rest.into_iter().fold(first, |list, (glue, atom)| list + glue + &atom)
        })
    };
    let atom = words.prop_map(str::to_owned).boxed();
    let nested = atom.prop_recursive(3, 24, 4, move |inner| {
        let frames = prop::sample::select(vec![
            ("var(--a,", ")"),
            ("calc(", ")"),
            ("(", ")"),
            ("[", "]"),
            ("foo(", ")"),
            ("{", "}"),
            ("env(safe-area-inset-top,", ")"),
            ("rgb(1 2 3/", "var(--a))"),
            ("var(--b", ")"),
        ]);
        let list = listed(inner.boxed());
        (frames, blank(), list, blank()).prop_map(|((open, close), before, list, after)| match open
        {
            "var(--b" => format!("{open}{close}"),
            "rgb(1 2 3/" => format!("{open}{before}{close}"),
            _ => format!("{open}{before}{list}{after}{close}"),
        })
    });
    prop::collection::vec(nested, 1..4).prop_map(|list| list.join(" ")).boxed()
}

/// Declarations that the releases treat differently, or did so once.
const KNOWN: &[&str] = &[
    "scale:95%",
    "scale:50% .5",
    "scale:0%",
    "scale:-100% 1",
    "scale:120% 120% 3",
    "scale:none",
    "scale:1.5",
    "rotate:0deg",
    "rotate:45deg",
    "rotate:x 0deg",
    "rotate:z 0turn",
    "rotate:none",
    "rotate:2 0 0 30deg",
    "rotate:0 0 -1 0deg",
    "scale:calc(50% * -1)",
    "scale:calc(50% + 10%) 1",
    "transform:scaleX(50%) scaleY(calc(5% * 2))",
    "transform:scale(50%) var(--a)",
    "transform:translate(1px,2px) rotate(2deg)",
    "transform:translateX(-50%)scale(2)",
    "transform:none",
    "print-color-adjust:exact",
    "print-color-adjust:inherit",
    "mix-blend-mode:multiply",
    "mix-blend-mode:Multiply",
    "-webkit-print-color-adjust:exact",
    "block-size:1px",
    "text-rendering:optimizeLegibility",
    "text-rendering:optimizespeed",
    "color-interpolation:linearRGB",
    "color:alpha(from red / 50%)",
    "filter:alpha(opacity=50)",
    "container-type:scroll-state",
    "will-change:mix-blend-mode",
    "shape-rendering:crispEdges",
    "width:calc(infinity * 1px)",
    "width:calc(-1 * infinity * 1px)",
    "width:1234567px",
    "--z:calc( 12345678px*2 ) 1234567.5px",
    "height:9999999%",
    "transition-property:a,b , var(--c)",
    "will-change:top , left",
    "aspect-ratio:16/9",
    "box-shadow:var(--a),var(--b) ,0 0 #0000",
    "grid-template-columns:[a] 1fr [b c] var(--d)",
    "font-family:-apple-system , \"x y\"",
    "font:var(--a)/1.5 b",
    "inset:calc(1/2 * 100%)",
    "filter:var(--a) var(--b,) var(--c, ) blur(8px)",
    "color:color-mix(in oklab, var(--a) 50%, transparent)",
    "animation:spin 1s linear infinite , var(--b)",
    "mask-image:linear-gradient(to right, var(--a) 10% ,red)",
];

fn sheet() -> impl Strategy<Value = String> {
    let custom =
        (prop::sample::select(vec!["--x:", "--y: ", "background:", "color:var(--a) "]), value())
            .prop_map(|(name, value)| format!("{name}{value};"));
    let known = (prop::sample::select(KNOWN), prop::sample::select(vec![";", "!important;"]))
        .prop_map(|(known, end)| format!("{known}{end}"));
    let block = prop::collection::vec(prop_oneof![custom, known], 1..5).prop_map(|it| it.concat());
    (0..18, block.clone(), block, value()).prop_map(|(form, block, other, value)| {
        let rule = format!(".a{{{block}&:hover{{{other}}}}}.b{{{other}}}");
        match form {
            0 => format!("@media (width>=40rem){{{rule}}}"),
            1 => format!("@supports (color:color-mix(in lab,red,red)) and ( --a : b ){{{rule}}}"),
            2 => format!("@layer q{{{rule}@property --p{{syntax:\"<length>\";inherits:false;initial-value:0px;}}}}"),
            3 => format!("@property --p{{syntax:\"*\";inherits:true;initial-value:{value}}}{rule}"),
            4 => format!("@keyframes k{{from{{{block}}}to{{{other}}}}}"),
            5 => format!(".n{{color:red;{rule}@foo {value};@property --p{{syntax:\"*\";inherits:false}}}}"),
            6 => format!("@foo {value} {{{value}}}{rule}"),
            7 => format!("@container style(--a: {value}) {{{rule}}}"),
            8 => format!("@font-face{{font-family:a;src:url(b);foo:a ,b}}@starting-style{{{rule}}}"),
            9 => format!("@media foo(bar){{{rule}}}.z{{{other}}}"),
            10 => format!("@position-try --p{{{block}}}@layer q{{@position-try --p{{{other}}}}}"),
            11 => format!(".c:autofill{{{block}}}.d{{{block}}}.e,.f:not(:autofill){{{other}}}"),
            12 => format!(".c::highlight( x ){{{block}}}.d:state(x),.e{{{other}}}::search-text{{{block}}}"),
            13 => format!("@container scroll-state(stuck:top){{{rule}}}"),
            _ => rule,
        }
    })
}

/// Returns true for a style sheet that the Lightning CSS of an older version changes. Release 1.30 drops conditions
/// that it does not know, writes `print-color-adjust` in another order, and merges rules with `:autofill`. Releases
/// before 1.33 move an unknown rule out of its style rule.
fn changed_for(version: &str, css: &str) -> bool {
    let unknown: &[&str] = match version {
        "4.1" => &["@media foo(", "@container", ":autofill", ".n{", "print-color-adjust"],
        "4.2" => &[".n{"],
        _ => &[],
    };
    unknown.iter().any(|unknown| css.contains(unknown))
}

#[test]
fn generated_style_sheets_are_minified_as_lightning_css_does() {
    let count = std::env::var("SHEETS").map_or(300, |count| count.parse().unwrap());
    let mut runner = TestRunner::deterministic();
    let strategy = sheet();
    let sheets: Vec<String> =
        (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect();
    let answers = oracle(&sheets);
    let mut differences = Vec::new();
    for (css, answers) in sheets.iter().zip(&answers) {
        let ours = minify(css).unwrap().css;
        for (version, answer) in VERSIONS.iter().zip(answers) {
            if changed_for(version, css) {
                continue;
            }
            let differing = differing_minified(version, &ours, answer);
            differences.extend(differing.map(|what| format!("{version}: {css}\n{what}")));
        }
    }
    assert!(differences.is_empty(), "{}\n{}", differences.len(), differences.join("\n\n"));
}
