//! What releases were seen to write.

use crate::minify::{Release, minify, optimize};

fn minified(css: &str, release: Release) -> String {
    minify(css, release).unwrap().css
}

fn rule(property: &str, value: &str) -> String {
    format!(".a{{{property}:{value}}}")
}

/// The declarations of a style sheet of one rule.
fn flat(declarations: &str, release: Release) -> String {
    let css = optimize(&format!(".a{{{declarations}}}"), release).unwrap().css;
    let inside = css.strip_prefix(".a {\n").unwrap().strip_suffix("}\n").unwrap();
    inside.lines().map(|line| line.strip_prefix("  ").unwrap()).collect()
}

#[test]
fn white_space_that_is_not_needed_is_left_out_by_1_30() {
    for (value, expected) in [
        ("a , b  c/ d * e + f - g > h", "a,b c/d*e + f - g>h"),
        ("var(--a) 10% var(--b) var(--c) , d", "var(--a)10% var(--b)var(--c),d"),
        ("foo( a , b ) [1 , 2] ( c ) d", "foo(a,b)[1,2]( c )d"),
        ("var(--a, ) var(--b,) var(--c, d )", "var(--a, )var(--b,)var(--c,d)"),
    ] {
        assert_eq!(
            minified(&format!(".a{{--x:{value}}}"), Release::V1_30),
            format!(".a{{--x:{expected}}}")
        );
    }
}

#[test]
fn white_space_that_is_liked_is_added_by_1_30() {
    for (value, expected) in [
        ("a,b c/d", "a, b c / d"),
        ("var(--a)10% foo( )(b)c", "var(--a) 10% foo() (b) c"),
        ("+a", " + a"),
        (" ", ""),
    ] {
        assert_eq!(flat(&format!("--x:{value}"), Release::V1_30), format!("--x: {expected};"));
    }
    assert_eq!(flat("--x:a,b c/d", Release::V1_32), "--x: a,b c/d;");
}

#[test]
fn percentages_of_scale_stay_percentages_in_1_30() {
    for (value, old, new) in [
        ("95%", "95%", ".95"),
        ("50% .5", "50% .5", ".5"),
        ("100% 100% 0%", "100% 100% 0%", "1 1 0"),
        ("-20%", "-20%", "-.2"),
        ("1.5", "1.5", "1.5"),
    ] {
        let css = format!(".a{{scale:{value}}}");
        assert_eq!(minified(&css, Release::V1_30), format!(".a{{scale:{old}}}"));
        assert_eq!(minified(&css, Release::V1_32), format!(".a{{scale:{new}}}"));
    }
    let text = ".a{content:\"scale:95%\"}.scale:hover{width:95%}";
    assert_eq!(minified(text, Release::V1_30), text);
}

#[test]
fn transforms_stand_close_together_in_1_30() {
    let css = "transform:rotate(1deg) scale(2)";
    assert_eq!(flat(css, Release::V1_30), "transform: rotate(1deg)scale(2);");
    assert_eq!(flat(css, Release::V1_32), "transform: rotate(1deg) scale(2);");
}

#[test]
fn no_rotation_is_none_in_1_30() {
    assert_eq!(flat("rotate:0deg", Release::V1_30), "rotate: none;");
    assert_eq!(flat("rotate:x 0deg", Release::V1_30), "rotate: x 0deg;");
    assert_eq!(flat("rotate:0deg", Release::V1_32), "rotate: 0deg;");
}

#[test]
fn percentages_that_scale_is_calculated_with_stay_percentages_in_1_30() {
    for (value, old, new) in [
        ("calc(50% * -1)", "-50%", "-.5"),
        ("calc(50% + 10%) 1", "60% 1", ".6 1"),
        ("min(50%,20%)", "20%", ".2"),
    ] {
        assert_eq!(minified(&format!(".a{{scale:{value}}}"), Release::V1_30), rule("scale", old));
        assert_eq!(minified(&format!(".a{{scale:{value}}}"), Release::V1_32), rule("scale", new));
    }
}

#[test]
fn percentages_of_transforms_along_one_axis_stay_percentages_in_1_30() {
    for (value, old, new) in [
        ("scaleX(50%) scaleY(20%)", "scaleX(50%)scaleY(20%)", "scaleX(.5)scaleY(.2)"),
        ("rotate(1deg) scaleZ(calc(5% * 2))", "rotate(1deg)scaleZ(10%)", "rotate(1deg)scaleZ(.1)"),
        ("scale(50%)", "scale(.5)", "scale(.5)"),
        ("var(--a) scaleX(50%)", "var(--a)scaleX(50%)", "var(--a) scaleX(50%)"),
    ] {
        let css = rule("transform", value);
        assert_eq!(minified(&css, Release::V1_30), rule("transform", old));
        assert_eq!(minified(&css, Release::V1_32), rule("transform", new));
    }
    let merged = ".a{transform:rotate(1deg);scale:120% 1}";
    assert_eq!(minified(merged, Release::V1_30), rule("transform", "rotate(1deg)scaleX(1.2)"));
}

#[test]
fn percentages_in_blocks_that_are_kept_raw_stay_as_they_are() {
    for css in [
        ".a{--x:{scale:50%}}",
        "@foo{scale:50%;transform:scaleX(5%)}",
        ".a{scale:oklch(50% .2 30)}",
        ".a{scale:1 foo(50%)}",
    ] {
        assert_eq!(minified(css, Release::V1_30), css);
    }
}

