use std::fs;
use std::path::Path;

use proc_macro2::TokenStream;
use quote::quote;
use tempfile::TempDir;

use super::*;

const DERIVE_FILE: &str = "tailprint derive 1\n\
    syntax\taskama.toml\tangle\n\
    refused\t<<\t>>\naccepted\t{%\t%}\naccepted\t{#\t#}\n\
    folder\ttemplates\t/package/templates\n\
    syntax\taskama.plain.toml\tdefault\n";

fn out_dir(file: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("tailprint/templates")).unwrap();
    fs::write(dir.path().join("tailprint/derive.txt"), file).unwrap();
    dir
}

/// The item that askama's derive is given, with `OUT` for the folder of the build script.
#[track_caller]
fn configured(input: TokenStream) -> String {
    let dir = out_dir(DERIVE_FILE);
    let mut item = syn::parse2(input).unwrap();
    let context = Context::read(Some(dir.path())).unwrap();
    attributes::configure(&mut item, &context).unwrap();
    clean(&quote!(#item).to_string(), dir.path())
}

fn clean(text: &str, dir: &Path) -> String {
    text.replace(dir.join("tailprint").to_str().unwrap(), "OUT")
}

#[track_caller]
fn assert_configured(input: TokenStream, expected: TokenStream) {
    assert_eq!(configured(input), expected.to_string());
}

fn expanded(input: TokenStream, dir: &Path) -> String {
    clean(&expand(input, Some(dir)).to_string(), dir)
}

#[test]
fn the_configuration_of_the_syntax_is_added() {
    assert_configured(
        quote!(
            #[template(path = "a.html")]
            struct A;
        ),
        quote!(
            #[template(path = "a.html", config = "OUT/askama.toml")]
            struct A;
        ),
    );
    assert_configured(
        quote!(
            #[template(path = "a.html", syntax = "default")]
            struct A;
        ),
        quote!(
            #[template(path = "a.html", syntax = "default", config = "OUT/askama.plain.toml")]
            struct A;
        ),
    );
    assert_configured(
        quote!(
            #[template(path = "a.html", syntax = "unknown")]
            struct A;
        ),
        quote!(
            #[template(path = "a.html", syntax = "unknown", config = "OUT/askama.toml")]
            struct A;
        ),
    );
}

#[test]
fn a_configuration_of_the_user_stays() {
    let input = quote!(
        #[template(source = "<< a >>", ext = "txt", config = "b.toml")]
        struct A;
    );
    assert_configured(input.clone(), input);
}

#[test]
fn it_is_added_once_and_other_attributes_stay() {
    assert_configured(
        quote!(
            #[doc = "a"]
            #[template(path = "a")]
            #[template(escape = "none")]
            struct A;
        ),
        quote!(
            #[doc = "a"]
            #[template(path = "a", config = "OUT/askama.toml")]
            #[template(escape = "none")]
            struct A;
        ),
    );
}

#[test]
fn variants_take_over_the_syntax_of_their_enum() {
    assert_configured(
        quote! {
            #[template(ext = "txt", syntax = "default")]
            enum A { #[template(source = "<<a>>")] B, #[template(source = "<<a>>", syntax = "angle")] C, D }
        },
        quote! {
            #[template(ext = "txt", syntax = "default", config = "OUT/askama.plain.toml")]
            enum A {
                #[template(source = "<<a>>", config = "OUT/askama.plain.toml")] B,
                #[template(source = "\u{91}a\u{92}", syntax = "angle", config = "OUT/askama.toml")] C,
                D
            }
        },
    );
}

#[test]
fn an_inline_template_is_translated() {
    assert_configured(
        quote!(
            #[template(source = r#"<< "a" >>"#, ext = "txt")]
            struct A;
        ),
        quote!(
            #[template(source = "\u{91} \"a\" \u{92}", ext = "txt", config = "OUT/askama.toml")]
            struct A;
        ),
    );
}

#[test]
fn an_unclosed_delimiter_in_an_inline_template_is_an_error() {
    let dir = out_dir(DERIVE_FILE);
    let input = quote!(
        #[template(source = "a\né<< b", ext = "txt")]
        struct A;
    );
    let output = expanded(input, dir.path());
    let message = r#"compile_error ! { "2:2: unclosed \"<<\" (close it with \">>\")" }"#;
    assert!(output.contains(message), "{output}");
    assert!(output.contains("impl askama :: Template for A"), "{output}");
}

#[test]
fn without_the_build_script_the_error_says_what_to_add() {
    let input = quote!(
        #[template(path = "a.html")]
        enum A {
            #[template(path = "b")]
            B,
        }
    );
    let output = expand(input.clone(), None).to_string();
    let message = "this package has no build script (add tailprint-build to [build-dependencies], and a build.rs with `fn main() { tailprint_build::build() }`)";
    assert!(output.contains(message), "{output}");
    assert!(output.contains("askama :: Template for A"), "{output}");
    assert_eq!(output.matches("compile_error").count(), 1);

    let dir = tempfile::tempdir().unwrap();
    let output = expanded(input.clone(), dir.path());
    assert!(output.contains("the build script does not run tailprint_build (add"), "{output}");

    let dir = out_dir("tailprint derive 2\n");
    let output = expanded(input, dir.path());
    assert!(output.contains("differ in their versions"), "{output}");
}

#[test]
fn messages_name_the_template_instead_of_its_copy() {
    let dir = out_dir(DERIVE_FILE);
    let folder = dir.path().join("tailprint/templates");
    let toml = format!(
        "[general]\ndirs = ['{}']\ndefault_syntax = 'angle'\n[[syntax]]\nname = 'angle'\nexpr_start = '\u{91}'\nexpr_end = '\u{92}'\n",
        folder.display()
    );
    fs::write(dir.path().join("tailprint/askama.toml"), toml).unwrap();
    fs::write(folder.join("a.html"), "\n\u{91} a \u{92}{% include \"b.html\" %}").unwrap();
    let output = expanded(
        quote!(
            #[template(path = "a.html")]
            struct A;
        ),
        dir.path(),
    );
    assert!(output.contains(r#"not found in directories [\"/package/templates\"]"#), "{output}");

    let text = "\n\u{91} a \u{92} \u{91} a b \u{92}";
    fs::write(folder.join("b.html"), text).unwrap();
    let output = expanded(
        quote!(
            #[template(path = "b.html")]
            struct A;
        ),
        dir.path(),
    );
    let message =
        r#""failed to parse template source\n  --> /package/templates/b.html:2:13\n\"b >>\"""#;
    assert!(output.contains(message), "{output}");
}

#[test]
fn a_malformed_item_is_left_to_askama() {
    let output = expand(quote!(fn), None).to_string();
    assert!(output.contains("compile_error"), "{output}");
}
