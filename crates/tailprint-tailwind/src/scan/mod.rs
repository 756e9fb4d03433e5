//! Finds the words of a file that may be classes.
