//! Decides what is done for what happened.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use tailprint_build::tool;

use super::Event;
use super::changes::{Description, Entry, Plan, Rules};
use super::compile::{Build, Built, Ended};
use super::control::Control;
use super::pages::{self, Pages, Problem};
use super::project::Project;
use super::server::{Context, Outcome, Server};
use super::status::{Status, timing};
use super::styles::{self, Styled, Stylist};
use super::watch::{Change, Watch};
use crate::cli::Dev;
use crate::failure::Failure;

/// Beside the program: names us to apps that we did not start.
const FILE: &str = ".tailprint-dev";

/// Everything there is while `dev` runs.
pub(super) struct Session {
    options: Dev,
    project: Project,
    status: Arc<Status>,
    events: Sender<Event>,
    control: Control,
    name: String,
    watch: Watch,
    stylist: Stylist,
    /// What the stylist compiles.
    compiled: Option<(PathBuf, Vec<Entry>)>,
    rules: Rules,
    pages: Pages,
    /// Nothing when another tool runs the app.
    server: Option<Server>,
    building: Option<Build>,
    builds: u64,
    /// Whether the last build has failed, or there is none.
    failed: bool,
    /// The file that names us.
    file: Option<PathBuf>,
}

impl Session {
    pub(super) fn new(options: Dev, events: Sender<Event>) -> Result<Self, Failure> {
        let status = Arc::new(Status::new());
        let project = Project::find(&options)?;
        let server = if options.tailwind_only {
            None
        } else {
            Some(Server::new(&options, &status, &events)?)
        };
        let control = Control::start(events.clone())?;
        let poll = options.poll.map(|interval| Duration::from_millis(interval.max(10)));
        let watch = Watch::start(poll, events.clone())?;
        let rules = Rules::new(&project);
        watch.places(rules.places(&project));
        let mut session = Self {
            name: control.name(),
            stylist: Stylist::start(events.clone()),
            compiled: None,
            pages: Pages::default(),
            building: None,
            builds: 0,
            failed: true,
            file: None,
            options,
            project,
            status,
            events,
            control,
            watch,
            rules,
            server,
        };
        session.build()?;
        Ok(session)
    }

    /// Reacts until the user stops it.
    pub(super) fn run(&mut self, events: &Receiver<Event>) {
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

    /// Ends all that was started.
    pub(super) fn end(&mut self) {
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
            Event::Built(ended) => self.built(ended),
            Event::Styled(styled) => {
                self.styled(styled);
                Ok(())
            }
            Event::Hello(client) => {
                let outcome = self.server.as_mut().map(|server| server.hello(&client));
                self.pages.meet(client);
                self.follow(outcome.unwrap_or(Outcome::Nothing));
                Ok(())
            }
            Event::Ready(app) => self.serve(|server, _| Ok(server.ready(app))),
            Event::Exited(app, status) => {
                self.serve(|server, context| server.exited(app, status, context))
            }
            Event::Stop => Ok(()),
        }
    }

