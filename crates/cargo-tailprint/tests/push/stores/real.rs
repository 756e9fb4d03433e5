//! Starting the servers.

use std::collections::BTreeMap;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64ct::{Base64, Encoding as _};
use chrono::Utc;
use futures_util::TryStreamExt as _;
use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::path::Path;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt as _};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use super::{garage, xml};
use crate::world::{Ran, World};

/// The bucket of every server. Azure takes no name with less than three letters.
pub(super) const BUCKET: &str = "assets";
const PREFIX: &str = "app/static";

/// The account that Azurite has, with the key that its documentation names.
const ACCOUNT: &str = "devstoreaccount1";
const KEY: &str =
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/// The time in which a server starts on a busy machine.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// A running server with an empty bucket; it is stopped when this goes out of scope.
pub(super) struct Real {
    pub(super) url: &'static str,
    /// True if it refuses to replace an object when it is asked not to.
    pub(super) is_conditional: bool,
    /// True if it takes objects in parts.
    pub(super) takes_parts: bool,
    /// True if it keeps objects with gzip as they are.
    pub(super) takes_gzip: bool,
    /// A client of the same store, to look at it.
    pub(super) store: Arc<dyn ObjectStore>,
    environment: Vec<(&'static str, String)>,
    children: Vec<Child>,
    _folder: TempDir,
}

impl Drop for Real {
    fn drop(&mut self) {
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A running server that speaks S3.
pub(super) struct Server {
    pub(super) folder: TempDir,
    pub(super) port: u16,
    pub(super) children: Vec<Child>,
    /// The id and the secret.
    pub(super) key: (&'static str, &'static str),
    pub(super) region: &'static str,
}

/// The program that a variable names.
pub(super) fn program(variable: &str) -> PathBuf {
    let named = std::env::var_os(variable).map(PathBuf::from);
    named.unwrap_or_else(|| panic!("{variable} is not set (run `cargo xtask test --stores`)"))
}

pub(super) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Starts a server and waits until it listens.
pub(super) fn start(command: &mut Command, port: u16) -> Child {
    // The clients of these tests need one as well. Nothing is lost if another test was first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let silent = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let child = silent.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let started = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(started.elapsed() < PATIENCE, "nothing listens: {command:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
    child
}

impl Real {
    /// s3s-fs, an S3 server on a folder.
    pub(super) fn s3() -> Self {
        let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
        std::fs::create_dir(folder.path().join(BUCKET)).unwrap();
        let mut command = Command::new(program("S3S_FS"));
        command.args(["--host", "127.0.0.1", "--port", &port.to_string()]);
        command.args(["--access-key", "id", "--secret-key", "secret"]).arg(folder.path());
        let children = vec![start(&mut command, port)];
        let key = ("id", "secret");
        Self::of_s3(Server { folder, port, children, key, region: "us-east-1" }, true)
    }

    /// Garage, three nodes of it.
    pub(super) fn garage() -> Self {
        Self::of_s3(garage::cluster(), false)
    }

    fn of_s3(server: Server, is_conditional: bool) -> Self {
        let Server { folder, port, children, key: (id, secret), region } = server;
        let endpoint = format!("http://127.0.0.1:{port}");
        let store = AmazonS3Builder::new()
            .with_endpoint(&endpoint)
            .with_allow_http(true)
            .with_bucket_name(BUCKET)
            .with_access_key_id(id)
            .with_secret_access_key(secret)
            .with_region(region);
        let environment = vec![
            ("AWS_ENDPOINT_URL", endpoint),
            ("AWS_ACCESS_KEY_ID", id.into()),
            ("AWS_SECRET_ACCESS_KEY", secret.into()),
            ("AWS_REGION", region.into()),
        ];
        Self {
            url: "s3://assets/app/static",
            is_conditional,
            takes_parts: true,
            takes_gzip: true,
            store: Arc::new(store.build().unwrap()),
            environment,
            children,
            _folder: folder,
        }
    }

    /// Azurite, Microsoft's emulator.
    pub(super) fn azure() -> Self {
        let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
        let mut command = Command::new("node");
        command.arg(program("AZURITE_BLOB")).args(["--blobPort", &port.to_string()]);
        command.args(["--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry"]);
        command.current_dir(folder.path());
        let child = start(&mut command, port);
        let endpoint = format!("http://127.0.0.1:{port}/{ACCOUNT}");
        create_container(&endpoint);
        let store = MicrosoftAzureBuilder::new()
            .with_account(ACCOUNT)
            .with_access_key(KEY)
            .with_endpoint(endpoint.clone())
            .with_allow_http(true)
            .with_container_name(BUCKET);
        let connection = format!(
            "DefaultEndpointsProtocol=http;AccountName={ACCOUNT};AccountKey={KEY};BlobEndpoint={endpoint};"
        );
        Self {
            url: "az://assets/app/static",
            is_conditional: true,
            takes_parts: true,
            takes_gzip: true,
            store: Arc::new(store.build().unwrap()),
            environment: vec![("AZURE_STORAGE_CONNECTION_STRING", connection)],
            children: vec![child],
            _folder: folder,
        }
    }

    /// fake-gcs-server, behind a small [adapter](xml).
    pub(super) fn google() -> Self {
        let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
        let address = format!("127.0.0.1:{port}");
        let mut command = Command::new(program("FAKE_GCS_SERVER"));
        command.args(["-scheme", "http", "-host", "127.0.0.1", "-port", &port.to_string()]);
        command.args(["-backend", "memory", "-public-host", &address]);
        let child = start(&mut command, port);
        let bucket = format!("{{\"name\":\"{BUCKET}\"}}");
        let made = ureq::post(format!("http://{address}/storage/v1/b"))
            .content_type("application/json")
            .send(&bucket);
        assert_eq!(made.unwrap().status(), 200);
        let adapter = xml::start(port);
        let store = GoogleCloudStorageBuilder::new()
            .with_base_url(&format!("http://127.0.0.1:{adapter}"))
            .with_bearer_token("emulator")
            .with_client_options(ClientOptions::new().with_allow_http(true))
            .with_bucket_name(BUCKET);
        Self {
            url: "gs://assets/app/static",
            // Google's own has all of it. The emulator passes over the condition of an upload.
            is_conditional: false,
            takes_parts: false,
            takes_gzip: false,
            store: Arc::new(store.build().unwrap()),
            environment: vec![("STORAGE_EMULATOR_HOST", format!("127.0.0.1:{adapter}"))],
            children: vec![child],
            _folder: folder,
        }
    }

    pub(super) fn run(&self, world: &World, args: &str) -> Ran {
        let output = world.command(args).envs(self.environment.clone()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    pub(super) fn key(&self, name: &str) -> Path {
        Path::parse(format!("{PREFIX}/{name}")).unwrap()
    }

    /// The objects below the URL of the store, as names and bytes.
    pub(super) async fn objects(&self) -> BTreeMap<String, Vec<u8>> {
        let prefix = Path::from(PREFIX);
        let listed: Vec<_> = self.store.list(Some(&prefix)).try_collect().await.unwrap();
        let mut objects = BTreeMap::new();
        for meta in listed {
            let bytes = self.store.get(&meta.location).await.unwrap().bytes().await.unwrap();
            let name = &meta.location.as_ref()[PREFIX.len() + 1..];
            objects.insert(name.to_owned(), bytes.to_vec());
        }
        objects
    }
}

/// Makes the container. Requests are signed as "Authorize with Shared Key" of Azure's documentation says.
fn create_container(endpoint: &str) {
    const VERSION: &str = "2021-08-06";
    let date = Utc::now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let text = format!(
        "PUT{}x-ms-date:{date}\nx-ms-version:{VERSION}\n/{ACCOUNT}/{ACCOUNT}/{BUCKET}\nrestype:container",
        "\n".repeat(12)
    );
    let signature =
        Base64::encode_string(&hmac(&Base64::decode_vec(KEY).unwrap(), text.as_bytes()));
    let made = ureq::put(format!("{endpoint}/{BUCKET}?restype=container"))
        .header("x-ms-date", &date)
        .header("x-ms-version", VERSION)
        .header("authorization", format!("SharedKey {ACCOUNT}:{signature}"))
        .send_empty();
    assert_eq!(made.unwrap().status(), 201);
}

/// HMAC-SHA-256 (RFC 2104) with a key of at most one block.
fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    let padded = |with: u8| -> [u8; 64] {
        std::array::from_fn(|index| key.get(index).copied().unwrap_or(0) ^ with)
    };
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().into()
}
