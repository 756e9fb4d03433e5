//! The edits of Rust sources: `assets!()`, the filters, the route, the layer, the socket. Each is made only where it is
//! sure to be right.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::derives::{Derived, Named, declares_assets, derived, named};
use super::live;
use super::modules::{self, Module, behind, indent, line_of};
use super::plan::Plan;
use super::project::{Engine, Framework, Project, Target};
use super::router::{Routes, routes};
use super::templates::{self, Syntax};

/// A program or library with its modules.
pub(crate) struct Crate<'a> {
    target: &'a Target,
    pub(crate) modules: Vec<Module>,
}

/// Where `assets` is declared.
struct Home {
    /// Index of the crate.
    index: usize,
    /// Path of the module.
    path: Vec<String>,
}

/// What is put where, by file.
#[derive(Default)]
pub(crate) struct Edits(BTreeMap<PathBuf, Vec<(Range<usize>, String)>>);

impl Edits {
    /// Inserts a text behind what was inserted there before.
    pub(crate) fn add(&mut self, module: &Module, (at, text): (usize, String)) {
        self.replace(module, at..at, text);
    }

    /// A module that belongs to two crates is edited once.
    pub(crate) fn replace(&mut self, module: &Module, range: Range<usize>, text: String) {
        let edits = self.0.entry(module.file.clone()).or_default();
        let edit = (range, text);
        if !edits.contains(&edit) {
            edits.push(edit);
        }
    }

    fn apply(self, plan: &mut Plan) -> Result<(), String> {
        for (file, mut edits) in self.0 {
            let mut text = plan.text(&file)?.unwrap_or_default();
            edits.sort_by_key(|(range, _)| range.start);
            for (range, edit) in edits.into_iter().rev() {
                if text.get(range.clone()).is_some() {
                    text.replace_range(range, &edit);
                }
            }
            plan.set(&file, text)?;
        }
        Ok(())
    }
}

/// Plans the edits of sources and templates, and returns whether they need the crate `listenfd`.
pub(crate) fn wire(project: &Project, plan: &mut Plan) -> Result<bool, String> {
    let crates: Vec<Crate<'_>> = project
        .crates()
        .map(|target| Crate { target, modules: modules::of_crate(&target.src_path, plan) })
        .collect();
    let mut edits = Edits::default();
    let framework = project.framework();
    let found = found(&crates, framework);
    if let Some(home) = home(project, &crates, &mut edits, plan) {
        if project.engine() == Engine::Askama {
            askama(project, &crates, &home, &mut edits, plan)?;
        }
        route(project, &crates, &found, &home, &mut edits, plan);
    }
    live::layer(framework, &found, &mut edits, plan);
    let needs_listenfd = live::socket(framework, &found, &mut edits, plan);
    edits.apply(plan)?;
    Ok(needs_listenfd)
}

/// The module that has `assets`, or gets it.
fn home(
    project: &Project,
    crates: &[Crate<'_>],
    edits: &mut Edits,
    plan: &mut Plan,
) -> Option<Home> {
    for (index, it) in crates.iter().enumerate() {
        if let Some(module) = it.modules.iter().find(|module| declares_assets(module)) {
            return Some(Home { index, path: module.path.clone() });
        }
    }
    let Some(index) = choose(project, crates) else {
        plan.note(
            "add `tailprint::assets!();` to the root of the crate that has the templates or the routes",
        );
        return None;
    };
    let root = crates.get(index)?.modules.first()?;
    if named(root, "assets") != Named::Nothing {
        let shown = project.shown(&root.file);
        plan.note(format!(
            "{shown} has an `assets` of its own: declare `tailprint::assets!(in crate::web);` in a \
             module, here `web`, and use it from there"
        ));
        return None;
    }
    edits.add(root, declaration(root));
    Some(Home { index, path: Vec::new() })
}

/// The crate that derives templates; else the one that makes the router; else the only one.
fn choose(project: &Project, crates: &[Crate<'_>]) -> Option<usize> {
    let derives = |it: &Crate<'_>| it.modules.iter().any(|module| !derived(module).is_empty());
    let serves = |it: &Crate<'_>| {
        it.modules.iter().any(|module| !routes(module, project.framework()).chains.is_empty())
    };
    let only = |is: &dyn Fn(&Crate<'_>) -> bool| {
        let mut found = crates.iter().enumerate().filter(|(_, it)| is(it));
        let first = found.next().map(|(index, _)| index);
        first.filter(|_| found.next().is_none())
    };
    only(&derives).or_else(|| only(&serves)).or_else(|| only(&|_| true))
}

/// `tailprint::assets!();` above the first item that is no `mod`.
fn declaration(root: &Module) -> (usize, String) {
    let first = root.items.iter().find(|item| {
        !matches!(item, syn::Item::Mod(module) if module.content.is_none())
            && !matches!(item, syn::Item::ExternCrate(_))
    });
    let at = first.map_or(root.text.len(), |item| line_of(&root.text, item));
    let above = root.text.get(..at).unwrap_or_default();
    let before = if above.is_empty() || above.ends_with("\n\n") {
        ""
    } else if above.ends_with('\n') {
        "\n"
    } else {
        "\n\n"
    };
    let after = if first.is_some() { "\n\n" } else { "\n" };
    (at, format!("{before}tailprint::assets!();{after}"))
}

/// A module that derives templates, and the files that belong to each.
struct Deriving<'a> {
    module: &'a Module,
    /// Whether `|static` can be made known to it.
    reachable: bool,
    templates: Vec<(Derived, BTreeSet<PathBuf>)>,
}

