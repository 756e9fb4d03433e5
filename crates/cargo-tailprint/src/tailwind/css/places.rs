//! The files of `cargo tailprint css`.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use tailprint_core::path::{canonical, normalize};

use crate::cli::Css;

/// The input and the outputs of a run.
#[derive(Debug)]
pub(crate) struct Places {
    pub(crate) input: Input,
    /// The path that relative imports begin at, absolute.
    pub(crate) sheet: PathBuf,
    pub(crate) output: Output,
    /// The source map, if it has a file of its own.
    pub(crate) map: Option<Map>,
    /// The folder that is searched for classes, absolute.
    pub(crate) folder: PathBuf,
}

/// The origin of the style sheet.
#[derive(Debug)]
pub(crate) enum Input {
    /// Nothing but Tailwind.
    Default,
    /// The standard input, read once.
    Given(String),
    /// A file.
    File {
        /// The absolute path.
        path: PathBuf,
        /// The path as the user wrote it.
        shown: String,
    },
}

/// A source map in a file of its own.
#[derive(Debug)]
pub(crate) struct Map {
    pub(crate) file: PathBuf,
    /// The path from the result to the file.
    pub(crate) url: String,
}

/// The place of the result.
#[derive(Debug)]
pub(crate) enum Output {
    Standard,
    File(PathBuf),
}

impl Places {
    /// Finds the files, and refuses what cannot work.
    pub(crate) fn of(options: &Css) -> Result<Self, String> {
        let here =
            std::env::current_dir().map_err(|error| format!("no current folder: {error}"))?;
        let folder = normalize(&here.join(&options.cwd));
        let folder = canonical(&folder).map_err(|error| {
            format!("the folder `{}` cannot be searched: {error}", options.cwd.display())
        })?;
        let within = |path: &Path| normalize(&folder.join(path));
        let input = input(options, &within)?;
        let sheet = match &input {
            Input::File { path, .. } => path.clone(),
            // A style sheet without a file is in the folder that the command was called in, whatever `--cwd` says.
            Input::Given(_) => here.join("stdin.css"),
            Input::Default => here.join("input.css"),
        };
        let output = match options.output.as_deref() {
            None => Output::Standard,
            Some(path) if path == Path::new("-") => Output::Standard,
            Some(path) => Output::File(within(path)),
        };
        if let (Input::File { path, shown }, Output::File(file)) = (&input, &output)
            && path == file
        {
            return Err(format!("the input and the output are the same file, `{shown}`"));
        }
        let map = map(options)?.map(|file| {
            let file = within(&file);
            let from = match &output {
                Output::File(output) => output.parent().unwrap_or(&folder),
                Output::Standard => &here,
            };
            Map { url: way(from, &file), file }
        });
        Ok(Self { input, sheet, output, map, folder })
    }

    /// Returns true for a file that this command writes.
    pub(crate) fn writes(&self, path: &Path) -> bool {
        self.map.as_ref().is_some_and(|map| map.file == path)
            || matches!(&self.output, Output::File(file) if file == path)
    }
}

fn input(options: &Css, within: &dyn Fn(&Path) -> PathBuf) -> Result<Input, String> {
    let Some(path) = options.input.as_deref() else { return Ok(Input::Default) };
    if path == Path::new("-") {
        let mut text = String::new();
        let read = std::io::stdin().lock().read_to_string(&mut text);
        read.map_err(|error| format!("the standard input cannot be read: {error}"))?;
        return Ok(Input::Given(text));
    }
    let shown = path.display().to_string();
    let path = within(path);
    if path.is_dir() {
        return Err(format!("the input file `{shown}` is a folder"));
    }
    // It need be no file: `/dev/stdin`, or a pipe.
    if path.exists() {
        return Ok(Input::File { path, shown });
    }
    Err(format!("the input file `{shown}` does not exist"))
}

fn map(options: &Css) -> Result<Option<PathBuf>, String> {
    let Some(file) = options.map() else { return Ok(None) };
    if options.minify || options.optimize {
        let what = "--map with --minify or --optimize has no source map here";
        return Err(format!("{what} (leave one of them out)"));
    }
    if file == "-" {
        return Err("--map - is not supported (use --map without a value)".to_owned());
    }
    Ok((!file.is_empty()).then(|| PathBuf::from(file)))
}

/// Returns the way from a folder to a file, both absolute, with slashes.
fn way(from: &Path, to: &Path) -> String {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = from.iter().skip(shared).map(|_| "..".into());
    let down = to.iter().skip(shared).map(|part| part.as_os_str().to_string_lossy());
    up.chain(down).collect::<Vec<std::borrow::Cow<'_, str>>>().join("/")
}
