//! The `package.json` files that were read for one style sheet.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::engine::error::Error;
use crate::engine::files::Files;
use crate::node::Manifest;

/// Reads each `package.json` once.
#[derive(Debug, Default)]
pub(in crate::engine) struct Manifests(RefCell<HashMap<PathBuf, Option<Rc<Manifest>>>>);

impl Manifests {
    /// The manifest in `folder`, if there is one.
    pub(super) fn read(&self, files: &Files, folder: &Path) -> Result<Option<Rc<Manifest>>, Error> {
        if let Some(known) = self.0.borrow().get(folder) {
            return Ok(known.clone());
        }
        let path = folder.join("package.json");
        let manifest = match files.text_if_any(&path)? {
            Some(text) => Some(Rc::new(parse(&text, &path)?)),
            None => None,
        };
        self.0.borrow_mut().insert(folder.to_owned(), manifest.clone());
        Ok(manifest)
    }

    /// The manifest that a file in `folder` belongs to, and the folder of the manifest.
    pub(in crate::engine) fn nearest(
        &self,
        files: &Files,
        folder: &Path,
    ) -> Result<Option<(PathBuf, Rc<Manifest>)>, Error> {
        for folder in folder.ancestors() {
            if folder.file_name().is_some_and(|name| name == "node_modules") {
                break;
            }
            if let Some(manifest) = self.read(files, folder)? {
                return Ok(Some((folder.to_owned(), manifest)));
            }
        }
        Ok(None)
    }

    /// Reports if `.js` files in `folder` are ES modules; `None` if their manifest does not say.
    pub(in crate::engine) fn is_module(
        &self,
        files: &Files,
        folder: &Path,
    ) -> Result<Option<bool>, Error> {
        let nearest = self.nearest(files, folder)?;
        Ok(match nearest.as_ref().and_then(|(_, manifest)| manifest.module_type.as_deref()) {
            Some("module") => Some(true),
            Some("commonjs") => Some(false),
            _ => None,
        })
    }
}

fn parse(text: &str, path: &Path) -> Result<Manifest, Error> {
    Manifest::parse(text.as_bytes()).map_err(|error| {
        let message = format!("is not valid JSON: {}", error.reason);
        Error::new(message).at(path, error.line, error.column)
    })
}
