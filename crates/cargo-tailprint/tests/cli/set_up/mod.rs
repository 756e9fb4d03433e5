//! Apps that are new, and apps that tailprint is added to.

mod corpus;
mod init;
mod new;
