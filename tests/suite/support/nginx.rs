//! Starts the nginx that `cargo xtask test` has found or installed. Tests of several crates include this file.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The longest time until it listens.
const PATIENCE: Duration = Duration::from_secs(20);

/// A port that nothing listens at.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Waits until something listens at a port.
pub(crate) fn wait_for(port: u16) {
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(start.elapsed() < PATIENCE, "nothing listens at {port}");
        sleep(Duration::from_millis(10));
    }
}

/// Starts one with these parts of `http`, which listen at the port. Its files are in the folder. The caller ends it.
pub(crate) fn spawn(folder: &Path, port: u16, http: &str) -> Child {
    let here = folder.display();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {here}/{name};\n"))
        .concat();
    let configuration = format!(
        "daemon off; master_process off; pid {here}/pid; error_log {here}/error.log;\n\
         events {{}}\nhttp {{ access_log off; {temporary}\n{http} }}\n"
    );
    let file = folder.join("nginx.conf");
    fs::write(&file, configuration).unwrap();
    let program = std::env::var_os("NGINX").map_or("/usr/sbin/nginx".into(), PathBuf::from);
    let mut command = Command::new(program);
    command.arg("-p").arg(folder).arg("-c").arg(&file).stderr(Stdio::null());
    let child = command.spawn().expect("there is no nginx: `cargo xtask test` installs it");
    wait_for(port);
    child
}
