//! A program that serves.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Programs of ten apps start at once on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program that ends with this value.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    pub(crate) url: String,
}

/// The answer to one request.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) caching: String,
}

impl Running {
    /// Starts a program in a folder, and waits until it can be reached.
    pub(crate) fn start(program: &Path, folder: &Path) -> Result<Self, String> {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address: SocketAddr = free.local_addr().unwrap();
        drop(free);
        let port = address.port().to_string();
        let mut command = Command::new(program);
        command.current_dir(folder).env("PORT", &port).env("ROCKET_PORT", &port);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let child = child.map_err(|error| format!("does not start: {error}"))?;
        let mut running = Self { child, url: format!("http://{address}") };
        let until = Instant::now() + PATIENCE;
        while TcpStream::connect(address).is_err() {
            if let Some(status) = running.child.try_wait().unwrap() {
                return Err(format!("ends at its start: {status}"));
            }
            if Instant::now() > until {
                return Err("does not listen".to_owned());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(running)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        let answer = ureq::Agent::new_with_config(config).get(format!("{}{path}", self.url)).call();
        let answer = answer.unwrap_or_else(|error| panic!("{path}: {error}"));
        let caching = answer.headers().get("cache-control").and_then(|it| it.to_str().ok());
        Answer { status: answer.status().as_u16(), caching: caching.unwrap_or_default().to_owned() }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
