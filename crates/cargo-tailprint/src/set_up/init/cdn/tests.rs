use super::*;

#[test]
fn urls_of_cdns_are_packages_with_versions() {
    let text = "<script src=\"https://unpkg.com/htmx.org@2.0.4\"></script>\n\
                <script src='https://cdn.jsdelivr.net/npm/alpinejs@3.x.x/dist/cdn.min.js?x' defer></script>\n\
                import 'https://esm.sh/lit@3'; import(\"https://cdn.jsdelivr.net/npm/lit@3/+esm\")\n\
                <link href=https://cdnjs.cloudflare.com/ajax/libs/leaflet/1.9.4/leaflet.min.css>\n\
                https://unpkg.com/{{ name }} https://unpkg.com/ https://example.com/a.js";
    let packages: Vec<String> = pinnable(text).into_iter().map(|(_, it)| it).collect();
    assert_eq!(
        packages,
        ["htmx.org@2.0.4", "alpinejs@3.x.x/dist/cdn.min.js", "lit@3", "lit@3", "leaflet@1.9.4"]
    );
}
