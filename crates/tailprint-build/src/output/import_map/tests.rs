use super::*;

fn module<'a>(logical: &'a str, hashed: &'a str) -> Module<'a> {
    Module { logical, hashed, integrity: None }
}

#[test]
fn modules_are_mapped_in_the_order_of_their_urls() {
    let map = ImportMap::new(
        [
            module("/static/js/b.mjs", "/static/js/b.1.mjs"),
            module("/static/css/a.css", "/static/css/a.1.css"),
            module("/static/js/a.js", "/static/js/a.1.js"),
            module("/static/js/data.json", "/static/js/data.1.json"),
        ],
        [],
        &BTreeMap::new(),
    );
    let expected = r#"{"imports":{"/static/js/a.js":"/static/js/a.1.js","/static/js/b.mjs":"/static/js/b.1.mjs"}}"#;
    assert_eq!(map.json(), expected);
}

#[test]
fn the_integrity_is_that_of_the_fetched_url() {
    let integrity = Some("sha384-AAAA");
    let map = ImportMap::new(
        [
            Module { integrity, ..module("/a.js", "/a.1.js") },
            Module { integrity, ..module("/sw.js", "/sw.js") },
        ],
        [],
        &BTreeMap::new(),
    );
    let expected = concat!(
        r#"{"imports":{"/a.js":"/a.1.js"},"#,
        r#""integrity":{"/a.1.js":"sha384-AAAA","/sw.js":"sha384-AAAA"}}"#
    );
    assert_eq!(map.json(), expected);
}

#[test]
fn no_file_name_ends_the_script_element() {
    let map =
        ImportMap::new([module("/</script><!--<script>\"\\\n.js", "/1.js")], [], &BTreeMap::new());
    assert_eq!(
        map.json(),
        r#"{"imports":{"/\u003c/script>\u003c!--\u003cscript>\"\\\n.js":"/1.js"}}"#
    );
}

#[test]
fn the_hash_is_that_of_the_content_of_the_element() {
    // printf '{"imports":{}}' | openssl dgst -sha256 -binary | base64
    let map = ImportMap::new([], [], &BTreeMap::new());
    assert_eq!(map.json(), r#"{"imports":{}}"#);
    assert_eq!(map.csp_hash(), "sha256-URrTy+Il/Nz0lHojVUx275hWqAWhkSF0VsHbUM4/6Hw=");
}
