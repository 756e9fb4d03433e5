//! The read-only `node:fs`: files and folders in the places that a plugin may read.

use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use rquickjs::prelude::Func;
use rquickjs::{Array, Ctx, Function, IntoJs, Object, Result, TypedArray, Value};

use super::host::{Host, text};
use super::reach::real;

/// The reason why something cannot be read, as Node.js calls it.
type Code = &'static str;

/// A file, a folder or a link, by the names that `node.js` knows.
fn kind(kind: std::fs::FileType) -> &'static str {
    if kind.is_dir() {
        "folder"
    } else if kind.is_symlink() {
        "link"
    } else {
        "file"
    }
}

fn code(error: &io::Error) -> Code {
    match error.kind() {
        io::ErrorKind::NotFound => "ENOENT",
        io::ErrorKind::PermissionDenied => "EACCES",
        io::ErrorKind::NotADirectory => "ENOTDIR",
        io::ErrorKind::IsADirectory => "EISDIR",
        _ => "EIO",
    }
}

/// The reason why a file cannot be read. Windows tells of a folder as of a lack of permission.
fn code_of_file(path: &Path, error: &io::Error) -> Code {
    if cfg!(windows) && path.is_dir() { "EISDIR" } else { code(error) }
}

/// The reason why a folder cannot be listed. Windows has several errors for a file.
fn code_of_folder(path: &Path, error: &io::Error) -> Code {
    if cfg!(windows) && path.is_file() { "ENOTDIR" } else { code(error) }
}

impl Host {
    /// Adds the functions for `node:fs` to the object that `host.js` gets.
    pub(super) fn expose_disk<'js>(
        self: &Rc<Self>,
        ctx: &Ctx<'js>,
        object: &Object<'js>,
    ) -> Result<()> {
        let host = Rc::clone(self);
        object.set("cwd", Func::from(move || text(&host.here.borrow())))?;
        self.answer(ctx, object, "readBytes", |host, ctx, path| {
            let bytes = host.files.bytes(path).map_err(|error| code_of_file(path, &error));
            bytes.map(|bytes| TypedArray::new(ctx.clone(), bytes).map(TypedArray::into_value))
        })?;
        self.answer(ctx, object, "list", |host, ctx, path| {
            let entries = host.files.list(path).map_err(|error| code_of_folder(path, &error));
            entries.map(|entries| {
                let list = Array::new(ctx.clone())?;
                for (index, (name, of_type)) in entries.into_iter().enumerate() {
                    let entry = Object::new(ctx.clone())?;
                    entry.set("name", name)?;
                    entry.set("kind", kind(of_type))?;
                    list.set(index, entry)?;
                }
                Ok(list.into_value())
            })
        })?;
        self.answer(ctx, object, "stat", |host, ctx, path| {
            host.looked_at(path, path.metadata()).map(|data| described(ctx, &data))
        })?;
        self.answer(ctx, object, "lstat", |host, ctx, path| {
            host.looked_at(path, path.symlink_metadata()).map(|data| described(ctx, &data))
        })?;
        self.answer(ctx, object, "realPath", |host, ctx, path| {
            host.looked_at(path, path.metadata())?;
            Ok(text(&real(path)).into_js(ctx))
        })
    }

    /// Notes the look at a file, so that the style sheet is compiled again when the answer changes.
    fn looked_at(
        &self,
        path: &Path,
        data: io::Result<std::fs::Metadata>,
    ) -> std::result::Result<std::fs::Metadata, Code> {
        match &data {
            Ok(data) if data.is_file() => {
                // A file that cannot be read is no reason to fail: nobody has asked for its content.
                let _ = self.files.bytes(path);
            }
            Ok(_) | Err(_) => self.files.look_at(path),
        }
        data.map_err(|error| code(&error))
    }

    fn answer<'js, F>(
        self: &Rc<Self>,
        ctx: &Ctx<'js>,
        object: &Object<'js>,
        name: &str,
        run: F,
    ) -> Result<()>
    where
        F: Fn(&Self, &Ctx<'js>, &Path) -> std::result::Result<Result<Value<'js>>, Code> + 'js,
    {
        let host = Rc::clone(self);
        let function = move |ctx: Ctx<'js>, path: String| {
            let path = PathBuf::from(path);
            let place = real(&path);
            let answer = Object::new(ctx.clone())?;
            if !host.files.is_own(&path) && !host.files.reach().has(&place) {
                answer.set("code", "EACCES")?;
                return Ok::<_, rquickjs::Error>(answer);
            }
            match run(&host, &ctx, &path) {
                Ok(value) => answer.set("value", value?)?,
                Err(code) => answer.set("code", code)?,
            }
            Ok(answer)
        };
        object.set(name, Function::new(ctx.clone(), function)?)
    }
}

fn described<'js>(ctx: &Ctx<'js>, data: &std::fs::Metadata) -> Result<Value<'js>> {
    let object = Object::new(ctx.clone())?;
    object.set("kind", kind(data.file_type()))?;
    // No plugin reads a file so long that its length is no exact number.
    #[allow(clippy::cast_precision_loss, reason = "JavaScript has no other numbers")]
    object.set("size", data.len() as f64)?;
    Ok(object.into_value())
}