/// Links the style sheet and imports the filters where a derive needs them.
fn askama(
    project: &Project,
    crates: &[Crate<'_>],
    home: &Home,
    edits: &mut Edits,
    plan: &mut Plan,
) -> Result<(), String> {
    let toml = plan.text(&project.folder().join("askama.toml"))?;
    let syntax = Syntax::read(toml.as_deref())?;
    let deriving = deriving(project, crates, home, &syntax, plan);
    if deriving.is_empty() {
        plan.note(format!("link the style sheet in the head of your pages: `{}`", syntax.link()));
    }
    let links = links(project, &deriving, &syntax, plan)?;
    for it in deriving.iter().filter(|it| it.reachable) {
        let mut files = it.templates.iter().flat_map(|(_, files)| files);
        let needs = files.any(|file| {
            let text = plan.text(file).ok().flatten().unwrap_or_default();
            links.contains_key(file) || templates::uses_filters(&text)
        });
        if needs && named(it.module, "filters") == Named::Nothing {
            let assets = it.module.assets(&home.path);
            edits.add(it.module, import(it.module, &format!("{assets}::filters")));
        }
    }
    links.into_iter().try_for_each(|(file, text)| plan.set(&file, text))
}

/// The templates with the link, where all derives that lead to them will know its filter.
fn links(
    project: &Project,
    deriving: &[Deriving<'_>],
    syntax: &Syntax,
    plan: &mut Plan,
) -> Result<BTreeMap<PathBuf, String>, String> {
    let mut links = BTreeMap::new();
    let mut kept = BTreeSet::new();
    for it in deriving {
        for (derived, files) in &it.templates {
            let is_kept = !it.reachable || derived.has_syntax;
            kept.extend(files.iter().filter(|_| is_kept).cloned());
            for file in files.iter().filter(|file| !is_mail(project, file)) {
                let text = plan.text(file)?.unwrap_or_default();
                if let Some(linked) = templates::linked(&text, &syntax.link()) {
                    links.insert(file.clone(), linked);
                }
            }
        }
    }
    for file in links.keys().filter(|file| kept.contains(*file)) {
        let (shown, link) = (project.shown(file), syntax.link());
        plan.note(format!("link the style sheet in {shown}, once its filters are known: `{link}`"));
    }
    links.retain(|file, _| !kept.contains(file));
    Ok(links)
}

/// A page that is sent by mail has no use for a style sheet of the app.
fn is_mail(project: &Project, file: &Path) -> bool {
    let file = file.strip_prefix(project.folder()).unwrap_or(file);
    file.to_string_lossy().to_ascii_lowercase().contains("mail")
}

fn deriving<'a>(
    project: &Project,
    crates: &'a [Crate<'_>],
    home: &Home,
    syntax: &Syntax,
    plan: &mut Plan,
) -> Vec<Deriving<'a>> {
    let mut found = Vec::new();
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
            let reachable = index == home.index && !has_own_filters(project, module, home, plan);
            found.push(Deriving { module, reachable, templates });
        }
    }
    found
}

/// Whether `filters` is something else here.
fn has_own_filters(project: &Project, module: &Module, home: &Home, plan: &mut Plan) -> bool {
    match named(module, "filters") {
        Named::Nothing => return false,
        Named::Import(path) if path.last().is_some_and(|it| it == "assets") => return false,
        _ => {}
    }
    let shown = project.shown(&module.file);
    let assets = modules::absolute(&home.path);
    plan.note(format!(
        "{shown} has `filters` of its own: add `pub use {assets}::filters::*;` to them"
    ));
    true
}

