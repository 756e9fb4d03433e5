use super::*;

#[test]
fn of_many_messages_the_first_are_shown() {
    let messages = |number: usize| (0..number).map(|at| at.to_string()).collect::<Vec<_>>();
    assert_eq!(few(messages(2)), "0\n1");
    assert!(few(messages(10)).ends_with("\n9"));
    assert!(few(messages(13)).ends_with("\n9\nand 3 more"));
}
