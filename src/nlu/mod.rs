//! Text in, meaning out.

pub mod entities;
pub mod normalise;
pub mod phrases;
pub mod token;
pub mod vocabulary;
