//! Reacts to events: starts builds, compilations and processes, and tells the pages.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use tailprint_build::cli_support;
use tailprint_core::build_json::StyleSheet;
use tailprint_core::whole_file;

use super::app::Exit;
use super::app::server::{Context, Outcome, Senders, Server};
use super::build::imports::Unpinned;
#[cfg(feature = "typescript")]
use super::build::scripts;
use super::build::styles::{self, Styled, Stylist};
use super::build::{Build, BuildEnd, BuiltProgram};
use super::events::EventSender;
use super::pages::control::{Client, Control};
use super::pages::{self, Pages, Problem};
use super::project::Project;
use super::reporter::Reporter;
use super::status::{Status, timing};
use super::watch::changes::{self, Rules, Source, Steps};
use super::watch::{Change, Watch};
use crate::cli::Dev;
use crate::support::failure::Failure;

/// The file beside the program that holds the address of `dev`.
///
/// With `--tailwind-only` another tool starts the app, so no environment variable reaches it.
const ADDRESS_FILE: &str = ".tailprint-dev";

/// The title of imports that no import map has.
const NOT_PINNED: &str = "Packages that are not pinned";

/// The shortest interval of `--poll` in milliseconds. Chosen: reading all files more often would keep a core busy.
const SHORTEST_POLL: u64 = 10;

/// An event that the session reacts to.
#[derive(Debug)]
pub(crate) enum Event {
    /// Files were saved.
    Changed(Vec<Change>),
    /// A folder cannot be watched.
    Warning(String),
    /// A build has ended.
    BuildEnded(BuildEnd),
    /// Tailwind has ended.
    Styled(Styled),
    /// A process of the app has connected.
    Connected(Client),
    /// A process of the app answers; its number.
    Ready(u64),
    /// A process of the app has ended.
    Exited(Exit),
    /// The page about the build is in this file.
    Reported(PathBuf),
    /// The user wants to stop.
    Stop,
}

/// The state of `dev`.
pub(crate) struct Session {
    options: Dev,
    project: Project,
    status: Arc<Status>,
    events: Sender<Event>,
    /// The value of `TAILPRINT_DEV`.
    address: String,
    watch: Watch,
    stylist: Stylist,
    reporter: Reporter,
    /// The build and the entry points that the stylist compiles for.
    compiled: Option<(PathBuf, Vec<StyleSheet>)>,
    rules: Rules,
    pages: Pages,
    /// None if another tool runs the app.
    server: Option<Server>,
    building: Option<Build>,
    builds: u64,
    /// True until a build succeeds, and after one has failed.
    failed: bool,
    /// TypeScript sources that could not be made scripts.
    broken: BTreeSet<Source>,
    /// Imports of packages that no import map has.
    unpinned: Unpinned,
    /// The file with our address, once it is written.
    file: Option<PathBuf>,
}

impl Session {
    pub(crate) fn new(options: Dev, events: Sender<Event>) -> Result<Self, Failure> {
        let status = Arc::new(Status::new());
        let project = Project::find(&options)?;
        let senders = Senders {
            ready: EventSender::new(&events, Event::Ready),
            exits: EventSender::new(&events, Event::Exited),
        };
        let runs_app = !options.tailwind_only;
        let server = runs_app.then(|| Server::new(&options, &status, senders)).transpose()?;
        let control = Control::start(EventSender::new(&events, Event::Connected))?;
        let poll = options.poll.map(|interval| Duration::from_millis(interval.max(SHORTEST_POLL)));
        let watch = Watch::start(
            poll,
            EventSender::new(&events, Event::Changed),
            EventSender::new(&events, Event::Warning),
        )?;
        let rules = Rules::new(&project);
        watch.set_folders(rules.folders(&project));
        let mut session = Self {
            address: control.address(),
            stylist: Stylist::start(EventSender::new(&events, Event::Styled)),
            reporter: Reporter::start(
                EventSender::new(&events, Event::Reported),
                EventSender::new(&events, Event::Warning),
            ),
            compiled: None,
            pages: Pages::default(),
            building: None,
            builds: 0,
            failed: true,
            broken: BTreeSet::new(),
            unpinned: Unpinned::default(),
            file: None,
            options,
            project,
            status,
            events,
            watch,
            rules,
            server,
        };
        session.build()?;
        Ok(session)
    }

