//! The output of `dev` on a terminal.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::process::{Child, Command};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::site::{MAIN, SOURCE, Site, free_port, within};

/// A `dev` on a terminal of its own.
struct Terminal {
    child: Child,
    keys: File,
    shown: Arc<Mutex<Vec<u8>>>,
}

impl Terminal {
    fn start(site: &Site, variables: &[(&str, &str)]) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
        let open = || File::options().read(true).write(true).open(&name).unwrap();
        let port = free_port().to_string();
        let dev = site.command(&["dev", "--port", &port]);
        // A session of its own, whose terminal this is.
        let mut command = Command::new("setsid");
        command.args(["--ctty", "--wait"]).arg(dev.get_program()).args(dev.get_args());
        command.current_dir(site.folder());
        for (name, value) in dev.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color").envs(variables.iter().copied());
        let child = command.stdin(open()).stdout(open()).stderr(open()).spawn().unwrap();
        let keys = File::from(master);
        let shown = Arc::new(Mutex::new(Vec::new()));
        let (mut reader, screen) = (keys.try_clone().unwrap(), Arc::clone(&shown));
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                screen.lock().unwrap().extend_from_slice(&buffer[..length]);
            }
        });
        Self { child, keys, shown }
    }

    fn raw(&self) -> String {
        String::from_utf8_lossy(&self.shown.lock().unwrap()).into_owned()
    }

    /// The lines that are left to be seen.
    fn lines(&self) -> Vec<String> {
        let mut lines = vec![String::new()];
        for part in self.raw().replace("\x1b[2K", "\0").split_inclusive(['\r', '\n', '\0']) {
            let last = lines.last_mut().unwrap();
            last.push_str(part.trim_end_matches(['\r', '\n', '\0']));
            match part.chars().last() {
                Some('\n') => lines.push(String::new()),
                Some('\0') => last.clear(),
                _ => {}
            }
        }
        lines
    }

    #[track_caller]
    fn until(&self, text: &str, times: usize) {
        let done = || self.raw().matches(text).count() >= times;
        assert!(within(Duration::from_secs(900), done), "{:?}", self.raw());
    }

    /// Types Ctrl-C and returns the exit code.
    fn interrupt(mut self) -> Option<i32> {
        self.keys.write_all(b"\x03").unwrap();
        let mut code = None;
        within(Duration::from_secs(20), || {
            code = self.child.try_wait().unwrap();
            code.is_some()
        });
        code.and_then(|status| status.code())
    }
}

/// An app whose first build says something, and that is then saved in two ways.
fn lines(variables: &[(&str, &str)]) -> (Terminal, Vec<String>) {
    let site = Site::new("dev-manners");
    site.write("src/main.rs", format!("{MAIN}fn idle() {{}}\n"));
    let terminal = Terminal::start(&site, variables);
    terminal.until(" ready in ", 1);
    site.write("static/css/source.css", format!("{SOURCE}h1 {{ color: red }}\n"));
    terminal.until(" css ", 1);
    site.write("src/main.rs", MAIN);
    terminal.until(" ready in ", 2);
    let lines = terminal.lines();
    fs::write(site.folder().join("src/main.rs"), "fn main() { missing }\n").unwrap();
    terminal.until("build failed in ", 1);
    (terminal, lines)
}

#[test]
fn a_terminal_shows_one_line_about_what_goes_on_and_colours() {
    let (terminal, lines) = lines(&[]);
    let raw = terminal.raw();
    assert!(raw.contains("\x1b[1;36mtailprint\x1b[0m build "), "{raw:?}");
    assert!(raw.contains("building: Compiling dev-manners"), "{raw:?}");
    assert!(
        raw.contains("\x1b[1m\x1b[91merror")
            || raw.contains("\x1b[38;5;9merror")
            || raw.contains("\x1b[1m\x1b[38;5;9merror"),
        "{raw:?}"
    );
    // Lines are cleared, but never the screen, nor is another one taken.
    for forbidden in ["\x1b[2J", "\x1b[3J", "\x1b[J", "\x1b[H", "\x1bc", "\x1b[?1049h"] {
        assert!(!raw.contains(forbidden), "{forbidden:?} in {raw:?}");
    }
    // The line about the work in progress is gone once it is done.
    assert!(
        !lines.iter().any(|line| line.contains("building") || line.contains("starting")),
        "{lines:#?}"
    );
    let own: Vec<String> = lines
        .iter()
        .map(|line| anstream::adapter::strip_str(line).to_string())
        .filter(|line| line.starts_with("tailprint "))
        .map(|line| line.split(' ').nth(1).unwrap().replace(char::is_numeric, ""))
        .collect();
    assert_eq!(own, ["build", "http://...:", "css", "build", "http://...:"], "{lines:#?}");
    assert_eq!(terminal.interrupt(), Some(130));
}

#[test]
fn no_color_leaves_the_line_and_takes_the_colours() {
    let (terminal, lines) = lines(&[("NO_COLOR", "1")]);
    let raw = terminal.raw();
    assert!(!raw.replace("\x1b[2K", "").contains('\x1b'), "{raw:?}");
    assert!(raw.contains("\x1b[2K") && raw.contains("building: Compiling"), "{raw:?}");
    assert!(lines.iter().any(|line| line.starts_with("tailprint css ")), "{lines:#?}");
    assert_eq!(terminal.interrupt(), Some(130));
}

#[test]
fn a_dumb_terminal_gets_lines_alone() {
    let (terminal, lines) = lines(&[("TERM", "dumb")]);
    let raw = terminal.raw();
    assert!(!raw.contains('\x1b'), "{raw:?}");
    assert!(lines.iter().any(|line| line.starts_with("tailprint css ")), "{lines:#?}");
    assert_eq!(terminal.interrupt(), Some(130));
}
