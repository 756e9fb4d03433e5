use proptest::prelude::*;

use super::{find, may_refer, read};
use crate::references::{Kind, Reference};

fn checked(source: &str) -> Vec<Reference> {
    let found = find(source);
    assert_eq!(found.problems, [], "{source}");
    for reference in &found.references {
        if reference.offsets.is_none() {
            assert_eq!(
                source.get(reference.span.clone()),
                Some(reference.url.as_str()),
                "{source}"
            );
        }
    }
    found.references
}

fn urls(source: &str) -> Vec<String> {
    checked(source).into_iter().map(|reference| reference.url).collect()
}

/// Puts markup in an SVG document.
fn svg(content: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE svg>\n<svg xmlns=\"http://www.w3.org/2000/svg\" \
         xmlns:xlink=\"http://www.w3.org/1999/xlink\">{content}</svg>\n"
    )
}

fn inner(content: &str) -> Vec<String> {
    urls(&svg(content))
}

#[test]
fn href_is_found_with_and_without_xlink() {
    for content in [
        "<image href=\"a.png\"/>",
        "<image xlink:href='a.png' width='1'/>",
        "<use href = \"a.png\"></use>",
        "<script xlink:href=\"a.png\"/>",
        "<filter id='f'><feImage href=\" a.png \"/></filter>",
        "<x:image xmlns:x=\"http://www.w3.org/2000/svg\" href=\"a.png\"/>",
        "<image xmlns:l=\"http://www.w3.org/1999/xlink\" l:href=\"a.png\"/>",
        "<foreignObject><img xmlns=\"http://www.w3.org/1999/xhtml\" src=\"a.png\"/></foreignObject>",
    ] {
        assert_eq!(inner(content), ["a.png"], "{content}");
    }
}

#[test]
fn undeclared_and_entity_namespaces_are_taken_for_the_usual_ones() {
    assert_eq!(urls("<svg><image xlink:href=\"a.png\"/></svg>"), ["a.png"]);
    let illustrator = "<!DOCTYPE svg [<!ENTITY ns_svg \"http://www.w3.org/2000/svg\">\
        <!ENTITY ns_xlink \"http://www.w3.org/1999/xlink\">]>\
        <svg xmlns=\"&ns_svg;\" xmlns:xlink=\"&ns_xlink;\"><image xlink:href=\"a.png\"/></svg>";
    assert_eq!(urls(illustrator), ["a.png"]);
}

#[test]
fn links_are_addresses() {
    let references = checked(&svg("<a href=\"page.html\"/><image href=\"a.png\"/>"));
    assert_eq!(references[0].kind, Kind::Address);
    assert_eq!(references[1].kind, Kind::Url);
}

#[test]
fn urls_that_name_no_file_are_left_alone() {
    for content in [
        "<use href=\"#a\"/><rect fill=\"url(#b)\" style='mask:url(\"#c\")'/>",
        "<image href=\"data:image/png;base64,AA==\"/><image href=\"\"/>",
        "<!-- <image href=\"a.png\"/> --><text>href=\"a.png\" url(a.png)</text>",
        "<e:image xmlns:e=\"http://www.inkscape.org/\" href=\"a.png\"/>",
        "<image xmlns:e=\"http://www.inkscape.org/\" e:href=\"a.png\"/>",
        "<metadata><![CDATA[<image href=\"a.png\"/>]]></metadata>",
        "<style type=\"text/less\">a { fill: url(a.png) }</style>",
    ] {
        assert_eq!(inner(content), <[String; 0]>::default(), "{content}");
    }
}

#[test]
fn css_is_found_in_attributes_and_style_sheets() {
    for content in [
        "<rect fill=\"url(a.svg#p) red\"/>",
        "<rect style=\"fill: url('a.svg#p')\"/>",
        "<rect style='fill: url(&quot;a.svg#p&#x22;)'/>",
        "<rect clip-path=\"URL( 'a.svg#p' )\"/>",
        "<style>rect { fill: url(a.svg#p) }</style>",
        "<style type=\"text/css\"><![CDATA[ @import \"a.svg#p\"; a > b {} ]]></style>",
        "<style> a &gt; b { fill: url(&apos;a.svg#p&apos;) } <!-- url(b.svg) --></style>",
        "<style>a{}<![CDATA[b{fill:url(]]>a.svg#p</style>",
    ] {
        assert_eq!(inner(content), ["a.svg#p"], "{content}");
    }
}

#[test]
fn a_style_sheet_may_be_named_in_front_of_the_document() {
    let source = "<?xml-stylesheet type=\"text/css\" href=\"a&amp;b.css\"?><svg/>";
    let references = checked(source);
    assert_eq!(references[0].url, "a&b.css");
    assert_eq!(references[0].offsets.as_deref(), Some(&[39, 40, 45, 46, 47, 48, 49][..]));
}

#[test]
fn entities_are_decoded_with_their_places() {
    let source = "<svg><image href=\"&#46;/a&#x2e;p&amp;g\"/></svg>";
    let references = checked(source);
    assert_eq!(references[0].url, "./a.p&g");
    assert_eq!(&references[0].offsets.as_deref().unwrap()[..6], [18, 23, 24, 25, 31, 32]);
}

#[test]
fn entities_in_inline_css_are_decoded_with_their_places() {
    let source = "<svg style=\"fill:url(&quot;a.svg&quot;)\"/>";
    let references = checked(source);
    assert_eq!(references[0].url, "a.svg");
    assert_eq!(references[0].span, 27..32);
}

