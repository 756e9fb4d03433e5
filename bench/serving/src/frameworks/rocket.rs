//! Rocket.

use std::io::Cursor;
use std::net::TcpListener;
use std::sync::Arc;

use bytes::Bytes;
use rocket::config::{Config, LogLevel};
use rocket::http::{Header, Method};
use rocket::local::asynchronous::Client;
use rocket::route::{Handler, Outcome, Route};
use rocket::{Build, Data, Request, Response, Rocket};

use crate::servers::{self, Answers};
use crate::{Result, assets};

/// Rocket binds by itself, to the port of the listener, which is closed for it.
pub(super) fn serve(answers: Answers, listener: TcpListener) -> Result<()> {
    let port = listener.local_addr()?.port();
    drop(listener);
    let config = Config { port, workers: 1, log_level: LogLevel::Off, ..Config::release_default() };
    let rocket = app(answers, config);
    rocket::execute(rocket.launch()).map_err(|error| error.to_string())?;
    Ok(())
}

pub(super) fn exchange(answers: Answers, path: &str, coding: &str, count: u32) -> Result<()> {
    let config = Config { workers: 1, log_level: LogLevel::Off, ..Config::release_default() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = Client::untracked(app(answers, config)).await;
        let client = client.map_err(|error| error.to_string())?;
        for _ in 0..count {
            let request =
                client.get(path).header(Header::new("accept-encoding", coding.to_owned()));
            let content = request.dispatch().await.into_bytes().await;
            if content.is_none_or(|content| content.is_empty()) {
                return Err("no content".into());
            }
        }
        Ok(())
    })
}

fn app(answers: Answers, config: Config) -> Rocket<Build> {
    let rocket = rocket::custom(config);
    match answers {
        Answers::Tailprint => rocket.mount("/", assets::service()),
        Answers::Fixed(fixed) => {
            let path = format!("{}/<file..>", assets::MOUNT);
            rocket.mount("/", [Route::new(Method::Get, &path, Fixed::from(fixed))])
        }
    }
}

/// The answer with the types of Rocket, which are made once.
#[derive(Clone)]
struct Fixed {
    headers: Arc<[(&'static str, &'static str)]>,
    bytes: Bytes,
}

impl From<servers::Fixed> for Fixed {
    fn from(fixed: servers::Fixed) -> Self {
        Self { headers: fixed.literals().into(), bytes: fixed.bytes }
    }
}

#[rocket::async_trait]
impl Handler for Fixed {
    async fn handle<'r>(&self, _: &'r Request<'_>, _: Data<'r>) -> Outcome<'r> {
        let mut builder = Response::build();
        for (name, value) in &*self.headers {
            builder.raw_header(*name, *value);
        }
        builder.sized_body(self.bytes.len(), Cursor::new(self.bytes.clone()));
        Outcome::Success(builder.finalize())
    }
}
