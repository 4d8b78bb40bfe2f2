//! Forms that were sent: why an answer did not help, which figure is wrong.

use serenity::model::application::{ActionRowComponent, ModalInteraction};

use super::super::app::place;
use super::super::texts;
use super::Call;
use super::button::question_of;
use crate::platform::action::Action;
use crate::store::{Helpful, Vote, Write};

/// Keeps what was written.
pub(super) async fn taken(call: Call<'_>, form: &ModalInteraction) {
    let (entry, helpful) = match Action::parse(&form.data.custom_id) {
        Some(Action::Reason(entry)) => (entry, Helpful::No),
        Some(Action::Figure(entry)) => (entry, Helpful::WrongFigure),
        _ => {
            call.tell(texts::OLD_BUTTON).await;
            return;
        }
    };
    let Some(message) = &form.message else {
        call.tell(texts::OLD_BUTTON).await;
        return;
    };
    let (answer, question) = (place(call.channel, message.id), question_of(message));
    let (voter, reason, at) = (call.app.voter(call.user), written(form), call.app.now());
    call.app.keeper.keep(Write::Vote(Vote { answer, voter, question, entry, helpful, reason, at }));
    call.tell(texts::THANKS_REASON).await;
}

fn written(form: &ModalInteraction) -> Option<String> {
    let parts = form.data.components.iter().flat_map(|row| &row.components);
    let text = parts
        .filter_map(|part| if let ActionRowComponent::InputText(input) = part { input.value.clone() } else { None });
    text.map(|t| t.trim().to_owned()).find(|t| !t.is_empty())
}
