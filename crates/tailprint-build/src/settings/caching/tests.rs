use super::*;

fn caching(rules: &[(&str, &str, bool)], no_transform: &[&str]) -> Caching {
    let mut problems = Problems::default();
    let mut config = Config::new();
    for (glob, value, is_forced) in rules {
        if *is_forced {
            config.force_cache_control(*glob, *value);
        } else {
            config.cache_control(*glob, *value);
        }
    }
    for glob in no_transform {
        config.no_transform(*glob);
    }
    let caching = Caching::new(&config, &mut problems);
    assert!(!problems.has_errors(), "{}", problems.into_report());
    caching
}

fn values(name: &str, path: &str) -> Values {
    Values { name: name.to_owned(), path: path.to_owned() }
}

#[test]
fn a_long_promise_is_about_the_hashed_name_alone_unless_it_is_forced() {
    let long = "public, max-age=604800";
    let rules = [("*", "max-age=60", false), ("*.js", long, false), ("a.js", long, true)];
    let caching = caching(&rules, &[]);
    assert_eq!(caching.hashed("a.css", true), values("max-age=60", "max-age=60"));
    assert_eq!(caching.hashed("b.js", true), values(long, ""));
    assert_eq!(caching.hashed("a.js", true), values(long, long));
    assert_eq!(caching.plain("b.js"), Values::default());
}

#[test]
fn no_transform_is_added_once_to_the_value_or_the_default() {
    let caching = caching(&[("*.js", "no-store", false), ("n.js", "No-Transform", false)], &["*"]);
    let immutable = "public, max-age=31536000, immutable, no-transform";
    assert_eq!(caching.hashed("a.css", true), values(immutable, "no-cache, no-transform"));
    assert_eq!(caching.hashed("a.css", false).name, "no-cache, no-transform");
    assert_eq!(caching.hashed("a.js", true).name, "no-store, no-transform");
    assert_eq!(caching.hashed("n.js", true).name, "No-Transform");
    assert_eq!(caching.plain("a.js").path, "no-cache, no-transform");
}

#[test]
fn a_promise_is_long_if_no_cache_asks_for_more_than_a_day() {
    for long in [
        "immutable",
        "public, max-age=86401",
        "S-MaxAge=\"99999\"",
        "max-age=1, stale-while-revalidate=31536000",
        "max-age=99999999999999999999999999",
    ] {
        assert!(is_long(long), "{long}");
    }
    for short in [
        "no-store",
        "no-cache, max-age=31536000",
        "max-age=86400",
        "private",
        "stale-if-error=604800",
    ] {
        assert!(!is_long(short), "{short}");
    }
    assert!(is_long("no-cache=\"set-cookie\", max-age=31536000"));
}

#[test]
fn a_malformed_value_is_reported() {
    for bad in ["", "max-age", "max-age=x", "max-age=-1", "a b", "a,,b", "a\nb", " a", "=1"] {
        let mut problems = Problems::default();
        let _ = Caching::new(Config::new().cache_control("*", bad), &mut problems);
        assert_eq!(
            problems.into_report().to_string(),
            format!(
                "`Config::cache_control`: \"{}\" is no value of Cache-Control \
                 (write directives such as \"public, max-age=600\")",
                bad.replace('\n', "\\n")
            )
        );
    }
    for good in ["private=\"x-a\"", "public, max-age=600, must-understand", "no-store"] {
        assert!(is_cache_control(good), "{good}");
    }
}
