use super::*;

const A: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const B: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

#[test]
fn the_digests_of_a_release_are_sorted_entries() {
    let sums = format!(
        "{B}  ./tailwindcss-macos-x64\n{}  ./tailwindcss-linux-x64\n{A} *other\nnonsense\n\n",
        A.to_uppercase()
    );
    let sums = Trusted::of_release("4.3.5", &sums).unwrap();
    assert_eq!(sums.digest("4.3.5", "tailwindcss-linux-x64"), Some(A));
    assert_eq!(sums.digest("4.3.4", "tailwindcss-linux-x64"), None);
    let program = |name: &str, sha256: &str| Program {
        version: "4.3.5".into(),
        name: name.into(),
        sha256: sha256.into(),
    };
    let expected = [
        program("other", A),
        program("tailwindcss-linux-x64", A),
        program("tailwindcss-macos-x64", B),
    ];
    assert_eq!(sums.programs(), expected);
    let old = format!(
        "\u{feff}# head\r\n4.3.5 other {A}\r\n4.3.5 tailwindcss-linux-x64 {A}\r\n4.3.5 tailwindcss-macos-x64 {B}\r\n"
    );
    assert_eq!(Trusted::parse(&old), Ok(sums));
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "([0-9a-f]{64}|[ \\n./*#]|[a-z]{1,3}){0,12}") {
        if let Ok(sums) = Trusted::of_release("4.3.5", &text) {
            let lines = sums.programs().into_iter();
            let lines = lines.map(|it| format!("{} {} {}\n", it.version, it.name, it.sha256));
            proptest::prop_assert_eq!(Trusted::parse(&lines.collect::<String>()), Ok(sums));
        }
        let _ = Trusted::parse(&text);
    }
}

#[test]
fn a_line_that_is_not_understood_is_told_by_its_number() {
    for bad in ["x", "4.3.5 name", "4.3.5 name abc", "<<<<<<< ours"] {
        let error = (3, "not understood".to_owned());
        assert_eq!(Trusted::parse(&format!("# head\r\n\n{bad}\n")), Err(error), "{bad}");
    }
}

#[test]
fn two_digests_of_one_binary_are_refused_wherever_they_stand() {
    let text = |second: &str| format!("4.3.5 x {A}\n4.3.4 x {B}\n4.3.5 x {second}\n");
    assert_eq!(Trusted::parse(&text(B)), Err((3, "a second digest of x 4.3.5".to_owned())));
    assert!(Trusted::parse(&text(&A.to_uppercase())).is_ok());
    let sums = |second: &str| format!("{A}  ./x\r\n{second} *x\r\n{B} *./y\r\n");
    assert_eq!(Trusted::of_release("4.3.5", &sums(B)), Err("x".to_owned()));
    let lock = Trusted::of_release("4.3.5", &sums(A)).unwrap();
    assert_eq!(lock.digest("4.3.5", "y"), Some(B));
}
