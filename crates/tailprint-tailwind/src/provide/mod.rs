//! Where Tailwind's code comes from.
