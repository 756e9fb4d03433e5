//! The link to the style sheet in askama's templates, and the import of the filters that it needs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use tailprint_build::cli_support::{LeftUrl, Rewriter};

use super::super::edits::import_map::{self, Texts};
use super::super::edits::links;
use super::super::edits::templates::{self, Syntax};
use super::super::plan::Plan;
use super::super::project::{Engine, Project};
use super::super::survey::{Files, Survey};
use super::crates::Crate;
use super::derives::{Derived, Named, derived, named};
use super::edits::Edits;
use super::home::Home;
use super::modules::{self, Module, behind, indent, line_of, line_of_import};

/// A module that derives templates.
struct Deriving<'a> {
    module: &'a Module,
    /// True if the module can import the filters, or the ones that it has can be extended by them.
    reachable: bool,
    /// The module of the app that this one names `filters`.
    own: Option<&'a Module>,
    /// Each derive with the template files that it reaches.
    templates: Vec<(Derived, BTreeSet<PathBuf>)>,
}

/// Links the style sheet and imports the filters where a derive needs them.
pub(crate) fn add(
    project: &Project,
    survey: &Survey,
    crates: &[Crate<'_>],
    home: &Home,
    edits: &mut Edits,
    plan: &mut Plan,
) -> Result<(), String> {
    let toml = plan.text(&project.folder().join("askama.toml"))?;
    let mut syntax = Syntax::read(toml.as_deref())?;
    let has_filters = project.engine() == Engine::Askama;
    if !has_filters {
        syntax = syntax.with_constants(modules::absolute(&home.path));
    }
    let deriving = deriving(project, crates, home, &syntax, plan);
    let sheet = survey.tailwind.linked();
    if let Some(sheet) = sheet.filter(|_| deriving.is_empty() && !survey.is_set_up) {
        let link = syntax.link(sheet);
        plan.note(format!("link the style sheet in the head of your pages: `{link}`"));
    }
    let assets = modules::absolute(&home.path);
    let links = changed(project, survey, &deriving, (&syntax, &assets), plan)?;
    let mut extended = BTreeSet::new();
    for it in deriving.iter().filter(|it| it.reachable && has_filters) {
        let mut files = it.templates.iter().flat_map(|(_, files)| files);
        let needs = files.any(|file| {
            let text = plan.text(file).ok().flatten().unwrap_or_default();
            links.contains_key(file) || templates::uses_filters(&text)
        });
        if needs && named(it.module, "filters") == Named::Nothing {
            let assets = it.module.assets(&home.path);
            edits.add(it.module, import(it.module, "use", &format!("{assets}::filters")));
        }
        if let Some(own) = it.own.filter(|own| needs && extended.insert(&own.path)) {
            let path = format!("{assets}::filters::*");
            edits.add(own, import(own, "pub use", &path));
        }
    }
    links.into_iter().try_for_each(|(file, text)| plan.set(&file, text))
}

/// Rewrites the links to assets, and links the style sheet, in the templates whose derives all know the filter. Returns
/// their new texts by file.
fn changed(
    project: &Project,
    survey: &Survey,
    deriving: &[Deriving<'_>],
    (syntax, assets): (&Syntax, &str),
    plan: &mut Plan,
) -> Result<BTreeMap<PathBuf, String>, String> {
    let mut kept = BTreeSet::new();
    let mut all = BTreeSet::new();
    for it in deriving {
        for (derived, files) in &it.templates {
            let is_kept = !it.reachable || derived.has_syntax;
            kept.extend(files.iter().filter(|_| is_kept).cloned());
            for file in files {
                if !links::is_mail(project, file, &plan.text_or_empty(file)?) {
                    all.insert(file.clone());
                }
            }
        }
    }
    let rewriter = Rewriter::new(project.folder())?;
    let mut texts = Texts::new();
    for file in all {
        let text = plan.text_or_empty(&file)?;
        let new = match &survey.files {
            Some(files) => {
                rewritten(project, (&rewriter, syntax), &file, &text, (files, survey), plan)?
            }
            None => text.clone(),
        };
        texts.insert(file, (text, new));
    }
    if survey.files.as_ref().is_some_and(import_map::is_needed) && !survey.is_set_up {
        import_map::add(&mut texts, &syntax.import_map(assets));
    }
    if let Some(sheet) = survey.tailwind.linked().filter(|_| !survey.is_set_up) {
        // Pages that have the style sheet keep it, and the others go on without.
        let link = syntax.link(sheet);
        let url = syntax.url(sheet);
        let is_linked = texts.values().any(|(_, new)| new.contains(sheet) || new.contains(&url));
        for (_, new) in texts.values_mut().filter(|_| !is_linked) {
            *new = templates::linked(new, &link, sheet).unwrap_or_else(|| new.clone());
        }
    }
    texts.retain(|_, (old, new)| old != new);
    let sheet = survey.tailwind.output();
    let (mut unlinked, mut written) = (Vec::new(), Vec::new());
    for (file, (_, new)) in texts.iter().filter(|(file, _)| kept.contains(*file)) {
        let is_new = |sheet: &&str| new.contains(&syntax.link(sheet));
        let of_kind = if sheet.filter(is_new).is_some() { &mut unlinked } else { &mut written };
        of_kind.push(project.shown(file));
    }
    if let Some(sheet) = sheet.filter(|_| !unlinked.is_empty()) {
        plan.note(format!(
            "link the style sheet in {}, once the filters are known there: `{}`",
            unlinked.join(", "),
            syntax.link(sheet)
        ));
    }
    if !written.is_empty() {
        plan.note(format!(
            "rewrite the URLs of assets in {}, once the filters are known there: `href=\"{}\"`",
            written.join(", "),
            syntax.url("css/site.css")
        ));
    }
    // In an app that is set up, only the open steps are told.
    texts.retain(|file, _| !kept.contains(file) && !survey.is_set_up);
    Ok(texts.into_iter().map(|(file, (_, new))| (file, new)).collect())
}

/// The text of a template with expressions in the place of URLs. URLs that cannot be replaced are told.
fn rewritten(
    project: &Project,
    (rewriter, syntax): (&Rewriter, &Syntax),
    file: &Path,
    text: &str,
    (files, survey): (&Files, &Survey),
    plan: &mut Plan,
) -> Result<String, String> {
    let inner = project.relative(file);
    let urls = links::written(rewriter, &inner, text, files, survey.tailwind.output())?;
    let new = match syntax.constants() {
        Some(assets) => {
            rewriter.rewrite_to_constants(text, &urls, |path| links::constant(assets, path, files))
        }
        None => rewriter.rewrite(&inner, text, &urls),
    };
    for LeftUrl { line, column, url, reason } in new.left {
        plan.note(format!("{}:{line}:{column}: {url} stays: {reason}", project.shown(file)));
    }
    Ok(new.text)
}

/// Lists the modules that derive templates.
fn deriving<'a>(
    project: &Project,
    crates: &'a [Crate<'_>],
    home: &Home,
    syntax: &Syntax,
    plan: &mut Plan,
) -> Vec<Deriving<'a>> {
    let mut found = Vec::new();
    let mut hidden = BTreeSet::new();
    for (index, it) in crates.iter().enumerate() {
        for module in &it.modules {
            let templates: Vec<_> = derived(module)
                .into_iter()
                .map(|it| {
                    let files = syntax.reach(project.folder(), &it.path, plan);
                    (it, files)
                })
                .collect();
            if templates.is_empty() {
                continue;
            }
            let needs_filters = syntax.constants().is_none();
            let is_hidden = needs_filters && has_own_filters(module);
            let is_home = home.has(index);
            let own = (is_hidden && is_home).then(|| own_filters(it, module)).flatten();
            if is_hidden && own.is_none() {
                hidden.insert(project.shown(&module.file));
            }
            let reachable = is_home && (!is_hidden || own.is_some());
            // A second run finds them extended.
            let own = own.filter(|own| !own.text.contains("assets::filters::*"));
            found.push(Deriving { module, reachable, own, templates });
        }
    }
    if !hidden.is_empty() {
        let shown = hidden.into_iter().collect::<Vec<_>>().join(", ");
        let assets = modules::absolute(&home.path);
        plan.note(format!(
            "{shown}: this code has `filters` of its own: add `pub use {assets}::filters::*;` to them"
        ));
    }
    found
}

