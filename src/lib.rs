//! rolecall answers questions of recruiting communities from a knowledge base that people can read and correct.

pub mod answer;
pub mod bot;
pub mod chart;
pub mod commands;
pub mod config;
pub mod eval;
pub mod evidence;
pub mod gaps;
mod hex;
pub mod knowledge;
pub mod loading;
pub mod metrics;
pub mod nlu;
pub mod parallel;
pub mod platform;
pub mod retrieval;
pub mod serve;
pub mod sheet;
pub mod store;
pub mod web;
