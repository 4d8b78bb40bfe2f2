//! Work that may take longer than Discord waits.

use std::future::Future;
use std::time::Duration;

use super::super::outbox;
use super::super::payload::{Payload, Response};
use super::Call;

/// Work that takes longer is announced first; Discord itself waits three seconds.
const PATIENCE: Duration = Duration::from_millis(1_500);

impl Call<'_> {
    /// Answers privately with what the work comes to, at once or after a "thinking".
    pub(super) async fn after(&self, work: impl Future<Output = String>) {
        tokio::pin!(work);
        tokio::select! {
            text = &mut work => {
                self.tell(text).await;
            }
            () = tokio::time::sleep(PATIENCE) => {
                if self.respond(Response::Defer { private: true }).await {
                    // What went wrong is logged where it is sent.
                    let _ = outbox::follow(self.app, self.http, self.token, &Payload::text(work.await)).await;
                }
            }
        }
    }
}
