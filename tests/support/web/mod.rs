//! A running page, and a browser to look at it.
#![allow(dead_code, reason = "every test file uses its own part of this")]

pub(crate) mod browser;
pub(crate) mod journal;
pub(crate) mod site;
