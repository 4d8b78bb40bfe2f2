//! Slack: events in, messages out.
//!
//! `render` is the one way from a reply to blocks; `manifest` is the app as Slack is told of it.

pub mod blocks;
pub mod manifest;
pub mod message;
pub mod mrkdwn;
pub mod render;
