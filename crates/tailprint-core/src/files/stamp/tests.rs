use super::*;

#[test]
fn a_time_in_whole_hundredths_of_a_second_is_no_time_of_change() {
    assert!([0, 10_000_000, 990_000_000].iter().all(|coarse| !is_fine(*coarse)));
    assert!([1, 100, 4_000_000, 123_456_789].iter().all(|fine| is_fine(*fine)));
}