    /// Lets the server do something and draws the conclusions.
    fn serve(
        &mut self,
        work: impl FnOnce(&mut Server, &Context<'_>) -> Result<Outcome, String>,
    ) -> Result<(), String> {
        let Some(server) = &mut self.server else { return Ok(()) };
        let context =
            Context { options: &self.options, project: &self.project, control: &self.name };
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
        // Some systems wait for the program that opens it.
        std::thread::spawn(move || {
            if let Err(error) = opener::open_browser(&url) {
                status.warn(&format!("cannot open a browser: {error} (open {url} yourself)"));
            }
        });
    }

    fn changed(&mut self, changes: &[Change]) -> Result<(), String> {
        // Cargo itself may write it while it builds.
        let own = |change: &&Change| self.building.is_some() && change.path.ends_with("Cargo.lock");
        let changes: Vec<Change> = changes.iter().filter(|change| !own(change)).cloned().collect();
        let plan = self.rules.plan(&changes);
        if plan == Plan::default() {
            return Ok(());
        }
        let manifests = changes.iter().any(|change| change.path.ends_with("Cargo.toml"));
        if manifests && let Ok(project) = Project::find(&self.options) {
            self.project = project;
        }
        let build = self.failed || manifests || (plan.build && self.server.is_some());
        let quick = self.rules.description().is_some_and(Description::compiles_quickly);
        // The build script compiles style sheets as well.
        if plan.styles && (quick || !build) {
            self.stylist.changed();
        }
        if !plan.swap.is_empty() {
            self.pages.swap(&plan.swap);
            self.status.say(&swapped(&plan));
        }
        if build {
            return self.build();
        }
        if plan.reload {
            self.pages.reload();
            self.status.say("reload");
        }
        Ok(())
    }

    /// Builds, and gives up the build that runs.
    fn build(&mut self) -> Result<(), String> {
        if let Some(building) = self.building.take() {
            building.cancel();
        }
        self.builds += 1;
        self.status.busy("building", self.builds == 1);
        let build =
            Build::start(self.builds, &self.options, &self.project, &self.status, &self.events)?;
        self.building = Some(build);
        Ok(())
    }

    fn built(&mut self, ended: Ended) -> Result<(), String> {
        if self.building.take_if(|building| building.number == ended.number).is_none() {
            return Ok(());
        }
        self.status.idle();
        let took = timing(ended.took);
        self.failed = ended.result.is_err();
        match ended.result {
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

    fn use_build(&mut self, built: &Built) -> Result<(), String> {
        self.rules.learn(built, tool::template_folders(&self.project.folder))?;
        self.watch.places(self.rules.places(&self.project));
        self.pages.set_styles(None);
        if let (Some(description), Some(folder)) = (self.rules.description(), &built.folder) {
            let entries = styles::entries(description);
            let compiled = Some((folder.clone(), description.tailwind.clone()));
            if self.compiled != compiled {
                self.compiled = compiled;
                let styles = tool::Styles::new(&description.package, folder, entries);
                self.stylist.compile(styles, folder);
            }
        }
        let Some(server) = &mut self.server else { return self.name_us(built) };
        if server.serves(built) {
            // The build script may have compiled style sheets.
            self.pages.set_build(None);
            self.swap_styles();
            return Ok(());
        }
        self.status.busy("starting", false);
        let context =
            Context { options: &self.options, project: &self.project, control: &self.name };
        server.start(built, &context)
    }

    fn swap_styles(&mut self) {
        let Some(description) = self.rules.description() else { return };
        let urls =
            description.tailwind.iter().map(|entry| description.url(&entry.output)).collect();
        self.pages.swap(&urls);
    }

    /// Leaves a note for apps that another tool starts.
    fn name_us(&mut self, built: &Built) -> Result<(), String> {
        let Some(folder) = built.executable.parent() else { return Ok(()) };
        let file = folder.join(FILE);
        std::fs::write(&file, self.control.name())
            .map_err(|error| tool::cannot("be written", &file, &error))?;
        if self.file.replace(file).is_none() {
            self.status.say("watching; the app is run by another tool");
        }
        Ok(())
    }

    fn styled(&mut self, styled: Styled) {
        match styled.result {
            Ok(paths) => {
                self.pages.set_styles(None);
                let Some(description) = self.rules.description().filter(|_| !paths.is_empty())
                else {
                    return;
                };
                let urls = paths.iter().map(|path| description.url(path)).collect();
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

/// What is swapped, in a line.
fn swapped(plan: &Plan) -> String {
    const FEW: usize = 3;
    if plan.swap.len() > FEW {
        return format!("swap {} files", plan.swap.len());
    }
    let names: Vec<&str> = plan.swap.iter().map(String::as_str).collect();
    format!("swap {}", names.join(" "))
}
