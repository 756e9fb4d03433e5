//! actix-web.

use std::future::ready;
use std::net::TcpListener;

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::test::{TestRequest, call_and_read_body, init_service};
use actix_web::web::{self, ServiceConfig};
use actix_web::{App, HttpResponse, HttpServer};
use bytes::Bytes;

use crate::servers::{Answers, Fixed};
use crate::{Result, assets};

pub(super) fn serve(answers: Answers, listener: TcpListener) -> Result<()> {
    let app = move || App::new().configure(mount(&answers));
    let server = HttpServer::new(app).workers(1).listen(listener)?.run();
    Ok(actix_web::rt::System::new().block_on(server)?)
}

pub(super) fn exchange(answers: Answers, path: &str, coding: &str, count: u32) -> Result<()> {
    actix_web::rt::System::new().block_on(async {
        let app = init_service(App::new().configure(mount(&answers))).await;
        for _ in 0..count {
            let request = TestRequest::with_uri(path).insert_header(("accept-encoding", coding));
            let content = call_and_read_body(&app, request.to_request()).await;
            if content.is_empty() {
                return Err("no content".into());
            }
        }
        Ok(())
    })
}

fn mount(answers: &Answers) -> impl FnOnce(&mut ServiceConfig) {
    move |config: &mut ServiceConfig| {
        match answers {
            Answers::Tailprint => config.service(assets::service()),
            Answers::Fixed(fixed) => {
                let handler = handler(fixed);
                let route = web::get().to(move || ready(handler()));
                config.service(web::scope(assets::MOUNT).default_service(route))
            }
        };
    }
}

/// The answer with the types of actix-web, which are made once.
fn handler(fixed: &Fixed) -> impl Fn() -> HttpResponse<Bytes> + Clone + use<> {
    let bytes = fixed.bytes.clone();
    let lines = fixed
        .literals()
        .into_iter()
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
    let headers: Vec<_> = lines.collect();
    move || {
        let mut response = HttpResponse::with_body(StatusCode::OK, bytes.clone());
        for (name, value) in &headers {
            response.headers_mut().append(name.clone(), value.clone());
        }
        response
    }
}
