use std::panic::panic_any;
use std::sync::Barrier;

use super::*;

#[test]
fn a_result_comes_from_another_thread() {
    let here = thread::current().id();
    let there = run(|| thread::current().id()).wait().unwrap();
    assert_ne!(here, there);
}

#[test]
fn a_panic_ends_the_task_and_not_the_pool() {
    for _ in 0..2 * MOST {
        assert!(run(|| panic_any("expected")).wait().is_err());
    }
    assert_eq!(run(|| 1).wait().unwrap(), 1);
}

#[test]
fn more_work_than_threads_is_done_all_the_same() {
    let tasks: Vec<_> = (0..10 * MOST).map(|index| run(move || index)).collect();
    let results: Vec<_> = tasks.into_iter().map(|task| task.wait().unwrap()).collect();
    assert_eq!(results, (0..10 * MOST).collect::<Vec<_>>());
}

#[test]
fn work_runs_side_by_side() {
    let barrier = Arc::new(Barrier::new(2));
    let meet = || {
        let barrier = Arc::clone(&barrier);
        run(move || barrier.wait().is_leader())
    };
    let (one, two) = (meet(), meet());
    assert!(one.wait().unwrap() != two.wait().unwrap());
}
