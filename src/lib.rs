//! rolecall answers questions of recruiting communities from a knowledge base that people can read and correct.

pub mod eval;
pub mod retrieval;
