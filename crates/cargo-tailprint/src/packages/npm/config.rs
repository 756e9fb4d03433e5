//! The configuration of npm: environment variables, and `.npmrc` of the package and the user.
//!
//! <https://docs.npmjs.com/cli/configuring-npm/npmrc>

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use base64ct::{Base64, Encoding as _};

/// The registry of npm itself.
pub(crate) const NPMJS: &str = "https://registry.npmjs.org/";

/// The settings that a client of the registry needs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Config {
    /// Keys in lower case apart from those of hosts and scopes; earlier sources win.
    values: BTreeMap<String, String>,
}

impl Config {
    /// Reads the configuration for a package.
    pub(crate) fn read(package: &Path) -> Self {
        // One that is no Unicode is none of npm's.
        let unicode = |(name, value): (OsString, OsString)| {
            name.into_string().ok().zip(value.into_string().ok())
        };
        let variables: Vec<(String, String)> = std::env::vars_os().filter_map(unicode).collect();
        let home = std::env::home_dir();
        let value = |name: &str| {
            let found = variables.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.clone()).filter(|value| !value.is_empty())
        };
        let user = value("npm_config_userconfig")
            .map(PathBuf::from)
            .or_else(|| home.map(|home| home.join(".npmrc")));
        let files = std::iter::once(package.join(".npmrc")).chain(user);
        let texts: Vec<String> =
            files.filter_map(|file| std::fs::read_to_string(file).ok()).collect();
        Self::new(&variables, &texts)
    }

    /// Makes a configuration of environment variables and the texts of `.npmrc` files, the stronger first.
    pub(crate) fn new(variables: &[(String, String)], files: &[String]) -> Self {
        let mut values = BTreeMap::new();
        for (name, value) in variables {
            let prefix = name.get(..PREFIX.len()).filter(|it| it.eq_ignore_ascii_case(PREFIX));
            let key = prefix.and_then(|_| name.get(PREFIX.len()..));
            if let Some(key) = key.filter(|_| !value.is_empty()) {
                values.entry(normalised(key)).or_insert_with(|| value.clone());
            }
        }
        for text in files {
            let lines = text.lines().map(str::trim);
            for line in lines.filter(|line| !line.starts_with(['#', ';', '['])) {
                let Some((key, value)) = line.split_once('=') else { continue };
                let value = value.trim().trim_matches(['"', '\'']);
                let filled = filled(value, variables);
                values.entry(normalised(&filled_key(key.trim(), variables))).or_insert(filled);
            }
        }
        Self { values }
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Returns the registry of a package, with a slash at its end.
    pub(crate) fn registry(&self, package: &str) -> String {
        let scope = package.split_once('/').map(|(scope, _)| scope);
        let scoped = scope.and_then(|scope| self.get(&format!("{scope}:registry")));
        let registry = scoped.or_else(|| self.get("registry")).unwrap_or(NPMJS);
        format!("{}/", registry.trim_end_matches('/'))
    }

    /// Returns the value of `Authorization` for a URL: the one that is configured for its host and the longest beginning of
    /// its path. No other host is told it.
    pub(crate) fn authorization(&self, url: &str) -> Option<String> {
        let (_, rest) = url.split_once("://")?;
        let rest = rest.split(['?', '#']).next().unwrap_or_default();
        let mut place = format!("//{rest}");
        loop {
            if let Some(found) = self.credentials(&place) {
                return Some(found);
            }
            // `//host/a/b` → `//host/a/` → `//host/a` → `//host/` → `//host`
            if place.ends_with('/') {
                place.pop();
            } else {
                let slash = place.rfind('/')?;
                place.truncate(slash + 1);
            }
            if place.len() <= 2 {
                return None;
            }
        }
    }

    fn credentials(&self, place: &str) -> Option<String> {
        if let Some(token) = self.get(&format!("{place}:_authToken")) {
            return Some(format!("Bearer {token}"));
        }
        if let Some(basic) = self.get(&format!("{place}:_auth")) {
            return Some(format!("Basic {basic}"));
        }
        let name = self.get(&format!("{place}:username"))?;
        let password = self.get(&format!("{place}:_password"))?;
        let password = String::from_utf8(Base64::decode_vec(password).ok()?).ok()?;
        Some(format!("Basic {}", Base64::encode_string(format!("{name}:{password}").as_bytes())))
    }

    /// Returns the file of certificates to trust, as `cafile` and then `SSL_CERT_FILE` name it.
    pub(crate) fn certificates(&self) -> Option<PathBuf> {
        let system = || std::env::var_os("SSL_CERT_FILE").filter(|it| !it.is_empty());
        self.get("cafile").map(PathBuf::from).or_else(|| system().map(PathBuf::from))
    }

    /// Returns the proxy, as `https-proxy`, `proxy` or `HTTPS_PROXY` name it.
    pub(crate) fn proxy(&self) -> Option<String> {
        let variable = |name: &str| std::env::var(name).ok().filter(|it| !it.is_empty());
        let own = self.get("https-proxy").or_else(|| self.get("proxy")).map(str::to_owned);
        own.filter(|proxy| proxy != "null")
            .or_else(|| variable("HTTPS_PROXY"))
            .or_else(|| variable("https_proxy"))
    }

    /// Returns the hosts that are reached without the proxy.
    pub(crate) fn no_proxy(&self) -> Option<String> {
        let variable = |name: &str| std::env::var(name).ok().filter(|it| !it.is_empty());
        let own = self.get("noproxy").map(str::to_owned);
        own.or_else(|| variable("NO_PROXY")).or_else(|| variable("no_proxy"))
    }
}

const PREFIX: &str = "npm_config_";

/// Returns a key as npm compares it: names of settings in lower case with hyphens, hosts and scopes as they are.
fn normalised(key: &str) -> String {
    if key.starts_with("//") || key.starts_with('@') {
        key.to_owned()
    } else {
        key.to_lowercase().replace('_', "-")
    }
}

fn filled_key(key: &str, variables: &[(String, String)]) -> String {
    if key.contains("${") { filled(key, variables) } else { key.to_owned() }
}

/// Replaces `${NAME}` by the variable, and `${NAME?}` by nothing if there is none. Others stay, as in npm.
fn filled(value: &str, variables: &[(String, String)]) -> String {
    let mut result = String::new();
    let mut rest = value;
    while let Some((before, behind)) = rest.split_once("${") {
        let Some((name, after)) = behind.split_once('}') else { break };
        result.push_str(before);
        let (name, is_optional) = name.strip_suffix('?').map_or((name, false), |name| (name, true));
        match variables.iter().find(|(key, _)| key == name) {
            Some((_, value)) => result.push_str(value),
            None if is_optional => {}
            None => result.push_str(&format!("${{{name}}}")),
        }
        rest = after;
    }
    result + rest
}
