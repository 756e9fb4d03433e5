//! The parts of the app that `cargo tailprint dev` needs: the layer `live_reload()` and the socket that it hands over.

use super::super::crates::{RoutedModule, main_chain};
use super::super::edits::Edits;
use super::super::lines;
use super::listener::{self, Listening};
use crate::set_up::init::plan::Plan;
use crate::set_up::init::project::{Framework, Project};

/// Adds the layer behind everything that the router has.
pub(crate) fn layer(
    project: &Project,
    framework: Framework,
    modules: &[RoutedModule<'_, '_>],
    edits: &mut Edits,
    plan: &mut Plan,
) {
    let names =
        |it: &RoutedModule<'_, '_>| it.routes.reloads || it.module.text.contains("live_reload()");
    if modules.iter().any(names) {
        return;
    }
    let (call, place) = match framework {
        Framework::Axum => (".layer(tailprint::live_reload())", "the `Router`, behind all routes"),
        Framework::Actix => (".wrap(tailprint::live_reload())", "the `App`"),
        // They take no layers of tower.
        Framework::Rocket | Framework::Ntex => return,
        // There is no sign of a server.
        Framework::Other
            if !modules.iter().any(|it| it.module.text.contains("TcpListener::bind")) =>
        {
            return;
        }
        _ => {
            let place = lines::of_routers(project, framework, modules);
            plan.note(format!(
                "{place}`tailprint::live_reload()` is a tower layer: around the service that makes the pages, it has them \
                 follow what is saved under `cargo tailprint dev`"
            ));
            return;
        }
    };
    // A layer of axum does not wrap routes that are added behind it.
    let is_last = !modules.iter().any(|it| it.routes.continues);
    match main_chain(modules).filter(|_| is_last) {
        Some((it, chain)) => edits.add(it.module, chain.layer.with(call)),
        None => plan.note(format!(
            "{}add `{call}` to {place}: pages then follow what is saved under `cargo tailprint dev`",
            lines::of_routers(project, framework, modules)
        )),
    }
}

/// Has the app take over a handed socket in the place where it opens its own. Returns true if that was added.
pub(crate) fn socket(
    project: &Project,
    framework: Framework,
    modules: &[RoutedModule<'_, '_>],
    edits: &mut Edits,
    plan: &mut Plan,
) -> bool {
    let has = |text: &str| modules.iter().any(|it| it.module.text.contains(text));
    // Without it, `dev` starts the app anew, and pages wait.
    let takes_sockets = match framework {
        Framework::Axum | Framework::Actix | Framework::Ntex => true,
        Framework::Hyper | Framework::Other => has("TcpListener::bind"),
        Framework::Rocket | Framework::Poem | Framework::Salvo | Framework::Warp => false,
    };
    if !takes_sockets || has("ListenFd") {
        return false;
    }
    let listening: Vec<_> = modules
        .iter()
        .flat_map(|RoutedModule { module, .. }| {
            listener::listening(module, framework).into_iter().map(move |it| (module, it))
        })
        .collect();
    match &listening[..] {
        [(module, Listening::Plain(changes))] => {
            for (range, text) in changes {
                edits.replace(module, range.clone(), text.clone());
            }
            true
        }
        _ => {
            let places = opened(project, framework, modules);
            // A platform may run the router itself.
            if !places.is_empty() {
                plan.note(places + by_hand(framework));
            }
            false
        }
    }
}

/// The lines that open a socket. A method `bind` is that of a server of actix only beside one: queries have it, too.
fn opened(project: &Project, framework: Framework, modules: &[RoutedModule<'_, '_>]) -> String {
    let is_server = |it: &&RoutedModule<'_, '_>| it.module.text.contains("HttpServer::new");
    match framework {
        Framework::Actix | Framework::Ntex => {
            let servers = modules.iter().filter(is_server);
            lines::with(
                project,
                servers,
                &[
                    "TcpListener::bind",
                    ".bind(",
                    ".bind_rustls",
                    ".bind_openssl",
                    ".bind_uds",
                    ".bind_auto",
                ],
            )
        }
        _ => lines::with(
            project,
            modules,
            &["TcpListener::bind", "Server::bind(", "axum_server::bind"],
        ),
    }
}

fn by_hand(framework: Framework) -> &'static str {
    match framework {
        Framework::Actix | Framework::Ntex => {
            "so that the port stays open while `cargo tailprint dev` restarts the app: `cargo add listenfd`, and give the \
             server `.listen(socket)?` in the place of its own address or listener if \
             `listenfd::ListenFd::from_env().take_tcp_listener(0)?` is `Some(socket)`"
        }
        _ => {
            "so that the port stays open while `cargo tailprint dev` restarts the app: `cargo add listenfd`, and if \
             `listenfd::ListenFd::from_env().take_tcp_listener(0)?` is `Some(socket)`, call \
             `socket.set_nonblocking(true)?` and take `TcpListener::from_std(socket)?` in the place of \
             `TcpListener::bind(…)`"
        }
    }
}
