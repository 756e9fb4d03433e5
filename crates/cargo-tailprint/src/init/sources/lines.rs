//! The lines of the app that a step by hand is about.

use super::super::project::Project;
use super::crates::RoutedModule;

/// Lists the lines of code with one of these texts as `file:line, file:line: `, for the start of a step. Empty if there is
/// none.
pub(crate) fn with<'a>(
    project: &Project,
    modules: impl IntoIterator<Item = &'a RoutedModule<'a, 'a>>,
    texts: &[&str],
) -> String {
    let mut places: Vec<String> = Vec::new();
    for module in modules.into_iter().map(|it| it.module) {
        let lines = module.text.lines().enumerate();
        let found = lines.filter(|(_, line)| {
            let is_comment = line.trim_start().starts_with("//");
            !is_comment && texts.iter().any(|text| line.contains(text))
        });
        let shown = project.shown(&module.file);
        // Modules in braces share a file.
        places.extend(found.map(|(index, _)| format!("{shown}:{}", index + 1)));
    }
    places.sort_by(|one, other| key(one).cmp(&key(other)));
    places.dedup();
    if places.is_empty() { String::new() } else { places.join(", ") + ": " }
}

/// Lists the lines with the first of these texts that there is, as [`with`] does.
pub(crate) fn with_first<'a>(
    project: &Project,
    modules: &'a [RoutedModule<'a, 'a>],
    texts: &[&str],
) -> String {
    let mut found = texts.iter().map(|text| with(project, modules, &[text]));
    found.find(|it| !it.is_empty()).unwrap_or_default()
}

/// The file, and the line as a number.
fn key(place: &str) -> (&str, usize) {
    let (file, line) = place.rsplit_once(':').unwrap_or((place, ""));
    (file, line.parse().unwrap_or_default())
}
