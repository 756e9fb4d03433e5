//! What releases were seen to write.

use crate::minify::{Release, minify, optimize};

fn minified(css: &str, release: Release) -> String {
    minify(css, release).unwrap().css
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
fn a_property_rule_within_another_one_is_not_understood_by_1_30() {
    let css = "@layer a{@property --x{syntax:\"<angle>\";inherits:true;initial-value:0deg;}}";
    assert_eq!(minified(css, Release::V1_30), css);
    assert_eq!(minified(css, Release::V1_32), css.replace(";}", "}"));
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
    for open in ["(", "a{", "a{b:(", "@media print{", "a{--x:foo(", "a{scale:50%;"] {
        for release in [Release::V1_30, Release::V1_32, Release::V1_33] {
            let _ = minify(&open.repeat(300), release);
        }
    }
}
