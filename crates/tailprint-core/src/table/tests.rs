use super::*;

fn record<'a>(path: &'a str, name: &'a str) -> Record<'a> {
    Record {
        path,
        name,
        url: name,
        content_type: "text/css; charset=utf-8",
        fingerprint: "4e3e58f1a4a4",
        integrity: "",
        headers: "",
        immutable: path != name,
        plain: None,
        variants: [
            Some(Variant { start: 3, len: 5, etag: "\"a\"" }),
            None,
            Some(Variant { start: 8, len: 2, etag: "\"a-gzip\"" }),
            None,
        ],
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
    assert_eq!((gzip.start, gzip.len, gzip.etag), (8, 2, "\"a-gzip\""));
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
