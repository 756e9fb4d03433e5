//! The way from the threads to the session.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::Sender;

/// A sender of one kind of event.
///
/// A thread knows the kind that it sends, and not the enum of all events, which would have to know the thread.
pub(crate) struct EventSender<T>(Arc<dyn Fn(T) -> bool + Send + Sync>);

impl<T> EventSender<T> {
    /// Makes a sender to a channel; `wrap` turns the event into one of the channel.
    pub(crate) fn new<E: Send + 'static>(
        channel: &Sender<E>,
        wrap: impl Fn(T) -> E + Send + Sync + 'static,
    ) -> Self {
        let channel = channel.clone();
        Self(Arc::new(move |event| channel.send(wrap(event)).is_ok()))
    }

    /// Sends an event. Returns false once nobody receives any more.
    pub(crate) fn send(&self, event: T) -> bool {
        (self.0)(event)
    }
}

impl<T> Clone for EventSender<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> fmt::Debug for EventSender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventSender")
    }
}
