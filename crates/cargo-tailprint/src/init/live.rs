//! What `cargo tailprint dev` needs in the app: a layer, and the socket that it hands over.

use super::listener::{self, Listening};
use super::plan::Plan;
use super::project::Framework;
use super::sources::{Edits, Found, only_chain};

/// Adds the layer behind everything that the router has.
pub(crate) fn layer(
    framework: Framework,
    found: &[Found<'_, '_>],
    edits: &mut Edits,
    plan: &mut Plan,
) {
    if found.iter().any(|(_, _, routes)| routes.reloads) {
        return;
    }
    let (call, place) = match framework {
        Framework::Axum => (".layer(tailprint::live_reload())", "the `Router`, behind all routes"),
        Framework::Actix => (".wrap(tailprint::live_reload())", "the `App`"),
        Framework::Other => {
            plan.note(
                "`tailprint::live_reload()` is a tower layer: around the service that makes the pages, it has them \
                 follow what is saved under `cargo tailprint dev`",
            );
            return;
        }
    };
    // A layer of axum does not reach what is added later.
    let is_last = !found.iter().any(|(_, _, routes)| routes.goes_on);
    match only_chain(found).filter(|_| is_last) {
        Some((_, module, chain)) => edits.add(module, chain.layer.with(call)),
        None => plan.note(format!(
            "add `{call}` to {place}: pages then follow what is saved under `cargo tailprint dev`"
        )),
    }
}

/// Takes over the socket where the app opens its own, and returns whether that was added.
pub(crate) fn socket(
    framework: Framework,
    found: &[Found<'_, '_>],
    edits: &mut Edits,
    plan: &mut Plan,
) -> bool {
    if found.iter().any(|(_, module, _)| module.text.contains("ListenFd")) {
        return false;
    }
    let listening: Vec<_> = found
        .iter()
        .flat_map(|&(_, module, _)| {
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
            plan.note(by_hand(framework));
            false
        }
    }
}

fn by_hand(framework: Framework) -> &'static str {
    match framework {
        Framework::Actix => {
            "so that the port stays open while `cargo tailprint dev` restarts the app: `cargo add listenfd`, and call \
             `.listen(socket)?` in the place of `.bind(…)?` if \
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
