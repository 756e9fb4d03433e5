use rocket::response::content::RawHtml;
use rocket::{get, launch, routes};

tailprint::assets!();

// The port is that of Rocket.toml or ROCKET_PORT.
#[launch]
fn rocket() -> _ {
    rocket::build().mount("/", routes![index]).mount("/", assets::service())
}

#[get("/")]
fn index() -> RawHtml<String> {
    RawHtml(page())
}

fn page() -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<title>Hello</title>
<link rel="stylesheet" href="{}">
<h1>Hello from Rocket</h1>
"#,
        assets::css::SITE_CSS
    )
}
