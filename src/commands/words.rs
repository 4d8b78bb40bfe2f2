//! Values in any order: each run of words goes to the first free option whose kind it is of.

use super::error::{CommandError, shown};
use super::find;
use super::values::Values;
use super::{Command, Kind, Opt};
use crate::knowledge::Knowledge;

/// Words that only join values.
const JOINING: [&str; 13] = ["vs", "vs.", "versus", "and", "with", "on", "to", "from", "as", "for", "the", "of", "at"];
/// A name is never longer: some titles of official occupations have so many words.
const LONGEST_RUN: usize = 16;
/// More choices than this are not listed in an error.
const MOST: usize = 20;

/// Gives every word to an option that has no value yet.
///
/// # Errors
/// Where a word fits none, or a required value is missing.
pub fn assign(
    command: &Command,
    knowledge: &Knowledge,
    words: &[&str],
    mut values: Values,
) -> Result<Values, CommandError> {
    fill(command, knowledge, words, &mut values)?;
    check(command, knowledge, &values)?;
    Ok(values)
}

fn fill(command: &Command, knowledge: &Knowledge, words: &[&str], values: &mut Values) -> Result<(), CommandError> {
    let mut at = 0;
    while at < words.len() {
        let rest = &words[at..];
        match longest(command, knowledge, rest, values) {
            Some(used) => at += used,
            None if JOINING.contains(&rest[0].to_lowercase().as_str()) => at += 1,
            None => return Err(misfit(command, knowledge, rest, values)),
        }
    }
    Ok(())
}

fn check(command: &Command, knowledge: &Knowledge, values: &Values) -> Result<(), CommandError> {
    match command.options.iter().find(|o| o.required && !values.has(o.name)) {
        Some(missing) => Err(CommandError::missing(missing.name, &missing.kind.choices(knowledge))
            .hint(format!("an example: `{}`", command.example))),
        None => Ok(()),
    }
}

fn free<'a>(command: &Command, values: &'a Values) -> impl Iterator<Item = &'static Opt> + use<'a> {
    command.options.iter().filter(|o| !values.has(o.name))
}

/// Sets the value that the longest run of words makes, and says how many they were.
fn longest(command: &Command, knowledge: &Knowledge, rest: &[&str], values: &mut Values) -> Option<usize> {
    for option in free(command, values).filter(|o| o.kind.takes_rest()).collect::<Vec<_>>() {
        if let Some(value) = option.kind.value(knowledge, &rest.join(" ")) {
            values.set(option.name, value);
            return Some(rest.len());
        }
    }
    for run in (1..=rest.len().min(LONGEST_RUN)).rev() {
        let text = rest[..run].join(" ");
        let read = free(command, values)
            .filter(|o| !o.kind.takes_rest())
            .find_map(|o| o.kind.value(knowledge, &text).map(|value| (o.name, value)));
        if let Some((name, value)) = read {
            values.set(name, value);
            return Some(run);
        }
    }
    None
}

fn misfit(command: &Command, knowledge: &Knowledge, rest: &[&str], values: &Values) -> CommandError {
    let kinds: Vec<Kind> = kinds(free(command, values));
    let text = match kinds.as_slice() {
        [only] if only.takes_rest() => rest.join(" "),
        _ => rest[0].to_owned(),
    };
    match kinds.as_slice() {
        [] => CommandError::invalid(format!("`{}` has nothing to do with `{}`", shown(&text), command.name))
            .hint(format!("an example: `{}`", command.example)),
        [only] => only.read(knowledge, &text).err().unwrap_or_else(|| CommandError::invalid("this cannot be read")),
        several => neither(several, knowledge, &text, command),
    }
}

fn kinds(options: impl Iterator<Item = &'static Opt>) -> Vec<Kind> {
    let mut out = Vec::new();
    for option in options {
        if !out.contains(&option.kind) {
            out.push(option.kind);
        }
    }
    out
}

fn neither(kinds: &[Kind], knowledge: &Knowledge, text: &str, command: &Command) -> CommandError {
    let nouns: Vec<&str> = kinds.iter().map(|k| k.noun()).collect();
    let (last, init) = nouns.split_last().map_or(("", &[][..]), |(last, init)| (*last, init));
    let all: Vec<_> = kinds.iter().flat_map(|k| k.choices(knowledge)).collect();
    let near = find::nearest(text, &all);
    let error = CommandError::no_such(&format!("{} or {last}", init.join(", ")), text, &near, &[]);
    let lists =
        kinds.iter().map(|k| (k.noun(), k.choices(knowledge))).filter(|(_, c)| !c.is_empty() && c.len() <= MOST);
    let error = lists.fold(error, |error, (noun, choices)| {
        let values: Vec<String> = choices.iter().map(|c| format!("`{}`", c.value)).collect();
        error.hint(format!("{noun}: {}", values.join(", ")))
    });
    error.hint(format!("an example: `{}`", command.example))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::named;
    use crate::knowledge::{Basis, Tree};

    fn read(name: &str, words: &str) -> Result<Values, CommandError> {
        let knowledge = Knowledge::load(&Tree::embedded()).unwrap();
        assign(named(name).unwrap(), &knowledge, &words.split_whitespace().collect::<Vec<_>>(), Values::default())
    }

    #[test]
    fn any_order_is_kind() {
        for words in ["senior c2c", "c2c senior", "senior MLOps engineer on C2C", "mlops-engineer Corp-to-Corp sr"] {
            let values = read("salary", words).unwrap();
            assert_eq!(values.text("stage"), Some("senior"), "{words}");
            assert_eq!(values.basis(), Some(Basis::C2c), "{words}");
        }
    }

    #[test]
    fn a_value_too_many_or_unknown_is_named() {
        for words in ["senior junior", "foo", "senior \u{1b}[31m"] {
            let error = read("salary", words).unwrap_err();
            let CommandError::Invalid { message, hints } = error else { unreachable!("{words}") };
            assert!(!message.contains('\u{1b}') && !hints.is_empty(), "{message}");
        }
    }
}
