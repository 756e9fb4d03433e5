use std::io::Read as _;

use proptest::collection::vec;
use proptest::prelude::*;
use tailprint_core::table::Coding;

use super::*;
use crate::naming::digests::Digests;
use crate::naming::integrity;
use crate::naming::published::Published;

const ALL: &[Coding] = &[
    Coding::Brotli,
    Coding::Gzip,
    #[cfg(feature = "zstd")]
    Coding::Zstd,
];

fn asset(path: &str, bytes: &[u8]) -> Published {
    let digest = Digests::default().of(path, bytes);
    Published {
        path: path.to_owned(),
        name: path.to_owned(),
        url: path.to_owned(),
        at_root: false,
        content_type: tailprint_core::media_type(path).to_owned(),
        fingerprint: "4e3e58f1a4a4".to_owned(),
        integrity: integrity::value(&digest.sha256),
        digest,
        is_leaf: false,
        immutable: true,
        plain: None,
        storage: crate::config::Storage::Embedded,
        bytes: bytes.to_vec(),
        large: None,
        encoded: Vec::new(),
        based: Vec::new(),
        references: Vec::new(),
    }
}

fn request(cache: &[u8]) -> Request<'_> {
    Request { codings: ALL, compression: Compression::Balanced, cache }
}

/// By decoders that share no code with the encoders, but for zstd's.
fn decoded(encoded: &Encoded) -> Vec<u8> {
    let mut bytes = Vec::new();
    match encoded.coding {
        Coding::Brotli => {
            let mut input = &*encoded.bytes;
            brotli_decompressor::BrotliDecompress(&mut input, &mut bytes).unwrap();
        }
        Coding::Gzip => {
            flate2::read::GzDecoder::new(&*encoded.bytes).read_to_end(&mut bytes).unwrap();
        }
        #[cfg(feature = "zstd")]
        Coding::Zstd => bytes = zstd::decode_all(&*encoded.bytes).unwrap(),
        other => panic!("{} is not a coding to decode", other.name()),
    }
    bytes
}

/// Text of that many bytes that brotli finds neither trivial nor hopeless.
fn text(len: usize) -> Vec<u8> {
    let line = |number: u32| {
        format!(".c{number}{{margin:{}px}}\n", number.wrapping_mul(2_654_435_761) >> 20)
    };
    (0..).flat_map(|number| line(number).into_bytes()).take(len).collect()
}

/// The keys of what is encoded anew with this cache.
fn missing_keys(cache: &[u8], published: &[Published]) -> Vec<String> {
    let jobs: Vec<_> = published.iter().map(|asset| jobs(&request(cache), asset)).collect();
    let mut keys: Vec<String> =
        missing(&jobs, &Cache::read(cache)).into_iter().map(|job| job.key.clone()).collect();
    keys.sort();
    keys
}

fn keys(published: &[Published]) -> Vec<String> {
    missing_keys(&[], published)
}

proptest! {
    #[test]
    fn every_coding_decodes_to_the_identity_and_saves_five_per_cent(
        words in vec("[a-e]{1,4}|\\PC{1,3}", 0..400),
        noise in vec(any::<u8>(), 0..300),
    ) {
        let bytes = [words.join(" ").into_bytes(), noise].concat();
        let published = [asset("a.css", &bytes)];
        for compression in [Compression::Balanced, Compression::Smallest] {
            let (encoded, _) = encode(&Request { compression, ..request(&[]) }, &published);
            for encoded in &encoded[0] {
                prop_assert_eq!(decoded(encoded), &*bytes);
                prop_assert!(encoded.bytes.len() * 20 <= bytes.len() * 19);
            }
        }
    }

    #[test]
    fn a_damaged_cache_changes_nothing_but_the_time(
        damage in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let published = [asset("a.css", &text(300)), asset("b.js", &text(900))];
        let (expected, mut cache) = encode(&request(&[]), &published);
        for (place, byte) in damage {
            let place = place.index(cache.len());
            cache[place] = byte;
        }
        cache.truncate(cut.index(cache.len() + 1));
        let (encoded, renewed) = encode(&request(&cache), &published);
        prop_assert_eq!(encoded, expected);
        prop_assert_eq!(renewed, encode(&request(&[]), &published).1);
    }
}

