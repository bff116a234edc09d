//! The request log: the last requests, for the inspector to list and to follow.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::{Map, Value};
use tokio::sync::broadcast;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt};

use crate::changed::Change;
use crate::faults::Note;
use crate::system::System;

/// How many requests are kept.
const KEPT: usize = 500;

/// How many of them are kept with bodies in the length they were logged in.
const FRESH: usize = 100;

/// How much of older bodies is kept, in bytes: a log of long answers would be most of the memory.
const OLD: usize = 2 << 10;

/// A request and its answer.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// A number that grows by one with each request.
    pub id: u64,
    /// When the request came.
    pub at: String,
    /// Which service it was for.
    pub system: System,
    /// The method.
    pub method: String,
    /// The path, percent-encoded as it came.
    pub path: String,
    /// The query without its `?`.
    pub query: Option<String>,
    /// What was sent.
    pub request: Message,
    /// The status of the answer.
    pub status: u16,
    /// What was answered.
    pub response: Message,
    /// How long the answer took, in milliseconds.
    pub ms: f64,
    /// The fault that hit the request.
    pub fault: Option<Note>,
    /// What the request changed.
    pub changed: Vec<Change>,
}

/// Headers and body of a request or an answer.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// The headers by name, secrets masked.
    pub headers: Map<String, Value>,
    /// The body as text, cut if it is long.
    pub body: String,
}

impl Message {
    /// Cuts the body to what is kept of old ones.
    fn shorten(&mut self) {
        if self.body.len() > OLD + '…'.len_utf8() {
            let end = (0..=OLD).rev().find(|end| self.body.is_char_boundary(*end));
            let kept = self.body.get(..end.unwrap_or_default()).unwrap_or_default();
            // A text of its own: shrunk in place, the old one would leave a hole too small for the next body.
            self.body = format!("{kept}…");
        }
    }
}

/// The last requests.
#[derive(Clone, Debug)]
pub struct Log {
    kept: Arc<Mutex<Kept>>,
    /// Tells followers about each entry; `None` ends their streams.
    news: broadcast::Sender<Option<Arc<Entry>>>,
}

#[derive(Debug, Default)]
struct Kept {
    last_id: u64,
    entries: VecDeque<Arc<Entry>>,
}

impl Default for Log {
    fn default() -> Self {
        Self { kept: Arc::default(), news: broadcast::Sender::new(KEPT) }
    }
}

impl Log {
    /// Adds an entry, which gets its number here.
    pub fn add(&self, mut entry: Entry) {
        let mut kept = self.lock();
        kept.last_id += 1;
        entry.id = kept.last_id;
        let entry = Arc::new(entry);
        if kept.entries.len() == KEPT {
            kept.entries.pop_front();
        }
        kept.entries.push_back(Arc::clone(&entry));
        if let Some(old) = kept.entries.iter_mut().rev().nth(FRESH) {
            let old = Arc::make_mut(old);
            old.request.shorten();
            old.response.shorten();
        }
        // An error says that nobody follows.
        let _ = self.news.send(Some(entry));
    }

    /// Lists the kept entries, the newest last.
    #[must_use]
    pub fn entries(&self) -> Vec<Arc<Entry>> {
        self.lock().entries.iter().cloned().collect()
    }

    /// Forgets every entry; numbers go on.
    pub fn clear(&self) {
        self.lock().entries.clear();
    }

    /// Follows the log from now on; who falls further behind than the log keeps misses entries.
    pub fn follow(&self) -> impl Stream<Item = Arc<Entry>> + Send + use<> {
        BroadcastStream::new(self.news.subscribe())
            .filter_map(Result::ok)
            .take_while(Option::is_some)
            .filter_map(|entry| entry)
    }

    /// Ends the streams of all who follow, so that their connections can close.
    pub fn close(&self) {
        let _ = self.news.send(None);
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
