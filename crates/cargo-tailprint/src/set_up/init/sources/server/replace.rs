//! The services of files that tailprint takes the place of, and what is left of them.

use std::ops::Range;

use super::super::crates::{Crate, RoutedModule};
use super::super::edits::Edits;
use super::super::home::Home;
use super::super::modules::{behind, line_of, start_of_line};
use super::super::{Place, imports};
use super::serve::assets_from;
use super::{embeds, inner};
use crate::set_up::init::edits::links::line_at;
use crate::set_up::init::project::Project;
use crate::set_up::init::survey::Survey;

/// The outcome for the places that serve files.
#[derive(Default)]
pub(crate) struct Replaced {
    /// True if the service of tailprint stands in the place of the one of the files.
    pub(super) is_done: bool,
    /// The places that are gone.
    pub(super) gone: Vec<usize>,
}

/// Puts the service in the place of the one that serves the same files today, and removes what it makes superfluous.
pub(super) fn replace(
    project: &Project,
    survey: &Survey,
    crates: &[Crate<'_>],
    modules: &[RoutedModule<'_, '_>],
    home: &Home,
    edits: &mut Edits,
) -> Replaced {
    let mut replaced = Replaced::default();
    let mut removals = Removals::default();
    if let Some(place) = survey.replaced()
        && let Some(routed) = module_of(place, modules)
        && let Some(assets) = assets_from(routed, crates, home)
        && let Some(swap) = &place.served.replace
    {
        edits.replace(routed.module, swap.range.clone(), swap.with(&assets));
        removals.note(routed, swap.range.clone());
        if let Some(statement) = &swap.statement {
            let lines = lines_of(&routed.module.text, statement);
            removals.remove(routed, lines, edits);
        }
        replaced.gone.extend(forget(place, survey, modules, &mut removals, edits));
        replaced.is_done = true;
    }
    for (index, call) in inner::removable(project, survey) {
        let place = survey.places.get(index);
        if let Some(routed) = place.and_then(|place| module_of(place, modules)) {
            removals.remove(routed, call, edits);
            replaced.gone.push(index);
        }
    }
    removals.drop_constants(modules, edits);
    removals.drop_imports(edits);
    replaced
}

/// Removes the struct that embeds the files which tailprint serves now, if nothing else uses it. Returns its place.
fn forget<'a>(
    place: &Place,
    survey: &Survey,
    modules: &'a [RoutedModule<'a, 'a>],
    removals: &mut Removals<'a>,
    edits: &mut Edits,
) -> Option<usize> {
    let name = place.served.embeds.as_deref()?;
    let declares = |item: &&syn::Item| match item {
        syn::Item::Struct(it) => it.ident == name && embeds::attribute(it).is_some(),
        _ => false,
    };
    let find = |it: &'a RoutedModule<'a, 'a>| Some((it, it.module.items.iter().find(declares)?));
    let (routed, item) = modules.iter().find_map(find)?;
    // The declaration and the service.
    let is_free = imports::count(modules.iter().map(|it| it.module), name) == 2;
    if !is_free {
        return None;
    }
    let text = &routed.module.text;
    let lines = lines_of_item(text, item);
    removals.remove(routed, lines.clone(), edits);
    let within = line_at(text, lines.start)..line_at(text, lines.end);
    let is_its = |it: &Place| it.file == routed.module.file && within.contains(&it.served.line);
    survey.places.iter().position(is_its)
}

/// The ranges of code that go, by module.
#[derive(Default)]
struct Removals<'a>(Vec<(&'a RoutedModule<'a, 'a>, Vec<Range<usize>>)>);

impl<'a> Removals<'a> {
    fn remove(&mut self, routed: &'a RoutedModule<'a, 'a>, range: Range<usize>, edits: &mut Edits) {
        edits.replace(routed.module, range.clone(), String::new());
        self.note(routed, range);
    }

    /// Notes a range that another text takes the place of.
    fn note(&mut self, routed: &'a RoutedModule<'a, 'a>, range: Range<usize>) {
        match self.0.iter_mut().find(|(known, _)| std::ptr::eq(*known, routed)) {
            Some((_, ranges)) => ranges.push(range),
            None => self.0.push((routed, vec![range])),
        }
    }

    /// Removes the constants that nothing but these ranges uses.
    fn drop_constants(&mut self, modules: &'a [RoutedModule<'a, 'a>], edits: &mut Edits) {
        for routed in modules {
            for item in &routed.module.items {
                let Some(name) = constant(item) else { continue };
                let gone = self.uses(&name);
                // Nearly all constants end here, and counting reads the whole crate.
                if gone == 0 {
                    continue;
                }
                let count = imports::count(modules.iter().map(|it| it.module), &name);
                // As in `format!("{NAME}")`.
                let is_captured =
                    modules.iter().any(|it| it.module.text.contains(&format!("{{{name}")));
                // One is the declaration.
                if count == gone + 1 && !is_captured {
                    self.remove(routed, lines_of_item(&routed.module.text, item), edits);
                }
            }
        }
    }

    /// The number of times that these ranges name something.
    fn uses(&self, name: &str) -> usize {
        let text = |(routed, ranges): &(&RoutedModule<'_, '_>, Vec<Range<usize>>)| {
            let text = &routed.module.text;
            // The parser has found the ranges in this text.
            let parts = ranges.iter().filter_map(|it| text.get(it.clone()));
            parts.map(|part| imports::uses(part, name)).sum::<usize>()
        };
        self.0.iter().map(text).sum()
    }

    /// Removes the imports that nothing but these ranges uses.
    fn drop_imports(&self, edits: &mut Edits) {
        for (routed, ranges) in &self.0 {
            imports::drop_unused(routed.module, ranges, edits);
        }
    }
}

/// The name of a constant that the crate keeps to itself.
fn constant(item: &syn::Item) -> Option<String> {
    let (visibility, name) = match item {
        syn::Item::Const(it) => (&it.vis, &it.ident),
        syn::Item::Static(it) => (&it.vis, &it.ident),
        _ => return None,
    };
    (!matches!(visibility, syn::Visibility::Public(_))).then(|| name.to_string())
}

/// The lines of an item, with an empty one behind it.
fn lines_of_item(text: &str, item: &syn::Item) -> Range<usize> {
    let lines = line_of(text, item)..behind(text, item);
    let blank = text.get(lines.end..).is_some_and(|rest| rest.starts_with('\n'));
    lines.start..lines.end + usize::from(blank)
}

/// The module of a place.
fn module_of<'a>(
    place: &Place,
    modules: &'a [RoutedModule<'a, 'a>],
) -> Option<&'a RoutedModule<'a, 'a>> {
    modules.iter().find(|it| it.module.file == place.file && it.module.path == place.module)
}

/// The lines of a statement, if nothing else stands in them.
fn lines_of(text: &str, statement: &Range<usize>) -> Range<usize> {
    let start = start_of_line(text, statement.start);
    let is_first = text.get(start..statement.start).is_some_and(|it| it.trim().is_empty());
    // The statement ends within the text.
    let behind = text.get(statement.end..).unwrap_or_default();
    match behind.find('\n').filter(|end| behind.get(..*end).is_some_and(|it| it.trim().is_empty()))
    {
        Some(end) if is_first => start..statement.end + end + 1,
        _ => statement.clone(),
    }
}
