use super::*;

#[test]
fn long_numbers_with_a_unit_get_six_digits() {
    for (css, expected) in [
        ("a{width:2147483647px}", "a{width:3.40282e38px}"),
        ("a{left:-2147483648px}", "a{left:-3.40282e38px}"),
        ("a{width:1234567px;height:1234567%}", "a{width:1234570px;height:1234570%}"),
        ("a{width:calc(1px + 16777216px)}", "a{width:calc(1px + 16777200px)}"),
        ("a{width:999999px}", "a{width:999999px}"),
        (".w-\\[1234567px\\]{order:1234567}", ".w-\\[1234567px\\]{order:1234567}"),
        ("a{b:\"1234567px\" url(1234567px)}", "a{b:\"1234567px\" url(1234567px)}"),
    ] {
        assert_eq!(shorten(css.to_owned()), expected);
    }
}
