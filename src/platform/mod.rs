//! Where questions come from and replies go to.

pub mod answering;
pub mod contract;
pub mod discord;
pub mod explained;
pub mod terminal;
pub mod up;
