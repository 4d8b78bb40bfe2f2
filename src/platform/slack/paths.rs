//! Paths on the web server, where Slack comes over HTTP.

/// Events.
pub const EVENTS: &str = "/slack/events";
/// Slash commands.
pub const COMMANDS: &str = "/slack/commands";
/// Buttons, menus, shortcuts and forms.
pub const INTERACTIVITY: &str = "/slack/interactivity";
/// What there is to choose while somebody types.
pub const OPTIONS: &str = "/slack/options";
/// Where people of other workspaces begin to install the app.
pub const INSTALL: &str = "/slack/install";
/// Where Slack sends them back to.
pub const CALLBACK: &str = "/slack/oauth/callback";
