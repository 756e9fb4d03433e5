//! URLs of stores, with credentials and endpoints from the environment.

mod checks;

use std::env;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey, Checksum};
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{BackoffConfig, ClientConfigKey, ClientOptions, ObjectStore, RetryConfig};
use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};
use tailprint_build::cli_support::cannot;

use super::store::Store;

/// The number of attempts at a request, with waits between them that grow and vary. `AWS_MAX_ATTEMPTS` changes it.
const ATTEMPTS: usize = 8;
/// The time after which a request is not repeated.
const RETRY_TIMEOUT: Duration = Duration::from_secs(120);
/// The time in which a server has to answer. An upload of 64 MB at 4 Mbit/s takes two minutes.
const TIMEOUT: Duration = Duration::from_secs(300);

/// The same for a request of a prune: all attempts at it end well before a push takes the prune for dead.
const RETRY_TIMEOUT_OF_PRUNE: Duration = Duration::from_secs(10);
const TIMEOUT_OF_PRUNE: Duration = Duration::from_secs(20);

/// Variables that messages about the settings of a store name.
const GOOGLE: &str = "GOOGLE_APPLICATION_CREDENTIALS";
const AZURE: &str =
    "AZURE_STORAGE_ACCOUNT with AZURE_STORAGE_KEY, or AZURE_STORAGE_CONNECTION_STRING";

/// Variables with the address of a server of S3, the first of which counts.
const AWS_ENDPOINTS: [&str; 3] = ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"];
/// Variables that become parts of headers.
const AWS_HEADERS: [&str; 5] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
];

/// The use of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Objects are written. A folder that does not exist is made.
    Push,
    /// Nothing is written.
    Read,
    /// Objects are deleted.
    Prune,
}

impl Wanted {
    fn retry(self) -> RetryConfig {
        let attempts = variable(&["AWS_MAX_ATTEMPTS"]).and_then(|number| number.parse().ok());
        let attempts: usize = attempts.unwrap_or(ATTEMPTS);
        RetryConfig {
            backoff: BackoffConfig::default(),
            max_retries: attempts.saturating_sub(1),
            retry_timeout: if self == Self::Prune { RETRY_TIMEOUT_OF_PRUNE } else { RETRY_TIMEOUT },
        }
    }

    fn timeout(self) -> Duration {
        if self == Self::Prune { TIMEOUT_OF_PRUNE } else { TIMEOUT }
    }
}

/// A URL, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Address {
    S3 { bucket: String, prefix: Path },
    Google { bucket: String, prefix: Path },
    Azure { container: String, prefix: Path },
    Folder(PathBuf),
}

/// Opens a store.
pub(crate) fn open(url: &str, wanted: Wanted) -> Result<Store, String> {
    // Nothing is lost if another part of the process was first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let failed = |variables: &'static str| {
        move |error: object_store::Error| format!("{url}: {error} (check {variables})")
    };
    let mut reader: Option<Arc<dyn ObjectStore>> = None;
    let (inner, prefix, keeps_headers): (Arc<dyn ObjectStore>, Path, bool) = match parse(url)? {
        Address::S3 { bucket, prefix } => {
            checks::one_line(&AWS_HEADERS)?;
            checks::endpoint(&AWS_ENDPOINTS)?;
            (
                Arc::new(
                    s3(&bucket, wanted).map_err(failed("AWS_REGION and the other variables"))?,
                ),
                prefix,
                true,
            )
        }
        Address::Google { bucket, prefix } => {
            let emulator = emulator();
            if let Some(emulator) = &emulator {
                checks::address("STORAGE_EMULATOR_HOST", emulator)?;
            }
            let builder = google(&bucket, wanted, Bytes::AsStored).map_err(failed(GOOGLE))?;
            reader = Some(Arc::new(builder));
            let builder = google(&bucket, wanted, Bytes::Decoded).map_err(failed(GOOGLE))?;
            (Arc::new(builder), prefix, true)
        }
        Address::Azure { container, prefix } => {
            (Arc::new(azure(&container, wanted).map_err(failed(AZURE))?), prefix, true)
        }
        Address::Folder(folder) => {
            (Arc::new(self::folder(&folder, wanted)?), Path::default(), false)
        }
    };
    let store = Store::new(inner, prefix, url, keeps_headers);
    Ok(match reader {
        Some(reader) => store.with_reader(reader),
        None => store,
    })
}

