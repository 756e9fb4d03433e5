use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use proptest::prelude::*;

use super::{find, find_xml, most_quoted, value};
use crate::references::{Found, Kind, Reference};

fn find_all(source: &str) -> Found {
    find(source, &[])
}

fn checked(source: &str) -> Vec<Reference> {
    let found = find_all(source);
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

fn kinds(source: &str) -> Vec<(Kind, String)> {
    checked(source).into_iter().map(|reference| (reference.kind, reference.url)).collect()
}

#[test]
fn files_that_a_page_loads_are_found() {
    for source in [
        "<img src=\"a.x\">",
        "<IMG SRC='a.x' alt>",
        "<img src=a.x>",
        "<img alt=x src = a.x />",
        "<img src=\" a.x\n\">",
        "<script src=\"a.x\" defer></script>",
        "<script type=\"module\" src=\"a.x\"></script>",
        "<link rel=stylesheet href=a.x>",
        "<link rel=\"shortcut ICON\" href=\"a.x\">",
        "<link href=a.x rel=modulepreload>",
        "<link rel=prefetch href=a.x>",
        "<link rel=compression-dictionary href=a.x>",
        "<video poster=\"a.x\"></video>",
        "<video><source src=\"a.x\"><track kind=captions></video>",
        "<object data=\"a.x\"></object>",
        "<iframe src=\"a.x\"></iframe>",
        "<input type=image src=a.x>",
        "<td background=\"a.x\">",
        "<svg><use href=\"a.x\"/><image xlink:href=\"#b\"/></svg>",
        "<svg><image xlink:href=\"a.x\"></image></svg>",
        "<div style=\"background: url('a.x')\">",
        "<style>a { background: url(a.x) }</style>",
        "<style media=print>@import \"a.x\";</style>",
        "<template><img src=\"a.x\"></template>",
        "<noscript><img src=\"a.x\"></noscript>",
        "<iframe srcdoc=\"<img src='a.x'>\"></iframe>",
    ] {
        let references = checked(source);
        assert_eq!(references.len(), 1, "{source}");
        assert_eq!(references[0].url, "a.x", "{source}");
        assert!(
            matches!(references[0].kind, Kind::Url | Kind::ModuleUrl | Kind::StyleImport),
            "{source}"
        );
    }
}

#[test]
fn a_tag_may_have_any_number_of_attributes() {
    let attributes: String = (0..64_000).map(|index| format!(" a{index}=\"b\"")).collect();
    let source = format!("<img{attributes} src=\"a.x\">");
    assert_eq!(kinds(&source), [(Kind::Url, "a.x".to_owned())]);
    let found = find_all(&format!("<p{}>", " a=\"\"".repeat(200_000)));
    let problem = found.problems[0].1.to_string();
    assert!(problem.starts_with("a tag with 200000 attributes is too much"), "{problem}");
}

#[test]
fn a_tag_with_many_attributes_may_stand_anywhere() {
    let many = " a=\"\"".repeat(20_000);
    for source in [
        format!("</p{many}>"),
        format!("<iframe srcdoc='<p{many}>'></iframe>"),
        format!("<!-- <a b='c> --><p{many}>"),
        format!("<script>\"<a b='\"</script><p{many}>"),
        format!("<p a=b='{many}>"),
        format!("<p ='{many}>"),
        format!("<p {}>", " a\"='' b=\"\"".repeat(20_000)),
        format!("<p {}>", "a\"=\"\" ".repeat(20_000)),
    ] {
        assert_eq!(urls(&format!("{source}<img src=a.x>")), ["a.x"], "{}", &source[..20]);
    }
    // Quotes in the text around tags are not those of one tag.
    assert_eq!(urls(&"<p a=\"\" b=\"x=\">=\"".repeat(200_000)), [""; 0]);
}

#[test]
fn every_candidate_of_a_srcset_is_found() {
    assert_eq!(urls("<img srcset=\"a.png 1x, b.png 2x\" src=c.png>"), ["a.png", "b.png", "c.png"]);
    assert_eq!(urls("<source srcset='a.webp,&#32;b.webp 2x'>"), ["a.webp", "b.webp"]);
    assert_eq!(urls("<link rel=preload as=image imagesrcset=\"a.png 480w\">"), ["a.png"]);
}

#[test]
fn links_are_addresses() {
    for source in [
        "<a href=\"a.html\">",
        "<a href=a.html download>",
        "<area href=a.html>",
        "<my-link href=\"a.html\"></my-link>",
        "<svg><a xlink:href=\"a.html\"></a></svg>",
        "<link rel=manifest href=a.html crossorigin=use-credentials>",
        "<link rel=canonical href=a.html>",
        "<link rel=alternate href=\"a.html\" type=application/rss+xml>",
        "<link rel=next href=\"a.html\">",
        "<link rel=\"prev author license search help\" href=\"a.html\">",
        "<link rel=prefetch href=a.html>",
        "<link rel=prerender href=a.html>",
    ] {
        assert_eq!(kinds(source), [(Kind::Address, "a.html".to_owned())], "{source}");
    }
    assert_eq!(
        kinds("<link rel=prefetch href='a.HTM?q#i'>"),
        [(Kind::Address, "a.HTM?q#i".into())]
    );
}

#[test]
fn a_custom_element_may_load_its_src() {
    let source = "<my-player src=\"a.mp4\"></my-player>";
    assert_eq!(kinds(source), [(Kind::Optional, "a.mp4".to_owned())]);
}

#[test]
fn attributes_that_the_user_names_are_read() {
    let source = "<img data-src=a.png DATA-SRCSET='b.png, c.png 2x' data-other=d.png>\
        <iframe srcdoc='<div data-src=e.png>'></iframe><template><p data-src='{{ x }}'></template>";
    let found = find(source, &["data-src".to_owned(), "data-srcset".to_owned()]).references;
    let found: Vec<(Kind, &str)> = found.iter().map(|it| (it.kind, it.url.as_str())).collect();
    assert_eq!(found, ["a.png", "b.png", "c.png", "e.png"].map(|url| (Kind::Url, url)));
}

#[test]
fn other_attributes_and_text_are_left_alone() {
    for source in [
        "<!-- <img src=\"a.x\"> -->",
        "<textarea><img src=\"a.x\"></textarea>",
        "<title><img src=\"a.x\"></title>",
        "<script type=\"text/template\"><img src=\"a.x\"></script>",
        "<script>let a = '<img src=\"a.x\">'</script>",
        "<script type=\"application/ld+json\">{\"image\": \"a.x\"}</script>",
        "<style type=\"text/less\">@import \"a.x\";</style>",
        "<link rel=preconnect href=\"a.x\"><link rel=dns-prefetch href=\"a.x\">",
        "<meta property=og:image content=\"a.x\"><meta http-equiv=refresh content=\"0;url=a.x\">",
        "<script type=speculationrules>{\"prerender\":[{\"urls\":[\"a.x\"]}]}</script>",
        "<form action=\"a.x\"><button formaction=a.x></form>",
        "<img data-src=\"a.x\" :src=\"a.x\" [src]=\"a.x\">",
        "<img src=\"{{ url }}.png\"><img src=\"${a}\"><img src='<%= a %>'>",
        "<img src=\"\"><img src><a href=\"#id\"><img src=\"data:,x\">",
        "<img alt=\"src='a.x'\"></img src=\"a.x\">",
        "<base href=\"a.x\">",
        "src=\"a.x\" <img src=\"a.x",
    ] {
        assert_eq!(urls(source), <[String; 0]>::default(), "{source}");
    }
}

#[test]
fn the_first_of_equal_attributes_counts() {
    assert_eq!(urls("<img src=a.png SRC=b.png>"), ["a.png"]);
}

#[test]
fn character_references_are_decoded_with_their_places() {
    let references = checked("<img src=\"&#46;/a&amp;b&period;png?x&copy=1\">");
    assert_eq!(references[0].url, "./a&b.png?x&copy=1");
    let offsets = references[0].offsets.as_deref().unwrap();
    assert_eq!(&offsets[..8], [10, 15, 16, 17, 22, 23, 31, 32]);
    assert_eq!(references[0].span, 10..43);
}

#[test]
fn character_references_in_inline_css_are_decoded_with_their_places() {
    let source = "<p style=\"background:url(&quot;a.png&quot;)\">";
    let references = checked(source);
    assert_eq!((references[0].url.as_str(), references[0].span.clone()), ("a.png", 31..36));
}

#[test]
fn a_self_closing_foreign_element_has_no_text() {
    assert_eq!(urls("<svg><style/><title/><script/></svg><img src=a.png>"), ["a.png"]);
    assert_eq!(urls("<style/></style><svg/><img src=a.png>"), ["a.png"]);
    assert_eq!(urls("<style/><img src=a.png>"), <[String; 0]>::default());
}

#[test]
fn an_import_map_and_an_integrity_are_told_apart() {
    let source = "<script type=\"importmap\">\n{ \"imports\": { \"lit\": \"./lit.js\", \"x/\": \"/static/x/\" },\n\
        \"scopes\": { \"/a/\": { \"b\": \"./b\\u002ejs\" } }, \"integrity\": { \"./lit.js\": \"sha384-x\" } }</script>";
    let expected = ["./lit.js", "/static/x/", "./b.js"].map(|url| (Kind::Module, url.to_owned()));
    assert_eq!(kinds(source), expected);
}

#[cfg(feature = "js_modules")]
#[test]
fn inline_scripts_import_modules() {
    for source in [
        "<script type=module>import './a.js'</script>",
        "<script>import('./a.js')</script>",
        "<script type=\"text/javascript\">import('./a.js')</script>",
        "<script type=module>// <!-- \nimport './a.js'</script>",
    ] {
        assert_eq!(kinds(source), [(Kind::Module, "./a.js".to_owned())], "{source}");
    }
    assert_eq!(urls("<script src=b.js>import('./a.js')</script>"), ["b.js"]);
}

#[test]
fn a_script_of_another_type_is_fetched_by_other_scripts_at_most() {
    for kind in ["text/babel", "text/x-handlebars", "importmap", "speculationrules"] {
        let source = format!("<script type={kind} src=a.txt></script>");
        assert_eq!(kinds(&source), [(Kind::Optional, "a.txt".to_owned())], "{source}");
    }
    for kind in ["", "text/javascript", "application/ecmascript"] {
        let source = format!("<script type=\"{kind}\" src=a.js></script>");
        assert_eq!(kinds(&source), [(Kind::Url, "a.js".to_owned())], "{source}");
    }
}

#[test]
fn references_are_relative_to_the_base() {
    assert_eq!(
        urls(
            "<img src=a.png><base href=\"sub/\"><base href=\"x/\"><style>a{b:url(b.png)}</style><img src=/c.png>"
        ),
        ["./sub/a.png", "./sub/b.png", "/c.png"]
    );
    assert_eq!(urls("<base href=\"https://h/\"><img src=a.png>"), <[String; 0]>::default());
}

#[test]
fn line_ends_and_a_byte_order_mark_shift_nothing() {
    let source = "\u{FEFF}<!DOCTYPE html>\r\n<p\r\nid=x\r\n>\r\r\n\0é<img\r\n\tsrc\r\n=\r\n'a.png'\r\n>\r\n<style>\r\na{b:url(b.png)}\r\n</style>";
    assert_eq!(urls(source), ["a.png", "b.png"]);
}

#[test]
fn unclosed_elements_are_read_to_the_end() {
    assert_eq!(urls("<style>a { b: url(a.png) }"), ["a.png"]);
    assert_eq!(urls("<noscript><img src=a.png>"), ["a.png"]);
}

fn documents() -> impl Strategy<Value = String> {
    let fragment = prop::sample::select(vec![
        "<img ",
        "src=",
        "srcset=",
        "href=",
        "style=",
        "srcdoc=",
        "\"",
        "'",
        ">",
        "/>",
        "<",
        "</",
        "a.png",
        "é",
        "&amp;",
        "&amp",
        "&period;",
        "&notit;",
        "&#x2e;",
        "&#0;",
        "&#99999999999;",
        "&",
        ";",
        "=",
        "<style>",
        "</style>",
        "<script>",
        "</script>",
        "<script type=module>",
        "url(a.png)",
        "url(\"",
        "\")",
        "<!--",
        "-->",
        "\r\n",
        "\r",
        "\n",
        "\t",
        " ",
        "\0",
        "\u{FEFF}",
        "<svg>",
        "</svg>",
        "<title>",
        "<![CDATA[",
        "]]>",
        "import './a.js'",
        "a.png 1x, b.png",
        "<base href=b/>",
        "<noscript>",
        "<link rel=icon href=",
        "{{",
        "<?",
        "<!",
    ]);
    prop::collection::vec(fragment, 0..24).prop_map(|fragments| fragments.concat())
}

proptest! {
    #[test]
    fn references_of_any_text_have_valid_places(source in prop_oneof![documents(), any::<String>()]) {
        for reference in find_all(&source).references {
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

    /// The tokenizer says where a value begins and what it reads; both must be what is found there.
    #[test]
    fn values_read_as_the_tokenizer_reads_them(source in documents()) {
        let mut values = Vec::new();
        let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
            if let CallbackEvent::AttributeValue { value } = event {
                values.push((String::from_utf8_lossy(value).into_owned(), span.start));
            }
            None
        });
        Tokenizer::new_with_emitter(&source, emitter).finish().unwrap();
        for (expected, start) in values {
            let value = value(&source, start).unwrap();
            let text = value.text().replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{FFFD}");
            prop_assert_eq!(text, expected);
        }
    }

    /// The tokenizer calls itself for a value in double quotes with white space behind it.
    #[test]
    fn no_tag_has_more_values_in_a_row_than_are_counted(source in prop_oneof![documents(), "(<a |</a |[ab]=|\"|\"\"|\"\" |'|=|>|<| |/){0,40}"]) {
        let (mut row, mut most) = (0, 0);
        let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
            match event {
                CallbackEvent::AttributeValue { .. } if source[..span.start].ends_with('"') => {
                    row += 1;
                    most = most.max(row);
                    let behind = source[span.start..].split_once('"').unwrap().1;
                    if !behind.starts_with(|letter: char| letter.is_ascii_whitespace()) {
                        row = 0;
                    }
                }
                CallbackEvent::AttributeName { .. } => {}
                _ => row = 0,
            }
            None
        });
        Tokenizer::new_with_emitter(&source, emitter).finish().unwrap();
        prop_assert!(most <= most_quoted(&source), "{} > {}", most, most_quoted(&source));
    }

    #[test]
    fn a_fingerprint_in_front_of_the_extension_is_part_of_the_name_that_the_page_loads(
        name in "([a-zé/]|&amp;|&#46;|&period;|&#x1F600;){1,8}", quote in "[\"']?", inline in any::<bool>()
    ) {
        let source = if inline {
            format!("<p style={quote}background:url(a{name}.png){quote}>\r\n")
        } else {
            format!("\r\n<img src={quote}a{name}.png{quote}>")
        };
        let references = find_all(&source).references;
        prop_assert_eq!(references.len(), 1);
        let url = &references[0].url;
        let dot = url.rfind('.').unwrap();
        let at = references[0].offset(dot);
        let again = find_all(&format!("{}.0123{}", &source[..at], &source[at..])).references;
        prop_assert_eq!(&again[0].url, &format!("{}.0123{}", &url[..dot], &url[dot..]));
    }
}

