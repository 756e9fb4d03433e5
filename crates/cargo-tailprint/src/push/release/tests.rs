use super::*;

#[test]
fn a_release_reads_what_it_writes() {
    let object = Stored {
        name: "app.0123456789ab.css.br".into(),
        size: 3,
        sha256: "ab".into(),
        headers: Headers {
            content_type: "text/css; charset=utf-8".into(),
            cache_control: "no-cache".into(),
            content_encoding: Some("br".into()),
        },
        decoded_sha256: Some("cd".into()),
    };
    let release = Release::new(Parts {
        build: "0123456789ab",
        begun: SystemTime::UNIX_EPOCH,
        conditional: Some(true),
        objects: vec![object.clone()],
        earlier: BTreeMap::from([("x".to_owned(), vec![object])]),
    });
    let json = serde_json::to_vec(&release).unwrap();
    assert_eq!(Release::read(&json).unwrap(), release);
    assert_eq!((release.started.as_str(), release.bytes()), ("1970-01-01T00:00:00Z", 3));
}

#[test]
fn a_release_of_a_later_format_is_refused_with_the_repair() {
    let error = Release::read(br#"{"version":2,"objects":7}"#).unwrap_err();
    assert_eq!(
        error,
        "has the format 2, but this program knows 1 (install the release of cargo-tailprint that wrote it)"
    );
}

#[test]
fn a_damaged_release_is_told_with_the_repair() {
    let repair = " (delete it, then run `cargo tailprint push` with --verify)";
    let cut = Release::read(b"{\"version\":1,").unwrap_err();
    assert_eq!(cut, format!("is damaged: EOF while parsing a value at line 1 column 13{repair}"));
    for other in ["[]", "7", "{}", "{\"version\":1,\"objects\":7}"] {
        assert_eq!(Release::read(other.as_bytes()).unwrap_err(), format!("is damaged{repair}"));
    }
}

#[test]
fn files_of_others_have_no_id() {
    assert!(is_id(&id("0123456789ab")) && is_id("20260101T000000.000Z-000000000000"));
    for other in
        ["foo", "package", "20260101T000000Z-", "sub/20260101T000000.000Z-000000000000", ""]
    {
        assert!(!is_id(other), "{other}");
    }
}

#[test]
fn ids_of_one_build_in_one_millisecond_differ_and_sort_by_time() {
    let time = DateTime::from_timestamp_millis(1_764_389_703_123).unwrap();
    let ids: Vec<String> = (0..8).map(|_| id_at(time, "0123456789ab")).collect();
    let different: std::collections::BTreeSet<&String> = ids.iter().collect();
    assert_eq!(different.len(), ids.len(), "{ids:?}");
    let later = id_at(time + std::time::Duration::from_millis(1), "0123456789ab");
    for id in &ids {
        let (start, end) = id.split_at("20251129T041503.123".len());
        assert_eq!((start, end.len()), ("20251129T041503.123", "456789Z-0123456789ab".len()));
        assert!(*id < later);
    }
}