    /// Reacts to events until the user stops `dev`.
    pub(crate) fn run(&mut self, events: &Receiver<Event>) {
        loop {
            let deadline = self.server.as_ref().and_then(Server::deadline);
            let event = match deadline {
                Some(deadline) => {
                    events.recv_timeout(deadline.saturating_duration_since(Instant::now()))
                }
                None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            let done = match event {
                Ok(Event::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(event) => self.react(event),
                Err(RecvTimeoutError::Timeout) => Ok(()),
            };
            let ticked = done.and_then(|()| self.serve(Server::tick));
            if let Err(message) = ticked {
                self.status.warn(&message);
            }
        }
    }

    /// Ends all processes and removes the file with our address.
    pub(crate) fn end(&mut self) {
        if let Some(building) = self.building.take() {
            building.end();
        }
        if let Some(server) = &mut self.server {
            for id in server.ids() {
                self.pages.close(id);
            }
            server.end();
        }
        if let Some(file) = &self.file {
            let _ = std::fs::remove_file(file);
        }
        self.status.idle();
    }

    fn react(&mut self, event: Event) -> Result<(), String> {
        match event {
            Event::Changed(changes) => self.changed(&changes),
            Event::Warning(text) => {
                self.status.warn(&text);
                Ok(())
            }
            Event::BuildEnded(end) => self.built(end),
            Event::Styled(styled) => {
                self.styled(styled);
                Ok(())
            }
            Event::Connected(client) => {
                let outcome = self.server.as_mut().map(|server| server.connected(&client));
                self.pages.meet(client);
                self.follow(outcome.unwrap_or(Outcome::Nothing));
                Ok(())
            }
            Event::Ready(app) => self.serve(|server, _| Ok(server.ready(app))),
            Event::Exited(exit) => self.serve(|server, context| server.exited(exit, context)),
            Event::Reported(file) => {
                self.pages.report(file);
                Ok(())
            }
            Event::Stop => Ok(()),
        }
    }

    /// Has the server take a step, and follows from its outcome.
    fn serve(
        &mut self,
        work: impl FnOnce(&mut Server, &Context<'_>) -> Result<Outcome, String>,
    ) -> Result<(), String> {
        let Some(server) = &mut self.server else { return Ok(()) };
        let context =
            Context { options: &self.options, project: &self.project, control: &self.address };
        let outcome = work(server, &context)?;
        self.follow(outcome);
        Ok(())
    }

    fn follow(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Nothing => {}
            Outcome::Failed(text) => {
                let title = "The new program does not start".to_owned();
                self.pages.set_build(Some(Problem { title, text }));
            }
            Outcome::Serves { old, first } => {
                self.pages.set_build(None);
                if let Some(old) = old {
                    self.pages.close(old);
                }
                if first && std::mem::take(&mut self.options.open) {
                    self.open();
                }
            }
        }
    }

    fn open(&self) {
        let Some(server) = &self.server else { return };
        let (url, status) = (format!("http://{}", server.addr()), Arc::clone(&self.status));
        // `opener` waits for the browser on some systems.
        std::thread::spawn(move || {
            if let Err(error) = opener::open_browser(&url) {
                status.warn(&format!("cannot open a browser: {error} (open {url} yourself)"));
            }
        });
    }

    fn changed(&mut self, changes: &[Change]) -> Result<(), String> {
        // Cargo may write its lock file while it builds.
        let own = |change: &&Change| self.building.is_some() && change.path.ends_with("Cargo.lock");
        let changes: Vec<Change> = changes.iter().filter(|change| !own(change)).cloned().collect();
        let steps = self.rules.steps(&changes);
        if steps == Steps::default() {
            return Ok(());
        }
        let manifests = changes.iter().any(|change| change.path.ends_with("Cargo.toml"));
        if manifests && let Ok(project) = Project::find(&self.options) {
            self.project = project;
        }
        let build = self.failed || manifests || (steps.build && self.server.is_some());
        let quick = self.rules.build().is_some_and(changes::compiles_quickly);
        // The build script compiles style sheets as well.
        if steps.styles && (quick || !build) {
            self.stylist.changed();
        }
        if !steps.swap.is_empty() {
            self.pages.swap(&steps.swap);
            self.status.say(&swapped(&steps));
        }
        let scripts = self.write_scripts(steps.scripts);
        self.read_imports(&steps.modules);
        if build {
            return self.build();
        }
        if steps.reload || scripts {
            self.pages.reload();
            self.status.say("reload");
        }
        Ok(())
    }

    /// Makes the scripts of TypeScript sources anew, and of those that failed before. Returns true if one has changed.
    #[cfg(feature = "typescript")]
    fn write_scripts(&mut self, saved: BTreeSet<Source>) -> bool {
        let (Some((folder, _)), Some(build)) = (&self.compiled, self.rules.build()) else {
            return false;
        };
        if saved.is_empty() {
            return false;
        }
        let (mut changed, mut findings) = (false, Vec::new());
        let sources = std::mem::take(&mut self.broken).into_iter().chain(saved);
        for source in sources.collect::<BTreeSet<_>>() {
            match scripts::write(&source, &build.package, folder, self.rules.typescript()) {
                Ok(written) => changed |= written,
                Err(found) => {
                    findings.extend(found);
                    self.broken.insert(source);
                }
            }
        }
        for finding in &findings {
            self.status.warn(&pages::line(finding));
        }
        let problem = (!findings.is_empty()).then(|| Problem::of("TypeScript", &findings));
        self.pages.set_scripts(problem);
        changed
    }

    /// Returns false: a build makes the scripts.
    #[cfg(not(feature = "typescript"))]
    fn write_scripts(&mut self, _: BTreeSet<Source>) -> bool {
        false
    }

    /// Tells of the packages that saved modules import, and no import map has.
    fn read_imports(&mut self, saved: &BTreeSet<(PathBuf, String)>) {
        let Some(build) = self.rules.build().filter(|_| !saved.is_empty()) else { return };
        for (file, path) in saved {
            for finding in self.unpinned.saved(file, path, build) {
                self.status.warn(&pages::line(&finding));
            }
        }
        self.show_imports();
    }

    fn show_imports(&mut self) {
        let findings = self.unpinned.findings();
        let problem = (!findings.is_empty()).then(|| Problem::of(NOT_PINNED, &findings));
        self.pages.set_imports(problem);
    }

    /// Starts a build, and cancels the one that runs.
    fn build(&mut self) -> Result<(), String> {
        if let Some(building) = self.building.take() {
            building.cancel();
        }
        self.builds += 1;
        let ends = EventSender::new(&self.events, Event::BuildEnded);
        self.status.busy("building", self.builds == 1);
        let build = Build::start(self.builds, &self.options, &self.project, &self.status, ends)?;
        self.building = Some(build);
        Ok(())
    }

    fn built(&mut self, end: BuildEnd) -> Result<(), String> {
        if self.building.take_if(|building| building.number == end.number).is_none() {
            return Ok(());
        }
        self.status.idle();
        let took = timing(end.took);
        self.failed = end.result.is_err();
        match end.result {
            Ok(built) => {
                self.status.say(&format!("build {took}"));
                self.use_build(&built)
            }
            Err(text) => {
                self.status.warn(&format!("build failed in {took}"));
                let title = "The build failed".to_owned();
                self.pages.set_build(Some(Problem { title, text }));
                Ok(())
            }
        }
    }

    fn use_build(&mut self, built: &BuiltProgram) -> Result<(), String> {
        self.rules.learn(built, cli_support::template_folders(&self.project.folder))?;
        self.watch.set_folders(self.rules.folders(&self.project));
        self.pages.set_styles(None);
        self.pages.set_scripts(None);
        self.broken.clear();
        if let (Some(build), Some(folder)) = (self.rules.build(), &built.folder) {
            self.unpinned.learn(&build.package, folder);
            self.reporter.report(build, folder);
            let entry_points = styles::entry_points(build);
            let compiled = Some((folder.clone(), build.tailwind.clone()));
            if self.compiled != compiled {
                self.compiled = compiled;
                let styles = cli_support::Styles::new(&build.package, folder, entry_points);
                self.stylist.compile(styles, folder);
            }
        }
        self.show_imports();
        let Some(server) = &mut self.server else { return self.write_address(built) };
        if server.serves(built) {
            // The program is the same, but the build script may have compiled style sheets.
            self.pages.set_build(None);
            self.swap_styles();
            // It may have made scripts as well, if this program cannot.
            let has_scripts = self.rules.build().is_some_and(|it| !it.typescript.is_empty());
            if has_scripts && !cfg!(feature = "typescript") {
                self.pages.reload();
            }
            return Ok(());
        }
        self.status.busy("starting", false);
        let context =
            Context { options: &self.options, project: &self.project, control: &self.address };
        server.start(built, &context)
    }

    fn swap_styles(&mut self) {
        let Some(build) = self.rules.build() else { return };
        let urls =
            build.tailwind.iter().filter_map(|sheet| self.rules.url(&sheet.output)).collect();
        self.pages.swap(&urls);
    }

    /// Writes the file with our address beside the program.
    fn write_address(&mut self, built: &BuiltProgram) -> Result<(), String> {
        let file = built.executable.with_file_name(ADDRESS_FILE);
        let written = whole_file::write_private(&file, self.address.as_bytes());
        written.map_err(|error| cli_support::cannot("be written", &file, &error))?;
        if self.file.replace(file).is_none() {
            self.status.say("watching; the app is run by another tool");
        }
        Ok(())
    }

    fn styled(&mut self, styled: Styled) {
        match styled.result {
            Ok(paths) => {
                self.pages.set_styles(None);
                if paths.is_empty() {
                    return;
                }
                let urls = paths.iter().filter_map(|path| self.rules.url(path)).collect();
                self.pages.swap(&urls);
                self.status.say(&format!("css {} {}", timing(styled.took), paths.join(" ")));
            }
            Err(findings) => {
                for finding in &findings {
                    self.status.warn(&pages::line(finding));
                }
                self.pages.set_styles(Some(Problem::of_styles(&findings)));
            }
        }
    }
}

/// The line about swapped files: their URLs, or the number of many.
fn swapped(steps: &Steps) -> String {
    const FEW: usize = 3;
    if steps.swap.len() > FEW {
        return format!("swap {} files", steps.swap.len());
    }
    let names: Vec<&str> = steps.swap.iter().map(String::as_str).collect();
    format!("swap {}", names.join(" "))
}
