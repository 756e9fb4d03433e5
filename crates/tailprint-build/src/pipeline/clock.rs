//! The time that each stage takes.

use std::time::Instant;

/// A stopwatch with a lap for each stage.
pub(super) struct Clock {
    lap: Instant,
    /// Stages and milliseconds.
    pub(super) laps: Vec<(&'static str, f64)>,
}

impl Clock {
    pub(super) fn start() -> Self {
        Self { lap: Instant::now(), laps: Vec::new() }
    }

    /// Ends the lap of a stage.
    pub(super) fn lap(&mut self, stage: &'static str) {
        self.laps.push((stage, self.lap.elapsed().as_secs_f64() * 1000.0));
        self.lap = Instant::now();
    }
}
