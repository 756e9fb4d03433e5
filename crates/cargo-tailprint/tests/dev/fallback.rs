//! Apps that do not do what `dev` would like them to.

use std::time::Duration;

use crate::site::{MAIN, Site, is_running, within};

#[test]
fn an_app_that_does_not_take_the_socket_is_found_out_and_stopped_before_the_next() {
    let site = Site::new("dev-own-socket");
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (before, rest) = MAIN.split_once("    let listener = ").unwrap();
    let after = rest.split_once("    };\n").unwrap().1;
    let own =
        format!("    let listener = TcpListener::bind(\"127.0.0.1:{port}\").await.unwrap();\n");
    site.write("src/main.rs", format!("{before}{own}{after}"));
    let mut dev = site.dev(&[]);
    dev.said("does not take the socket");
    dev.said(&format!("http://127.0.0.1:{port} ready in"));
    site.write("src/main.rs", format!("{before}{own}{after}// another\n"));
    dev.said_times("ready in", 2);
    assert_eq!(dev.log().matches("does not take the socket").count(), 1);
    let [app] = *dev.children() else { panic!("{:?}", dev.children()) };
    dev.signal("TERM");
    assert_eq!(dev.ended().code(), Some(130));
    assert!(within(Duration::from_secs(5), || !is_running(app)));
}

#[test]
fn an_app_that_crashes_at_once_is_not_started_for_ever_and_is_once_it_is_repaired() {
    let site = Site::new("dev-crash");
    site.write(
        "src/main.rs",
        MAIN.replace(
            "    let app = Router",
            "    if true { std::process::exit(7) }\n    let app = Router",
        ),
    );
    let mut dev = site.spawn(&[]);
    dev.said("it starts again when something is saved");
    let starts = dev.log().matches("it starts again").count();
    assert!((3..10).contains(&starts), "{}", dev.log());
    site.write("src/main.rs", MAIN);
    dev.said("ready in");
    assert_eq!(dev.status(), 200);
    // An app that outlives a `dev` which was killed would keep the port.
    let [app] = *dev.children() else { panic!("{:?}", dev.children()) };
    dev.signal("KILL");
    dev.ended();
    assert!(within(Duration::from_secs(5), || !is_running(app)));
}
