//! The statement in which an app opens its socket.

use super::*;

const TOKIO: &str = "match listenfd::ListenFd::from_env().take_tcp_listener(0)@ {
        // `cargo tailprint dev` holds the socket open while the app restarts.
        Some(socket) => {
            socket.set_nonblocking(true)@;
            TcpListener::from_std(socket)@
        }
        None => TcpListener::bind(address).await@,
    };
";

#[test]
fn a_listener_of_tokio_takes_the_socket_that_it_is_handed() {
    for tail in ["?", ".unwrap()", ".expect(\"a port\")", ".context(\"a port\")?"] {
        let main = |bind: &str| format!("async fn main() {{\n    let listener = {bind}}}\n");
        let before = main(&format!("TcpListener::bind(address).await{tail};\n"));
        let (manifest, after, _) = wired("axum = \"0.8\"", &before);
        assert_eq!(after, as_before(&before, &main(&TOKIO.replace('@', tail))));
        assert!(manifest.contains("axum = \"0.8\"\nlistenfd = \"1\"\ntailprint = "), "{manifest}");
    }
}

#[test]
fn what_is_done_about_an_error_of_a_listener_stays() {
    let taken = "match listenfd::ListenFd::from_env().take_tcp_listener(0) {
        // `cargo tailprint dev` holds the socket open while the app restarts.
        Ok(Some(socket)) => {
            socket.set_nonblocking(true).and_then(|()| TcpListener::from_std(socket))
        }
        Ok(None) => TcpListener::bind(address).await,
        Err(error) => Err(error),
    }";
    for around in [
        "let listener = @.unwrap_or_else(|error| panic!(\"{error}\"));",
        "let mut listener = @?;",
        "let listener = @;",
        "axum::serve(@.unwrap(), app).await;",
        "@",
    ] {
        let main =
            |bind: &str| format!("async fn main() {{\n    {}\n}}\n", around.replace('@', bind));
        let before = main("TcpListener::bind(address).await");
        let (manifest, after, notes) = wired("axum = \"0.8\"", &before);
        assert_eq!(after, as_before(&before, &main(taken)));
        assert!(manifest.contains("listenfd = \"1\""), "{manifest}");
        assert!(!notes.iter().any(|note| note.contains("listenfd")), "{notes:?}");
    }
}

#[test]
fn calls_behind_a_listener_move_with_its_brace_in_a_source_that_is_not_formatted() {
    let main = |tail: &str| {
        format!(
            "async fn main() {{\n    let  a = 1;\n    let listener = TcpListener::bind(a)\n        .await\n        {tail};\n    \
             next();\n}}\n"
        )
    };
    let (_, after, _) =
        wired("axum = \"0.8\"", &main(".map_err(|it| {\n            log(it)\n        })?"));
    let moved = "Err(error),\n    }\n    .map_err(|it| {\n        log(it)\n    })?;\n    next();\n";
    assert!(after.contains(moved), "{after}");
    // The white space of a text belongs to it.
    let (_, after, _) = wired("axum = \"0.8\"", &main(".or_else(|_| open(\"a\n        b\"))?"));
    assert!(after.contains("\n        .or_else(|_| open(\"a\n        b\"))?;"), "{after}");
    // So it does where the calls end within brackets of other code.
    let kept =
        main(".or_else(|_| open(\"a\n        b\"))").replace("TcpListener", "keep(TcpListener");
    let kept = kept.replace("b\"));", "b\")));");
    let (_, after, _) = wired("axum = \"0.8\"", &kept);
    assert!(after.contains("take_tcp_listener"), "{after}");
    assert!(after.contains("\n        .or_else(|_| open(\"a\n        b\")));"), "{after}");
}

