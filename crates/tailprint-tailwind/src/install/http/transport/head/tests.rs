use super::*;

#[test]
fn a_head_ends_where_the_body_begins_and_interim_answers_are_passed_over() {
    let mut output = &b"HTTP/1.1 103 Early Hints\r\nLocation: /no\r\n\r\nHTTP/2 206 \r\n\
        CONTENT-RANGE:bytes 5-7/8\r\nlocation: \r\nnot a header\r\n\r\nHTTP/1.1 500\r\n\r\n"[..];
    let head = Head::read(&mut output).unwrap().unwrap();
    let content_range = Some("bytes 5-7/8".to_owned());
    assert_eq!(head, Head { status: 206, content_range, location: None });
    assert_eq!(output, b"HTTP/1.1 500\r\n\r\n");
}

#[test]
fn an_output_without_a_head_has_none() {
    let endless = [b'x'; 2 * LONGEST as usize];
    for mut output in [&b""[..], b"HTTP/1.1 200 OK\r\n", b"\r\n", b"<html>\n\n", &endless] {
        assert_eq!(Head::read(&mut output).unwrap(), None);
    }
}

#[test]
fn the_last_head_among_messages_counts() {
    let head = Head::among(
        "  HTTP/1.1 200 Connection established\n  HTTP/1.1 302 Found\n  Location: /x\n\
         Location: /message\n0 redirections exceeded.\n",
    );
    let location = Some("/x".to_owned());
    assert_eq!(head, Some(Head { status: 302, content_range: None, location }));
    assert_eq!(Head::among("failed: Connection refused.\n"), None);
}
