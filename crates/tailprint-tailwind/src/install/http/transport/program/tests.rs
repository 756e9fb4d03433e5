use std::io::Write as _;
use std::path::Path;

use super::*;

fn complaint(kind: Kind, text: &str) -> String {
    let messages = Messages::new(kind).unwrap();
    (&messages.file).write_all(text.as_bytes()).unwrap();
    messages.complaint()
}

fn arguments(kind: Kind, url: &str, start: u64, network: &Network) -> String {
    let command = command::of(kind, Path::new("x"), url, start, network);
    let words: Vec<_> = command.get_args().map(|word| word.to_str().unwrap()).collect();
    words.join(" ")
}

#[test]
fn a_complaint_is_the_line_of_the_program_without_its_decoration() {
    for (kind, text, line) in [
        (Kind::Curl, "x\ncurl: (18) closed with 5 bytes left\n", "(18) closed with 5 bytes left"),
        (
            Kind::Wget,
            "  HTTP/1.1 200 OK\n  A: b\nfailed: Connection refused.\n",
            "Connection refused",
        ),
        (
            Kind::Wget,
            "wget: unrecognized option: no-config\nusage\n",
            "unrecognized option: no-config",
        ),
    ] {
        assert_eq!(complaint(kind, text), format!("{} failed: {line}", kind.name()));
    }
    assert_eq!(complaint(Kind::Wget, "  HTTP/1.1 200 OK\n"), "wget failed without a word");
}

#[test]
fn no_program_reads_its_configuration_or_leaves_https() {
    let network = Network::default();
    let curl = arguments(Kind::Curl, "https://a/b", 7, &network);
    assert!(curl.starts_with("-q "), "{curl}");
    assert!(curl.contains(" --proto =https ") && curl.contains(" --range 7- "), "{curl}");
    assert!(!curl.contains("location"), "{curl}");
    let wget = arguments(Kind::Wget, "https://a/b", 7, &network);
    assert!(wget.starts_with("--no-config "), "{wget}");
    assert!(wget.contains(" --max-redirect=0 ") && wget.ends_with(" -- https://a/b"), "{wget}");
    let powershell = arguments(Kind::PowerShell, "https://a/b'c", 7, &network);
    assert!(
        powershell.contains("-NoProfile ") && powershell.contains("'https://a/b''c'"),
        "{powershell}"
    );
    assert!(powershell.contains("$r.AllowAutoRedirect=$false"), "{powershell}");
    assert!(
        powershell.contains("$r.AddRange([long]7);") && !powershell.contains('"'),
        "{powershell}"
    );
}

#[test]
fn the_password_of_a_proxy_is_not_on_the_command_line() {
    let proxy = Some("http://user:secret@proxy:3128".to_owned());
    let network = Network { proxy, ..Network::default() };
    for kind in [Kind::Curl, Kind::Wget, Kind::PowerShell] {
        let words = arguments(kind, "https://a/b", 0, &network);
        assert!(!words.contains("secret"), "{words}");
    }
}
