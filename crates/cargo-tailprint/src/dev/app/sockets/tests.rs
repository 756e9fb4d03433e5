use std::net::TcpListener;

use super::*;

#[test]
fn a_second_socket_of_a_process_is_found() {
    let handed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let found = other_than(handed, std::process::id()).unwrap();
    // Other tests of this process may listen, too.
    assert_ne!(found.port(), handed.port());
    drop(other);
}

#[test]
fn only_sockets_that_listen_count() {
    let line =
        "   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0  0 12345 1";
    assert_eq!(parse(line), Some(("127.0.0.1:3000".parse().unwrap(), "12345")));
    assert_eq!(parse(&line.replace(" 0A ", " 01 ")), None);
    assert_eq!(parse("  sl  local_address rem_address   st"), None);
}
