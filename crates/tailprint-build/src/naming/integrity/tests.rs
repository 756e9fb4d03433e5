use super::*;

// The example of a digest that every implementation of SHA-256 is tested with (FIPS 180-4): no bytes.
#[test]
fn integrity_is_sha256_in_base64() {
    let none = Sha256::digest(b"").into();
    assert_eq!(value(&none), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}
