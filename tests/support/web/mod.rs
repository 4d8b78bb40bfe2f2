//! A running page.
#![allow(dead_code, reason = "every test file uses its own part of this")]

pub(crate) mod site;
