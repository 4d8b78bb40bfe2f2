//! Slack: deliveries in, messages out.
//!
//! `start` reaches Slack and stays; `socket` and `http` are the two ways in, and `delivery` is where they meet; what comes
//! over HTTP is read in `body`. `asked` and `interaction` answer; `render` is the one way from a reply to blocks; `outbox`
//! the one way to send them. `manifest` is the app as Slack is told of it. `install` and `installed` are how it comes to be
//! in several workspaces.

pub mod api;
pub mod app;
mod asked;
pub mod blocks;
pub mod body;
pub mod delivery;
pub mod doctor;
pub mod fault;
pub mod http;
pub mod incoming;
pub mod install;
mod installed;
mod interaction;
mod lanes;
mod left;
pub mod manifest;
pub mod message;
pub mod mrkdwn;
mod outbox;
pub mod paths;
pub mod render;
mod seats;
mod sign;
pub mod signature;
mod socket;
pub mod start;
pub mod workspaces;

pub use start::{Ended, Setup, Slack, prepare, router, run};
