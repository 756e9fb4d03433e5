//! Servers that die, fail, slow down and cut connections; several commands at once. A thousand rounds with commands that
//! die as well are in `src/push/tests`, in one process and without waits.

use std::process::{Child, Output, Stdio};

use crate::server::{Fault, Server};
use crate::site::{
    OPTIONS, URL, assert_complete, assert_no_dangling, push, releases, run, site, store,
};
use crate::world::World;

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

fn change(world: &World, version: u64) {
    let leaf = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    world.write("web/img/leaf.svg", &format!("{leaf}<!--{version}-->"));
    world.write("web/worker.js", &format!("// version {version}"));
}

#[test]
fn a_server_that_dies_leaves_nothing_that_points_to_what_is_missing() {
    // A flag, two lists, five uploads, a question and a release: the server dies at each kind.
    for requests in [1, 3, 4, 6, 9] {
        let (world, server) = (site(), Server::start());
        server.die_after(Some(requests));
        let ran = push(&world, &server, "");
        assert_eq!(ran.code, Some(2), "{requests}: {}", ran.out);
        let left = store(&server);
        assert_no_dangling(&left);
        assert_eq!(releases(&left).len(), 0);
        server.die_after(None);
        // The worker is written again whatever is there.
        let kept = left
            .keys()
            .filter(|name| !name.starts_with("releases/") && *name != "worker.js")
            .count();
        if requests > 3 {
            assert!(ran.err.contains("(push again; it goes on from there)"), "{}", ran.err);
        }
        let ran = push(&world, &server, "");
        let expected = format!("{} uploaded, {kept} unchanged, ", 5 - kept);
        assert!(
            ran.out.starts_with(&expected),
            "{requests}: {kept} were there: {}{}",
            ran.out,
            ran.err
        );
        assert_complete(&store(&server));
        assert_no_dangling(&store(&server));
    }
}

#[test]
fn errors_slow_downs_cuts_and_lost_answers_are_overcome() {
    let (world, server) = (site(), Server::start());
    let mut numbers = Numbers(7);
    let faults = [Fault::Error, Fault::SlowDown, Fault::Truncated, Fault::Lost, Fault::HalfAnswer];
    server.fail(move |_| {
        let number = usize::try_from(numbers.below(20)).unwrap();
        faults.get(number).copied()
    });
    for version in 0..6 {
        change(&world, version);
        // A push may give up. The next one goes on.
        let ended = (0..5).any(|_| push(&world, &server, "").code == Some(0));
        assert!(ended);
        assert_complete(&store(&server));
        assert_no_dangling(&store(&server));
    }
    server.fail(|_| None);
    assert!(releases(&store(&server)).len() >= 6);
    let ran = push(&world, &server, "--verify");
    assert!(
        ran.out.starts_with("0 uploaded, 5 unchanged, ")
            || ran.out.starts_with("1 uploaded, 4 unchanged, "),
        "{}",
        ran.out
    );
}

/// Two pushes of different builds and a prune, all at once.
fn round(worlds: &[World; 2], server: &Server, version: u64) {
    let spawn = |world: &World, args: &str| -> Child {
        let mut command = world.command(args);
        command.envs(server.environment()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    for (place, world) in worlds.iter().enumerate() {
        change(world, 2 * version + place as u64);
    }
    let args = format!("push {URL} {OPTIONS}");
    let prune = format!("prune {URL} --keep 1 --keep-for 0s --yes");
    let running = [spawn(&worlds[0], &args), spawn(&worlds[0], &prune), spawn(&worlds[1], &args)];
    let [first, prune, second]: [Output; 3] =
        running.map(|child| child.wait_with_output().unwrap());
    // A command may give up on a server that fails often enough, but it says so.
    for ended in [&first, &prune, &second] {
        let text = String::from_utf8_lossy(&ended.stderr);
        assert!([Some(0), Some(2)].contains(&ended.status.code()), "{text}");
    }
    assert_complete(&store(server));
    assert_no_dangling(&store(server));
}

fn rounds(number: u64) {
    let (worlds, server) = ([site(), site()], Server::start());
    let mut numbers = Numbers(3);
    for version in 0..number {
        let mut seed = Numbers(numbers.below(1 << 30));
        server.fail(move |_| {
            std::thread::sleep(std::time::Duration::from_millis(seed.below(4)));
            match seed.below(40) {
                0 => Some(Fault::Error),
                1 => Some(Fault::Lost),
                _ => None,
            }
        });
        // Old enough for every prune, so that the rules of running commands alone protect them.
        server.change(|objects| {
            for object in objects.values_mut() {
                object.modified -= std::time::Duration::from_secs(2 * 3_600);
            }
        });
        round(&worlds, &server, version);
    }
    server.fail(|_| None);
    let ran =
        run(&worlds[0], &server, &format!("prune {URL} --keep 1 --keep-for 0s --grace 0s --yes"));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_complete(&store(&server));
    assert_eq!(releases(&store(&server)).len(), 1);
}

#[test]
fn two_pushes_and_a_prune_at_once_leave_every_release_complete() {
    rounds(5);
}

#[test]
#[ignore = "takes a minute: rounds of real processes"]
fn forty_rounds_of_two_pushes_and_a_prune_leave_every_release_complete() {
    rounds(40);
}
