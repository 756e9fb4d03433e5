//! The form of edited sources.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::super::plan::Plan;
use super::super::project::Project;

/// Formats the edited sources that rustfmt would not have changed before. Without rustfmt they stay as they are.
pub(crate) fn format(project: &Project, plan: &mut Plan) {
    let edited = plan.changes().filter(|it| it.path.extension().is_some_and(|it| it == "rs"));
    let formatted: Vec<(PathBuf, String)> = edited
        .filter_map(|change| {
            let before = change.normal();
            let write = |text: &str| formatted(text, project.folder(), &project.edition);
            let was_formatted = write(&before).is_some_and(|it| it == before);
            let after = plan.text(&change.path).ok().flatten().filter(|_| was_formatted)?;
            Some((change.path.clone(), write(&after)?))
        })
        .collect();
    for (path, text) in formatted {
        // A file that was read once is in the plan, so that this cannot fail.
        let _ = plan.set(&path, text);
    }
}

/// The text as rustfmt writes it in a folder, whose configuration counts.
pub(crate) fn formatted(text: &str, folder: &Path, edition: &str) -> Option<String> {
    let mut child = Command::new("rustfmt")
        .args(["--edition", edition])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut stdin = child.stdin.take()?;
    // rustfmt reads everything before it writes.
    stdin.write_all(text.as_bytes()).ok()?;
    drop(stdin);
    let output = child.wait_with_output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).ok()).flatten()
}
