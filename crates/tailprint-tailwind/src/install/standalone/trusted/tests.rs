use super::*;

const A: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const B: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

#[test]
fn the_digests_of_a_release_are_written_sorted_and_read_again() {
    let sums = format!(
        "{B}  ./tailwindcss-macos-x64\n{}  ./tailwindcss-linux-x64\n{A} *other\nnonsense\n\n",
        A.to_uppercase()
    );
    let lock = Lock::of_release("4.3.5", &sums).unwrap();
    assert_eq!(lock.digest("4.3.5", "tailwindcss-linux-x64"), Some(A));
    assert_eq!(lock.digest("4.3.4", "tailwindcss-linux-x64"), None);
    assert_eq!(
        lock.text(),
        format!(
            "{HEAD}4.3.5 other {A}\n4.3.5 tailwindcss-linux-x64 {A}\n4.3.5 tailwindcss-macos-x64 {B}\n"
        )
    );
    let windows = format!("\u{feff}{}", lock.text().replace('\n', "\r\n"));
    assert_eq!(Lock::parse(&windows), Ok(lock.clone()));
    assert_eq!(Lock::parse(&lock.text()), Ok(lock));
}

#[test]
fn a_locked_digest_stays_locked() {
    let mut lock = Lock::of_release("4.3.5", &format!("{A}  ./x")).unwrap();
    lock.extend(&Lock::of_release("4.3.5", &format!("{B}  ./x\n{B}  ./y")).unwrap());
    assert_eq!(lock.digest("4.3.5", "x"), Some(A));
    assert_eq!(lock.digest("4.3.5", "y"), Some(B));
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused_and_what_is_written_is_read_again(
        text in "([0-9a-f]{64}|[ \\n./*#]|[a-z]{1,3}){0,12}"
    ) {
        if let Ok(lock) = Lock::of_release("4.3.5", &text) {
            proptest::prop_assert_eq!(Lock::parse(&lock.text()), Ok(lock));
        }
        if let Ok(lock) = Lock::parse(&text) {
            proptest::prop_assert_eq!(Lock::parse(&lock.text()), Ok(lock));
        }
    }
}

#[test]
fn a_line_that_is_not_understood_is_told_by_its_number() {
    for bad in ["x", "4.3.5 name", "4.3.5 name abc", "<<<<<<< ours"] {
        let error = (3, "not understood".to_owned());
        assert_eq!(Lock::parse(&format!("# head\r\n\n{bad}\n")), Err(error), "{bad}");
    }
}

#[test]
fn two_digests_of_one_binary_are_refused_wherever_they_stand() {
    let text = |second: &str| format!("4.3.5 x {A}\n4.3.4 x {B}\n4.3.5 x {second}\n");
    assert_eq!(Lock::parse(&text(B)), Err((3, "a second digest of x 4.3.5".to_owned())));
    assert!(Lock::parse(&text(&A.to_uppercase())).is_ok());
    let sums = |second: &str| format!("{A}  ./x\r\n{second} *x\r\n{B} *./y\r\n");
    assert_eq!(Lock::of_release("4.3.5", &sums(B)), Err("x".to_owned()));
    let lock = Lock::of_release("4.3.5", &sums(A)).unwrap();
    assert_eq!(lock.digest("4.3.5", "y"), Some(B));
}
