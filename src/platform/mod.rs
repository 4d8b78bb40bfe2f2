//! Where questions come from and replies go to.

pub mod answering;
pub mod discord;
pub mod terminal;
