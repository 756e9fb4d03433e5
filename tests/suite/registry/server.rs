//! A registry that Cargo's sparse protocol reaches: an index, and files.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::{fs, io, thread};

use super::index::Index;

/// Serves until the test ends, and returns the URL.
pub(super) fn serve(index: Index) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (index, base) = (Arc::new(index), url.clone());
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (index, base) = (Arc::clone(&index), base.clone());
            thread::spawn(move || answer(stream, &index, &base));
        }
    });
    url
}

fn answer(stream: TcpStream, index: &Index, base: &str) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let path = request.split(' ').nth(1).unwrap_or_default();
    let (status, body) = match content(path, index, base) {
        Some(body) => ("200 OK", body),
        None => ("404 Not Found", Vec::new()),
    };
    let mut stream = reader.into_inner();
    let length = body.len();
    write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n")?;
    stream.write_all(&body)
}

fn content(path: &str, index: &Index, base: &str) -> Option<Vec<u8>> {
    let (_, last) = path.rsplit_once('/')?;
    if let Some(id) = last.strip_suffix(".crate") {
        return fs::read(index.files.get(id)?).ok();
    }
    if last == "config.json" {
        return Some(format!("{{\"dl\":\"{base}/{{crate}}-{{version}}.crate\"}}").into());
    }
    index.lines.get(last).map(|lines| lines.clone().into())
}
