//! The terminal: lines of JSON for tools, a conversation for people.

pub mod json;
