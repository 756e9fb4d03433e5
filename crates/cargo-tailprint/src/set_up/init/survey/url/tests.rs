use super::wildcards;

#[test]
fn routes_for_all_paths_below_one_are_found() {
    let text = "get(\"/static/{_:.*}\") .route(\"/public/{*path}\", f) #[get(\"/files/<path..>\")] .at(\"/a/*\") \
                .route(\"/users/{id}\", g) .fallback(\"/{*rest}\") \"/x y/*\"";
    assert_eq!(wildcards(text).collect::<Vec<_>>(), ["/static/", "/public/", "/files/", "/a/"]);
}
