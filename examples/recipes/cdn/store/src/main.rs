//! The server at 127.0.0.1:9000, until it is stopped.

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map_or(PathBuf::from("target/store"), PathBuf::from);
    let store = recipe_store::Store::start(&folder, "127.0.0.1:9000")?;
    println!("listening on {}, on the folder {}", store.url(), folder.display());
    loop {
        std::thread::park();
    }
}
