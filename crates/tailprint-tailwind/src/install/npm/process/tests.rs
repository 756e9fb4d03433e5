#![cfg(unix)]

use super::*;

#[test]
fn a_program_that_hangs_is_ended_and_one_that_talks_a_lot_is_not_held_up() {
    let sh = |script: &str, limit: Duration| {
        run(Command::new("sh").arg("-c").arg(script), limit).unwrap()
    };
    let start = Instant::now();
    assert!(sh("exec sleep 60", Duration::from_millis(100)).is_none());
    assert!(start.elapsed() < Duration::from_secs(30));
    let many = "i=0; while [ $i -lt 20000 ]; do echo 'so many words' >&2; i=$((i+1)); done; exit 3";
    let ended = sh(many, Duration::from_secs(60)).unwrap();
    assert_eq!((ended.status.code(), ended.stderr.len()), (Some(3), 14 * 20_000));
}