#[test]
fn an_element_of_xhtml_may_be_closed_in_its_start_tag() {
    let source = "<script src=\"a.js\"/><style/><link rel=\"stylesheet\" href=\"b.css\"/>\
        <style>\n<![CDATA[a{b:url(c.png)}]]></style><title/><img src=\"d.png\"/>";
    let urls = |found: Found| found.references.into_iter().map(|it| it.url).collect::<Vec<_>>();
    assert_eq!(urls(find_xml(source, &[])), ["a.js", "b.css", "c.png", "d.png"]);
    assert_eq!(urls(find(source, &[])), ["a.js"], "in HTML, the script goes on");
}

#[cfg(feature = "js_modules")]
#[test]
fn a_script_of_xhtml_may_be_a_cdata_section() {
    let source = "<script type=\"module\"><![CDATA[import './a.js'; 1 < 2]]></script>";
    let found = find_xml(source, &[]);
    assert_eq!(found.problems, []);
    assert_eq!(found.references[0].url, "./a.js");
    assert_eq!(source.get(found.references[0].span.clone()), Some("./a.js"));
}

#[test]
fn an_attribute_without_a_value_is_the_first_of_its_name() {
    let source =
        "<base href><base href=\"x/\"><img src src=a.png><img src=\"\" src=a.png><img src=b.png>";
    assert_eq!(urls(source), ["b.png"]);
    assert_eq!(urls("<svg><base href=\"x/\"></base></svg><img src=a.png>"), ["a.png"]);
}
