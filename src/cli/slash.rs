//! The registry's commands as subcommands.

use clap::{Arg, ArgAction, ArgMatches, Command as Clap};
use rolecall::answer::Reply;
use rolecall::commands::{self, Command, CommandError, Context, Opt, Values};
use rolecall::knowledge::Knowledge;

use super::failure::Failure;
use super::globals::Globals;
use super::{Done, ask, exhibits};

/// The id of the argument that takes values in any order.
const WORDS: &str = "words";

/// A command of the registry that is not one of the command line's own as well.
pub(crate) fn named(name: &str) -> Option<&'static Command> {
    commands::named(name).filter(|command| command.name != "ask")
}

/// A subcommand for each of those.
pub(crate) fn subcommands() -> impl Iterator<Item = Clap> {
    commands::ALL.iter().filter(|c| named(c.name).is_some()).map(subcommand)
}

fn subcommand(command: &Command) -> Clap {
    let words =
        Arg::new(WORDS).num_args(0..).value_name("VALUE").help("Values, in any order").hide(command.options.is_empty());
    let json = Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print the reply as one JSON object");
    exhibits::flags(Clap::new(command.name), command)
        .about(command.summary)
        .override_usage(usage(command))
        .after_help(format!("Example: rolecall {}", command.example))
        .args(command.options.iter().map(option))
        .arg(words)
        .arg(json)
}

fn option(option: &Opt) -> Arg {
    Arg::new(option.name).long(option.name).value_name(option.name).help(option.help)
}

fn usage(command: &Command) -> String {
    let option = |o: &Opt| if o.required { o.name.to_uppercase() } else { format!("[{}]", o.name.to_uppercase()) };
    let options: Vec<String> = command.options.iter().map(option).collect();
    format!("rolecall {} {} [--json]", command.name, options.join(" ")).replace("  ", " ")
}

/// Does what a command of the registry says.
pub(crate) fn run(globals: &Globals, command: &'static Command, matches: &ArgMatches) -> Done {
    let knowledge = globals.origin().knowledge()?;
    let given = given(command, matches);
    let words: Vec<&str> =
        matches.get_many::<String>(WORDS).into_iter().flatten().flat_map(|w| w.split_whitespace()).collect();
    let reply = reply(globals, &knowledge, command, &given, &words)?;
    let wanted = exhibits::Wanted::of(command, matches);
    let reply = wanted.for_reader(&knowledge, reply, globals.today());
    let done = ask::show(&reply, matches.get_flag("json"))?;
    wanted.show(&knowledge, &reply, globals.today())?;
    Ok(done)
}

fn given<'a>(command: &'static Command, matches: &'a ArgMatches) -> Vec<(&'static Opt, &'a str)> {
    let value = |o: &'static Opt| matches.get_one::<String>(o.name).map(|text| (o, text.as_str()));
    command.options.iter().filter_map(value).collect()
}

/// The reply to a command with some values by name and others in any order.
pub(crate) fn reply(
    globals: &Globals,
    knowledge: &Knowledge,
    command: &'static Command,
    given: &[(&'static Opt, &str)],
    words: &[&str],
) -> Result<Reply, Failure> {
    let mut values = Values::default();
    for (option, text) in given {
        values.set(option.name, option.kind.read(knowledge, text).map_err(failure)?);
    }
    let values = commands::assign(command, knowledge, words, values).map_err(failure)?;
    commands::reply(command, &Context { knowledge }, &values, globals.today()).map_err(failure)
}

/// A line such as `/salary senior c2c`, in a conversation; nothing where it is no command.
pub(crate) fn line(globals: &Globals, knowledge: &Knowledge, line: &str) -> Option<Result<Reply, Failure>> {
    let mut words = line.strip_prefix('/')?.split_whitespace();
    let command = named(words.next()?)?;
    Some(reply(globals, knowledge, command, &[], &words.collect::<Vec<_>>()))
}

/// A command error as the command line tells it.
pub(crate) fn failure(error: CommandError) -> Failure {
    match error {
        CommandError::Invalid { message, hints } => hints.into_iter().fold(Failure::new(message), Failure::hint),
        CommandError::Unknown { note, .. } => Failure::new(note),
    }
}
