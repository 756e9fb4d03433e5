//! A registry of npm on this machine, with one package.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use base64ct::{Base64, Encoding as _};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha512};

#[derive(Default)]
struct Answers {
    metadata: Vec<u8>,
    tarball: Vec<u8>,
}

pub(crate) struct Registry {
    url: String,
    answers: Arc<Mutex<Answers>>,
}

impl Registry {
    pub(crate) fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}/", listener.local_addr()?);
        let answers = Arc::new(Mutex::new(Answers::default()));
        let shared = Arc::clone(&answers);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = answer(stream, &shared);
            }
        });
        Ok(Self { url, answers })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn set_metadata(&self, metadata: Vec<u8>) {
        if let Ok(mut answers) = self.answers.lock() {
            answers.metadata = metadata;
        }
    }

    /// Sets the content of an archive, and metadata that name its digest.
    pub(crate) fn set_tarball(&self, archive: &[u8]) {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        let packed = encoder.write_all(archive).and_then(|()| encoder.finish()).unwrap_or_default();
        let digest = Base64::encode_string(&Sha512::digest(&packed));
        let metadata = format!(
            "{{\"name\":\"made-up\",\"dist-tags\":{{\"latest\":\"1.0.0\"}},\"versions\":{{\"1.0.0\":{{\"dist\":{{\
             \"tarball\":\"{}made-up.tgz\",\"integrity\":\"sha512-{digest}\"}}}}}}}}",
            self.url
        );
        if let Ok(mut answers) = self.answers.lock() {
            *answers = Answers { metadata: metadata.into_bytes(), tarball: packed };
        }
    }
}

fn answer(mut stream: TcpStream, answers: &Mutex<Answers>) -> io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut head = String::new();
    reader.read_line(&mut head)?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let Ok(answers) = answers.lock() else { return Ok(()) };
    let body = if head.contains(".tgz") { &answers.tarball } else { &answers.metadata };
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(body)
}
