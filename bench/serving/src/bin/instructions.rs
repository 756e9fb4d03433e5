//! Instructions of one request, counted by callgrind, for tailprint and for a fixed route that is mounted in the same way.
//!
//! `cargo run --release -p serving --bin instructions` in `bench/`. The same run gives the same numbers, however busy
//! the machine is. What a process needs to start is taken away by counting two numbers of requests.

use std::collections::HashMap;
use std::process::Command;

use serving::servers::{CASES, SERVE_DIR, contestants};
use serving::{Result, frameworks};

const FEW: u32 = 100;
const MANY: u32 = 600;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [contestant, case, count] = &*arguments {
        let case = *CASES.get(case.parse::<usize>()?).ok_or("no case")?;
        let mut contestants = contestants(case).into_iter();
        let contestant = contestants.nth(contestant.parse()?).ok_or("no contestant")?;
        return frameworks::exchange(contestant, case.coding.name(), count.parse()?);
    }
    for (number, case) in CASES.into_iter().enumerate().filter(|(_, case)| case.file == "small.css")
    {
        println!("\n{}, {}\n", case.file, case.coding.name());
        println!("| | instructions | of the fixed route |\n|---|--:|--:|");
        let mut counted = HashMap::new();
        for (index, contestant) in contestants(case).iter().enumerate() {
            // A file is read by another thread, whose turns are not the same in every run.
            if contestant.name == SERVE_DIR {
                continue;
            }
            let count = |requests| instructions(index, number, requests);
            let each = (count(MANY)? - count(FEW)?) / u64::from(MANY - FEW);
            counted.insert(contestant.name, each);
            let fixed = contestant.fixed.and_then(|name| counted.get(name));
            let ratio = fixed.map(|fixed| format!("{:.2}", each as f64 / *fixed as f64));
            println!("| {} | {each} | {} |", contestant.name, ratio.as_deref().unwrap_or("-"));
        }
    }
    Ok(())
}

/// Of this program under callgrind.
fn instructions(contestant: usize, case: usize, requests: u32) -> Result<u64> {
    let arguments = [contestant.to_string(), case.to_string(), requests.to_string()];
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe()?)
        .args(arguments)
        .output()?;
    let text = String::from_utf8(output.stderr)?;
    let collected = text.lines().find_map(|line| line.split_once("Collected : "));
    let (_, number) = collected.ok_or_else(|| format!("valgrind says {text}"))?;
    if !output.status.success() {
        return Err(text.into());
    }
    Ok(number.trim().parse()?)
}
