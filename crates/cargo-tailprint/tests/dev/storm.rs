//! Ten thousand things happen to files, and nothing is left behind.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::chromium::Chromium;
use crate::site::{Dev, Site, within};

/// The resources that a process holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Held {
    descriptors: usize,
    threads: usize,
    watches: usize,
    children: usize,
}

impl Held {
    fn by(dev: &Dev) -> Self {
        let own = format!("/proc/{}", dev.child.id());
        let count = |folder: &str| fs::read_dir(format!("{own}/{folder}")).unwrap().count();
        let infos = fs::read_dir(format!("{own}/fdinfo")).unwrap().flatten();
        let infos = infos.filter_map(|entry| fs::read_to_string(entry.path()).ok());
        let watches =
            infos.map(|info| info.lines().filter(|line| line.starts_with("inotify")).count()).sum();
        Self {
            descriptors: count("fd"),
            threads: count("task"),
            watches,
            children: dev.children().len(),
        }
    }
}

/// Numbers that look random and are the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

fn folders(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).unwrap().flatten();
    1 + entries
        .filter(|entry| entry.path().is_dir())
        .map(|entry| folders(&entry.path()))
        .sum::<usize>()
}

fn happen(root: &Path, dice: &mut Dice, number: u32) {
    let folder: PathBuf =
        root.join(["css", "img", "js", "d0", "d1", "d1/e"][dice.below(6) as usize]);
    let file = folder.join(format!(
        "f{}.{}",
        dice.below(30),
        ["css", "svg", "js", "txt"][dice.below(4) as usize]
    ));
    let other =
        folder.join(format!("f{}.{}", dice.below(30), ["css", "svg"][dice.below(2) as usize]));
    let _ = match dice.below(9) {
        0 | 1 => {
            fs::create_dir_all(&folder).and_then(|()| fs::write(&file, format!("/* {number} */")))
        }
        2 => fs::remove_file(&file),
        3 => fs::rename(&file, &other),
        4 => fs::set_permissions(
            &file,
            fs::Permissions::from_mode(0o600 + dice.below(2) as u32 * 0o44),
        ),
        // vim: the former one becomes a backup
        5 => {
            let backup = folder.join("f0.css~");
            let _ = fs::rename(&file, &backup);
            let _ = fs::write(&file, format!("/* {number} */"));
            fs::remove_file(&backup)
        }
        // beside it, and moved
        6 => fs::write(folder.join(".f.tmp"), "x")
            .and_then(|()| fs::rename(folder.join(".f.tmp"), &file)),
        7 if folder.starts_with(root.join("d1")) => fs::remove_dir_all(&folder),
        8 if folder.ends_with("d0") => fs::rename(&folder, root.join("moved"))
            .and_then(|()| fs::rename(root.join("moved"), root.join("d0"))),
        _ => fs::OpenOptions::new()
            .append(true)
            .open(&file)
            .and_then(|mut file| std::io::Write::write_all(&mut file, b" ")),
    };
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_random_events_leave_nothing_behind_and_end_in_the_right_state() {
    let site = Site::new("dev-storm");
    let mut dev = site.dev(&[]);
    let chromium = Chromium::start(800, 600).await;
    let tab = chromium.tab().await;
    tab.open(&dev.url).await;
    let root = site.folder().join("static");
    let first = "h1 { color: rgb(0, 0, 1) !important }";
    site.write("static/css/plain.css", first);
    tab.until("getComputedStyle(document.querySelector('h1')).color", "rgb(0, 0, 1)").await;
    let (before, folders_before) = (Held::by(&dev), folders(&root));

    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for number in 0..10_000 {
        happen(&root, &mut dice, number);
        if number % 97 == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    site.write("static/css/plain.css", "h1 { color: rgb(7, 8, 9) !important }");
    tab.until("getComputedStyle(document.querySelector('h1')).color", "rgb(7, 8, 9)").await;

    // One watch for each folder that there is now; of the rest, as much as before.
    let expected = |held: Held| {
        held.watches + folders_before == before.watches + folders(&root)
            && held.descriptors <= before.descriptors + 1
            && held.children == before.children
    };
    let settled = within(Duration::from_secs(30), || {
        let held = Held::by(&dev);
        expected(held) && held.threads <= before.threads + 1
    });
    assert!(
        settled,
        "{before:?} became {:?} with {} folders of static files",
        Held::by(&dev),
        folders(&root)
    );
    assert_eq!(dev.log().matches("tailprint build ").count(), 1, "nothing was rebuilt");

    // Files that appeared during the storm are followed, in folders that did, too.
    site.write("static/d1/e/new.css", "");
    dev.said("/static/d1/e/new.css");
    dev.signal("INT");
    assert_eq!(dev.ended().code(), Some(130));
    chromium.stop().await;
}
