//! A copy of Tailwind in the user's own repository.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tailprint_core::lock::Tailwind;
use tailprint_core::whole_file::{Scratch, sweep, write_if_changed};

use super::package::Package;
use super::pins::locked::Locked;
use super::pins::released::released;
use super::search::{Search, VENDORS};
use super::{Error, ErrorKind, Found, Places, versions};

/// The `.gitattributes` that keep git from changing line ends, and with them digests.
const ATTRIBUTES: &str = "* -text\n";
/// The `.gitignore` that keeps patterns of folders above, such as `dist`, from leaving files out.
const IGNORED_NOT: &str = "!*\n";

/// The result of [`vendor`].
#[derive(Clone, Debug)]
pub struct Vendored {
    /// `third_party/tailwindcss-<version>`, absolute.
    pub folder: PathBuf,
    /// True if the folder was there before, complete.
    pub unchanged: bool,
    /// The files, and the place that they come from.
    pub found: Found,
    /// The entry for `tailprint.lock`, of a release that is not in the table.
    pub pin: Option<Tailwind>,
}

/// Writes `third_party/tailwindcss-<version>/` into `root`: the verified files of Tailwind, with its licence.
///
/// The files come from `node_modules`, the cache, npm or the CDN, in the order of [`find`](super::find). A version that
/// is neither in the table nor in `tailprint.lock` comes from npm; see [`released`].
///
/// # Errors
///
/// If Tailwind is not found, or if the folder cannot be written.
pub fn vendor(root: &Path, places: &Places) -> Result<Vendored, Error> {
    let locked = Locked::read(places)?;
    let found = Search::new(places, &locked)?.run_elsewhere();
    let (mut found, pin) = match (found, &places.version) {
        (Err(error), Some(version)) if error.kind() == ErrorKind::UnknownVersion => {
            // The error itself, where no network can mend it.
            if places.npm.is_none() || places.offline.is_some() || !versions::can_run(version) {
                return Err(error);
            }
            let pin = released(places, Some(version))?;
            (of_pin(places, &pin)?, Some(pin))
        }
        (found, _) => (found?, None),
    };
    let [first, _] = VENDORS;
    let parent = root.join(first);
    let folder = parent.join(format!("tailwindcss-{}", found.package.version));
    // A run that was killed behind its last step leaves nothing else to do.
    sweep(&parent);
    let wrong: Vec<String> = missing(&folder, &found.package).map(str::to_owned).collect();
    let written = if folder.exists() {
        let changed = wrong.iter().filter(|path| folder.join(path).exists());
        let notes = changed.map(|path| format!("{path} was not Tailwind's; it is restored"));
        found.notes.extend(notes);
        restore(&folder, &found.package)
    } else {
        create(&parent, &folder, &found.package)
    };
    written.map_err(|error| Error::io("write", &folder, &error))?;
    Ok(Vendored { folder, unchanged: wrong.is_empty(), found, pin })
}

/// The files of a release that was just pinned.
fn of_pin(places: &Places, pin: &Tailwind) -> Result<Found, Error> {
    let locked = Locked::of(pin.clone());
    let mut found = Search::new(places, &locked)?.kept_or_fetched()?;
    found.notes.push(format!(
        "Tailwind {} is not among the releases that tailprint was tested with; it is {}",
        pin.version, pin.integrity
    ));
    Ok(found)
}

/// The files of the folder, by their paths.
fn contents(package: &Package) -> impl Iterator<Item = (&str, &[u8])> {
    let files = package.files.iter().map(|(path, content)| (&**path, &**content));
    let own = [(".gitattributes", ATTRIBUTES), (".gitignore", IGNORED_NOT)];
    files.chain(own.map(|(path, text)| (path, text.as_bytes())))
}

/// The paths of files that are missing in the folder or differ.
fn missing<'a>(folder: &Path, package: &'a Package) -> impl Iterator<Item = &'a str> {
    let is = |path: &str, content: &[u8]| fs::read(folder.join(path)).is_ok_and(|it| it == content);
    contents(package).filter(move |(path, content)| !is(path, content)).map(|(path, _)| path)
}

/// Makes the folder. It appears complete, since it is renamed into its place.
fn create(parent: &Path, folder: &Path, package: &Package) -> io::Result<()> {
    fs::create_dir_all(parent)?;
    let new = Scratch::new_in(parent)?;
    let made = new.path().join("new");
    restore(&made, package)?;
    fs::rename(&made, folder)
}

/// Writes the files that are missing or differ. Other files in the folder are the user's and stay.
fn restore(folder: &Path, package: &Package) -> io::Result<()> {
    contents(package)
        .try_for_each(|(path, content)| write_if_changed(&folder.join(path), content).map(drop))
}
