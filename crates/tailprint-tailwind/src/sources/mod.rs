//! Chooses the files that are searched for classes.
