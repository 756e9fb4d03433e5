//! The output that `docs/guide/collect.md` shows.
//!
//! `xtask/tests/docs` in the workspace checks that the page has these texts.

use crate::world::World;

const HUMAN: &str = r#"
error: no static asset "img/bb.png", written "../img/bb.png"
 --> static/css/app.css:1:18
  |
1 | a{background:url(../img/bb.png)}
  |                  ^^^^^^^^^^^^^
  |
  = help: did you mean "img/b.png"?

1 error
"#;

const JSON: &str = r#"
{"severity":"error","file":"static/css/app.css","line":1,"column":18,"message":"no static asset \"img/bb.png\", written \"../img/bb.png\"","help":"did you mean \"img/b.png\"?","cause":"missing","path":"img/bb.png"}
"#;

#[test]
fn the_guide_shows_a_missing_image_as_it_is_printed() {
    let world = World::new(&[
        ("static/css/app.css", "a{background:url(../img/bb.png)}"),
        ("static/img/b.png", "png"),
    ]);
    let human = world.run("check --from static");
    assert_eq!((human.code, human.out.as_str()), (Some(1), HUMAN.trim_start()));
    let json = world.run("check --from static --format json");
    assert_eq!((json.code, json.out.as_str()), (Some(1), JSON.trim_start()));
}
