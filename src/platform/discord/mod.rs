//! Discord: events in, messages out.
//!
//! `start` connects and stays; `handler` takes events; `hearing` says which messages are for the bot; `render` is the one
//! way from a reply to a message; `outbox` the one way to send it.

pub mod app;
pub mod commands;
pub mod custom_id;
pub mod doctor;
mod exchange;
mod handler;
pub mod hearing;
mod interaction;
mod message;
mod outbox;
pub mod payload;
pub mod recipe;
pub mod render;
mod settings;
pub mod start;
mod texts;

pub use start::{Ended, Setup, run};
