use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = brotlic::CompressorWriter::new(Vec::new());
    encoder.write_all(bytes).unwrap();
    encoder.into_inner().unwrap()
}

#[test]
fn a_coding_stands_for_the_bytes_that_it_decodes_to_and_no_others() {
    let plain = b"a{color:red}".repeat(2_000);
    let sha256 = |bytes: &[u8]| base16ct::lower::encode_string(&Sha256::digest(bytes));
    let mut codings = vec![(Encoding::Gzip, gzip(&plain)), (Encoding::Brotli, brotli(&plain))];
    #[cfg(feature = "zstd")]
    codings.push((Encoding::Zstd, zstd::bulk::compress(&plain, 3).unwrap()));
    for (coding, coded) in codings {
        let decodes = |coded: &[u8], to: &[u8]| decodes_to(coding, coded, to.len(), &sha256(to));
        assert!(decodes(&coded, &plain), "{coding:?}");
        let (longer, shorter) = ([&*plain, b"x"].concat(), &plain[..plain.len() - 1]);
        let other = [&plain[..9], b"X", &plain[10..]].concat();
        for to in [&*longer, shorter, &other, b""] {
            assert!(!decodes(&coded, to), "{coding:?} {}", to.len());
        }
        assert!(!decodes(&coded[..coded.len() / 2], &plain), "{coding:?}");
        assert!(!decodes(b"no coding", &plain), "{coding:?}");
        assert!(!decodes(b"", &plain), "{coding:?}");
    }
}

#[test]
fn the_digest_of_a_file_is_that_of_all_its_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a");
    std::fs::write(&file, b"abc").unwrap();
    let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(sha256_of(&file).unwrap(), sha256);
    assert!(sha256_of(folder.path()).is_err());
}
