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
    assert!(Release::read(b"{").unwrap_err().starts_with("not understood: "));
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
