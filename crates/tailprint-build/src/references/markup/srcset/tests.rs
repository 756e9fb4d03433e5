use super::*;

fn read(list: &str) -> Vec<&str> {
    urls(list).into_iter().map(|url| &list[url]).collect()
}

#[test]
fn candidates_are_separated_by_commas_that_are_not_part_of_the_url() {
    for (list, expected) in [
        ("a.png", &["a.png"][..]),
        ("a.png 1x, b.png 2x", &["a.png", "b.png"]),
        ("\n  a.png 480w,\n  b.png 800w\n", &["a.png", "b.png"]),
        ("a.png, b.png 2x", &["a.png", "b.png"]),
        ("a,b.png 1x,c.png", &["a,b.png", "c.png"]),
        (", ,a.png,,", &["a.png"]),
        ("a.png (1,2)x, b.png", &["a.png", "b.png"]),
        ("data:image/png;base64,AA== 1x, b.png 2x", &["data:image/png;base64,AA==", "b.png"]),
        ("é.png 1x,ü.png 2x", &["é.png", "ü.png"]),
        ("", &[]),
        (" , ", &[]),
        ("a.png (", &["a.png"]),
    ] {
        assert_eq!(read(list), expected, "{list}");
    }
}
