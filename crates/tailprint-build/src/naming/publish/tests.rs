use super::*;

#[test]
fn a_relative_url_leads_from_one_asset_to_another() {
    for (from, to, url) in [
        ("a.css", "img/b.png", "./img/b.png"),
        ("css/a.css", "img/b.png", "../img/b.png"),
        ("css/deep/a.css", "css/b.png", "../b.png"),
        ("css/a.css", "css-old/b c.png", "../css-old/b%20c.png"),
        ("css/a.css", "css/ab.css", "./ab.css"),
    ] {
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        assert_eq!(relative(folder, to), url);
    }
}
