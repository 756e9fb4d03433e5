//! Digests of tarballs in the notation of Subresource Integrity: `sha512-<base64>`.

use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha256, Sha384, Sha512};

/// Returns the SHA-512 of a tarball.
pub(crate) fn sha512(bytes: &[u8]) -> String {
    format!("sha512-{}", Base64::encode_string(&Sha512::digest(bytes)))
}

/// Returns the SHA-256 of a file in hex, as `tailprint.lock` has it.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Checks a tarball against the `integrity` of its version, of which the strongest digests count. Packages that were
/// published before 2017 have only `shasum`, a SHA-1 in hex.
pub(crate) fn check(
    bytes: &[u8],
    integrity: Option<&str>,
    shasum: Option<&str>,
) -> Result<(), String> {
    let Some(integrity) = integrity.filter(|text| !text.trim().is_empty()) else {
        let expected = shasum.ok_or("the registry has no digest of it")?;
        let found = hex(&sha1::Sha1::digest(bytes));
        return if found.eq_ignore_ascii_case(expected) {
            Ok(())
        } else {
            Err(format!("its SHA-1 is {found}, and the registry says {expected}"))
        };
    };
    let digests = integrity.split_whitespace().filter_map(|text| text.split_once('-'));
    let digests: Vec<(&str, &str)> = digests.collect();
    for (algorithm, digest) in STRONGEST_FIRST {
        let of_kind = digests.iter().filter(|(name, _)| *name == algorithm);
        let expected: Vec<&str> =
            of_kind.map(|(_, text)| text.split('?').next().unwrap_or_default()).collect();
        if expected.is_empty() {
            continue;
        }
        let found = digest(bytes);
        return if expected.contains(&found.as_str()) {
            Ok(())
        } else {
            let expected = expected.join(" or ");
            Err(format!("its integrity is {algorithm}-{found}, and the registry says {expected}"))
        };
    }
    Err(format!("the registry has no digest that is known: {integrity:?}"))
}

type Algorithm = (&'static str, fn(&[u8]) -> String);

const STRONGEST_FIRST: [Algorithm; 4] = [
    ("sha512", |bytes| Base64::encode_string(&Sha512::digest(bytes))),
    ("sha384", |bytes| Base64::encode_string(&Sha384::digest(bytes))),
    ("sha256", |bytes| Base64::encode_string(&Sha256::digest(bytes))),
    ("sha1", |bytes| Base64::encode_string(&sha1::Sha1::digest(bytes))),
];

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
