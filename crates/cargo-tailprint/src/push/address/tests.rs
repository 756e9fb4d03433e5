use super::*;

#[test]
fn a_url_names_a_bucket_and_a_prefix() {
    let prefix = |text: &str| Path::parse(text).unwrap();
    let s3 = |bucket: &str, text| Address::S3 { bucket: bucket.into(), prefix: prefix(text) };
    assert_eq!(parse("s3://b").unwrap(), s3("b", ""));
    assert_eq!(parse("s3://b/").unwrap(), s3("b", ""));
    assert_eq!(parse("s3://b/a/b/").unwrap(), s3("b", "a/b"));
    let google = Address::Google { bucket: "b".into(), prefix: prefix("static") };
    assert_eq!(parse("gs://b/static").unwrap(), google);
    let azure = Address::Azure { container: "c".into(), prefix: prefix("") };
    assert_eq!(parse("az://c").unwrap(), azure);
    for url in [
        "s3://",
        "s3:///x",
        "ftp://b/x",
        "s3://b/a/../b",
        "file://host/x",
        "file://x",
        "file:///%f",
    ] {
        assert!(parse(url).is_err(), "{url}");
    }
    let error = parse("http://b").unwrap_err();
    assert!(error.ends_with("(write s3://bucket/prefix, gs://, az:// or file://)"), "{error}");
}

#[test]
fn a_mistyped_url_is_no_folder_and_no_request() {
    let cases = [
        (
            "s3:/b/x",
            "has no `//` behind `s3:` (write s3://bucket/prefix; for a folder of that name, ./s3:/b/x)",
        ),
        (
            "file:/srv",
            "has no `//` behind `file:` (write file:///srv/assets; for a folder of that name, ./file:/srv)",
        ),
        ("s3://", "has no bucket (write s3://bucket/prefix)"),
        (
            "gs://my bucket/x",
            "\"my bucket\" is no name of a bucket (write gs://bucket/prefix; credentials and endpoints are in the environment)",
        ),
        ("s3://b/a//b", "a part of the prefix is empty, `.` or `..` (leave it out)"),
        ("az://c/../b", "a part of the prefix is empty, `.` or `..` (leave it out)"),
    ];
    for (url, message) in cases {
        assert_eq!(parse(url).unwrap_err(), format!("{url}: {message}"));
    }
    assert!(parse("S3://user:key@b/x").unwrap_err().contains("\"user:key@b\" is no name"));
    assert_eq!(parse("S3://b/x").unwrap(), parse("s3://b/x").unwrap());
    assert_eq!(parse("./s3:x").unwrap(), Address::Folder("./s3:x".into()));
    assert!(parse("az://$web/x").is_ok() && parse(r"C:\assets").is_ok());
}

#[test]
fn an_endpoint_is_an_address_with_a_scheme() {
    for good in ["http://127.0.0.1:9000", "https://s3.example.com/", "http://[::1]:80/x"] {
        assert_eq!(checks::address("AWS_ENDPOINT_URL", good), Ok(()), "{good}");
    }
    for bad in ["127.0.0.1:9000", "minio", "http://a b/", "http://a/b c", "http://", "ftp://x"] {
        assert_eq!(
            checks::address("AWS_ENDPOINT_URL", bad).unwrap_err(),
            format!(
                "AWS_ENDPOINT_URL: \"{bad}\" is no address of a server (write https://host, or http://host for one without TLS)"
            )
        );
    }
}

#[test]
fn a_folder_is_a_file_url_or_a_path() {
    let folder = |path: &str| Address::Folder(path.into());
    assert_eq!(parse("file:///srv/my%20assets").unwrap(), folder("/srv/my assets"));
    assert_eq!(parse("file://localhost/srv").unwrap(), folder("/srv"));
    assert_eq!(parse("file:///C:/assets").unwrap(), folder("C:/assets"));
    assert_eq!(parse("dist/assets").unwrap(), folder("dist/assets"));
}
