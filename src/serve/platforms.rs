//! Platforms side by side: one sign stops them all, and one that cannot go on ends them all.

use std::future::Future;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use tokio::time::timeout;

use super::ServeError;

/// What runs, and the sign that stops it.
pub(super) struct Platforms {
    running: JoinSet<Result<(), ServeError>>,
    stop: watch::Sender<bool>,
}

impl Platforms {
    /// Nothing runs yet.
    pub(super) fn new() -> Platforms {
        Platforms { running: JoinSet::new(), stop: watch::Sender::new(false) }
    }

    /// Comes to an end when everything is to stop; hand it to the platform.
    pub(super) fn stopped(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut heard = self.stop.subscribe();
        async move {
            // Where the sender is gone, everything is over as well.
            let _ = heard.wait_for(|stop| *stop).await;
        }
    }

    /// Starts one.
    pub(super) fn add<E: Into<ServeError>>(&mut self, run: impl Future<Output = Result<(), E>> + Send + 'static) {
        self.running.spawn(async move { run.await.map_err(Into::into) });
    }

    /// Waits for the sign or for the first that ends, then stops the others; that may take so long.
    pub(super) async fn until(mut self, sign: impl Future<Output = ()>, most: Duration) -> Result<(), ServeError> {
        let first = tokio::select! {
            () = sign => Ok(()),
            ended = self.running.join_next() => ended.map_or(Ok(()), outcome),
        };
        self.stop.send_replace(true);
        let rest = timeout(most, async {
            let mut result = Ok(());
            while let Some(ended) = self.running.join_next().await {
                result = result.and(outcome(ended));
            }
            result
        });
        // What does not stop in time is dropped with the process.
        first.and(rest.await.unwrap_or(Ok(())))
    }
}

fn outcome(ended: Result<Result<(), ServeError>, JoinError>) -> Result<(), ServeError> {
    ended.unwrap_or(Err(ServeError::Broken))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    /// Two platforms that end when they are told to, and count it.
    fn two() -> (Platforms, Arc<AtomicUsize>) {
        let (mut platforms, ended) = (Platforms::new(), Arc::new(AtomicUsize::new(0)));
        for _ in 0..2 {
            let (stopped, ended) = (platforms.stopped(), Arc::clone(&ended));
            platforms.add(async move {
                stopped.await;
                ended.fetch_add(1, Ordering::Relaxed);
                Ok::<(), ServeError>(())
            });
        }
        (platforms, ended)
    }

    #[tokio::test]
    async fn one_sign_ends_all() {
        let (platforms, ended) = two();
        assert!(platforms.until(async {}, LONG).await.is_ok());
        assert_eq!(ended.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn one_that_cannot_go_on_ends_all_with_its_reason() {
        let (mut platforms, ended) = two();
        platforms.add(async { Err(crate::platform::discord::Ended::Token) });
        let result = platforms.until(std::future::pending(), LONG).await;
        assert!(matches!(result, Err(ServeError::Discord(crate::platform::discord::Ended::Token))), "{result:?}");
        assert_eq!(ended.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn one_that_does_not_stop_is_not_waited_for() {
        let (mut platforms, _) = two();
        platforms.add(std::future::pending::<Result<(), ServeError>>());
        assert!(platforms.until(async {}, Duration::from_millis(20)).await.is_ok());
    }
}
