//! Names that automatic detection leaves out, as probing Tailwind's scanner showed them.

use std::path::Path;

use super::Scanner;

/// Folder names that are left out in every folder.
static FOLDERS: &[&str] = &[
    ".git",
    ".hg",
    ".jj",
    ".next",
    ".parcel-cache",
    ".pnpm-store",
    ".svelte-kit",
    ".svn",
    ".turbo",
    ".venv",
    ".vercel",
    ".yarn",
    "__pycache__",
    "node_modules",
    "venv",
];

/// File names that are left out in every folder.
static FILES: &[&str] = &[".gitignore", "package-lock.json", "pnpm-lock.yaml"];

/// Extensions of text files that hold no classes.
static TEXT: &[&str] = &["less", "lock", "lockb", "log", "sass", "scss", "styl"];

/// Extensions of files that are no text, sorted.
#[rustfmt::skip]
static BINARY: &[&str] = &[
    "3dm", "3ds", "3g2", "3gp", "7z", "DS_Store", "a", "aac", "adp", "ai", "aif", "aiff", "alz",
    "ape", "apk", "ar", "arj", "asf", "au", "avi", "avif", "bak", "bh", "bin", "bk", "bmp", "btif",
    "bz2", "cab", "caf", "cgm", "class", "cmx", "cpio", "cr2", "cur", "dat", "db", "dcm", "deb",
    "dex", "djvu", "dll", "dmg", "dng", "doc", "docm", "docx", "dot", "dotm", "dra", "dsk", "dts",
    "dtshd", "dvb", "dwg", "dxf", "ecelp4800", "ecelp7470", "ecelp9600", "egg", "eol", "eot",
    "epub", "exe", "exr", "fbs", "fh", "fla", "flac", "fli", "flv", "fpx", "fst", "fvt", "g3",
    "geojson", "gh", "gif", "gz", "hdr", "ico", "ief", "img", "ipa", "iso", "jar", "jpeg", "jpg",
    "jpm", "jxr", "key", "ktx", "lha", "lib", "lockb", "lvp", "lz", "lzh", "lzo", "m3u", "m4a",
    "m4v", "mar", "mdi", "mht", "mid", "midi", "mj2", "mka", "mkv", "mmr", "mng", "mobi", "mov",
    "movie", "mp3", "mp4", "mpeg", "mpg", "mpga", "mxu", "nef", "node", "npx", "numbers", "nupkg",
    "o", "oa", "odp", "ods", "odt", "oga", "ogg", "ogv", "otf", "ott", "pages", "pbm", "pcx", "pdb",
    "pdf", "pea", "pgm", "pic", "png", "pnm", "pot", "potm", "potx", "ppa", "ppam", "ppm", "pps",
    "ppsm", "ppsx", "ppt", "pptm", "pptx", "psd", "pya", "pyc", "pyo", "pyv", "qt", "rar", "ras",
    "raw", "rgb", "rip", "rlc", "rmf", "rpm", "rtf", "rz", "sgi", "shar", "sil", "slk", "smv",
    "snap", "snk", "so", "sqlite", "sqlite3", "stl", "sub", "suo", "swf", "tar", "tbz", "tga",
    "tgz", "thmx", "tif", "tiff", "tlz", "ttc", "ttf", "txz", "udf", "uvh", "uvi", "uvm", "uvp",
    "uvs", "uvu", "viv", "vob", "war", "wasm", "wav", "wax", "wbmp", "wdp", "webm", "webp", "whl",
    "wim", "wm", "wma", "wmv", "wmx", "woff", "woff2", "wrm", "wvx", "xbm", "xif", "xla", "xlam",
    "xls", "xlsb", "xlsm", "xlsx", "xlt", "xltm", "xltx", "xm", "xpi", "xpm", "xwd", "xz", "z",
    "zip",
];

/// Returns true for a folder with a name that tools use for their own files.
pub(super) fn is_of_tools(folder: &Path, scanner: Scanner) -> bool {
    folder.file_name().is_some_and(|name| {
        FOLDERS.iter().any(|ignored| name == *ignored) && (scanner > Scanner::V4_1 || name != ".jj")
    })
}

/// Returns true for a folder that is left out because of its name.
pub(super) fn is_ignored_folder(folder: &Path, scanner: Scanner) -> bool {
    is_of_tools(folder, scanner) || is_ignored(folder, scanner)
}

/// Returns true for a file that is left out because of its name.
pub(super) fn is_ignored_file(file: &Path, scanner: Scanner) -> bool {
    is_ignored(file, scanner) || is_binary(file)
}

/// Returns true for a name that is left out for files and folders alike.
fn is_ignored(path: &Path, scanner: Scanner) -> bool {
    let Some(name) = path.file_name() else { return false };
    let name = name.to_string_lossy();
    if name == ".env" || name.starts_with(".env.") {
        return scanner > Scanner::V4_1;
    }
    FILES.contains(&&*name) || extension(&name).is_some_and(|extension| TEXT.contains(&extension))
}

/// Returns true for a file with the extension of a binary format.
pub(super) fn is_binary(file: &Path) -> bool {
    let Some(name) = file.file_name() else { return false };
    extension(&name.to_string_lossy())
        .is_some_and(|extension| BINARY.binary_search(&extension).is_ok())
}

/// Returns the extension, also of a name such as `.png`, which has none for `Path::extension`.
fn extension(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, extension)| extension)
}

#[cfg(test)]
mod tests;
