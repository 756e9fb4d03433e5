//! Runs Tailwind's compiler.
