//! The files that `#[derive(tailprint::Template)]` reads: configurations of askama, and the list of them.

use std::path::{MAIN_SEPARATOR, Path};

use tailprint_core::delimiters::Delimiters;
use tailprint_core::derive_file::{self, DeriveFile};

use super::config::{BUILT_IN, Config, FILE, Syntax, Whitespace};
use super::files;
use crate::error::Problem;

const PLAIN: &str = "askama.plain.toml";

/// The files besides the translated templates.
pub(super) fn files(config: &Config, out_dir: &Path) -> Result<Vec<(String, Vec<u8>)>, Problem> {
    let (accepted, refused): (Vec<&Syntax>, Vec<&Syntax>) =
        config.syntaxes.iter().partition(|syntax| syntax.translation.is_none());
    let default_is_refused = refused.iter().any(|syntax| syntax.name == config.default_syntax);
    let plain = if default_is_refused { PLAIN } else { FILE };
    let mut file = DeriveFile::default();
    let mut files = Vec::new();
    for syntax in refused {
        let name = config_name(config, syntax);
        files.push((name.clone(), translated(config, syntax, out_dir)?));
        file.syntaxes.push(entry(config, syntax, name));
    }
    files.push((plain.to_owned(), original(config, &accepted)?));
    file.syntaxes.extend(accepted.iter().map(|syntax| entry(config, syntax, plain.to_owned())));
    if config.default_syntax != BUILT_IN {
        file.syntaxes.push(built_in(plain));
    }
    file.syntaxes.sort_by_key(|syntax| syntax.name != config.default_syntax);
    files.push((derive_file::FILE.to_owned(), file.to_text().into_bytes()));
    Ok(files)
}

/// `templates` is read with `askama.toml`, `templates.2` with `askama.2.toml`.
fn config_name(config: &Config, syntax: &Syntax) -> String {
    if syntax.name == config.default_syntax {
        return FILE.to_owned();
    }
    format!("askama{}.toml", syntax.folder.trim_start_matches("templates"))
}

fn entry(config: &Config, syntax: &Syntax, file: String) -> derive_file::Syntax {
    let folders = config.dirs.iter().zip(files::copies(&config.dirs)).filter_map(|(dir, copy)| {
        syntax.translation.as_ref()?;
        Some((below(&syntax.folder, &copy), dir.to_str()?.to_owned()))
    });
    derive_file::Syntax {
        name: syntax.name.clone(),
        config: file,
        translation: syntax.translation.clone(),
        folders: folders.collect(),
    }
}

fn built_in(config: &str) -> derive_file::Syntax {
    derive_file::Syntax {
        name: BUILT_IN.to_owned(),
        config: config.to_owned(),
        translation: None,
        folders: Vec::new(),
    }
}

fn below(folder: &str, path: &str) -> String {
    if path.is_empty() { folder.to_owned() } else { format!("{folder}/{path}") }
}

/// The configuration of the syntaxes that askama accepts, with the folders of the package.
fn original(config: &Config, syntaxes: &[&Syntax]) -> Result<Vec<u8>, Problem> {
    let dirs: Result<Vec<String>, Problem> = config.dirs.iter().map(|dir| utf8(dir)).collect();
    let default = syntaxes.iter().find(|syntax| syntax.name == config.default_syntax);
    let default = default.map_or(BUILT_IN, |syntax| &syntax.name);
    toml(config, &dirs?, default, syntaxes)
}

/// The configuration of a syntax that askama refuses, with the folders of translated templates.
fn translated(config: &Config, syntax: &Syntax, out_dir: &Path) -> Result<Vec<u8>, Problem> {
    let copies = files::copies(&config.dirs);
    let dirs: Result<Vec<String>, Problem> =
        copies.iter().map(|copy| utf8(&out_dir.join(below(&syntax.folder, copy)))).collect();
    toml(config, &dirs?, &syntax.name, &[syntax])
}

fn utf8(path: &Path) -> Result<String, Problem> {
    let text = path.to_str().ok_or_else(|| {
        Problem::error(format!("the path {} is not UTF-8", path.display()))
            .help("move the package or the target directory")
    })?;
    Ok(text.replace(MAIN_SEPARATOR, "/"))
}

fn toml(
    config: &Config,
    dirs: &[String],
    default: &str,
    syntaxes: &[&Syntax],
) -> Result<Vec<u8>, Problem> {
    let mut toml = String::from("# Made by tailprint from askama.toml.\n[general]\n");
    toml += &format!("dirs = {}\n", array(dirs)?);
    toml += &format!("default_syntax = {}\n", string(default)?);
    if let Some(whitespace) = config.whitespace {
        toml += &format!("whitespace = \"{}\"\n", word(whitespace));
    }
    for syntax in syntaxes.iter().filter(|syntax| syntax.name != BUILT_IN) {
        toml += &format!("\n[[syntax]]\nname = {}\n", string(&syntax.name)?);
        toml += &delimiters(&syntax.delimiters)?;
    }
    for escaper in &config.escapers {
        let extensions = array(&escaper.extensions)?;
        let path = string(&escaper.path)?;
        toml += &format!("\n[[escaper]]\npath = {path}\nextensions = {extensions}\n");
    }
    Ok(toml.into_bytes())
}

fn delimiters(delimiters: &Delimiters) -> Result<String, Problem> {
    let Delimiters { expression, block, comment } = delimiters;
    let mut toml = String::new();
    for (name, pair) in [("expr", expression), ("block", block), ("comment", comment)] {
        toml += &format!("{name}_start = {}\n", string(&pair.start)?);
        toml += &format!("{name}_end = {}\n", string(&pair.end)?);
    }
    Ok(toml)
}

fn word(whitespace: Whitespace) -> &'static str {
    match whitespace {
        Whitespace::Preserve => "preserve",
        Whitespace::Suppress => "suppress",
        Whitespace::Minimize => "minimize",
    }
}

fn array(items: &[String]) -> Result<String, Problem> {
    let items: Result<Vec<String>, Problem> = items.iter().map(|item| string(item)).collect();
    Ok(format!("[{}]", items?.join(", ")))
}

/// A string without escapes, since askama reads none.
fn string(text: &str) -> Result<String, Problem> {
    let forbidden = |character: char| character.is_ascii_control();
    if text.contains(forbidden) {
        let problem = Problem::error(format!("askama cannot read {text:?}"));
        return Err(problem.in_file(FILE).help("use no control characters"));
    }
    if !text.contains('\'') {
        Ok(format!("'{text}'"))
    } else if !text.contains(['"', '\\']) {
        Ok(format!("\"{text}\""))
    } else {
        let problem = Problem::error(format!("askama cannot read {text:?}"));
        Err(problem.in_file(FILE).help("use only one kind of quotation mark"))
    }
}
