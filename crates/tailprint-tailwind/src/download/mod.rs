//! Files over HTTPS, checked before anyone sees them.
