//! The packages of an app that have the same mount, for frameworks that would ask the first of them alone.

use std::any::Any;
use std::cell::RefCell;
use std::rc::{Rc, Weak};

use crate::Assets;

/// The tables that an app has, by the default service of the app, of which every app has its own.
type Mounted = Vec<(Weak<dyn Any>, &'static Assets)>;

thread_local! {
    static MOUNTED: RefCell<Mounted> = const { RefCell::new(Vec::new()) };
}

/// Panics if another package has the same mount in the app with this default service: the first of them would be asked
/// for all paths, and answer those of the other with 404.
///
/// Assets at the root are an exception, since they leave all paths but their own to the app.
pub(in crate::http) fn refuse_shared_mount<D: 'static>(
    default_service: &Rc<D>,
    assets: &'static Assets,
) {
    let app: Rc<dyn Any> = Rc::<D>::clone(default_service);
    let (mount, package) = (assets.mount(), assets.settings().package);
    MOUNTED.with_borrow_mut(|mounted| {
        mounted.retain(|(app, _)| app.strong_count() > 0);
        let is_of_app = |other: &Weak<_>| std::ptr::addr_eq(other.as_ptr(), Rc::as_ptr(&app));
        let of_app = mounted.iter().filter(|(other, _)| is_of_app(other));
        for (_, other) in of_app.filter(|(_, other)| other.mount() == mount) {
            let other = other.settings().package;
            assert!(
                other == package || mount.is_empty(),
                "the assets of `{other}` and of `{package}` are both mounted at {mount} (give one of them a mount of its \
                 own: `Config::url_prefix(\"/static-{package}/\")` in its build.rs)"
            );
        }
        mounted.push((Rc::downgrade(&app), assets));
    });
}
