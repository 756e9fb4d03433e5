//! An S3 server on a folder, which anybody may read, as a bucket behind a CDN.

use std::error::Error;
use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::Path;

use hyper::Request;
use hyper::body::Incoming;
use hyper::header::{ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{S3Result, s3_error};
use s3s_fs::FileSystem;
use tokio::net::TcpListener;

pub const KEY: &str = "id";
pub const SECRET: &str = "secret";

/// The only bucket.
const BUCKET: &str = "assets";

/// A server that runs as long as the process.
pub struct Store {
    url: String,
}

impl Store {
    /// Starts a server on a thread of its own.
    ///
    /// # Errors
    /// If the folder cannot be made, or the address is taken.
    pub fn start(folder: &Path, address: &str) -> Result<Self, Box<dyn Error>> {
        fs::create_dir_all(folder.join(BUCKET))?;
        let files = FileSystem::new(folder).map_err(|error| format!("{error:?}"))?;
        let mut service = S3ServiceBuilder::new(files);
        service.set_auth(SimpleAuth::from_single(KEY, SECRET));
        service.set_access(EverybodyReads);
        let service = service.build();

        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind(address))?;
        let address: SocketAddr = listener.local_addr()?;
        std::thread::spawn(move || runtime.block_on(serve(&listener, &service)));
        Ok(Self { url: format!("http://{address}") })
    }

    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// Objects may be read without a key; everything else needs one.
struct EverybodyReads;

#[async_trait::async_trait]
impl S3Access for EverybodyReads {
    async fn check(&self, context: &mut S3AccessContext<'_>) -> S3Result<()> {
        if context.credentials().is_some() || context.s3_op().name() == "GetObject" {
            return Ok(());
        }
        Err(s3_error!(AccessDenied))
    }
}

async fn serve(listener: &TcpListener, service: &S3Service) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        let service = service.clone();
        let with_cors = service_fn(move |request: Request<Incoming>| {
            let service = service.clone();
            async move {
                let mut answer = service.call(request.map(s3s::Body::from)).await?;
                // As the CORS rules of a bucket add it: fonts, modules and everything with `crossorigin` need it.
                let everybody = HeaderValue::from_static("*");
                answer.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, everybody);
                Ok::<_, s3s::HttpError>(answer)
            }
        });
        let connection = hyper::server::conn::http1::Builder::new();
        tokio::spawn(connection.serve_connection(TokioIo::new(stream), with_cors));
    }
}