#[test]
fn a_byte_order_mark_shifts_nothing() {
    assert_eq!(urls("\u{FEFF}<svg><image href=\"a.png\"/></svg>"), ["a.png"]);
}

#[test]
fn functions_may_be_spelled_with_escapes() {
    for content in [
        "<g fill=\"URL(a.svg)\"/>",
        "<g fill=\"u\\72l(a.svg)\"/>",
        "<g fill=\"&#117;rl(a.svg)\"/>",
        "<g fill=\"u\\72l&#40;a.svg)\"/>",
        "<g cursor=\"Image-Set('a.svg' 1x)\"/>",
    ] {
        assert_eq!(urls(&format!("<svg>{content}</svg>")), ["a.svg"], "{content}");
    }
}

#[test]
fn icons_without_references_are_not_parsed() {
    assert!(!may_refer(
        b"<svg xmlns='http://www.w3.org/2000/svg'><path transform='rotate(1)' d='M0 0'/></svg>"
    ));
}

#[test]
fn malformed_xml_is_a_warning_at_its_place() {
    let source = "<svg>\n<image href=\"a.png\"/>\n<g></p>\n<image href=\"b.png\"/></svg>";
    let found = find(source);
    assert_eq!(found.references.len(), 1);
    let (at, problem) = found.problems[0].clone();
    assert_eq!(
        problem.at_byte("a.svg", source.as_bytes(), at).to_string(),
        "a.svg:3:4: not valid XML: ill-formed document: expected `</g>`, but `</p>` was found \
         (references behind this place are not rewritten)"
    );
}

#[test]
fn broken_attributes_are_a_warning() {
    for content in ["<image href=a.png/>", "<image href='a' a='1' a='2'/>", "<image href/>"] {
        assert_eq!(find(&svg(content)).problems.len(), 1, "{content}");
    }
}

fn documents() -> impl Strategy<Value = String> {
    let fragment = prop::sample::select(vec![
        "<svg>",
        "</svg>",
        "<image href=\"",
        "<use xlink:href='",
        "\"/>",
        "'/>",
        "a.png",
        "é",
        "&amp;",
        "&#x2e;",
        "&#9999999999;",
        "&",
        ";",
        "<style>",
        "</style>",
        "<![CDATA[",
        "]]>",
        "url(a.png)",
        "url(\"",
        "\")",
        "<!--",
        "-->",
        "style=\"",
        "<?xml-stylesheet href='",
        "?>",
        "\r\n",
        " ",
        "#",
        "\u{FEFF}",
        "<script>",
        "</script>",
        "import './a.js'",
        "\\2e ",
    ]);
    prop::collection::vec(fragment, 0..24).prop_map(|fragments| fragments.concat())
}

proptest! {
    #[test]
    fn references_of_any_text_have_valid_places(source in prop_oneof![documents(), any::<String>()]) {
        for reference in find(&source).references {
            prop_assert!(source.get(reference.span.clone()).is_some());
            for index in (0..=reference.url.len()).filter(|index| reference.url.is_char_boundary(*index)) {
                prop_assert!(source.is_char_boundary(reference.offset(index)));
                prop_assert!(reference.offset(index) <= source.len());
            }
            if reference.offsets.is_none() {
                prop_assert_eq!(&source[reference.span.clone()], &reference.url);
            }
        }
    }

    #[test]
    fn an_image_that_is_not_parsed_has_no_references(
        value in prop::collection::vec(
            prop::sample::select(vec!["u", "R", "l", "url(", "(", ")", "a.svg", "&#40;", "\\72", "&amp;", "image-set(", "&quot;", " "]), 0..8
        )
    ) {
        let source = format!("<svg><path fill=\"{}\"/></svg>", value.concat());
        prop_assert!(may_refer(source.as_bytes()) || read(&source).references.is_empty());
    }

    #[test]
    fn a_fingerprint_in_front_of_the_extension_is_part_of_the_name_in_the_image(
        name in "([a-zé/]|&amp;|&#46;|&#x1F600;|&quot;){1,8}", inline in any::<bool>()
    ) {
        let value = format!("{name}.png");
        let source = if inline {
            svg(&format!("<g style='mask:url(a{})'/>", value.replace("&quot;", "")))
        } else {
            svg(&format!("<image href=\"{value}\"/>"))
        };
        let references = find(&source).references;
        prop_assert_eq!(references.len(), 1);
        let url = &references[0].url;
        let dot = url.rfind('.').unwrap();
        let at = references[0].offset(dot);
        let again = find(&format!("{}.0123{}", &source[..at], &source[at..])).references;
        prop_assert_eq!(&again[0].url, &format!("{}.0123{}", &url[..dot], &url[dot..]));
    }
}

#[test]
fn elements_inside_of_a_style_are_found_in_their_order() {
    let source =
        "<style xmlns='http://www.w3.org/2000/svg'>a{b:url('h.png')}<use href='b.svg#i'/></style>";
    assert_eq!(checked(source).len(), 2);
    assert_eq!(urls(source), ["h.png", "b.svg#i"]);
}

#[test]
fn a_url_in_an_entity_of_the_document_is_left_alone() {
    let source = "<!DOCTYPE svg [<!ENTITY u \"a.png\">]><svg xmlns=\"http://www.w3.org/2000/svg\">\
        <image href=\"&u;\"/><image href=\"x/&u;?v\"/><image href=\"b.png?a&amp;b\"/></svg>";
    assert_eq!(urls(source), ["b.png?a&b"]);
}