/// `use …;` in its place among the imports, or above everything that is not `mod`.
fn import(module: &Module, path: &str) -> (usize, String) {
    let text = &*module.text;
    let uses = module.items.iter().filter(|item| matches!(item, syn::Item::Use(_)));
    let uses: Vec<&syn::Item> = uses.collect();
    let own = key(path);
    let is_later = |item: &&&syn::Item| line(text, item).is_some_and(|line| key(line) > own);
    match (uses.iter().find(is_later), uses.last()) {
        (Some(next), _) => {
            let at = line_of(text, next);
            (at, format!("{}use {path};\n", indent(text, at)))
        }
        (None, Some(last)) => {
            let at = behind(text, last);
            let newline =
                if text.get(..at).is_some_and(|it| it.ends_with('\n')) { "" } else { "\n" };
            (at, format!("{newline}{}use {path};\n", indent(text, line_of(text, last))))
        }
        (None, None) => {
            let first = module.items.iter().find(|item| !matches!(item, syn::Item::Mod(_)));
            let at = first.map_or(text.len(), |item| line_of(text, item));
            (at, format!("{}use {path};\n\n", indent(text, at)))
        }
    }
}

/// What a `use` says, without the word.
fn line<'a>(text: &'a str, item: &syn::Item) -> Option<&'a str> {
    use syn::spanned::Spanned as _;
    text.get(item.span().byte_range())?.strip_prefix("use ")
}

/// How rustfmt sorts imports.
fn key(path: &str) -> (bool, &str) {
    let is_local = ["crate", "self", "super"].iter().any(|word| path.starts_with(word));
    (!is_local, path.trim_end_matches(';'))
}

/// All modules with their routes.
fn found<'a, 'b>(crates: &'a [Crate<'b>], framework: Framework) -> Vec<Found<'a, 'b>> {
    let all = crates.iter().flat_map(|it| it.modules.iter().map(move |module| (it, module)));
    all.map(|(it, module)| (it, module, routes(module, framework))).collect()
}

/// Adds the route to the router.
fn route(
    project: &Project,
    crates: &[Crate<'_>],
    found: &[Found<'_, '_>],
    home: &Home,
    edits: &mut Edits,
    plan: &mut Plan,
) {
    let framework = project.framework();
    if framework == Framework::Other {
        plan.note(
            "serve the assets below `assets::MOUNT`: `assets::service()` is a tower::Service, \
             `assets::ASSETS.respond(&request)` a plain function",
        );
        return;
    }
    if found.iter().any(|(_, _, routes)| routes.serves_assets) {
        return;
    }
    let conflict =
        found.iter().find_map(|(_, module, routes)| Some((module, routes.conflict.as_ref()?)));
    if let Some((module, path)) = conflict {
        let (shown, call) = (project.shown(&module.file), call(framework, "assets"));
        plan.note(format!(
            "{shown} has a route at \"{path}\", where the assets are served: write `{call}` in its place"
        ));
        return;
    }
    let place = only_chain(found).and_then(|(it, module, chain)| {
        Some((module, chain, assets_from(it, module, crates, home)?))
    });
    if let Some((module, chain, assets)) = place {
        edits.add(module, chain.service.with(&call(framework, &assets)));
    } else {
        let maker = if framework == Framework::Axum { "Router" } else { "App" };
        let call = call(framework, "assets");
        plan.note(format!("add `{call}` to the `{maker}` that serves the pages"));
    }
}

/// What serves the assets.
fn call(framework: Framework, assets: &str) -> String {
    match framework {
        Framework::Axum => format!(".nest_service({assets}::MOUNT, {assets}::service())"),
        _ => format!(".service({assets}::service())"),
    }
}

/// A module with its routes, and the crate that it belongs to.
pub(crate) type Found<'a, 'b> = (&'a Crate<'b>, &'a Module, Routes);

/// The only router of the package, or of the roots of its programs.
pub(crate) fn only_chain<'a, 'b>(
    found: &'a [Found<'a, 'b>],
) -> Option<(&'a Crate<'b>, &'a Module, &'a super::router::Chain)> {
    let all = |is_root: bool| {
        let modules = found.iter().filter(move |(_, module, _)| !is_root || module.path.is_empty());
        let chains = modules.flat_map(|(it, module, routes)| {
            routes.chains.iter().map(move |chain| (*it, *module, chain))
        });
        let chains: Vec<_> = chains.collect();
        match chains[..] {
            [chain] => Some(chain),
            _ => None,
        }
    };
    all(false).or_else(|| all(true))
}

/// What `assets` is called in a module, if it can be named there.
fn assets_from(
    it: &Crate<'_>,
    module: &Module,
    crates: &[Crate<'_>],
    home: &Home,
) -> Option<String> {
    let declaring = crates.get(home.index)?;
    if std::ptr::eq(declaring, it) {
        return Some(module.assets(&home.path));
    }
    let library = declaring.target.name.replace('-', "_");
    let path = home.path.iter().fold(library, |name, part| name + "::" + part);
    declaring.target.is_library().then(|| path + "::assets")
}
