//! A slow encoder among tasks that must not wait for it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task::block_in_place;

use crate::retrieval::{Encoder, Finer};

/// An encoder that reads beside the tasks of the runtime that it is called from: these go on in another thread meanwhile.
pub(super) struct Aside<E> {
    encoder: E,
    /// Processors that are free for it. With the last of them the tasks themselves are worked on, so that a burst of
    /// texts makes no more threads than there are processors.
    free: AtomicUsize,
}

/// A processor that is given back.
struct Taken<'a>(&'a AtomicUsize);

impl<E: Encoder> Aside<E> {
    pub(super) fn new(encoder: E) -> Aside<E> {
        let processors = thread::available_parallelism().map_or(1, usize::from);
        Aside { encoder, free: AtomicUsize::new(processors - 1) }
    }

    fn take(&self) -> Option<Taken<'_>> {
        let less = |free: usize| free.checked_sub(1);
        self.free.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).ok().map(|_| Taken(&self.free))
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Whether there are tasks that another thread can go on with.
fn among_tasks() -> bool {
    Handle::try_current().is_ok_and(|handle| handle.runtime_flavor() == RuntimeFlavor::MultiThread)
}

impl<E: Encoder> Encoder for Aside<E> {
    fn dimensions(&self) -> usize {
        self.encoder.dimensions()
    }

    fn encode(&self, text: &str) -> Option<Vec<f32>> {
        match among_tasks().then(|| self.take()).flatten() {
            Some(_taken) => block_in_place(|| self.encoder.encode(text)),
            None => self.encoder.encode(text),
        }
    }

    fn knows(&self, word: &str) -> bool {
        self.encoder.knows(word)
    }

    fn finer(&self) -> Option<&Finer> {
        self.encoder.finer()
    }

    fn warm_up(&self) {
        self.encoder.warm_up();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Reads as long as a task lets it.
    struct Slow;

    impl Encoder for Slow {
        fn dimensions(&self) -> usize {
            1
        }

        fn encode(&self, _: &str) -> Option<Vec<f32>> {
            thread::sleep(Duration::from_millis(200));
            Some(vec![1.0])
        }

        fn knows(&self, _: &str) -> bool {
            false
        }
    }

    #[test]
    fn other_tasks_go_on_while_it_reads() {
        let aside = Aside { encoder: Slow, free: AtomicUsize::new(1) };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(async {
            let other = tokio::spawn(tokio::time::sleep(Duration::from_millis(20)));
            let read = tokio::spawn(async move {
                let read = aside.encode("x");
                (read, other.is_finished(), aside.free.into_inner())
            });
            assert_eq!(read.await.unwrap(), (Some(vec![1.0]), true, 1));
        });
    }

    #[test]
    fn it_reads_where_there_are_no_other_tasks_or_no_thread_for_them() {
        let aside = Aside { encoder: Slow, free: AtomicUsize::new(0) };
        assert!(aside.encode("x").is_some());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async { assert!(aside.encode("x").is_some()) });
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
        runtime.block_on(async { assert!(tokio::spawn(async move { aside.encode("x") }).await.unwrap().is_some()) });
    }
}
