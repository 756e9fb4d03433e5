//! Makes style sheets small.
