//! How much fits where in Slack.

pub use crate::platform::cut::{cut, length, one_line};

/// Of the text of a section, and of a part of a context.
pub const SECTION: usize = 3_000;
/// Of a header.
pub const HEADER: usize = 150;
/// Parts of a context.
pub const PARTS: usize = 10;
/// Elements of a row of buttons and menus.
pub const ROW: usize = 25;
/// Of what a button says when it is pressed.
pub const VALUE: usize = 2_000;
/// Of the words on a button, and of something to choose.
pub const LABEL: usize = 75;
/// Of what comes back when something is chosen.
pub const CHOICE: usize = 150;
/// Things to choose from in a menu.
pub const CHOICES: usize = 100;
/// Blocks of a message.
pub const BLOCKS: usize = 50;
/// Of the text of a message: beyond it, Slack advises against.
pub const TEXT: usize = 4_000;
/// Of what names a block, an element or a form.
pub const ID: usize = 255;
