//! Encoders and their levels.
//!
//! A level depends on the content alone. So an edit of one file makes one new coding, and every machine makes the same
//! bytes. `bench/clean_build` measures the levels.

use brotlic::{CompressionMode, Quality, WindowSize};
use libdeflater::{CompressionLvl, Compressor};
use tailprint_core::table::Coding;

use crate::config::Compression;

/// The size in bytes below which brotli runs at level 5. Level 10 takes twenty times as long there, and saves one or two
/// per cent. Icon sets have thousands of such files.
const SMALL: usize = 4 << 10;
/// The size in bytes from which brotli runs at level 7. In a build script that is not optimised, level 10 takes seconds
/// for such a file; levels 8 and 9 take twice the time of level 7, and save one and a half per cent.
const LARGE: usize = 64 << 10;

/// An encoder and its level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Recipe {
    Brotli(u8),
    Gzip(u8),
    #[cfg(feature = "zstd")]
    Zstd(u8),
}

impl Recipe {
    /// Chooses the level for a content of `len` bytes; none for identity.
    pub(super) fn new(coding: Coding, compression: Compression, len: usize) -> Option<Self> {
        let smallest = compression == Compression::Smallest;
        match coding {
            Coding::Brotli if smallest => Some(Self::Brotli(11)),
            Coding::Brotli if len < SMALL => Some(Self::Brotli(5)),
            Coding::Brotli if len < LARGE => Some(Self::Brotli(10)),
            Coding::Brotli => Some(Self::Brotli(7)),
            Coding::Gzip => Some(Self::Gzip(if smallest { 12 } else { 7 })),
            // Levels above 19 use larger windows than a browser has to accept (RFC 9659).
            #[cfg(feature = "zstd")]
            Coding::Zstd => Some(Self::Zstd(if smallest { 19 } else { 12 })),
            _ => None,
        }
    }

    pub(super) fn coding(self) -> Coding {
        match self {
            Self::Brotli(_) => Coding::Brotli,
            Self::Gzip(_) => Coding::Gzip,
            #[cfg(feature = "zstd")]
            Self::Zstd(_) => Coding::Zstd,
        }
    }

    fn level(self) -> u8 {
        match self {
            Self::Brotli(level) | Self::Gzip(level) => level,
            #[cfg(feature = "zstd")]
            Self::Zstd(level) => level,
        }
    }

    /// Returns the part of a cache key. It need not name the version of the encoder: with another version of a
    /// dependency, the build script has another `OUT_DIR`.
    pub(super) fn name(self) -> String {
        format!("{} {}", self.coding().name(), self.level())
    }

    /// Returns the rough time for a byte in tens of nanoseconds, measured without optimisation. It orders the jobs.
    pub(super) fn effort(self) -> usize {
        match self {
            Self::Brotli(11) => 400,
            Self::Brotli(10) => 150,
            Self::Brotli(_) => 15,
            Self::Gzip(level) => {
                if level > 9 {
                    50
                } else {
                    10
                }
            }
            #[cfg(feature = "zstd")]
            Self::Zstd(level) => {
                if level > 12 {
                    120
                } else {
                    20
                }
            }
        }
    }

    /// Encodes `bytes`. Returns nothing if memory is short, the only error of these encoders.
    pub(super) fn encode(self, bytes: &[u8]) -> Vec<u8> {
        let encoded = match self {
            Self::Brotli(quality) => brotli(bytes, quality),
            Self::Gzip(level) => gzip(bytes, level),
            #[cfg(feature = "zstd")]
            Self::Zstd(level) => zstd::bulk::compress(bytes, i32::from(level)).ok(),
        };
        encoded.unwrap_or_default()
    }
}

fn brotli(bytes: &[u8], quality: u8) -> Option<Vec<u8>> {
    let quality = Quality::new(quality).ok()?;
    let mut encoded = vec![0; brotlic::compress_bound(bytes.len(), quality)?];
    let (window, mode) = (WindowSize::default(), CompressionMode::Generic);
    let len = brotlic::compress(bytes, &mut encoded, quality, window, mode).ok()?;
    encoded.truncate(len);
    Some(encoded)
}

fn gzip(bytes: &[u8], level: u8) -> Option<Vec<u8>> {
    let mut compressor = Compressor::new(CompressionLvl::new(i32::from(level)).ok()?);
    let mut encoded = vec![0; compressor.gzip_compress_bound(bytes.len())];
    let len = compressor.gzip_compress(bytes, &mut encoded).ok()?;
    encoded.truncate(len);
    Some(encoded)
}
