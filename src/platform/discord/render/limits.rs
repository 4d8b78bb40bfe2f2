//! How much fits where in Discord.

pub use crate::platform::cut::{cut, length, one_line, pages};

/// Of plain text.
pub const CONTENT: usize = 2_000;
/// Of the text of an embed.
pub const DESCRIPTION: usize = 4_096;
/// Of everything in all embeds of a message.
pub const EMBEDS: usize = 6_000;
/// Of the text of a field.
pub const FIELD: usize = 1_024;
/// Of the line above an embed, and of the title of a field.
pub const NAME: usize = 256;
/// Of the line below an embed.
pub const FOOTER: usize = 2_048;
/// Of what a button says when it is pressed.
pub const CUSTOM_ID: usize = 100;
/// Of the words on a button.
pub const BUTTON: usize = 80;
/// Of an item of a menu, and of a choice while somebody types.
pub const ITEM: usize = 100;
/// Items of a menu, and choices while somebody types.
pub const ITEMS: usize = 25;
/// Buttons in a row, and rows in a message.
pub const ROW: usize = 5;
