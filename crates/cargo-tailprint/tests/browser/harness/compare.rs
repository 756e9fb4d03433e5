//! The comparison of two visits.

use serde_json::Value;

use crate::chromium::Chromium;
use crate::harness::visit::Visit;

/// Gives the share of pixels of two pictures that differ by more than rounding does.
const COMPARE: &str = "(async (one, other) => {
    const pixels = async (data) => {
        const image = new Image();
        image.src = 'data:image/png;base64,' + data;
        await image.decode();
        const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height).data;
    };
    const [left, right] = [await pixels(one), await pixels(other)];
    let different = 0;
    for (let at = 0; at < left.length; at += 4) {
        const difference = (channel) => Math.abs(left[at + channel] - right[at + channel]);
        if (Math.max(difference(0), difference(1), difference(2)) > 16) different += 1;
    }
    return different / (left.length / 4);
})";

/// Everything that the plain visit does not have or has otherwise.
pub(crate) async fn differences(
    plain: &Visit,
    hashed: &Visit,
    tolerance: f64,
    chromium: &Chromium,
) -> Vec<String> {
    let failed = hashed.failed.difference(&plain.failed).cloned();
    let errors = hashed.errors.difference(&plain.errors).cloned();
    let mut found: Vec<String> = failed.chain(errors).collect();
    for (script, times) in &hashed.scripts {
        let before = plain.scripts.get(script).copied().unwrap_or_default();
        // A script that is loaded later, or by a page that got less far, is no fault of its own.
        if before > 0 && *times > before {
            found.push(format!("runs {times} times, not {before}: {script}"));
        }
    }
    outcome("", &plain.outcome, &hashed.outcome, &mut found);
    let share = different_pixels(plain, hashed, chromium).await;
    if share > tolerance {
        found.push(format!("{:.1} % of the pixels differ", share * 100.0));
    }
    found
}

/// Adds the parts of the reports that differ.
fn outcome(place: &str, plain: &Value, hashed: &Value, found: &mut Vec<String>) {
    match (plain, hashed) {
        (Value::Object(plain), Value::Object(hashed)) => {
            for (key, value) in plain {
                let other = hashed.get(key).unwrap_or(&Value::Null);
                outcome(&format!("{place}{key}: "), value, other, found);
            }
        }
        _ if plain == hashed => {}
        _ if hashed.is_null() => found.push(format!("{place}nothing to be seen")),
        _ => found.push(format!("{place}{hashed} instead of {plain}")),
    }
}

async fn different_pixels(plain: &Visit, hashed: &Visit, chromium: &Chromium) -> f64 {
    let tab = chromium.tab().await;
    let call = format!("{COMPARE}({:?}, {:?})", plain.screenshot, hashed.screenshot);
    let share = tab.value(&call).await;
    tab.close().await;
    share.as_f64().unwrap()
}
