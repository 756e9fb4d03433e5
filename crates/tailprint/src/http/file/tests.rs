use std::fs::FileTimes;
use std::io::Write as _;
use std::thread::sleep;
use std::time::Duration;

use tempfile::NamedTempFile;

use super::*;

/// A file of this size whose bytes are not all the same, which has just changed.
fn fresh(size: u64) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    let bytes: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
    file.write_all(&bytes).unwrap();
    file
}

/// Waits until the file may be trusted by its times.
fn settle(file: &NamedTempFile) {
    let stamp = || Stamp::of(&file.as_file().metadata().unwrap());
    while cfg!(unix) && !is_settled(stamp(), SystemTime::now()) {
        sleep(Duration::from_millis(50));
    }
}

fn etag(file: &NamedTempFile) -> String {
    File::open(file.path()).unwrap().1
}

fn stream(file: &NamedTempFile, part: Range<u64>) -> Stream {
    match File::open(file.path()).unwrap().0.part(part) {
        Part::Stream(stream) => stream,
        Part::Bytes(_) => panic!("a small file"),
    }
}

fn read(mut stream: Stream) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    while stream.remaining() > 0 {
        content.extend_from_slice(&stream.next()?);
    }
    Ok(content)
}

/// Replaces a byte and leaves size and modification time as they are.
fn patch(file: &mut NamedTempFile, at: u64) {
    let modified = file.as_file().metadata().unwrap().modified().unwrap();
    let handle = file.as_file_mut();
    handle.seek(SeekFrom::Start(at)).unwrap();
    handle.write_all(&[255]).unwrap();
    handle.set_times(FileTimes::new().set_modified(modified)).unwrap();
}

#[test]
fn every_part_of_a_file_is_read_as_it_is() {
    let size = 2 * SMALL + 77;
    let file = fresh(size);
    let expected = fs::read(file.path()).unwrap();
    for settled in [false, true] {
        if settled {
            settle(&file);
        }
        for part in [
            0..size,
            0..1,
            size - 1..size,
            CHUNK - 1..CHUNK + 1,
            CHUNK..2 * CHUNK,
            5..2 * CHUNK + 5,
            SMALL + 1..size,
        ] {
            let content = read(stream(&file, part.clone())).unwrap();
            assert!(content == expected[index(part.start)..index(part.end)], "{part:?}");
        }
    }
}

#[test]
fn a_change_within_the_granule_of_the_clock_has_another_tag() {
    for size in [10, SMALL + 1] {
        let mut file = fresh(size);
        let before = etag(&file);
        patch(&mut file, 3);
        assert_ne!(etag(&file), before, "{size} bytes");
    }
}

#[test]
fn a_settled_file_keeps_its_tag_and_a_small_one_that_of_its_content() {
    let (small, large) = (fresh(SMALL), fresh(SMALL + 1));
    let fresh = etag(&small);
    settle(&large);
    assert_eq!(etag(&small), fresh);
    assert_eq!(etag(&large), etag(&large));
    let copy = NamedTempFile::new().unwrap();
    fs::copy(small.path(), copy.path()).unwrap();
    assert_eq!(etag(&copy), fresh);
}

#[cfg(unix)]
#[test]
fn a_settled_file_that_changes_has_another_tag_whatever_its_modification_time() {
    for size in [10, SMALL + 1] {
        let mut file = fresh(size);
        settle(&file);
        let before = etag(&file);
        patch(&mut file, 3);
        assert_ne!(etag(&file), before, "{size} bytes");
    }
}

#[test]
fn a_file_that_changes_while_it_is_read_ends_in_an_error() {
    for settled in [false, true] {
        let changes: [fn(&mut NamedTempFile); 2] =
            [|file| file.as_file().set_len(SMALL).unwrap(), |file| patch(file, SMALL + CHUNK + 9)];
        for (number, change) in changes.into_iter().enumerate() {
            let mut file = fresh(2 * SMALL);
            if settled {
                settle(&file);
            }
            let mut stream = stream(&file, 0..2 * SMALL);
            let first = stream.next().unwrap();
            assert_eq!(first, fs::read(file.path()).unwrap()[..index(CHUNK)]);
            change(&mut file);
            let error = read(stream).unwrap_err();
            assert_eq!(error.to_string(), "the file has changed while it was sent", "{number}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_is_replaced_is_sent_as_it_was_or_ends_in_an_error() {
    for settled in [false, true] {
        let file = fresh(2 * SMALL);
        let expected = fs::read(file.path()).unwrap();
        if settled {
            settle(&file);
        }
        let stream = stream(&file, 0..2 * SMALL);
        let other = file.path().with_extension("new");
        fs::write(&other, vec![7; index(2 * SMALL)]).unwrap();
        fs::rename(&other, file.path()).unwrap();
        match read(stream) {
            Ok(content) => assert!(content == expected),
            Err(error) => assert_eq!(error.kind(), io::ErrorKind::InvalidData),
        }
    }
}

#[test]
fn bytes_that_differ_anywhere_have_another_digest() {
    let bytes: Vec<u8> = (0..200_u8).collect();
    let mut known: Vec<u64> = (0..=200).map(|len| digest(&bytes[..len])).collect();
    known.push(digest(&[0; 64]));
    known.push(digest(&[0; 96]));
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut other = bytes.clone();
            other[at] ^= 1 << bit;
            known.push(digest(&other));
            // The same change twice, in the same place of two steps.
            if let Some(byte) = other.get_mut(at + 16) {
                *byte ^= 1 << bit;
                known.push(digest(&other));
            }
        }
    }
    let count = known.len();
    known.sort_unstable();
    known.dedup();
    assert_eq!(known.len(), count);
}

#[test]
fn a_folder_is_no_file() {
    assert!(File::open(&std::env::temp_dir()).is_err());
}
