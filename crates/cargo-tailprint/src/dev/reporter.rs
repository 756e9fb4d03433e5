//! Writes the page about the build on a thread of its own, for `/_tailprint/`.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use tailprint_build::cli_support::cannot;
use tailprint_core::build_json::BuildJson;
use tailprint_core::whole_file;
use tailprint_report::html;

use super::events::EventSender;
use crate::assets::report::made;

/// The file in `OUT_DIR/tailprint`.
const PAGE: &str = "report.html";

/// The handle of the thread that writes.
#[derive(Debug)]
pub(crate) struct Reporter {
    jobs: Sender<(BuildJson, PathBuf)>,
}

impl Reporter {
    /// Starts the thread. It sends the file of each page, or the reason why there is none.
    pub(crate) fn start(pages: EventSender<PathBuf>, warnings: EventSender<String>) -> Self {
        let (jobs, received) = channel::<(BuildJson, PathBuf)>();
        thread::spawn(move || {
            while let Ok(job) = received.recv() {
                // Of several builds only the last matters.
                let (build, folder) = received.try_iter().last().unwrap_or(job);
                let is_heard = match written(&build, &folder) {
                    Ok(file) => pages.send(file),
                    Err(reason) => warnings.send(format!("no report: {reason}")),
                };
                if !is_heard {
                    return;
                }
            }
        });
        Self { jobs }
    }

    /// Writes the page about a build, whose `OUT_DIR/tailprint` is `folder`.
    pub(crate) fn report(&self, build: &BuildJson, folder: &Path) {
        // The thread ends with `dev`, and then nobody reads the page.
        let _ = self.jobs.send((build.clone(), folder.to_owned()));
    }
}

fn written(build: &BuildJson, folder: &Path) -> Result<PathBuf, String> {
    let page = html(&made(folder, build)?);
    let file = folder.join(PAGE);
    whole_file::write(&file, page.as_bytes())
        .map_err(|error| cannot("be written", &file, &error))?;
    Ok(file)
}
