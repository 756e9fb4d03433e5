//! The crates that each package brings along, and the files in it, as Cargo tells them.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

use crate::repository;

/// The packages that users name in a manifest or install, and their parts.
const PUBLISHED: [&str; 8] = [
    "cargo-tailprint",
    "tailprint",
    "tailprint-build",
    "tailprint-core",
    "tailprint-macros",
    "tailprint-quickjs",
    "tailprint-report",
    "tailprint-tailwind",
];

fn cargo(args: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let ran = Command::new(cargo).current_dir(repository::path("")).args(args).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

/// The crates behind a package: `name vX.Y.Z`.
fn crates(package: &str, features: &[&str]) -> Vec<String> {
    let tree = ["tree", "--locked", "-e", "normal,build", "--prefix=none", "--format={p}"];
    let text = cargo(&[&tree[..], &["-p", package], features].concat());
    let name = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    let mut names: Vec<String> = text.lines().filter(|line| !line.is_empty()).map(name).collect();
    names.sort();
    names.dedup();
    names
}

#[test]
fn without_default_features_no_c_compiler_is_needed() {
    let is_c = |name: &String| name.starts_with("cc v") || name.starts_with("cmake v");
    let names = crates("tailprint-build", &["--no-default-features"]);
    assert!(names.iter().any(|name| name.starts_with("tailprint-core v")), "{names:?}");
    assert!(!names.iter().any(is_c), "{names:?}");
    assert!(crates("tailprint-build", &[]).iter().any(is_c));
}

/// The crates that build scripts compile in several versions, and the crates that ask for the older ones.
const DUPLICATES: [(&str, &str); 4] = [
    ("phf", "parcel_selectors, of Lightning CSS"),
    ("phf_generator", "parcel_selectors, of Lightning CSS"),
    ("phf_shared", "parcel_selectors, of Lightning CSS"),
    ("syn", "phf_macros, of cssparser, and lightningcss-derive"),
];

#[test]
fn build_scripts_compile_no_crate_twice_but_those_that_the_parsers_of_css_ask_for() {
    let duplicates = |features: &[&str]| {
        let crates = crates("tailprint-build", features);
        let mut versions = BTreeMap::<_, usize>::new();
        for name in crates.iter().filter_map(|it| it.split(' ').next()) {
            *versions.entry(name.to_owned()).or_default() += 1;
        }
        versions
            .into_iter()
            .filter(|(_, count)| *count > 1)
            .map(|(name, _)| name)
            .collect::<Vec<_>>()
    };
    assert_eq!(duplicates(&[]), DUPLICATES.map(|(name, _)| name));
    assert_eq!(duplicates(&["--no-default-features"]), [""; 0]);
}

#[test]
fn the_default_features_of_every_package_have_the_declared_minimum_of_rust() {
    let metadata: Value =
        serde_json::from_str(&cargo(&["metadata", "--locked", "--format-version=1"])).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let minima: BTreeMap<String, (u64, u64)> = packages
        .filter_map(|package| {
            let mut numbers = package["rust_version"].as_str()?.split('.').map(str::parse);
            let minimum = (numbers.next()?.ok()?, numbers.next()?.ok()?);
            let [name, version] = ["name", "version"].map(|key| package[key].as_str().unwrap());
            Some((format!("{name} v{version}"), minimum))
        })
        .collect();
    for package in PUBLISHED {
        let names = crates(package, &[]);
        let declared = names.iter().find(|name| name.starts_with(&format!("{package} v"))).unwrap();
        let newer: Vec<_> = names
            .iter()
            .filter(|name| minima.get(*name).is_some_and(|minimum| *minimum > minima[declared]))
            .collect();
        assert!(newer.is_empty(), "{package}: {newer:?}");
    }
}

#[test]
fn every_package_brings_its_licences_and_a_page_for_the_registry() {
    let metadata: Value =
        serde_json::from_str(&cargo(&["metadata", "--locked", "--no-deps", "--format-version=1"]))
            .unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    for name in PUBLISHED {
        let package = packages.iter().find(|package| package["name"] == name).unwrap();
        let count = |key: &str| package[key].as_array().map_or(0, Vec::len);
        assert!((1..=5).contains(&count("keywords")), "{name}: keywords");
        assert!((1..=5).contains(&count("categories")), "{name}: categories");
        let list = cargo(&["package", "--list", "--allow-dirty", "-p", name]);
        let files: Vec<&str> = list.lines().collect();
        for file in ["README.md", "LICENSE-MIT", "LICENSE-APACHE"] {
            assert!(files.contains(&file), "{name} has no {file}");
        }
        assert!(!files.iter().any(|file| file.starts_with("fuzz/")), "{name}");
    }
}
