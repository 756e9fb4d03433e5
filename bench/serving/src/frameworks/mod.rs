//! The servers, each with an app that has nothing but the assets or a fixed answer.

mod actix;
mod axum;
mod ntex;
mod rocket;

use std::net::TcpListener;

use crate::Result;
use crate::servers::{App, Contestant};

/// Serves for ever, on one thread and the helpers that the framework has.
pub fn serve(app: App, listener: TcpListener) -> Result<()> {
    match app {
        App::Axum(router) => axum::serve(router, listener),
        App::Hyper(answers) => axum::serve_hyper(answers, listener),
        App::Actix(answers) => actix::serve(answers, listener),
        App::Ntex(answers) => ntex::serve(answers, listener),
        App::Rocket(answers) => rocket::serve(answers, listener),
    }
}

/// Asks so many times, without a socket: axum and hyper over a connection in memory, the others in the way that their
/// tests do.
pub fn exchange(contestant: Contestant, coding: &str, count: u32) -> Result<()> {
    let path = &contestant.path;
    match contestant.app {
        App::Axum(router) => axum::exchange(router, path, coding, count),
        App::Hyper(answers) => axum::exchange_hyper(answers, path, coding, count),
        App::Actix(answers) => actix::exchange(answers, path, coding, count),
        App::Ntex(answers) => ntex::exchange(answers, path, coding, count),
        App::Rocket(answers) => rocket::exchange(answers, path, coding, count),
    }
}