#[test]
fn a_server_of_actix_takes_the_socket_that_it_is_handed() {
    const SERVER: &str =
        "HttpServer::new(|| App::new().service(assets::service()).wrap(tailprint::live_reload()))";
    let head = |name: &str| {
        format!(
            "    let {name} = match listenfd::ListenFd::from_env().take_tcp_listener(0)? {{
        // `cargo tailprint dev` holds the socket open while the app restarts.
        Some(socket) => {name}.listen(socket)?,
        None => {name}.bind(address)?,
    }};"
        )
    };
    for (before, after) in [
        (
            format!("{SERVER}\n        .bind(address)?\n        .run()\n        .await"),
            format!("let server = {SERVER};\n{}\n    server.run()\n        .await", head("server")),
        ),
        (
            format!("let app = {SERVER}.workers(1).bind(address)?;"),
            format!("let app = {SERVER}.workers(1);\n{}", head("app")),
        ),
        (
            format!("let run = {SERVER}.bind(address)?.run();\n    run.await"),
            format!(
                "let run = {SERVER};\n{}\n    let run = run.run();\n    run.await",
                head("run")
            ),
        ),
        (
            format!("let app = {SERVER};\n    app.bind(address)?.run().await"),
            format!("let app = {SERVER};\n{}\n    app.run().await", head("app")),
        ),
        (
            format!("let server = 1;\n    {SERVER}.bind(address)?.run().await"),
            format!(
                "let server = 1;\n    let http_server = {SERVER};\n{}\n    http_server.run().await",
                head("http_server")
            ),
        ),
    ] {
        let main = |body: &str| format!("async fn main() -> io::Result<()> {{\n    {body}\n}}\n");
        let added = ".service(assets::service()).wrap(tailprint::live_reload())";
        let before = main(&before.replace(added, ""));
        let (manifest, text, _) = wired("actix-web = \"4\"", &before);
        assert_eq!(text, as_before(&before, &main(&after)));
        assert!(manifest.contains("\nlistenfd = \"1\"\n"), "{manifest}");
    }
}

#[test]
fn sockets_that_are_opened_in_other_ways_are_left_alone() {
    for (framework, main) in [
        (
            "axum = \"0.8\"",
            "async fn main() { let a = TcpListener::bind(a).await?; let b = TcpListener::bind(b).await?; }\n",
        ),
        ("axum = \"0.8\"", "fn main() { let l = std::net::TcpListener::bind(a).unwrap(); }\n"),
        (
            "actix-web = \"4\"",
            "async fn main() { HttpServer::new(f).bind(a)?.bind(b)?.run().await }\n",
        ),
        (
            "actix-web = \"4\"",
            "async fn main() { HttpServer::new(f).bind_rustls(a, b)?.run().await }\n",
        ),
        ("actix-web = \"4\"", "async fn main() { run(HttpServer::new(f).bind(a)?).await }\n"),
    ] {
        let (manifest, text, notes) = wired(framework, main);
        assert_eq!(text, main);
        assert!(!manifest.contains("listenfd"), "{manifest}");
        assert!(notes.iter().any(|note| note.contains("`cargo add listenfd`")), "{notes:#?}");
    }
}

#[test]
fn a_step_about_the_socket_names_no_query_of_a_database() {
    let main = "async fn main() {\n    sqlx::query(a).bind(b).await;\n    let a = TcpListener::bind(a).await?;\n\
                \x20   let b = TcpListener::bind(b).await?;\n}\n";
    let (_, _, notes) = wired("axum = \"0.8\"", main);
    let of_socket = notes.iter().find(|note| note.contains("`cargo add listenfd`")).unwrap();
    assert!(of_socket.starts_with("src/main.rs:3, src/main.rs:4: so that"), "{of_socket}");
    let queries = "async fn main() {\n    sqlx::query(a).bind(b)?;\n}\n";
    for framework in ["actix-web = \"4\"", "axum = \"0.8\""] {
        let (_, _, notes) = wired(framework, queries);
        assert!(!notes.iter().any(|note| note.contains("listenfd")), "{notes:?}");
    }
}
