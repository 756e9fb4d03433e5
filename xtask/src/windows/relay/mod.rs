//! Programs of this system for programs under Wine: there is no Cargo for Windows here.
//!
//! Wine finds a `cargo.exe`, which is this very program, compiled for Windows. It sends its arguments over the loopback
//! interface, and Cargo runs here, on the same files. The paths of both systems are exchanged on the way.

mod paths;
mod shims;
mod wire;

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::thread;

use crate::run::{Failure, say};
use paths::Drives;
use wire::{Answer, Call};

/// The file beside the stand-ins with the address of the relay, a slash, and the word that shows that a call comes from
/// here: others on this machine reach the loopback interface too. A program beside it that is named as one of [`NAMES`]
/// is a stand-in.
const ADDRESS: &str = "relay";

/// The programs that have a stand-in.
const NAMES: [&str; 5] = ["cargo", "rustfmt", "git", "npm", "node"];

/// npm is a batch file on Windows, and the only one on `PATH`.
const NPM: &str = "@\"%~dp0inner\\npm.exe\" %*\r\n";

/// The other end of the stand-ins.
#[derive(Debug)]
pub(super) struct Relay {
    /// The folder of the stand-ins.
    folder: PathBuf,
}

impl Relay {
    /// Copies the program for Windows to the names of the stand-ins, and listens to them until this program ends.
    pub(super) fn start(
        program: &Path,
        folder: PathBuf,
        drive_c: PathBuf,
    ) -> Result<Self, Failure> {
        let failed = |error| Failure::new(format!("cannot make stand-ins for Wine: {error}"));
        let inner = folder.join("inner");
        fs::create_dir_all(&inner).map_err(failed)?;
        for name in NAMES {
            let of_npm = Some(&inner).filter(|_| name == "npm");
            let file = of_npm.unwrap_or(&folder).join(name).with_extension("exe");
            fs::copy(program, file).map_err(failed)?;
        }
        fs::write(folder.join("npm.cmd"), NPM).map_err(failed)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed)?;
        let word = word().map_err(failed)?;
        let address = format!("{}/{word}", listener.local_addr().map_err(failed)?);
        write_private(&folder.join(ADDRESS), &address).map_err(failed)?;
        let (drives, word) = (Arc::new(Drives::new(drive_c)), Arc::new(word));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (drives, word) = (Arc::clone(&drives), Arc::clone(&word));
                // A stand-in that goes away has nobody to tell.
                thread::spawn(move || answer(stream, &drives, &word));
            }
        });
        Ok(Self { folder })
    }

    /// Lets a program under Wine find the stand-ins.
    pub(super) fn offer(&self, command: &mut Command) {
        command.env("WINEPATH", super::cross::on_drive(&self.folder));
    }
}

/// Writes a file that its owner alone reads.
fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let _ = fs::remove_file(file);
    options.open(file)?.write_all(text.as_bytes())
}

/// A word that nobody guesses.
fn word() -> std::io::Result<String> {
    let mut bytes = [0; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Runs the program that a stand-in asks for.
fn answer(mut stream: TcpStream, drives: &Drives, word: &str) -> Option<()> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    let call = Call::read(&bytes).filter(|it| it.word == word && NAMES.contains(&&*it.name))?;
    let answer = run(&call, drives).unwrap_or_else(|error| Answer {
        code: 127,
        out: Vec::new(),
        err: format!("cannot run {}: {error}\n", call.name).into_bytes(),
    });
    stream.write_all(&answer.written()).ok()
}

fn run(call: &Call, drives: &Drives) -> std::io::Result<Answer> {
    let mut command = Command::new(&call.name);
    command.args(call.arguments.iter().map(|it| drives.to_here(it)));
    command.current_dir(drives.to_here(&call.folder));
    // Those of this program are about the build of this program.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_") && name != "CARGO_HOME" {
            command.env_remove(name);
        }
    }
    command.envs(call.variables.iter().map(|(name, value)| (name, drives.to_here(value))));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let input = child.stdin.take().zip(Some(call.input.clone()));
    let writer = thread::spawn(move || input.map(|(mut to, bytes)| to.write_all(&bytes)));
    let output = child.wait_with_output()?;
    let _ = writer.join();
    if call.name == "npm" {
        let mut arguments = call.arguments.iter().skip_while(|it| *it != "--prefix").skip(1);
        let folder = arguments.next().unwrap_or(&call.folder);
        shims::write(Path::new(&drives.to_here(folder)))?;
    }
    // What rustfmt and git print are contents of files, in which a path is none of the system.
    let shown = |bytes| if call.name == "cargo" { drives.to_there(bytes) } else { bytes };
    let code = output.status.code().unwrap_or(1);
    Ok(Answer { code, out: shown(output.stdout), err: shown(output.stderr) })
}

/// Does what a stand-in does, if this program is one.
pub(crate) fn stand_in() -> Option<ExitCode> {
    let program = std::env::current_exe().ok()?;
    let name = program.file_stem()?.to_str()?.to_ascii_lowercase();
    if !NAMES.contains(&&*name) {
        return None;
    }
    // That of npm lies one folder deeper.
    let mut folders = program.ancestors().skip(1).take(2);
    let address = folders.find_map(|folder| fs::read_to_string(folder.join(ADDRESS)).ok())?;
    let (address, word) = address.split_once('/')?;
    let Some(answer) = ask(address, word.to_owned(), name) else {
        say("the command that this program stands in for has ended");
        return Some(ExitCode::FAILURE);
    };
    let _ = std::io::stdout().write_all(&answer.out);
    let _ = std::io::stderr().write_all(&answer.err);
    Some(ExitCode::from(u8::try_from(answer.code).unwrap_or(1)))
}

fn ask(address: &str, word: String, name: String) -> Option<Answer> {
    let mut input = Vec::new();
    let _ = std::io::stdin().read_to_end(&mut input);
    // The others, `PATH` above all, belong to Windows.
    let is_told =
        |name: &str| ["CARGO_", "GIT_", "TAILPRINT_", "npm_"].iter().any(|it| name.starts_with(it));
    let call = Call {
        word,
        name,
        folder: std::env::current_dir().ok()?.into_os_string().into_string().ok()?,
        arguments: std::env::args().skip(1).collect(),
        variables: std::env::vars().filter(|(name, _)| is_told(name)).collect(),
        input,
    };
    let mut stream = TcpStream::connect(address).ok()?;
    stream.write_all(&call.written()).ok()?;
    stream.shutdown(Shutdown::Write).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    Answer::read(&bytes)
}
