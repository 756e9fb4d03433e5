//! axum, and hyper alone.

use std::convert::Infallible;
use std::error::Error;
use std::future::{Future, ready};
use std::net::TcpListener;

use axum::Router;
use axum::serve::ListenerExt as _;
use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::{HttpService, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};

use crate::servers::{Answers, Fixed};
use crate::{Result, assets};

pub(super) fn serve(router: Router, listener: TcpListener) -> Result<()> {
    runtime()?.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        Ok(axum::serve(listener, router).await?)
    })
}

pub(super) fn serve_hyper(answers: Answers, listener: TcpListener) -> Result<()> {
    let runtime = runtime()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let (stream, builder) = (TokioIo::new(stream), http1::Builder::new());
            match answers.clone() {
                Answers::Tailprint => {
                    let service = TowerToHyperService::new(assets::service().with_mount());
                    tokio::spawn(builder.serve_connection(stream, service));
                }
                Answers::Fixed(fixed) => {
                    let service = service_fn(move |_| answer(&fixed));
                    tokio::spawn(builder.serve_connection(stream, service));
                }
            }
        }
    })
}

fn answer(
    fixed: &Fixed,
) -> impl Future<Output = std::result::Result<Response<Full<Bytes>>, Infallible>> + use<> {
    let mut response = Response::new(Full::new(fixed.bytes.clone()));
    *response.headers_mut() = fixed.headers.clone();
    ready(Ok(response))
}

pub(super) fn exchange(router: Router, path: &str, coding: &str, count: u32) -> Result<()> {
    converse(TowerToHyperService::new(router), path, coding, count)
}

pub(super) fn exchange_hyper(answers: Answers, path: &str, coding: &str, count: u32) -> Result<()> {
    match answers {
        Answers::Tailprint => {
            let service = TowerToHyperService::new(assets::service().with_mount());
            converse(service, path, coding, count)
        }
        Answers::Fixed(fixed) => {
            converse(service_fn(move |_: Request<Incoming>| answer(&fixed)), path, coding, count)
        }
    }
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

/// So many requests on one connection.
fn converse<S>(service: S, path: &str, coding: &str, count: u32) -> Result<()>
where
    S: HttpService<Incoming>,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    S::ResBody: Body + 'static,
    <S::ResBody as Body>::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let request =
        format!("GET {path} HTTP/1.1\r\nhost: bench\r\naccept-encoding: {coding}\r\n\r\n");
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(async {
        let (mut client, server) = tokio::io::duplex(1 << 16);
        let connection = http1::Builder::new().serve_connection(TokioIo::new(server), service);
        let requests = async {
            let mut buffer = vec![0; 1 << 16];
            client.write_all(request.as_bytes()).await?;
            let size = first_answer(&mut client, &mut buffer).await?;
            for _ in 1..count {
                client.write_all(request.as_bytes()).await?;
                client.read_exact(&mut buffer[..size]).await?;
            }
            Result::Ok(())
        };
        tokio::select! {
            done = requests => done,
            closed = connection => Err(format!("the connection ended: {closed:?}").into()),
        }
    })
}

/// The size of an answer, which is that of all that follow.
async fn first_answer(client: &mut DuplexStream, buffer: &mut [u8]) -> Result<usize> {
    let mut size = 0;
    loop {
        size += client.read(&mut buffer[size..]).await?;
        let text = String::from_utf8_lossy(&buffer[..size]).to_lowercase();
        let Some((head, _)) = text.split_once("\r\n\r\n") else { continue };
        let head_size =
            buffer[..size].windows(4).position(|end| end == b"\r\n\r\n").ok_or("no end")? + 4;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if size == head_size + length.ok_or("no length")?.parse::<usize>()? {
            return Ok(size);
        }
    }
}
