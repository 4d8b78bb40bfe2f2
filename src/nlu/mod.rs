//! Text in, meaning out.

pub mod analyser;
pub mod clauses;
pub mod entities;
pub mod function_words;
pub mod normalise;
pub mod phrases;
pub mod target;
pub mod token;
pub mod vocabulary;

pub use analyser::{Analyser, Analysis};
pub use entities::Entities;
pub use target::Target;
