use super::*;

fn place(file: &str, line: usize) -> Place {
    Place { file: file.to_owned(), line, column: 1 }
}

fn compiled() -> Compiled {
    let places = [
        ("p-4", vec![place("a.html", 1), place("b.html", 1)]),
        ("m-1", vec![place("a.html", 2)]),
        ("w-1", vec![place("b.html", 3), place("b.html", 4)]),
    ];
    Compiled {
        output: "app.css".to_owned(),
        css: "@layer theme{:root{--a:1}}@layer utilities{.p-4{a:b}.m-1{a:bc}.w-1{a:bcd}.w-1.p-4{x:y}}"
            .to_owned(),
        places: places.into_iter().map(|(class, places)| (class.to_owned(), places)).collect(),
    }
}

#[test]
fn rules_are_counted_by_layer() {
    let styles = Styles::of(&compiled());
    let layers: Vec<_> = styles.layers.iter().map(|it| (&*it.name, it.rules, it.bytes)).collect();
    assert_eq!(layers, [("theme", 1, 12), ("utilities", 4, 9 + 10 + 11 + 13)]);
    assert_eq!(styles.classes, 3);
    assert_eq!(styles.largest[0].selector, ".w-1.p-4");
}

#[test]
fn a_file_brings_the_rules_whose_classes_no_other_file_has() {
    let styles = Styles::of(&compiled());
    let files: Vec<_> =
        styles.files.iter().map(|it| (&*it.file, it.classes, it.alone, it.bytes)).collect();
    assert_eq!(files, [("b.html", 2, 1, 11), ("a.html", 2, 1, 10)]);
}

#[test]
fn a_class_that_is_written_twice_in_a_file_is_not_used_once() {
    let styles = Styles::of(&compiled());
    let once: Vec<_> = styles.once.iter().map(|it| (&*it.class, &*it.place.file)).collect();
    assert_eq!(once, [("m-1", "a.html")]);
}
