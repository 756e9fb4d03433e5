//! Content-Security-Policy: the least change that allows the script.

/// The nonce that scripts need, from the policies of a header.
pub(super) fn nonce(policies: &str) -> Option<&str> {
    let scripts = |directive: &&str| {
        let name = name(directive);
        ["script-src-elem", "script-src", "default-src"]
            .iter()
            .any(|it| name.eq_ignore_ascii_case(it))
    };
    let directives = policies.split([';', ',']).map(str::trim).filter(scripts);
    let mut sources = directives.flat_map(|directive| directive.split_ascii_whitespace().skip(1));
    let nonce = sources.find_map(|source| {
        source.get(..7).filter(|start| start.eq_ignore_ascii_case("'nonce-"))?;
        source.get(7..)?.strip_suffix('\'')
    })?;
    // The characters of a nonce need no escaping in an attribute.
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte);
    nonce.bytes().all(legal).then_some(nonce)
}

/// The policies of a header, with the script, its worker and its connection allowed, which are below `path`.
pub(super) fn allow(policies: &str, host: Option<&str>, path: &str) -> String {
    let source = source(host, path);
    let allowed = policies.split(',').map(|policy| allow_in(policy, &source));
    allowed.collect::<Vec<_>>().join(",")
}

/// The source to allow: no more than `path`, so that everything else that the policy forbids fails in debug builds, too.
fn source(host: Option<&str>, path: &str) -> String {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b".-:".contains(&byte);
    match host {
        Some(host) if !host.is_empty() && host.bytes().all(legal) => {
            format!("{host}{path}")
        }
        _ => "'self'".to_owned(),
    }
}

fn allow_in(policy: &str, source: &str) -> String {
    /// A directive, and its fallbacks in their order (CSP Level 3, section 6.8.3).
    const NEEDED: [&[&str]; 3] = [
        &["script-src-elem", "script-src", "default-src"],
        &["connect-src", "default-src"],
        &["worker-src", "child-src", "script-src", "default-src"],
    ];
    let mut directives: Vec<String> = policy
        .split(';')
        .map(str::trim)
        .filter(|directive| !directive.is_empty())
        .map(str::to_owned)
        .collect();
    let before = directives.clone();
    let find = |directives: &[String], wanted: &str| {
        directives.iter().position(|directive| name(directive).eq_ignore_ascii_case(wanted))
    };
    for names in NEEDED {
        let Some(asked) = names.iter().find_map(|name| find(&before, name)) else { continue };
        let Some(asked) = before.get(asked) else { continue };
        let sources = asked.split_ascii_whitespace().skip(1);
        let mut sources: Vec<&str> =
            sources.filter(|source| !source.eq_ignore_ascii_case("'none'")).collect();
        sources.push(source);
        let wanted = names.first().copied().unwrap_or_default();
        let extended = format!("{wanted} {}", sources.join(" "));
        match find(&directives, wanted).and_then(|place| directives.get_mut(place)) {
            Some(directive) => *directive = extended,
            None => directives.push(extended),
        }
    }
    directives.join("; ")
}

fn name(directive: &str) -> &str {
    directive.split_ascii_whitespace().next().unwrap_or_default()
}

#[cfg(test)]
mod tests;
