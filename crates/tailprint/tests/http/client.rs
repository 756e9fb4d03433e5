//! An HTTP/1.1 client that sends exactly what it is told and shows exactly what comes back.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::suite::{Answer, Request};

pub(crate) async fn send(address: SocketAddr, request: &Request) -> Answer {
    let mut text = format!(
        "{} {} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n",
        request.method, request.target
    );
    for (name, value) in &request.headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("\r\n");
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    parse(&bytes)
}

fn parse(bytes: &[u8]) -> Answer {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("a header section");
    let head = str::from_utf8(&bytes[..end]).unwrap();
    let (status, fields) = head.split_once("\r\n").unwrap_or((head, ""));
    Answer {
        status: status.split(' ').nth(1).unwrap().parse().unwrap(),
        headers: fields.split("\r\n").filter(|line| !line.is_empty()).map(field).collect(),
        body: bytes[end + 4..].to_vec(),
    }
}

fn field(line: &str) -> (String, String) {
    let (name, value) = line.split_once(':').unwrap();
    (name.to_ascii_lowercase(), value.trim().to_owned())
}
