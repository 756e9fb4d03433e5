//! The hash of a word: FNV-1a, which is much faster than `SipHash` in build scripts that are not optimised.

use std::hash::{BuildHasherDefault, Hasher};

pub(super) type WordHash = BuildHasherDefault<Fnv>;

#[derive(Clone, Copy, Debug)]
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        let mut index = 0;
        while index < bytes.len() {
            self.0 = (self.0 ^ u64::from(bytes[index])).wrapping_mul(0x0100_0000_01b3);
            index += 1;
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
