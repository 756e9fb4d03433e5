//! ntex.

use std::net::TcpListener;

use ntex::http::StatusCode;
use ntex::http::header::{HeaderName, HeaderValue};
use ntex::rt::{DefaultRuntime, System};
use ntex::util::Bytes;
use ntex::web::test::{TestRequest, call_service, init_service, read_body};
use ntex::web::{self, App, HttpResponse, HttpServer, ServiceConfig};

use crate::servers::{Answers, Fixed};
use crate::{Result, assets};

pub(super) fn serve(answers: Answers, listener: TcpListener) -> Result<()> {
    let app = async move || App::new().configure(mount(&answers));
    System::build()
        .build(DefaultRuntime)
        .block_on(async { Ok(HttpServer::new(app).workers(1).listen(listener)?.run().await?) })
}

pub(super) fn exchange(answers: Answers, path: &str, coding: &str, count: u32) -> Result<()> {
    let (path, coding) = (path.to_owned(), coding.to_owned());
    System::build().build(DefaultRuntime).block_on(async move {
        let app = init_service(App::new().configure(mount(&answers))).await;
        for _ in 0..count {
            let request = TestRequest::with_uri(&path).header("accept-encoding", &*coding);
            let response = call_service(&app, request.to_request()).await;
            if read_body(response).await.is_empty() {
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
                let resource = web::resource(format!("{}/{{file}}*", assets::MOUNT));
                config.service(resource.route(web::get().to(async move || handler())))
            }
        };
    }
}

/// The answer with the types of ntex, which are made once.
fn handler(fixed: &Fixed) -> impl Fn() -> HttpResponse + use<> {
    let bytes = Bytes::copy_from_slice(&fixed.bytes);
    let lines = fixed
        .literals()
        .into_iter()
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
    let headers: Vec<_> = lines.collect();
    move || {
        let mut response = HttpResponse::new(StatusCode::OK).set_body(bytes.clone().into());
        for (name, value) in &headers {
            response.headers_mut().append(name.clone(), value.clone());
        }
        response
    }
}
