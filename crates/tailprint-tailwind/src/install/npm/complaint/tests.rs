use super::*;

#[test]
fn npm_is_quoted_without_its_ballast() {
    let notarget = "npm warn Unknown user config \"nodedir\".\nnpm error code ETARGET\nnpm error notarget No matching version found for @tailwindcss/cli@4.3.99.\n\
                        npm error notarget In most cases you or one of your dependencies are requesting a package version that doesn't exist.\nnpm error A complete log of this run can be found in: /x.log";
    assert_eq!(
        of_npm(notarget.as_bytes()),
        "ETARGET: No matching version found for @tailwindcss/cli@4.3.99"
    );
    let refused = "npm error code ECONNREFUSED\nnpm error syscall connect\nnpm error errno ECONNREFUSED\nnpm error FetchError: request to http://r/x failed, reason: connect ECONNREFUSED\n\
                       npm error     at ClientRequest.<anonymous> (/x.js:1:1)\nnpm error   code: 'ECONNREFUSED',\nnpm error }\nnpm error\n";
    assert_eq!(
        of_npm(refused.as_bytes()),
        "ECONNREFUSED: FetchError: request to http://r/x failed, reason: connect ECONNREFUSED"
    );
    assert_eq!(of_npm(b"sh: 1: node: not found\n"), "sh: 1: node: not found");
    assert_eq!(of_npm(b""), "it said nothing");
}

proptest::proptest! {
    #[test]
    fn any_output_becomes_one_line(stderr in ".{0,80}(\u{1b}\\[[0-9]{0,2}m?|\n|npm error |npm ERR! code |: ){0,8}.{0,20}") {
        proptest::prop_assert!(!of_npm(stderr.as_bytes()).contains('\n'));
    }
}
