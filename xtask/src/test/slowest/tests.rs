#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::*;

const REPORT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="nextest-run" tests="2" time="9.000">
    <testsuite name="crate::suite" tests="2">
        <testcase name="fast::one" classname="crate::suite" timestamp="2026" time="0.010">
        </testcase>
        <testcase name="slow::two" classname="crate::suite" timestamp="2026" time="12.345">
            <failure message="<testcase-like text>"/>
        </testcase>
    </testsuite>
</testsuites>
"#;

#[test]
fn tests_are_read_with_their_binary_and_time() {
    assert_eq!(
        tests(REPORT),
        [
            Test { binary: "crate::suite", name: "fast::one", seconds: 0.01 },
            Test { binary: "crate::suite", name: "slow::two", seconds: 12.345 },
        ]
    );
}

#[test]
fn the_slowest_test_is_listed_first() {
    let folder = std::env::temp_dir().join(format!("xtask-slowest-{}", std::process::id()));
    std::fs::write(&folder, REPORT).unwrap();
    let table = table(&folder).unwrap();
    std::fs::remove_file(&folder).unwrap();
    let lines: Vec<&str> = table.trim().lines().collect();
    assert_eq!(
        lines,
        [
            "slowest of 2 tests, which took 12 s:",
            "    12.3 s  crate::suite slow::two",
            "     0.0 s  crate::suite fast::one"
        ]
    );
}
