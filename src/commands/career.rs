//! `career`: the stages of a role.

use super::salary::{ROLE, STAGE};
use super::{Command, CommandError, Context, Kind, Opt, Response, Values};
use crate::answer::{CareerAspect, Request, format};

pub(super) const COMMAND: Command = Command {
    name: "career",
    summary: "The career path of a role, or one stage of it",
    example: "career staff transition",
    options: &[
        ROLE,
        STAGE,
        Opt { name: "about", help: "Scope (the default), transition or years", required: false, kind: Kind::About },
    ],
    run,
};

fn run(context: &Context<'_>, values: &Values) -> Result<Response, CommandError> {
    let role = context.role(values)?;
    if context.knowledge.roles.get(&role).is_none_or(|r| r.stage.is_empty()) {
        return Err(no_stages(context, &role));
    }
    let request = match values.text("stage") {
        None if values.about().is_some() => {
            return Err(CommandError::missing("stage", &Kind::Stage.choices(context.knowledge)));
        }
        None => Request::Ladder(role),
        Some(stage) => {
            let about = values.about().unwrap_or(CareerAspect::Scope);
            Request::Career { role, stages: vec![stage.to_owned()], about }
        }
    };
    Ok(Response::Answer(vec![request]))
}

fn no_stages(context: &Context<'_>, role: &str) -> CommandError {
    let staged = context.knowledge.roles.values().filter(|r| !r.stage.is_empty());
    let there: Vec<String> = staged.map(|r| format::with_article(&r.name)).collect();
    let name = format::with_article(&context.role_name(role));
    CommandError::unknown(format!(
        "I have no sourced career path for {name}; what I have is for {}.",
        format::list(&there)
    ))
}
