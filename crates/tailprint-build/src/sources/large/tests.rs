use super::*;

#[test]
fn the_digest_of_a_file_is_that_of_its_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("film.mp4");
    for len in [0, 1, CHUNK - 1, CHUNK, 2 * CHUNK + 7] {
        let bytes: Vec<u8> = (0..len).map(|at| (at % 251) as u8).collect();
        fs::write(&file, &bytes).unwrap();
        let large = Large::read(&file, true).unwrap();
        assert_eq!(large.len, len as u64);
        assert_eq!(large.sha256(), Some(Sha256::digest(&bytes).into()));
    }
}

#[test]
fn a_file_that_has_changed_since_it_was_hashed_is_not_copied() {
    let dir = tempfile::tempdir().unwrap();
    let (file, target) = (dir.path().join("film.mp4"), dir.path().join("out/film.mp4"));
    fs::write(&file, "one").unwrap();
    let large = Large::read(&file, true).unwrap();
    large.copy_if_changed(&target).unwrap();
    assert_eq!(fs::read(&target).unwrap(), b"one");
    fs::write(&file, "other").unwrap();
    let elsewhere = dir.path().join("elsewhere.mp4");
    assert_eq!(
        large.copy_if_changed(&elsewhere).unwrap_err().to_string(),
        "it has changed meanwhile"
    );
    assert!(!elsewhere.exists());
    // The first copy has what was hashed.
    large.copy_if_changed(&target).unwrap();
    assert_eq!(fs::read(&target).unwrap(), b"one");
}
