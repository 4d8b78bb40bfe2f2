//! Discord: events in, messages out.
//!
//! `start` connects and stays; `handler` takes events; `render` is the one way from a reply to a message; `outbox` the one
//! way to send it, in the `lanes` that Discord's limits make.

pub mod app;
pub mod commands;
pub mod doctor;
mod fleet;
mod handler;
mod interaction;
mod lanes;
mod message;
mod missed;
mod outbox;
pub mod payload;
pub mod render;
pub mod start;
mod texts;

pub use start::{Ended, Setup, run};
