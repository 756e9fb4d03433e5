//! Parts of `dev` together.
