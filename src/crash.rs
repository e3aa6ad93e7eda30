//! Crashes on demand, for the tests of what a trap leaves behind (`--features crash`).
#![allow(clippy::panic, reason = "that is what it is for")]

use crate::executor::Task;
use std::hint::black_box;

/// Crashes while a call starts.
pub(crate) fn during_start(repository: &str) {
    if repository == "crash-at-once" {
        panic!("asked to");
    }
}

/// Crashes when the executor first runs the task of a call.
pub(crate) fn during_run(task: Task, repository: String) -> Task {
    Box::pin(async move {
        match repository.as_str() {
            "crash-panic" => panic!("asked to"),
            "crash-stack" => drop(black_box(deeper(black_box(1)))),
            "crash-memory" => exhaust(),
            _ => {}
        }
        task.await;
    })
}

#[allow(unconditional_recursion, reason = "that is what it is for")]
fn deeper(depth: u64) -> u64 {
    let room = black_box([depth; 64]);
    deeper(depth + 1) + room.iter().sum::<u64>()
}

fn exhaust() {
    let mut hoard = Vec::new();
    loop {
        // Reserved and not written: 4 GiB of pages would take seconds.
        hoard.push(black_box(Vec::<u8>::with_capacity(64 << 20)));
    }
}
