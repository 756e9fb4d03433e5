use super::*;

#[test]
fn contents_are_equal_to_their_last_byte() {
    let bytes = |len: usize| (0..len).map(|at| (at % 251) as u8).collect::<Vec<_>>();
    for len in [0, 1, 8 << 10, 100_000] {
        let own = bytes(len);
        let buffered = |bytes: &'static [u8]| BufReader::with_capacity(1000, bytes);
        let other = || bytes(len).leak();
        assert!(is_equal(&*own, buffered(other())).unwrap(), "{len}");
        let longer = bytes(len + 1).leak();
        assert!(!is_equal(&*own, buffered(longer)).unwrap(), "{len}");
        assert!(!is_equal(buffered(longer), &*own).unwrap(), "{len}");
        if let Some(last) = len.checked_sub(1) {
            let changed = other();
            changed[last] ^= 1;
            assert!(!is_equal(&*own, buffered(changed)).unwrap(), "{len}");
        }
    }
}