fn parse(url: &str) -> Result<Address, String> {
    let Some((scheme, rest)) = url.split_once("://") else {
        return match url.split_once(':') {
            Some((scheme, _)) if checks::is_scheme(scheme) => Err(format!(
                "{url}: has no `//` behind `{scheme}:` (write {}; for a folder of that name, ./{url})",
                if scheme == "file" { "file:///srv/assets" } else { "s3://bucket/prefix" }
            )),
            _ => Ok(Address::Folder(url.into())),
        };
    };
    let scheme = &*scheme.to_ascii_lowercase();
    if scheme == "file" {
        return Ok(Address::Folder(local(rest).ok_or_else(|| {
            format!("{url}: names no folder of this machine (write file:///srv/assets, or a path)")
        })?));
    }
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let parts = || -> Result<(String, Path), String> {
        checks::bucket(url, scheme, bucket)?;
        Ok((bucket.to_owned(), checks::prefix(url, prefix)?))
    };
    match scheme {
        "s3" => parts().map(|(bucket, prefix)| Address::S3 { bucket, prefix }),
        "gs" => parts().map(|(bucket, prefix)| Address::Google { bucket, prefix }),
        "az" => parts().map(|(container, prefix)| Address::Azure { container, prefix }),
        _ => Err(format!(
            "{url}: is no store that this program knows (write s3://bucket/prefix, gs://, az:// or file://)"
        )),
    }
}

/// The path in a `file` URL, of which the text behind `//` is given.
fn local(rest: &str) -> Option<PathBuf> {
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    if !path.starts_with('/') {
        return None;
    }
    let path = percent_decoded(path)?;
    // `file:///C:/assets`
    let drive = path.strip_prefix('/').filter(|path| path.as_bytes().get(1) == Some(&b':'));
    Some(PathBuf::from(drive.unwrap_or(&path)))
}

pub(super) fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first == b'%' {
            // A number may have a sign, an escape may not.
            let digits = tail.get(..2).filter(|it| it.iter().all(u8::is_ascii_hexdigit))?;
            let digits = std::str::from_utf8(digits).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok()
}

fn folder(folder: &FilePath, wanted: Wanted) -> Result<LocalFileSystem, String> {
    if wanted == Wanted::Push {
        std::fs::create_dir_all(folder).map_err(|error| cannot("be created", folder, &error))?;
    }
    if !folder.is_dir() {
        return Err(format!(
            "{}: no such folder (`cargo tailprint push` makes it)",
            folder.display()
        ));
    }
    LocalFileSystem::new_with_prefix(folder)
        .map_err(|error| format!("{}: {error}", folder.display()))
}

/// The first of these environment variables that has a value.
fn variable(names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()))
}

/// Settings of the HTTP client. Plain HTTP is for a server that the user named with `http://`, as in the official SDKs.
fn client_settings(endpoint: Option<&str>, wanted: Wanted) -> Vec<(ClientConfigKey, String)> {
    let mut settings = vec![(ClientConfigKey::Timeout, format!("{}s", wanted.timeout().as_secs()))];
    if endpoint.is_some_and(|endpoint| endpoint.starts_with("http://")) {
        settings.push((ClientConfigKey::AllowHttp, "true".to_owned()));
    }
    settings
}

