//! The options of `dev`: the package, the port, the browser and the arguments of the app.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;
use std::time::Duration;

use crate::site::{MAIN, Site, free_port, within};

fn text(url: &str) -> String {
    ureq::get(url).call().unwrap().body_mut().read_to_string().unwrap()
}

/// The error of a `dev` that does not start.
fn refusal(site: &Site, folder: &str, arguments: &[&str]) -> String {
    let port = free_port().to_string();
    let mut command = site.command(&[&["dev", "--port", &port], arguments].concat());
    let output = command.current_dir(site.folder().join(folder)).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    own_words(output.stderr)
}

/// Without what Cargo says while it waits for others.
fn own_words(said: Vec<u8>) -> String {
    let said = String::from_utf8(said).unwrap();
    said.find("error: ").and_then(|at| said.get(at..)).unwrap_or_default().to_owned()
}

/// Two programs, of which one is an app.
fn workspace() -> Site {
    let site = Site::new("dev-two");
    fs::create_dir(site.folder().join("two")).unwrap();
    for name in ["Cargo.toml", "build.rs", "src", "static", "templates"] {
        fs::rename(site.folder().join(name), site.folder().join("two").join(name)).unwrap();
    }
    let manifest = fs::read_to_string(site.folder().join("two/Cargo.toml")).unwrap();
    let (package, _) = manifest.split_once("[workspace]").unwrap();
    site.write("two/Cargo.toml", package);
    site.write("one/Cargo.toml", "[package]\nname = \"dev-one\"\nversion = \"0.1.0\"\n");
    site.write("one/src/main.rs", "fn main() {}\n");
    site.write("Cargo.toml", "[workspace]\nmembers = [\"one\", \"two\"]\nresolver = \"3\"\n");
    site
}

#[test]
fn one_of_several_packages_is_named_or_stood_in() {
    let site = workspace();
    assert_eq!(
        refusal(&site, "", &[]),
        "error: several packages have programs; choose one with -p: dev-one, dev-two\n"
    );
    assert_eq!(
        refusal(&site, "", &["-p", "three"]),
        "error: there is no package `three` in this workspace; there are: dev-one, dev-two\n"
    );
    assert_eq!(
        refusal(&site, "", &["-p", "dev-two", "--bin", "three"]),
        "error: `dev-two` has no program `three`; there is: dev-two\n"
    );
    let dev = site.dev(&["-p", "dev-two"]);
    assert!(text(&dev.url).contains("Heading"));
    drop(dev);
    let stand = |command: &mut std::process::Command| {
        command.current_dir(site.folder().join("two"));
    };
    let dev = site.spawn_with(&[], stand);
    dev.said("ready in");
    // Files of the package are found from there, too.
    site.replace("two/templates/index.html", "Heading", "Another");
    dev.said_times("ready in", 2);
    assert!(within(Duration::from_secs(5), || text(&dev.url).contains("Another")));
}

#[test]
fn a_browser_is_opened_once_when_the_app_answers() {
    let site = Site::new("dev-open");
    let (opened, browser) = (site.folder().join("opened"), site.folder().join("browser.sh"));
    let script = format!(
        "#!/bin/sh\nnode -e 'fetch(process.argv[1]).then((it) => console.log(process.argv[1], it.status))' \"$@\" >> {}\n",
        opened.display()
    );
    site.write("browser.sh", script);
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    let dev = site.spawn_with(&["--open"], |command| {
        command.env("BROWSER", &browser);
    });
    dev.said("ready in");
    let seen = || fs::read_to_string(&opened).unwrap_or_default();
    assert!(within(Duration::from_secs(10), || seen().ends_with('\n')), "{}", dev.log());
    site.write("src/main.rs", format!("{MAIN}// another\n"));
    site.replace("templates/index.html", "Heading", "Another");
    dev.said_times("ready in", 2);
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(seen(), format!("{} 200\n", dev.url));
}

#[test]
fn the_app_gets_its_arguments_and_the_port_that_is_asked_for() {
    let site = Site::new("dev-arguments");
    let answer = "Html(format!(\"{:?} {}\", std::env::args().skip(1).collect::<Vec<_>>(), \
                  std::env::var(\"PORT\").unwrap()))";
    site.write("src/main.rs", MAIN.replace("Html(Index.render().unwrap())", answer));
    let port = free_port().to_string();
    let arguments =
        ["--host", "0.0.0.0", "--port", &port, "--", "--verbose", "--port", "two words", ""];
    let dev = site.dev(&arguments);
    dev.said(&format!("http://127.0.0.1:{port} ready in"));
    let page = text(&format!("http://127.0.0.1:{port}"));
    let expected = format!(r#"["--verbose", "--port", "two words", ""] {port}"#);
    assert!(page.ends_with(&expected), "{page}");
    // All interfaces, not only the loopback one that is shown.
    let table = fs::read_to_string("/proc/net/tcp").unwrap();
    let everywhere = format!(" 00000000:{:04X} 00000000:0000 0A ", port.parse::<u16>().unwrap());
    assert!(table.contains(&everywhere), "{table}");

    let mut second = site.command(&["dev", "--port", &port]);
    let output = second.stdout(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let other = port.parse::<u16>().unwrap() + 1;
    let error = format!(
        "error: cannot listen on 127.0.0.1:{port}: the address is in use \
         (stop what listens there, or choose another port: --port {other})\n"
    );
    assert_eq!(own_words(output.stderr), error);
}