#[test]
fn every_level_decodes_to_the_identity() {
    for len in [1, 100, (4 << 10) - 1, 4 << 10, (64 << 10) - 1, 64 << 10] {
        let bytes = text(len);
        for compression in [Compression::Balanced, Compression::Smallest] {
            let request = Request { compression, ..request(&[]) };
            let (encoded, _) = encode(&request, &[asset("a.css", &bytes)]);
            assert_eq!(encoded[0].len(), if len == 1 { 0 } else { ALL.len() }, "{len}");
            for encoded in &encoded[0] {
                assert!(decoded(encoded) == bytes, "{} of {len} bytes", encoded.coding.name());
            }
        }
    }
}

#[test]
fn types_that_are_compressed_already_are_not_encoded() {
    let published = ["a.png", "a.woff2", "a.zip", "a.br"].map(|path| asset(path, &text(1000)));
    let (encoded, _) = encode(&request(&[]), &published);
    assert!(encoded.iter().all(Vec::is_empty));
    assert!(keys(&published).is_empty(), "nothing is tried");
}

#[test]
fn an_empty_file_has_no_coding() {
    assert!(keys(&[asset("a.css", b"")]).is_empty());
}

#[test]
fn a_coding_that_saves_less_than_five_per_cent_is_not_stored_nor_tried_again() {
    // A hundred different bytes leave an encoder nothing to find.
    let bytes: Vec<u8> = (100..200).collect();
    let published = [asset("a.css", &bytes)];
    let (encoded, cache) = encode(&request(&[]), &published);
    assert_eq!(encoded, [[]]);
    assert!(missing_keys(&cache, &published).is_empty());
}

#[test]
fn an_edit_of_one_file_encodes_one_file() {
    let mut published: Vec<Published> =
        (1..=50).map(|index| asset(&format!("{index}.css"), &text(index * 40))).collect();
    let (_, cache) = encode(&request(&[]), &published);
    assert!(missing_keys(&cache, &published).is_empty());
    published[20] = asset("21.css", b"edited edited edited edited edited edited");
    assert_eq!(missing_keys(&cache, &published), keys(&published[20..21]));
}

#[test]
fn the_same_content_is_encoded_once() {
    let published = [asset("a.css", &text(500)), asset("b/c.css", &text(500))];
    assert_eq!(keys(&published).len(), ALL.len());
    let (encoded, _) = encode(&request(&[]), &published);
    assert_eq!(encoded[0], encoded[1]);
}

#[test]
fn a_damaged_entry_is_encoded_again_and_the_others_are_not() {
    let published = [asset("a.css", &text(300)), asset("b.css", &text(900))];
    let (_, mut cache) = encode(&request(&[]), &published);
    // The last byte is one of the last key's coding.
    *cache.last_mut().unwrap() ^= 1;
    let last = keys(&published).pop().unwrap();
    assert_eq!(missing_keys(&cache, &published), [last]);
}

#[test]
fn unused_entries_leave_the_cache() {
    let published = [asset("a.css", &text(300)), asset("b.css", &text(900))];
    let (_, cache) = encode(&request(&[]), &published);
    let (_, smaller) = encode(&request(&cache), &published[..1]);
    assert_eq!(missing_keys(&smaller, &published), keys(&published[1..]));
}

#[test]
fn only_the_chosen_codings_are_made() {
    let request = Request { codings: &[Coding::Gzip], ..request(&[]) };
    let (encoded, _) = encode(&request, &[asset("a.css", &text(300))]);
    let codings: Vec<Coding> = encoded[0].iter().map(|encoded| encoded.coding).collect();
    assert_eq!(codings, [Coding::Gzip]);
}

/// The sums were made on x86-64, where the encoders make the same bytes at every opt-level; on `AArch64`, whose compilers
/// fuse floating-point operations, they do as well. A new version of an encoder may make others.
#[test]
fn the_encoders_make_the_same_bytes_on_every_machine() {
    let sums = |len| {
        let (encoded, _) = encode(&request(&[]), &[asset("a.css", &text(len))]);
        let sum = |encoded: &Encoded| (encoded.coding, libdeflater::crc32(&encoded.bytes));
        encoded[0].iter().take(2).map(sum).collect::<Vec<_>>()
    };
    let expected = |brotli, gzip| vec![(Coding::Brotli, brotli), (Coding::Gzip, gzip)];
    let sums = [2 << 10, 16 << 10, 512 << 10].map(sums);
    let expected = [
        expected(433_782_063, 4_195_246_029),
        expected(2_940_738_910, 1_351_287_137),
        expected(961_646_330, 1_358_530_757),
    ];
    assert_eq!(sums, expected);
}