fn s3(bucket: &str, wanted: Wanted) -> object_store::Result<object_store::aws::AmazonS3> {
    let endpoint = variable(&AWS_ENDPOINTS);
    let builder = AmazonS3Builder::from_env();
    let builder = match builder.get_config_value(&AmazonS3ConfigKey::Checksum) {
        // The server compares what it got with the digest, also where it does not check signatures of bodies.
        None => builder.with_checksum_algorithm(Checksum::SHA256),
        Some(_) => builder,
    };
    let mut builder = builder;
    for (key, value) in client_settings(endpoint.as_deref(), wanted) {
        builder = builder.with_config(AmazonS3ConfigKey::Client(key), value);
    }
    builder.with_bucket_name(bucket).with_retry(wanted.retry()).build()
}

/// The form in which Google sends objects that are stored with gzip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bytes {
    /// It decodes them, unless the client accepts gzip.
    Decoded,
    /// For reading objects alone: lists might be compressed, too.
    AsStored,
}

/// The settings of the environment, as [`GoogleCloudStorageBuilder::from_env`] reads them, over these headers.
fn google_environment(bytes: Bytes) -> GoogleCloudStorageBuilder {
    let mut headers = HeaderMap::new();
    if bytes == Bytes::AsStored {
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    }
    let options = ClientOptions::new().with_default_headers(headers);
    let mut builder = GoogleCloudStorageBuilder::new().with_client_options(options);
    if let Some(path) = variable(&["SERVICE_ACCOUNT"]) {
        builder = builder.with_service_account_path(path);
    }
    for (name, value) in env::vars_os() {
        let (Some(name), Some(value)) = (name.to_str(), value.to_str()) else { continue };
        let key = name.starts_with("GOOGLE_").then(|| name.to_ascii_lowercase().parse());
        if let Some(Ok(key)) = key {
            builder = builder.with_config(key, value);
        }
    }
    builder
}

/// The address of an emulator: the variable of the official SDKs, with or without a scheme.
fn emulator() -> Option<String> {
    let host = variable(&["STORAGE_EMULATOR_HOST"])?;
    Some(if host.contains("://") { host } else { format!("http://{host}") })
}

fn google(
    bucket: &str,
    wanted: Wanted,
    bytes: Bytes,
) -> object_store::Result<object_store::gcp::GoogleCloudStorage> {
    let mut builder = google_environment(bytes);
    let emulator = emulator();
    if let Some(emulator) = &emulator {
        // An emulator takes any token. Without one, the metadata service of the machine would be asked.
        builder = builder.with_base_url(emulator).with_bearer_token("emulator");
    }
    for (key, value) in client_settings(emulator.as_deref(), wanted) {
        builder = builder.with_config(GoogleConfigKey::Client(key), value);
    }
    builder.with_bucket_name(bucket).with_retry(wanted.retry()).build()
}

fn azure(
    container: &str,
    wanted: Wanted,
) -> object_store::Result<object_store::azure::MicrosoftAzure> {
    let mut builder = MicrosoftAzureBuilder::from_env();
    let mut endpoint = variable(&["AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT"]);
    // The names of the command-line program `az`.
    let mut given = [
        (AzureConfigKey::AccountName, variable(&["AZURE_STORAGE_ACCOUNT"])),
        (AzureConfigKey::AccessKey, variable(&["AZURE_STORAGE_KEY"])),
        (AzureConfigKey::Endpoint, None),
    ];
    for part in variable(&["AZURE_STORAGE_CONNECTION_STRING"]).unwrap_or_default().split(';') {
        match part.split_once('=') {
            Some(("AccountName", name)) => given[0].1 = Some(name.to_owned()),
            Some(("AccountKey", key)) => given[1].1 = Some(key.to_owned()),
            Some(("BlobEndpoint", url)) => endpoint = Some(url.to_owned()),
            _ => {}
        }
    }
    given[2].1.clone_from(&endpoint);
    for (key, value) in given {
        if let Some(value) = value {
            builder = builder.with_config(key, value);
        }
    }
    for (key, value) in client_settings(endpoint.as_deref(), wanted) {
        builder = builder.with_config(AzureConfigKey::Client(key), value);
    }
    builder.with_container_name(container).with_retry(wanted.retry()).build()
}

#[cfg(test)]
mod tests;
