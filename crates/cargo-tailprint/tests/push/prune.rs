//! `releases` and `prune`.

use crate::server::{Fault, Server, long_ago};
use crate::site::{OPTIONS, URL, assert_complete, push, releases, run, site, store};
use crate::world::World;

/// A store with three releases, each with a leaf of its own, all of them old.
fn three() -> (World, Server) {
    let (world, server) = (site(), Server::start());
    let leaf = world.read("web/img/leaf.svg");
    for version in 0..3 {
        world.write("web/img/leaf.svg", &format!("{leaf}<!--{version}-->"));
        assert_eq!(push(&world, &server, "").code, Some(0));
    }
    server.change(|objects| objects.values_mut().for_each(|object| object.modified = long_ago()));
    server.requests();
    (world, server)
}

fn prune(world: &World, server: &Server, more: &str) -> crate::world::Ran {
    run(world, server, &format!("prune {URL} {more}"))
}

#[test]
fn releases_are_listed_newest_first_a_line_each() {
    let (world, server) = three();
    let ran = run(&world, &server, &format!("releases {URL}"));
    let ids: Vec<String> = releases(&store(&server)).into_iter().map(|(id, _)| id).collect();
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}{}", ran.out, ran.err);
    for (line, id) in lines.iter().zip(ids.iter().rev()) {
        assert!(line.starts_with(&format!("{id}  pushed 20")), "{line}");
        assert!(line.contains("Z  5 objects, "), "{line}");
    }
    let ran = run(&world, &server, &format!("releases {URL} --format json"));
    let line: serde_json::Value = serde_json::from_str(ran.out.lines().next().unwrap()).unwrap();
    assert_eq!((&line["release"], &line["objects"]), (&ids[2].clone().into(), &5.into()));
    assert_eq!(run(&world, &server, "releases s3://b/empty").out, "no releases\n");
}

#[test]
fn a_dry_run_comes_first_and_yes_deletes() {
    let (world, server) = three();
    let before = store(&server);
    let ran = prune(&world, &server, "--keep 1");
    assert!(
        ran.out.contains("dry run, nothing deleted: 2 releases and 6 objects of "),
        "{}{}",
        ran.out,
        ran.err
    );
    assert!(ran.out.ends_with(" deleted, 1 release kept\n`--yes` deletes them\n"), "{}", ran.out);
    assert_eq!(store(&server), before);
    let ran = prune(&world, &server, "--keep 1 --yes");
    assert!(ran.out.contains("\n2 releases and 6 objects of "), "{}{}", ran.out, ran.err);
    let after = store(&server);
    assert_eq!(releases(&after).len(), 1);
    assert_eq!(after.len(), 5 + 2, "{:?}", after.keys());
    assert_complete(&after);
    // All others are what they were, and the next push needs none of the deleted.
    assert!(after.iter().all(|(name, bytes)| before[name] == *bytes));
    assert!(push(&world, &server, "").out.starts_with("0 uploaded, 5 unchanged, "));
}

#[test]
fn releases_that_are_young_or_among_the_latest_are_kept() {
    let (world, server) = three();
    let ran = prune(&world, &server, "--yes");
    assert!(
        ran.out.starts_with("0 releases and 0 objects of 0 B deleted, 3 releases kept"),
        "{}",
        ran.out
    );
    let ran = prune(&world, &server, "--keep 1 --keep-for 100w --yes");
    assert!(
        ran.out.starts_with("0 releases and 0 objects of 0 B deleted, 3 releases kept"),
        "{}",
        ran.out
    );
    let ran = prune(&world, &server, "--keep 0");
    assert_eq!(ran.code, Some(2), "{}", ran.out);
}

#[test]
fn what_a_push_has_just_uploaded_is_safe() {
    let (world, server) = three();
    world.write("web/css/a.css", "a{color:red}");
    server.fail(|request| {
        (request.method == "PUT" && request.key.ends_with(".json")).then_some(Fault::Error)
    });
    assert_eq!(push(&world, &server, "").code, Some(2));
    server.fail(|_| None);
    let before = store(&server);
    let ran = prune(&world, &server, "--keep 1 --yes");
    assert!(
        ran.err.contains("has not ended, and may rely on any object"),
        "{}{}",
        ran.out,
        ran.err
    );
    assert_eq!((ran.code, store(&server)), (Some(2), before));
    // The push is known to be dead, and its object is young: `--grace` stands for both.
    let ran = prune(&world, &server, "--keep 1 --grace 0s --yes");
    assert!(ran.out.contains("2 releases and 7 objects of "), "{}{}", ran.out, ran.err);
    assert_complete(&store(&server));
}

#[test]
fn a_prune_that_died_is_ended_by_the_next_one() {
    let (world, server) = three();
    // The releases are deleted, the objects are not.
    server.fail(move |request| {
        let is_delete = request.method == "POST" || request.method == "DELETE";
        is_delete.then_some(Fault::Error)
    });
    let ran = prune(&world, &server, "--keep 1 --yes");
    assert_eq!(ran.code, Some(2), "{}", ran.out);
    server.fail(|_| None);
    let flag = store(&server).into_keys().find(|name| name.ends_with(".prune")).unwrap();
    server.change(|objects| {
        objects.retain(|key, _| !key.contains("/releases/") || key.ends_with(".prune"));
        objects.get_mut(&format!("app/static/{flag}")).unwrap().modified = long_ago();
    });
    let ran = prune(&world, &server, "--keep 1 --yes");
    assert!(ran.out.starts_with("0 releases and 6 objects of "), "{}{}", ran.out, ran.err);
    assert!(!store(&server).into_keys().any(|name| name.ends_with(".prune")));
}

#[test]
fn a_push_waits_for_a_prune_that_runs() {
    let (world, server) = three();
    let flag = "app/static/releases/20260101T000000.000Z-000000000000.prune";
    server.change(|objects| {
        let object = objects.values().next().unwrap().clone();
        objects.insert(flag.to_owned(), object);
    });
    let mut child = world
        .command(&format!("push {URL} {OPTIONS}"))
        .envs(server.environment())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1_500));
    assert!(child.try_wait().unwrap().is_none(), "the push did not wait");
    server.change(|objects| drop(objects.remove(flag)));
    assert!(child.wait_with_output().unwrap().status.success());
}

#[test]
fn a_folder_is_pruned_as_well() {
    let world = site();
    for version in 0..3 {
        world.write(
            "web/img/leaf.svg",
            &format!("<svg xmlns=\"http://www.w3.org/2000/svg\"/><!--{version}-->"),
        );
        assert_eq!(world.run(&format!("push store {OPTIONS}")).code, Some(0));
    }
    let ran = world.run("prune store --keep 1 --keep-for 0s --grace 0s --yes");
    assert!(ran.out.contains("2 releases and 6 objects of "), "{}{}", ran.out, ran.err);
    let ran = world.run("releases store");
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    assert_eq!(world.names("store").len(), 5 + 2, "{:?}", world.names("store"));
}
