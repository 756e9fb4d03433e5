//! All assets, each with its references in both directions.

use std::collections::HashMap;

use tailprint_core::build_json::Mode;

use super::write::{Text, counted, path, size};
use crate::report::{Asset, Report};

/// The most references of an asset that are listed.
const EDGES: usize = 50;

pub(super) fn assets(report: &Report) -> String {
    let places = report.places();
    let is_hashed = report.mode == Mode::Hashed;
    let items: String = report
        .assets
        .iter()
        .enumerate()
        .map(|(at, asset)| item(at, asset, &places, is_hashed))
        .collect();
    format!(
        "<form class=\"tools\" id=\"tools\" hidden><label>Search <input type=\"search\" id=\"search\" autocomplete=\"off\" \
         spellcheck=\"false\"></label> <label>Order <select id=\"order\"><option value=\"path\">by path</option>\
         <option value=\"size\">by size</option><option value=\"edges\">by references</option></select></label> \
         <output id=\"count\"></output></form>\n<ul class=\"assets\" id=\"list\">\n{items}</ul>\n"
    )
}

fn item(at: usize, asset: &Asset, places: &HashMap<&str, usize>, is_hashed: bool) -> String {
    let sizes = asset.sizes;
    let edges =
        asset.references.len() + asset.loads.len() + asset.referrers.len() + asset.templates.len();
    let forms = if is_hashed {
        format!(
            "{} raw, {} as Brotli, {} as gzip. ",
            size(sizes.raw),
            size(sizes.br),
            size(sizes.gzip)
        )
    } else {
        String::new()
    };
    let published = if asset.name == asset.path {
        "Its name is not hashed.".to_owned()
    } else {
        format!("Published as {}.", path(&asset.name))
    };
    let links = |title: &str, paths: &[String]| {
        let link = |it: &String| match places.get(&**it) {
            Some(at) => format!("<li><a href=\"#a{at}\">{}</a></li>", Text(it)),
            None => format!("<li>{}</li>", Text(it)),
        };
        let more = paths.len().saturating_sub(EDGES);
        let more = if more > 0 {
            format!("<li>{} more</li>", counted(more, "asset"))
        } else {
            String::new()
        };
        let items: String = paths.iter().take(EDGES).map(link).collect();
        if paths.is_empty() {
            String::new()
        } else {
            format!("<p>{title}</p><ul>{items}{more}</ul>")
        }
    };
    format!(
        "<li id=\"a{at}\" data-size=\"{}\" data-edges=\"{edges}\"><details><summary><span class=\"key {}\"></span>\
         <span class=\"p\">{}</span> <span class=\"s\">{}</span></summary><p>{forms}{published}</p>{}{}{}{}</details></li>\n",
        sizes.raw,
        asset.kind.name(),
        Text(&asset.path),
        size(sizes.raw),
        links("Refers to", &asset.references),
        links("Loads by plain names", &asset.loads),
        links("Referred to by", &asset.referrers),
        links("Named in", &asset.templates),
    )
}
