//! The modules that are part of Node.js.

/// Returns true for a specifier of a module that is part of Node.js.
#[must_use]
pub fn is_builtin(specifier: &str) -> bool {
    let name = specifier.strip_prefix("node:").unwrap_or(specifier);
    let name = name.split('/').next().unwrap_or(name);
    specifier.starts_with("node:") || NAMES.binary_search(&name).is_ok()
}

/// Returns the name, `node:path`, of a module of Node.js that `engine/js/node.js` replaces.
#[cfg(feature = "engine")]
pub(crate) fn replaced(specifier: &str) -> Option<String> {
    let name = specifier.strip_prefix("node:").unwrap_or(specifier);
    REPLACED.contains(&name).then(|| format!("node:{name}"))
}

/// The modules that `engine/js/node.js` replaces.
#[cfg(feature = "engine")]
const REPLACED: [&str; 16] = [
    "buffer",
    "child_process",
    "crypto",
    "fs",
    "fs/promises",
    "module",
    "os",
    "path",
    "path/posix",
    "process",
    "stream",
    "stream/promises",
    "tty",
    "url",
    "util",
    "zlib",
];

/// The top-level names of all modules, sorted.
const NAMES: [&str; 42] = [
    "assert",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "domain",
    "events",
    "fs",
    "http",
    "http2",
    "https",
    "inspector",
    "module",
    "net",
    "os",
    "path",
    "perf_hooks",
    "process",
    "punycode",
    "querystring",
    "readline",
    "repl",
    "stream",
    "string_decoder",
    "sys",
    "timers",
    "tls",
    "trace_events",
    "tty",
    "url",
    "util",
    "v8",
    "vm",
    "wasi",
    "worker_threads",
    "zlib",
];

#[cfg(all(test, feature = "engine"))]
mod tests;
