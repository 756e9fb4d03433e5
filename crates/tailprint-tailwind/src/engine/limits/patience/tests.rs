use std::sync::mpsc;

use super::*;

const SHORT: Duration = Duration::from_millis(50);

/// The answer of a thread that gives no sign for so many times the grace.
fn after(times: u32, clock: impl Fn() -> Duration) -> Result<u8, RecvTimeoutError> {
    let (reply, answer) = mpsc::channel();
    std::thread::spawn(move || {
        std::thread::sleep(SHORT * times);
        // The caller may have given up.
        let _ = reply.send(7);
    });
    wait_by(clock, SHORT, &answer, Duration::ZERO, &Progress::default())
}

#[test]
fn a_silent_thread_is_waited_for_as_long_as_the_process_gets_no_processor_time() {
    assert_eq!(after(4, || Duration::ZERO), Ok(7));
    let begun = Instant::now();
    assert_eq!(after(40, || begun.elapsed()), Err(RecvTimeoutError::Timeout));
    assert_eq!(after(10 * BUSY, || Duration::ZERO), Err(RecvTimeoutError::Timeout));
}
