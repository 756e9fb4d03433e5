//! `docs/reference/cli.md` lists every command and option, and every command line in the documents is one that the program
//! takes.

use std::collections::{BTreeMap, BTreeSet};

use clap::{Arg, Command};

use crate::{markdown, repository};

const PAGE: &str = "docs/reference/cli.md";

/// The section for the options that `check` and `collect` share.
const SHARED: &str = "Options of the source";

/// The link to that section.
const SHARED_LINK: &str = "(#options-of-the-source)";

/// Words in front of the arguments that clap parses.
const PROGRAM: &str = "cargo tailprint ";

/// `cargo tailprint`, with all subcommands.
fn tailprint() -> Command {
    let mut cargo = cargo_tailprint::command();
    cargo.build();
    cargo.find_subcommand("tailprint").unwrap().clone()
}

/// The options without those that clap adds; `vendor` has a `--version` that takes a value.
fn options(command: &Command) -> impl Iterator<Item = &Arg> {
    let is_of_clap = |arg: &Arg| {
        let is_flag = !arg.get_action().takes_values();
        is_flag && ["help", "version"].contains(&arg.get_id().as_str())
    };
    // Build scripts pass them on; users set them in `Config`.
    let is_of_build_scripts = |arg: &Arg| arg.is_hide_set() && arg.get_long().is_some();
    let is_foreign = move |arg: &Arg| is_of_clap(arg) || is_of_build_scripts(arg);
    command.get_arguments().filter(move |arg| !is_foreign(arg))
}

/// The option as a cell of the page spells it.
fn spelling(arg: &Arg) -> String {
    let value =
        arg.get_value_names().and_then(<[_]>::first).filter(|_| arg.get_action().takes_values());
    let value = value.map(clap::builder::Str::as_str);
    let Some(long) = arg.get_long() else {
        let prefix = if arg.is_last_set() { "-- " } else { "" };
        return format!("`{prefix}{}`", value.unwrap_or_default());
    };
    let short = arg.get_short().map(|short| format!("`-{short}`, ")).unwrap_or_default();
    let value = match value {
        Some(name) if arg.is_require_equals_set() => format!("[={name}]"),
        Some(name) if arg.get_num_args().is_some_and(|it| it.min_values() == 0) => {
            format!(" [{name}]")
        }
        Some(name) => format!(" {name}"),
        None => String::new(),
    };
    format!("{short}`--{long}{value}`")
}

#[test]
fn every_option_of_every_command_has_a_row() {
    let page = repository::read(PAGE);
    let tailprint = tailprint();
    let shared = markdown::section(&page, SHARED);
    let first_cells = |section| markdown::rows(section).map(|cells: Vec<&str>| cells[0].to_owned());
    for command in tailprint.get_subcommands().filter(|command| command.get_name() != "help") {
        let name = command.get_name();
        let section = markdown::section(&page, &format!("`{PROGRAM}{name}`"));
        let mut described: BTreeSet<String> = first_cells(section).collect();
        if described.iter().any(|cell| cell.contains(SHARED_LINK)) {
            described.extend(first_cells(shared));
        }
        described.retain(|cell| cell.starts_with('`'));
        let known: BTreeSet<String> = options(command).map(spelling).collect();
        assert_eq!(
            described, known,
            "{PROGRAM}{name}: rows of the page, and options of the program"
        );
    }
}

#[test]
fn a_row_has_the_default_of_its_option() {
    let page = repository::read(PAGE);
    let rows: Vec<Vec<&str>> = markdown::rows(&page).collect();
    for command in tailprint().get_subcommands() {
        for arg in options(command).filter(|arg| arg.get_action().takes_values()) {
            let cell = spelling(arg);
            for default in arg.get_default_values().iter().map(|value| value.to_string_lossy()) {
                let has_default =
                    |cells: &Vec<&str>| cells[0] == cell && cells[1].contains(&*default);
                assert!(rows.iter().any(has_default), "{cell} defaults to {default}");
            }
        }
    }
}

#[test]
fn the_page_lists_every_command() {
    let page = repository::read(PAGE);
    let listed: BTreeSet<&str> = markdown::rows(&page)
        .filter_map(|cells| cells[0].strip_prefix("`cargo tailprint ")?.strip_suffix('`'))
        .collect();
    let tailprint = tailprint();
    let known = tailprint.get_subcommands().map(Command::get_name);
    assert_eq!(listed, known.filter(|name| *name != "help").collect());
}

/// The command lines in the blocks of a document, without prompts and comments.
fn command_lines(text: &str) -> Vec<String> {
    let blocks = markdown::blocks(text).into_iter();
    let blocks = blocks.filter(|block| ["sh", "console"].contains(&block.language));
    let lines = blocks.flat_map(|block| block.code.lines());
    let commands = lines.flat_map(|line| line.split(" #").next().unwrap_or_default().split(" && "));
    let commands = commands.map(|command| command.trim_start_matches("$ ").trim());
    commands.filter(|command| command.starts_with(PROGRAM)).map(str::to_owned).collect()
}

#[test]
fn every_command_line_in_a_block_parses() {
    let mut count = 0;
    for (page, text) in repository::documents() {
        for line in command_lines(&text) {
            count += 1;
            // As the shell hands them over.
            let words = line.split_whitespace().map(|word| word.trim_matches('\''));
            let parsed = cargo_tailprint::command().try_get_matches_from(words);
            assert!(parsed.is_ok(), "{page}: {line}\n{}", parsed.unwrap_err());
        }
    }
    assert!(count > 5, "only {count} command lines");
}

#[test]
fn every_command_in_a_sentence_has_the_options_it_is_named_with() {
    let tailprint = tailprint();
    for (page, text) in repository::documents() {
        let prose = text.split("```").step_by(2);
        let spans = prose.flat_map(markdown::spans).filter_map(|span| span.strip_prefix(PROGRAM));
        for span in spans.filter(|span| span.starts_with(|first: char| first.is_ascii_lowercase()))
        {
            let mut words = span.split_whitespace();
            let name = words.next().unwrap_or_default();
            let command =
                tailprint.find_subcommand(name).unwrap_or_else(|| panic!("{page}: {span}"));
            for word in words.filter_map(|word| word.strip_prefix("--")) {
                let long = word.split(['=', '[']).next();
                let is_known = options(command).any(|arg| arg.get_long() == long);
                assert!(is_known || word == "help" || word.is_empty(), "{page}: {span}");
            }
        }
    }
}

/// The exit codes that the help of a command describes.
fn exit_codes(command: &Command) -> BTreeMap<String, String> {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let codes = help.lines().filter_map(|line| line.strip_prefix("  ")?.split_once(' '));
    codes.map(|(code, meaning)| (code.to_owned(), meaning.trim().to_owned())).collect()
}

#[test]
fn the_table_of_exit_codes_says_what_the_help_says() {
    let page = repository::read(PAGE);
    let rows: Vec<Vec<&str>> = markdown::rows(markdown::section(&page, "Exit codes")).collect();
    let (head, rows) = rows.split_first().unwrap();
    for command in tailprint().get_subcommands().filter(|command| command.get_name() != "help") {
        let name = format!("`{}`", command.get_name());
        let column = head.iter().position(|cell| cell.contains(&name)).unwrap();
        let cell = |row: &Vec<&str>| row.get(column).copied().unwrap_or_default().to_owned();
        let described = rows.iter().map(|row| (row[0].to_owned(), cell(row)));
        let described = described.filter(|(_, meaning)| meaning != "–").collect();
        assert_eq!(exit_codes(command), described, "{name}");
    }
}
