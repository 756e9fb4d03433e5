//! Digests for `integrity` attributes.

use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha384};

use crate::naming::published::Published;
use crate::support::parallel;

/// Gives every asset the SHA-384 of its published bytes (W3C Subresource Integrity).
pub(crate) fn integrity(published: &mut [Published]) {
    let digests = parallel::map(published, |asset| digest(&asset.bytes));
    for (asset, digest) in published.iter_mut().zip(digests) {
        asset.integrity = digest;
    }
}

fn digest(bytes: &[u8]) -> String {
    format!("sha384-{}", Base64::encode_string(&Sha384::digest(bytes)))
}

#[cfg(test)]
mod tests;
