//! The terminal: lines of JSON for tools, a conversation for people.

pub mod json;
pub mod lines;
pub mod paint;
pub mod plain;
