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
fn a_folder_is_a_file_url_or_a_path() {
    let folder = |path: &str| Address::Folder(path.into());
    assert_eq!(parse("file:///srv/my%20assets").unwrap(), folder("/srv/my assets"));
    assert_eq!(parse("file://localhost/srv").unwrap(), folder("/srv"));
    assert_eq!(parse("file:///C:/assets").unwrap(), folder("C:/assets"));
    assert_eq!(parse("dist/assets").unwrap(), folder("dist/assets"));
}