/// Returns true if the module names something else `filters`.
fn has_own_filters(module: &Module) -> bool {
    match named(module, "filters") {
        Named::Nothing => false,
        Named::Import(path) => path.last().is_none_or(|it| it != "assets"),
        Named::Declared => true,
    }
}

/// The module of the same crate that a module names `filters`, if it has an item behind which another one can stand.
fn own_filters<'a>(home: &'a Crate<'_>, module: &Module) -> Option<&'a Module> {
    let mut path = module.path.clone();
    if let Named::Import(named) = named(module, "filters") {
        for name in named {
            match &*name {
                "crate" => path.clear(),
                "self" => {}
                "super" => drop(path.pop()?),
                _ => path.push(name),
            }
        }
    }
    path.push("filters".to_owned());
    home.modules.iter().find(|it| it.path == path && !it.items.is_empty())
}

/// `use …;` in its place among the imports, or above the first item that is not `mod`.
fn import(module: &Module, keyword: &str, path: &str) -> (usize, String) {
    let text = &*module.text;
    let uses = module.items.iter().filter(|item| matches!(item, syn::Item::Use(_)));
    let uses: Vec<&syn::Item> = uses.collect();
    let own = sort_key(path);
    let is_later =
        |item: &&&syn::Item| imported(text, item).is_some_and(|path| sort_key(path) > own);
    match (uses.iter().find(is_later), uses.last()) {
        (Some(next), _) => {
            let at = line_of_import(text, next);
            (at, format!("{}{keyword} {path};\n", indent(text, at)))
        }
        (None, Some(last)) => {
            let at = behind(text, last);
            let newline =
                if text.get(..at).is_some_and(|it| it.ends_with('\n')) { "" } else { "\n" };
            (at, format!("{newline}{}{keyword} {path};\n", indent(text, line_of(text, last))))
        }
        (None, None) => {
            let first = module.items.iter().find(|item| !matches!(item, syn::Item::Mod(_)));
            let at = first.map_or(text.len(), |item| line_of(text, item));
            (at, format!("{}{keyword} {path};\n\n", indent(text, at)))
        }
    }
}

/// The path of a `use` item, as written.
fn imported<'a>(text: &'a str, item: &syn::Item) -> Option<&'a str> {
    use syn::spanned::Spanned as _;
    text.get(item.span().byte_range())?.strip_prefix("use ")
}

/// The key by which rustfmt sorts imports: paths of this crate first, then by name.
fn sort_key(path: &str) -> (bool, &str) {
    let is_local = ["crate", "self", "super"].iter().any(|word| path.starts_with(word));
    (!is_local, path.trim_end_matches(';'))
}
