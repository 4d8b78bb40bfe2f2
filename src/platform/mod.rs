//! Where questions come from and replies go to.

pub mod action;
pub mod admin;
pub mod again;
pub mod answering;
pub mod check;
pub mod claims;
pub mod contract;
pub mod cooldown;
pub mod counts;
pub mod cut;
pub mod digest;
pub mod discord;
pub mod exchange;
pub mod explained;
pub mod ground;
pub mod hearing;
pub mod limits;
pub mod recall;
pub mod recipe;
pub mod settings;
pub mod shorthand;
pub mod slack;
pub mod terminal;
mod texts;
pub mod up;
pub mod view;
