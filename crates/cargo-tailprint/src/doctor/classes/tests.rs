use super::*;

#[test]
fn classes_are_counted_once_with_their_escapes() {
    let css = "/* .no { } */ @layer a{.flex{margin:.5rem}.flex:hover{}.w-1\\.5{}\n\
                   .hover\\:a{&:hover{@media (x){b:c}}}.a.b>.c{}}";
    assert_eq!(count(css), 6);
    for odd in ["", ".", "}{", "/*", ".a{", "\\", "{\\"] {
        assert!(count(odd) <= 1, "{odd}");
    }
}
