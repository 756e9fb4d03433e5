//! Finds the code that Tailwind means by a message. Most messages quote it; only those of the parser have a position.

use std::path::PathBuf;

use crate::engine::host::Host;
use crate::engine::position;

type Found = Option<(usize, usize)>;

/// Finds the position of the code that Tailwind names in a message.
pub(super) fn place(message: &str, host: &Host) -> Option<(PathBuf, usize, usize)> {
    let sheets = host.sheets.borrow();
    let first = |find: &dyn Fn(&str) -> Found| {
        sheets.iter().find_map(|sheet| {
            let (line, column) = find(&sheet.text)?;
            Some((sheet.path.clone(), line, column))
        })
    };
    if let Some(found) = first(&|text| named(message, text)) {
        return Some(found);
    }
    // A rule that is not shown as a whole may be any of several.
    let rule = quoted(message).find(|text| text.starts_with('@'))?;
    let mut places = sheets.iter().flat_map(|sheet| {
        let places = position::of_code(&sheet.text, rule);
        places.into_iter().map(|(line, column)| (sheet.path.clone(), line, column))
    });
    let only = places.next()?;
    places.next().is_none().then_some(only)
}

/// Finds code that is so wrong that the first place will do.
fn named(message: &str, text: &str) -> Found {
    if let Some((_, variant)) = message.split_once("with unknown variant: ") {
        return position::of_variant(text, variant);
    }
    if let Some(start) = marked(message) {
        return position::of_statement(text, start);
    }
    if message.contains("annot apply") || message.contains("creates a circular dependency") {
        let class = quoted(message).find(|text| *text != "@apply")?;
        return match class {
            "" => position::of_argument(text, "@apply", ""),
            class => position::of_applied(text, class),
        };
    }
    if message.contains("in custom variants:") {
        let (_, variant) = message.split_once("@custom-variant ")?;
        let rule = format!("@custom-variant {}", variant.split(['{', ';']).next()?.trim());
        return position::of_code(text, &rule).into_iter().next();
    }
    of_function(message, text).or_else(|| of_text(message, text))
}

/// Finds a call of the function that a message is about.
fn of_function(message: &str, text: &str) -> Found {
    if let Some((name, what)) =
        message.split_once("The --").and_then(|(_, it)| it.split_once("(…)"))
    {
        return position::of_call(text, &format!("--{name}"), |values| is_wrong(what, values));
    }
    let call = quoted(message).find_map(|text| text.strip_suffix(')')?.rsplit_once('('))?;
    let name = call.0.rsplit(' ').next()?;
    let is_late = |before: &str| before.trim_end().ends_with(')');
    match call.1 {
        "…" if name == "layer" => position::of_call_behind(text, name, is_late),
        "…" => position::of_call(text, name, |values| {
            !values.starts_with(['"', '\'']) && values != "none"
        }),
        values => position::of_call(text, name, |given| unquoted(given) == unquoted(values)),
    }
}

/// Returns true if a function of Tailwind's complains so about these values.
fn is_wrong(what: &str, values: &str) -> bool {
    if what.contains("requires an argument") {
        values.is_empty()
    } else if what.contains("single argument") || what.contains("one argument") {
        values.contains(',')
    } else if what.contains("color and an alpha value") {
        !values.contains('/')
    } else if what.contains("CSS variables") {
        !values.starts_with("--")
    } else {
        true
    }
}

/// Finds a text that a message quotes.
fn of_text(message: &str, text: &str) -> Found {
    if message.starts_with("Step cannot be zero") {
        return position::of_code(text, "..0}").into_iter().next();
    }
    if let Some(prefix) = between(message, "The prefix \"", "\" is invalid") {
        return position::of_call(text, "prefix", |given| given == prefix);
    }
    if let Some(plugin) = between(message, "The plugin \"", "\" does not accept options") {
        return position::of_quoted(text, plugin);
    }
    if let Some(pattern) = between(message, "The pattern `", "` is not balanced") {
        return position::of_code(text, pattern).into_iter().next();
    }
    let (_, namespace) = message.split_once("for namespace `")?;
    position::of_statement(text, namespace.strip_suffix('`')?)
}

/// Returns the beginning of the statement that a message shows: with a `>` in front of its line, or at its end.
fn marked(message: &str) -> Option<&str> {
    let code = message.split_once("{ > ").or_else(|| message.split_once("` option: "))?.1;
    let start = code.split([':', ';', '{']).next()?.trim();
    (!start.is_empty()).then_some(start)
}

fn quoted(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}

fn unquoted(values: &str) -> String {
    values.chars().filter(|letter| !matches!(letter, '"' | '\'')).collect()
}

fn between<'a>(message: &'a str, before: &str, after: &str) -> Option<&'a str> {
    Some(message.split_once(before)?.1.split_once(after)?.0)
}
