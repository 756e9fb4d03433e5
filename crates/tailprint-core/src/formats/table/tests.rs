use super::*;

fn record<'a>(path: &'a str, name: &'a str) -> Record<'a> {
    Record {
        path,
        name,
        url: name,
        content_type: "text/css; charset=utf-8",
        fingerprint: "4e3e58f1a4a4",
        immutable: path != name,
        variants: [
            Some(Variant { start: Some(3), len: 5, etag: "\"a\"" }),
            None,
            Some(Variant { start: Some(8), len: 2, etag: "\"a-gzip\"" }),
            None,
        ],
        ..Record::default()
    }
}

fn table(records: &[Record<'_>]) -> Table {
    let Packed { strings, records } = pack(records);
    Table::new(strings.leak(), records.leak())
}

#[test]
fn a_packed_table_is_read_back() {
    let table = table(&[record("a.css", "z.css"), record("b.css", "b.css")]);
    assert_eq!(table.len(), 2);
    assert_eq!((table.path(0), table.name(0)), ("a.css", "z.css"));
    assert_eq!(table.content_type(1), "text/css; charset=utf-8");
    assert!(table.is_immutable(0) && !table.is_immutable(1));
    let gzip = table.variant(1, Coding::Gzip).unwrap();
    assert_eq!((gzip.start, gzip.len, gzip.etag), (Some(8), 2, "\"a-gzip\""));
    assert_eq!(table.variant(1, Coding::Brotli), None);
    let lengths = Coding::ALL.map(|coding| table.content_length(1, coding));
    assert_eq!(lengths, ["5", "", "2", ""]);
}

#[test]
fn every_path_and_every_name_is_found_and_nothing_else() {
    let paths: Vec<String> = (0..100).map(|index| format!("{index:02}.css")).collect();
    let names: Vec<String> = (0..100).map(|index| format!("{:02}.h.css", 99 - index)).collect();
    let records: Vec<_> = paths.iter().zip(&names).map(|(path, name)| record(path, name)).collect();
    let table = table(&records);
    for (index, (path, name)) in paths.iter().zip(&names).enumerate() {
        assert_eq!(table.find_path(path), Some(index));
        assert_eq!(table.find_name(name), Some(index));
    }
    for absent in ["", "0", "00.css ", "99.csst", "é"] {
        assert_eq!((table.find_path(absent), table.find_name(absent)), (None, None));
    }
}

#[test]
fn an_empty_table_finds_nothing() {
    assert!(Table::new("", &[]).is_empty());
    assert_eq!(Table::new("", &[]).find_path("a"), None);
}

#[test]
fn a_file_on_the_disk_may_have_any_length() {
    let lengths = [0, 1, u64::from(u32::MAX), 1 << 32, 5_000_000_000, (1 << 63) - (1 << 33)];
    for len in lengths {
        let variant = Variant { start: None, len, etag: "\"a\"" };
        let film = Record {
            variants: [Some(variant), None, None, Some(variant)],
            plain: Some(variant),
            ..record("film.mp4", "film.0123456789ab.mp4")
        };
        let table = table(&[film]);
        assert_eq!(table.variant(0, Coding::Identity), Some(variant));
        assert_eq!(table.variant(0, Coding::Brotli), None);
        assert_eq!((table.size(0, Coding::Zstd), table.plain(0)), (Some(len), Some(variant)));
        assert_eq!(table.content_length(0, Coding::Identity), len.to_string());
    }
}

#[test]
#[should_panic(expected = "an asset that is too large")]
fn an_offset_beyond_what_a_program_reaches_is_refused() {
    let start = Some(u32::try_from(MOST_EMBEDDED).unwrap());
    let variants = [Some(Variant { start, len: 1, etag: "" }), None, None, None];
    let _ = pack(&[Record { variants, ..record("a.css", "a.css") }]);
}
