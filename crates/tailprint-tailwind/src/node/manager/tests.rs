use super::*;

#[test]
fn the_nearest_lock_file_tells_the_package_manager() {
    let folder = tempfile::tempdir().unwrap();
    let app = folder.path().join("apps/web");
    std::fs::create_dir_all(&app).unwrap();
    assert_eq!(Manager::of(&app).add_dev(), "npm install --save-dev");
    for (lock, install, add, add_dev) in [
        ("bun.lock", "bun install", "bun add", "bun add --dev"),
        ("yarn.lock", "yarn install", "yarn add", "yarn add --dev"),
        ("pnpm-lock.yaml", "pnpm install", "pnpm add", "pnpm add --save-dev"),
        ("package-lock.json", "npm install", "npm install", "npm install --save-dev"),
    ] {
        std::fs::write(folder.path().join(lock), "").unwrap();
        let manager = Manager::of(&app);
        assert_eq!((manager.install(), manager.add(), manager.add_dev()), (install, add, add_dev));
    }
    std::fs::write(app.join("yarn.lock"), "").unwrap();
    assert_eq!(Manager::of(&app), Manager::Yarn);
    assert!(!is_plug_and_play(&app));
    std::fs::write(folder.path().join(".pnp.cjs"), "").unwrap();
    assert!(is_plug_and_play(&app));
}