#[test]
fn axes_of_rotations_are_kept_by_1_30() {
    for (value, new) in [("2 0 0 30deg", "x 30deg"), ("0 -1 0 10deg", "y -10deg")] {
        let css = rule("rotate", value);
        assert_eq!(minified(&css, Release::V1_30), css);
        assert_eq!(minified(&css, Release::V1_32), rule("rotate", new));
    }
    assert_eq!(minified(&rule("rotate", "1 0 0 9deg"), Release::V1_30), rule("rotate", "x 9deg"));
}

#[test]
fn keywords_keep_their_capitals_in_1_30() {
    for (value, new) in [("optimizeSpeed", "optimizespeed"), ("optimizespeed", "optimizespeed")] {
        let css = rule("text-rendering", value);
        assert_eq!(minified(&css, Release::V1_30), css);
        assert_eq!(minified(&css, Release::V1_32), rule("text-rendering", new));
    }
}

#[test]
fn what_a_release_does_not_know_is_kept_as_it_is_written() {
    let anchored = "@position-try --p{top : 0px}";
    assert_eq!(minified(anchored, Release::V1_32), anchored);
    assert_eq!(minified(anchored, Release::V1_33), "@position-try --p{top:0}");
    let color = rule("color", "alpha(from red / 50%)");
    assert_eq!(minified(&color, Release::V1_32), color);
    assert_eq!(minified(&color, Release::V1_33), rule("color", "#ff000080"));
    let blend = rule("mix-blend-mode", "Multiply");
    assert_eq!(minified(&blend, Release::V1_30), blend);
    assert_eq!(minified(&blend, Release::V1_32), rule("mix-blend-mode", "multiply"));
}

#[test]
fn names_that_are_unknown_in_one_place_mean_something_in_another() {
    let css = ".mix-blend-mode{filter:alpha(opacity=50);transition-property:mix-blend-mode}";
    for release in [Release::V1_30, Release::V1_32, Release::V1_33] {
        assert_eq!(minified(css, release), css);
    }
    let container = "@container scroll-state(stuck:top){.a{color:red}}";
    assert_eq!(minified(container, Release::V1_30), "");
    assert_eq!(minified(container, Release::V1_32), container);
}

#[test]
fn autofill_is_taken_for_known_by_1_30() {
    let css = ".a:autofill,.b{color:red}.c:not(:autofill){margin:0}.d{margin:0}";
    let merged = ".a:autofill,.b{color:red}.c:not(:autofill),.d{margin:0}";
    assert_eq!(minified(css, Release::V1_30), merged);
    let split = ".b{color:red}.a:autofill{color:red}.c:not(:autofill){margin:0}.d{margin:0}";
    assert_eq!(minified(css, Release::V1_32), split);
}

#[test]
fn a_property_rule_within_another_one_is_not_understood_by_1_30() {
    let css = "@layer a{@property --x{syntax:\"<angle>\";inherits:true;initial-value:0deg;}}";
    assert_eq!(minified(css, Release::V1_30), css);
    assert_eq!(minified(css, Release::V1_32), css.replace(";}", "}"));
    let incomplete = "@layer a{@property --x{syntax:\"*\"}}";
    assert_eq!(minified(incomplete, Release::V1_30), incomplete);
    assert_eq!(minified(incomplete, Release::V1_32), "@layer a;");
    let hoisted = ".a{@property --x{syntax:\"*\";inherits:true;}}";
    assert_eq!(
        minified(hoisted, Release::V1_30),
        "@property --x{syntax:\"*\";inherits:true}",
        "the second pass finds it outside of the other rule"
    );
}

#[test]
fn strings_are_no_syntax_of_a_property_in_1_30() {
    let css = "@property --x{syntax:\"<string>\";inherits:true;initial-value:\"\"}";
    assert_eq!(minified(css, Release::V1_30), "");
    assert_eq!(minified(css, Release::V1_32), css);
}

#[test]
fn unknown_rules_within_style_rules_leave_them_before_1_33() {
    let css = ".n{color:red;.b{c:d}@foo{x:y}.e{f:g}}";
    let hoisted = ".n{color:red}.n .b{c:d}@foo{x:y}.n .e{f:g}";
    assert_eq!(minified(css, Release::V1_30), hoisted);
    assert_eq!(minified(css, Release::V1_32), hoisted);
    assert_eq!(minified(css, Release::V1_33), ".n{color:red;@foo{x:y}}.n .b{c:d}.n .e{f:g}");
}

#[test]
fn infinite_lengths_are_written_with_six_digits_before_1_33() {
    for (sign, old, new) in
        [("", "3.40282e38px", "2147483647px"), ("-1 * ", "-3.40282e38px", "-2147483648px")]
    {
        let css = format!(".a{{width:calc({sign}infinity * 1px)}}");
        assert_eq!(minified(&css, Release::V1_32), format!(".a{{width:{old}}}"));
        assert_eq!(minified(&css, Release::V1_33), format!(".a{{width:{new}}}"));
    }
}

#[test]
fn hostile_nesting_does_no_harm() {
    for open in ["(", "a{", "a{b:(", "@media print{", "a{--x:foo(", "a{scale:50%;b{"] {
        for release in [Release::V1_30, Release::V1_32, Release::V1_33] {
            let _ = minify(&open.repeat(300), release);
            let error = minify(&open.repeat(50_000), release).unwrap_err().to_string();
            assert_eq!(error, "it is nested more deeply than Lightning CSS can go", "{open}");
        }
    }
}
