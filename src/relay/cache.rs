//! Answers that may be given again for a moment (rule P).

use super::forward::{Subject, Visit};
use super::limits::Rates;
use super::table::{MAX_ENTRIES, Table};
use super::upstream::Reply;

/// How many answers are kept, and how long one may be.
const MAX_REPLIES: usize = 1_000;
const MAX_LENGTH: usize = 16 << 10;
/// How long it is remembered that nobody is there, in milliseconds, if not shorter.
const MISS: u64 = 2_000;

/// The answers to look-ups of one configuration, by whole key or own id, never by URL: every visitor uses the same one.
///
/// What is kept is User.com's answer; each request is shown its own part of it. Times are in milliseconds.
#[derive(Debug)]
pub struct Cache {
    ttl: u64,
    replies: Table<Subject, (u64, Reply)>,
    /// When a subject was written last, counted in writes.
    written: Table<Subject, u64>,
    writes: u64,
}

/// When a look-up began: what it brings is kept only if nothing was written since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket(u64);

impl Cache {
    /// An empty one.
    #[must_use]
    pub fn new(rates: Rates) -> Self {
        Self {
            ttl: rates.cache * 1_000,
            replies: Table::new(MAX_REPLIES),
            written: Table::new(MAX_ENTRIES),
            writes: 0,
        }
    }

    /// The answer to the look-up, if there is one that is fresh enough.
    pub fn get(&mut self, visit: &Visit, now: u64) -> Option<Reply> {
        let (until, reply) = self.replies.get(&visit.subject)?;
        (now < *until).then(|| reply.clone())
    }

    /// To be taken when a look-up begins.
    #[must_use]
    pub const fn ticket(&self) -> Ticket {
        Ticket(self.writes)
    }

    /// Keeps what a look-up brought, if it may be kept.
    pub fn put(&mut self, visit: &Visit, ticket: Ticket, reply: &Reply, now: u64) {
        let ttl = match reply.status {
            200 => self.ttl,
            404 => self.ttl.min(MISS),
            _ => 0,
        };
        let stale = self.written.get(&visit.subject).is_some_and(|at| *at > ticket.0);
        if ttl > 0 && !stale && reply.body.len() <= MAX_LENGTH {
            self.replies.insert(visit.subject.clone(), (now + ttl, reply.clone()));
        }
    }

    /// To be called when a write begins and when it has ended, however it did.
    pub fn wrote(&mut self, visit: &Visit) {
        self.writes += 1;
        for subject in std::iter::once(&visit.subject).chain(&visit.related) {
            self.replies.remove(subject);
            self.written.insert(subject.clone(), self.writes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(key: &str) -> Visit {
        Visit {
            subject: Subject::Key(key.into()),
            related: Vec::new(),
            address: None,
            writes: false,
            calls: 1,
        }
    }

    fn reply(status: u16, body: &str) -> Reply {
        Reply { status, body: body.into(), ..Reply::default() }
    }

    fn cache(seconds: u64) -> Cache {
        Cache::new(Rates { cache: seconds, ..Rates::default() })
    }

    #[test]
    fn rule_p_an_answer_is_kept_for_its_own_visitor_and_a_moment() {
        let mut cache = cache(5);
        let ticket = cache.ticket();
        cache.put(&visit("a"), ticket, &reply(200, "A"), 0);
        assert_eq!(cache.get(&visit("a"), 4_999), Some(reply(200, "A")));
        assert_eq!(cache.get(&visit("a"), 5_000), None);
        assert_eq!(cache.get(&visit("b"), 0), None);
        let person = Visit { subject: Subject::Person("a".into()), ..visit("a") };
        assert_eq!(cache.get(&person, 0), None, "another tier");
    }

    #[test]
    fn rule_p_a_miss_is_kept_shorter_and_an_error_never() {
        let mut cache = cache(5);
        let ticket = cache.ticket();
        for (key, status) in
            [("miss", 404), ("auth", 401), ("busy", 429), ("down", 500), ("moved", 301)]
        {
            cache.put(&visit(key), ticket, &reply(status, ""), 0);
            assert_eq!(cache.get(&visit(key), 1_999).is_some(), key == "miss", "{key}");
            assert_eq!(cache.get(&visit(key), 2_000), None, "{key}");
        }
        cache.put(&visit("long"), ticket, &reply(200, &"x".repeat(MAX_LENGTH + 1)), 0);
        assert_eq!(cache.get(&visit("long"), 0), None);
    }

    #[test]
    fn rule_p_a_write_makes_stale_what_was_read_before_it_ended() {
        let mut cache = cache(5);
        let before = cache.ticket();
        cache.put(&visit("a"), before, &reply(200, "old"), 0);
        let write = Visit { related: vec![Subject::Key("b".into())], ..visit("a") };
        cache.wrote(&write);
        assert_eq!(cache.get(&visit("a"), 0), None);
        for key in ["a", "b"] {
            cache.put(&visit(key), before, &reply(200, "old"), 0);
            assert_eq!(cache.get(&visit(key), 0), None, "{key}: no refill by an older look-up");
        }
        cache.put(&visit("c"), before, &reply(200, "c"), 0);
        assert!(cache.get(&visit("c"), 0).is_some(), "others aren't concerned");
        let after = cache.ticket();
        cache.put(&visit("a"), after, &reply(200, "new"), 0);
        assert_eq!(cache.get(&visit("a"), 0), Some(reply(200, "new")));
    }

    #[test]
    fn rule_p_nothing_is_kept_if_the_operator_wants_nothing_kept() {
        let mut cache = cache(0);
        let ticket = cache.ticket();
        cache.put(&visit("a"), ticket, &reply(200, "A"), 0);
        assert_eq!(cache.get(&visit("a"), 0), None);
    }
}
