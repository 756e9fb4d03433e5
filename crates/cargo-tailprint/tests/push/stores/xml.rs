//! The part of Google's XML API that fake-gcs-server lacks: it takes an upload only as one with a signed URL, and answers
//! with JSON in place of headers. So this passes everything on under its own host name, adds the parameter to uploads, and
//! headers to their answers.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

/// Starts the adapter in front of a server, and returns its port.
pub(super) fn start(server: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            std::thread::spawn(move || serve(&client, server));
        }
    });
    port
}

/// The head of a message as lines, and its body.
struct Message {
    lines: Vec<String>,
    body: Vec<u8>,
}

fn serve(client: &TcpStream, port: u16) {
    let server = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let (mut requests, mut answers) = (BufReader::new(client), BufReader::new(&server));
    while let Some(mut request) = read(&mut requests, false) {
        let (is_put, is_head) = (request.is("PUT "), request.is("HEAD "));
        if is_put {
            request.lines[0] = request.lines[0].replace(" HTTP/", "?X-Goog-Algorithm=none HTTP/");
        }
        request.lines.retain(|line| !line.to_ascii_lowercase().starts_with("host:"));
        request.lines.push(format!("Host: 127.0.0.1:{port}"));
        if write(&server, &request).is_err() {
            return;
        }
        let Some(mut answer) = read(&mut answers, is_head) else { return };
        if is_put && answer.lines[0].contains(" 200 ") {
            let object: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
            let text = |key: &str| object[key].as_str().unwrap().to_owned();
            answer.lines.push(format!("ETag: \"{}\"", text("etag")));
            answer.lines.push(format!("x-goog-generation: {}", text("generation")));
        }
        if write(client, &answer).is_err() {
            return;
        }
    }
}

impl Message {
    fn is(&self, start: &str) -> bool {
        self.lines[0].starts_with(start)
    }

    fn header(&self, name: &str) -> Option<&str> {
        let fields = self.lines.iter().skip(1).filter_map(|line| line.split_once(':'));
        fields.filter(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, it)| it.trim()).next()
    }
}

/// Reads a message whose body has a length, or comes in chunks, which become one body.
fn read(from: &mut BufReader<impl std::io::Read>, is_head: bool) -> Option<Message> {
    let mut lines = Vec::new();
    loop {
        let line = line(from)?;
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let mut message = Message { lines, body: Vec::new() };
    if is_head {
        return Some(message);
    }
    if message.header("transfer-encoding").is_some() {
        loop {
            let size = usize::from_str_radix(&line(from)?, 16).ok()?;
            let start = message.body.len();
            message.body.resize(start + size, 0);
            from.read_exact(&mut message.body[start..]).ok()?;
            line(from)?;
            if size == 0 {
                break;
            }
        }
        message.lines.retain(|line| !line.to_ascii_lowercase().starts_with("transfer-encoding:"));
        message.lines.push(format!("Content-Length: {}", message.body.len()));
        return Some(message);
    }
    let length = message.header("content-length").and_then(|length| length.parse().ok());
    message.body.resize(length.unwrap_or(0), 0);
    from.read_exact(&mut message.body).ok()?;
    Some(message)
}

fn line(from: &mut BufReader<impl std::io::Read>) -> Option<String> {
    let mut line = String::new();
    from.read_line(&mut line).ok().filter(|read| *read > 0)?;
    Some(line.trim_end().to_owned())
}

fn write(mut to: &TcpStream, message: &Message) -> std::io::Result<()> {
    let mut bytes = format!("{}\r\n\r\n", message.lines.join("\r\n")).into_bytes();
    bytes.extend(&message.body);
    to.write_all(&bytes)
}
