//! Writes the two files that are served, and hands them to everyone who embeds.

use std::fmt::Write as _;
use std::{fs, io};

use tailprint_build::{Compression, Config};

fn main() -> io::Result<()> {
    fs::create_dir_all("static")?;
    for (name, size) in [("small.css", 1024), ("large.css", 350 * 1024)] {
        let file = format!("static/{name}");
        if !fs::metadata(&file).is_ok_and(|known| known.len() == size as u64) {
            fs::write(file, style_sheet(size))?;
        }
    }
    memory_serve::load_directory("./static");
    // memory-serve has but the highest level of brotli; the others' sizes shall not differ for that reason.
    Config::new().compression(Compression::Smallest).build();
    Ok(())
}

/// About as compressible as a style sheet is.
fn style_sheet(size: usize) -> String {
    const PROPERTIES: [&str; 6] =
        ["color", "margin-inline", "padding", "border-color", "background", "inset-block-start"];
    let mut text = String::with_capacity(size + 100);
    let mut state = 1_u32;
    while text.len() < size {
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as usize
        };
        let (class, property, value) =
            (random() % 900, random() % PROPERTIES.len(), random() % 4096);
        let _ =
            writeln!(text, ".component-{class} .item {{ {}: #{value:03x} }}", PROPERTIES[property]);
    }
    text.truncate(size);
    text
}
