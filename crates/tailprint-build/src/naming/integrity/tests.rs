use super::*;

// The example of a digest that every implementation of SHA-384 is tested with (FIPS 180-4): no bytes.
#[test]
fn integrity_is_sha384_in_base64() {
    assert_eq!(
        digest(b""),
        "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb"
    );
}
