//! Routes below the URL of the assets that serve a part of their folder. They come first for the hashed URLs of its files,
//! which they do not know.

use std::ops::Range;

use super::super::Place;
use crate::set_up::init::project::{Framework, Project};
use crate::set_up::init::survey::{self, Survey};

/// Returns true for a place that answers for URLs of assets.
pub(super) fn is_before_assets(framework: Framework, survey: &Survey, place: &Place) -> bool {
    // The assets are below `/static/` where the files are at the root of the host.
    let asked_first = matches!(framework, Framework::Axum | Framework::Actix | Framework::Rocket);
    asked_first && below(survey, place).is_some()
}

/// The calls that add such routes and may go, since `assets::service()` serves the same files at the same URLs.
pub(super) fn removable(project: &Project, survey: &Survey) -> Vec<(usize, Range<usize>)> {
    let framework = project.framework();
    let places = survey.places.iter().enumerate();
    let found = places.filter_map(|(index, place)| {
        let (call, folder) = place.served.call.as_ref().zip(place.served.folder.as_deref())?;
        let inner = below(survey, place)?;
        let is_same = survey.files.as_ref().is_some_and(|files| {
            survey::located(project, folder).is_some_and(|path| path == files.path.join(inner))
        });
        let can_go = is_same && is_before_assets(framework, survey, place);
        can_go.then(|| (index, call.clone()))
    });
    found.collect()
}

/// The folder of assets whose URLs a route takes, relative to the root of them.
fn below<'a>(survey: &Survey, place: &'a Place) -> Option<&'a str> {
    let files = survey.files.as_ref()?;
    let inner = place.served.url.as_deref()?.strip_prefix(&*files.url)?;
    let is_folder = !files.at_root() && !inner.is_empty() && files.path.join(inner).is_dir();
    is_folder.then_some(inner)
}
